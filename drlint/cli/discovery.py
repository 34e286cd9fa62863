"""Finds what the given paths hold: plan and state files, and the root modules of Terraform source."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import DrlintError
from drlint.readers.files import SOURCE_ENDINGS, Disk
from drlint.readers.hcl.roots import Folders, folders_of
from drlint.readers.walk import Walk

STDIN = "-"
_VARIABLES = (".tfvars", ".tfvars.json")
_SNIFFED = 4096


class Found(Struct):
    """What to read: plan and state files, each with whether it was named itself, and folders of root modules.

    `unread` are folders that could not be looked through, and why.
    """

    files: list[tuple[str, bool]]
    roots: list[str]
    unread: list[tuple[str, str]]


def found_in(paths: Sequence[str], *, changed: bool = False) -> Found:
    """What the paths hold; raises DrlintError for a path that is none.

    A source file stands for the root modules that it is part of. `changed`: the paths are files of a change, some of
    which may hold nothing that drlint reads.
    """
    found = Found([], [], [])
    touched: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        if path == STDIN:
            found.files.append((path, True))
        elif path.endswith((*SOURCE_ENDINGS, *_VARIABLES)) and not os.path.isdir(path):  # noqa: PTH112
            _require_path(Path(path), changed=changed)
            folder = os.path.realpath(os.path.dirname(path) or ".")  # noqa: PTH120
            touched.setdefault(_top(folder), []).append(folder)
        elif _require_path(Path(path), changed=changed) and Path(path).is_dir():
            _add_folder(Path(path), found)
        elif not changed or (path.endswith(".json") and _looks_like_terraform(Path(path))):
            found.files.append((path, True))
    for top, folders in touched.items():
        _add_roots(top, folders, found)
    found.files = list(
        {os.path.realpath(path) if path != STDIN else path: (path, own) for path, own in reversed(found.files)}.values()
    )[::-1]
    found.roots = sorted(dict.fromkeys(found.roots))
    return found


def _add_roots(top: str, folders: Sequence[str], found: Found) -> None:
    walk = Walk(top)
    below = folders_of(walk, Disk(Path(top)))
    found.roots += below.roots_of(folders)
    _note_cuts(top, walk, below, found)


def _note_cuts(path: str, walk: Walk, below: Folders, found: Found) -> None:
    found.unread += [(path, f"{each}; name the folders of root modules") for each in (walk.cut, below.cut) if each]


def _top(folder: str) -> str:
    """How far the modules that a file is part of are looked for: the repository, else the folder above."""
    found = top_of(Path(folder))
    return os.path.dirname(folder) if found is None else str(found)  # noqa: PTH120


def top_of(folder: Path) -> Path | None:
    """The repository's top folder above a folder, None outside one."""
    here = str(folder)
    while not os.path.exists(os.path.join(here, ".git")):  # noqa: PTH110, PTH118 - for each root: pathlib is slow
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here:
            return None
        here = above
    return Path(here)


def _add_folder(path: Path, found: Found) -> None:
    walk = Walk(str(path))
    walked = list(walk)
    found.files += [(each, False) for each in _files_in(walked)]
    below = folders_of(walked, Disk(top_of(path.resolve()) or path.parent))
    _note_cuts(str(path), walk, below, found)
    found.unread += walk.unread
    roots = below.roots()
    own = os.path.realpath(path)
    found.roots += roots if own not in below.calls or own in roots else [own, *roots]


def _require_path(path: Path, *, changed: bool) -> bool:
    """Refuse what is no file, folder or the shell's own pipe; raises DrlintError."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, ValueError) as error:  # ValueError: a NUL in a path that configuration names
        if changed:
            return False
        raise DrlintError(f"{path}: no such file or folder") from error
    except OSError as error:
        raise DrlintError(f"{path}: cannot be opened: {error.strerror}; give a plan file or a folder") from error
    if stat.S_ISDIR(mode) or stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and of_the_shell(str(path))):
        return True
    raise DrlintError(f"{path}: is a pipe or a device; pipe the plan in instead: … | drlint check -")


def of_the_shell(path: str) -> bool:
    """Whether a path is one that a shell makes for `<(command)`: a pipe with a writer at its other end."""
    return path.startswith(("/dev/fd/", "/proc/self/fd/"))


def _files_in(walked: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """The plan and state files in folders, and what cannot be opened."""
    for here, names in walked:
        for name in names:
            if name.endswith(".json") and not name.endswith((".tf.json", ".tfvars.json")):
                path = os.path.join(here, name)  # noqa: PTH118
                if _looks_like_terraform(Path(path)):
                    yield path


def _looks_like_terraform(path: Path) -> bool:
    """`terraform show -json` begins with its format_version; only regular files are opened.

    One that may not be opened counts, too: what could not be seen must not look like a pass.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(_SNIFFED).replace(b"\0", b"")  # UTF-16, which the reader then names
    except PermissionError:
        return True
    except OSError:
        return False
    return b'"format_version"' in head and (
        b'"terraform_version"' in head or b'"resource_changes"' in head or b'"values"' in head
    )
