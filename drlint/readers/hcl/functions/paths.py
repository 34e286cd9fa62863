"""Functions on paths that are pure text."""

from __future__ import annotations

from collections.abc import Mapping

from drlint.readers.hcl.functions.signature import TEXT, Function
from drlint.readers.hcl.seen import Seen


def _basename(path: str) -> Seen:
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


def _dirname(path: str) -> Seen:
    from posixpath import normpath  # noqa: PLC0415 - few texts take paths apart

    folder = path.rpartition("/")[0]
    rooted = path.startswith("/")
    made = normpath(f"/{folder}" if rooted else folder or ".")
    return f"/{made.lstrip('/')}" if rooted else made


FUNCTIONS: Mapping[str, Function] = {
    "basename": Function(_basename, (TEXT,)),
    "dirname": Function(_dirname, (TEXT,)),
}
