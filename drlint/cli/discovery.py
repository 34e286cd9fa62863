"""Finds what the given paths hold: plans, states, recovery documents, and the root modules of Terraform source."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import DrlintError, UnreadableError
from drlint.readers.documents.recognition import LARGEST, is_called_so, is_named_so, looks_like_document
from drlint.readers.files import SOURCE_ENDINGS, VALUES_ENDINGS, Disk, read_regular
from drlint.readers.hcl.roots import Folders, folders_of
from drlint.readers.inventory.reader import is_manifest
from drlint.readers.walk import Walk

STDIN = "-"
_SNIFFED = 4096


class Found(Struct):
    """What to read: plan, state and document files, each with whether it was named itself; folders of root modules.

    `beside` are documents that are only looked at. `unread` are folders that could not be looked through, and why;
    `trees` what was looked through for source, by the real path of its top.
    """

    files: list[tuple[str, bool]]
    roots: list[str]
    unread: list[tuple[str, str]] = []
    trees: list[tuple[str, Folders]] = []
    beside: list[str] = []

    @property
    def is_empty(self) -> bool:
        return not self.files and not self.roots

    def once(self) -> Found:
        """The same with nothing twice."""
        known = {os.path.realpath(path) if path != STDIN else path: (path, own) for path, own in reversed(self.files)}
        roots, unread = sorted(dict.fromkeys(self.roots)), list(dict.fromkeys(self.unread))
        beside = {os.path.realpath(path): path for path in self.beside}
        near = [path for real, path in beside.items() if real not in known]
        return Found(list(known.values())[::-1], roots, unread, self.trees, near)


def found_in(paths: Sequence[str]) -> Found:
    """What the paths hold; raises DrlintError for a path that is none.

    A source file stands for the root modules that it is part of.
    """
    found = Found([], [])
    source: list[str] = []
    for path in dict.fromkeys(paths):
        if path == STDIN:
            found.files.append((path, True))
            continue
        _require_path(Path(path))
        if os.path.isdir(path):  # noqa: PTH112
            add_folder(Path(path), found)
        elif is_source(path):
            source.append(path)
        else:
            found.files.append((path, True))
    roots_with(source, found)
    return found.once()


def is_source(path: str) -> bool:
    """Whether a file of that name is part of root modules: source, or values for its variables."""
    return path.endswith((*SOURCE_ENDINGS, *VALUES_ENDINGS))


def folders_in(path: str, walked: Iterable[tuple[str, list[str]]], walk: Walk, found: Found) -> Folders:
    """The source folders among those walked; why some were not looked through is noted."""
    top = Path(path).resolve()
    below = folders_of(walked, Disk(top_of(top) or top))
    found.trees.append((str(top), below))
    found.unread += [(path, f"{each}; name the folders of root modules") for each in (walk.cut, below.cut) if each]
    return below


def folders_below(top: str, found: Found) -> Folders:
    """The source folders of a tree."""
    walk = Walk(os.path.realpath(top))
    return folders_in(top, walk, walk, found)


def roots_with(files: Iterable[str], found: Found) -> None:
    """Add the root modules that files are part of, looked for in each file's repository."""
    together: dict[str, list[str]] = {}
    for each in files:
        folder = os.path.realpath(os.path.dirname(each) or ".")  # noqa: PTH120
        together.setdefault(reach_of(folder), []).append(each)
    for top, some in together.items():
        found.roots += folders_below(top, found).roots_with(some)


def reach_of(folder: str) -> str:
    """How far the root modules that a folder is part of are looked for: the repository, else the folder above."""
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


def add_folder(path: Path, found: Found) -> None:
    """Add what a folder holds."""
    walk = Walk(str(path))
    walked = list(walk)
    found.files += [(each, False) for each in (*_files_in(walked), *documents_in(walked))]
    top = os.path.realpath(path)  # links are not followed, so that below it every path is real
    real = [(top + here[len(str(path)) :].rstrip(os.sep), names) for here, names in walked]
    below = folders_in(str(path), real, walk, found)
    found.unread += walk.unread
    roots = below.roots()
    own = os.path.realpath(path)
    found.roots += roots if own not in below.calls or own in roots else [own, *roots]


def _require_path(path: Path) -> None:
    """Refuse what is no file, folder or the shell's own pipe; raises DrlintError."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, ValueError) as error:  # ValueError: a NUL in a path that configuration names
        raise DrlintError(f"{path}: no such file or folder") from error
    except OSError as error:
        raise DrlintError(f"{path}: cannot be opened: {error.strerror}; give a plan file or a folder") from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and of_the_shell(str(path)))):
        raise DrlintError(f"{path}: is a pipe or a device; pipe the plan in instead: … | drlint check -")


def of_the_shell(path: str) -> bool:
    """Whether a path is one that a shell makes for `<(command)`: a pipe with a writer at its other end."""
    return path.startswith(("/dev/fd/", "/proc/self/fd/"))


def files_below(folder: Path, found: Found) -> Iterator[Path]:
    """The plan and state files below a folder."""
    walk = Walk(str(folder))
    yield from map(Path, _files_in(walk))
    found.unread += walk.unread


def _files_in(walked: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """The plan and state files in folders, manifests of inventories, and what cannot be opened."""
    for here, names in walked:
        for name in names:
            if name.endswith(".json") and not name.endswith((".tf.json", ".tfvars.json")):
                path = os.path.join(here, name)  # noqa: PTH118
                if is_manifest(name) or looks_like_terraform(Path(path)):
                    yield path


def documents_in(walked: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """The recovery documents in folders, told by their text."""
    for here, names in walked:
        for name in names:
            if is_named_so(name):
                path = os.path.join(here, name)  # noqa: PTH118
                if is_document(path):
                    yield path


def is_document(path: str) -> bool:
    """Whether a file is a recovery document by its text; by its name, where it may not be looked into."""
    if os.path.islink(path):  # noqa: PTH114
        folder = os.path.realpath(os.path.dirname(path) or ".")  # noqa: PTH120
        if not Disk(top_of(Path(folder)) or Path(folder)).is_inside(path):
            return is_called_so(path)
    try:
        return looks_like_document(read_regular(path, LARGEST), path)
    except UnreadableError:
        return is_called_so(path)


def looks_like_terraform(path: Path) -> bool:
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
