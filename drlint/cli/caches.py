"""Where drlint keeps what it can make again: in the user's cache, never in a repository."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """The user's cache; None where there is no home to keep one in."""
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is no home
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # noqa: PTH117 - the XDG specification: a relative one is to be ignored
        base = f"{home}/.cache"
    return Path(base) / "drlint" if os.path.isabs(base) else None  # noqa: PTH117


def kept_in(name: str) -> Path | None:
    """A folder of the cache: `hcl` for parsed source, `runs` for reports."""
    folder = cache_folder()
    return None if folder is None else folder / name
