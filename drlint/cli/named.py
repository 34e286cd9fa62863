"""Files that an option names by their kind: `--plan`, `--state`, `--inventory`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from drlint.model.errors import DrlintError

if TYPE_CHECKING:
    from drlint.cli.inputs import Gathered

_KINDS = ("plan", "state")


class Named(Struct, frozen=True):
    """All paths of a command, and the kind that a file is said to be of."""

    paths: tuple[str, ...]
    kinds: Mapping[str, str]


def named_in(paths: Sequence[str], flags: dict[str, Any]) -> Named:
    """The paths with the files that options name, which are taken out of the flags; raises DrlintError."""
    kinds: dict[str, str] = {}
    inventories = [_manifest_of(folder) for folder in flags.pop("inventory", None) or ()]
    for kind in _KINDS:
        for path in flags.pop(kind, None) or ():
            if kinds.setdefault(path, kind) != kind:
                raise DrlintError(f"--{kind} {path}: the same file is given as --{kinds[path]}, too")
            if os.path.isdir(path):  # noqa: PTH112
                raise DrlintError(f"--{kind} {path}: is a folder; name the file, or give the folder as a path")
    return Named(tuple(dict.fromkeys((*paths, *kinds, *inventories))), kinds)


def _manifest_of(folder: str) -> str:
    """What makes a folder an inventory; raises DrlintError where it is none."""
    from drlint.readers.inventory.shape import MANIFEST  # noqa: PLC0415 - few runs name one

    path = os.path.join(folder, MANIFEST)  # noqa: PTH118
    if not os.path.isfile(path):  # noqa: PTH113
        raise DrlintError(f"--inventory {folder}: it holds no {MANIFEST}; give a folder that drlint collect wrote")
    return path


def require_kinds(kinds: Mapping[str, str], given: Sequence[Gathered]) -> None:
    """Refuse with DrlintError a file that is of another kind than was said; one that is broken is a blind spot."""
    if not kinds:
        return
    from drlint.cli.naming import uri_of  # noqa: PLC0415 - a report that is recalled needs none of it

    found = {each.uri: each for some in given for each in some.inputs}
    for path, kind in kinds.items():
        read = found.get(uri_of(path))
        if read is None or read.kind not in {kind, "plan or state"}:
            what = f"it is a {read.kind}" if read is not None and read.kind != "unknown" else f"it is no {kind}"
            why = f"; {read.note}" if read is not None and read.kind == "unknown" and read.note else ""
            raise DrlintError(f"--{kind} {path}: {what}{why}")
