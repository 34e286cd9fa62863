"""Finds what the given paths hold: plan and state files, and the root modules of Terraform source."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import DrlintError
from drlint.readers.files import SOURCE_ENDINGS, VALUES_ENDINGS
from drlint.readers.hcl.roots import SKIPPED, Folders, folders_below

STDIN = "-"
_SNIFFED = 4096


class Found(Struct):
    """What to read: plan and state files, each with whether it was named itself, and folders of root modules."""

    files: list[tuple[str, bool]]
    roots: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.files and not self.roots

    def once(self) -> Found:
        """The same with nothing twice."""
        known = {os.path.realpath(path) if path != STDIN else path: (path, own) for path, own in reversed(self.files)}
        return Found(list(known.values())[::-1], sorted(dict.fromkeys(self.roots)))


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
    found.roots += roots_with(source)
    return found.once()


def is_source(path: str) -> bool:
    """Whether a file of that name is part of root modules: source, or values for its variables."""
    return path.endswith((*SOURCE_ENDINGS, *VALUES_ENDINGS))


def roots_with(files: Iterable[str]) -> list[str]:
    """The root modules that files are part of, looked for in each file's repository."""
    together: dict[str, list[str]] = {}
    for each in files:
        folder = os.path.realpath(os.path.dirname(each) or ".")  # noqa: PTH120
        together.setdefault(reach_of(folder), []).append(each)
    return [root for top, some in together.items() for root in folders_below(top).roots_with(some)]


def reach_of(folder: str) -> str:
    """How far the root modules that a folder is part of are looked for: the repository, else the folder above."""
    found = top_of(Path(folder))
    return str(found) if found is not None else str(Path(folder).parent)


def top_of(folder: Path) -> Path | None:
    """The repository's top folder above a folder, None outside one."""
    return next((here for here in (folder, *folder.parents) if os.path.exists(here / ".git")), None)  # noqa: PTH110


def add_folder(path: Path, found: Found) -> None:
    """Add what a folder holds."""
    found.files += [(str(each), False) for each in files_below(path)]
    below: Folders = folders_below(str(path))
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


def files_below(folder: Path) -> Iterator[Path]:
    """The plan and state files below a folder, and what cannot be opened; links to folders are not followed."""
    broken: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: broken.append(Path(error.filename))):
        folders[:] = sorted(each for each in folders if each not in SKIPPED)
        for name in sorted(names):
            path = Path(here) / name
            if (
                name.endswith(".json")
                and not name.endswith((".tf.json", ".tfvars.json"))
                and looks_like_terraform(path)
            ):
                yield path
    yield from broken


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
