"""Recalls the last report of the same question, where nothing that it was made from has changed since.

While a report is made, every file that is opened and every folder that is listed is noted, by Python's audit events, so
that nothing is read unnoticed; the report is kept with the hashes of their contents. It is recalled where the same
command is given in the same place, by the same drlint, and all of them are still as they were. A report with blind
spots is kept only where they are modules that are not on disk: what else could not be read may be readable next time.
What is kept says what a report says, and nothing else of the source.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

import drlint
from drlint import __version__
from drlint.engine.report import Report
from drlint.model.finding import Severity

FORMAT = "1"
MOST_FILES = 5_000
MOST_BYTES = 32 * 1024 * 1024  # of what is read: more takes longer to hash than it is worth
MOST_KEPT = 200
_PACKAGE = os.path.dirname(os.path.abspath(drlint.__file__))  # noqa: PTH100, PTH120 - pathlib costs more than all of this
_OURS = (_PACKAGE, os.path.join(os.path.dirname(_PACKAGE), "policies"))  # noqa: PTH118, PTH120
_LIBRARIES = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(msgspec.__file__)))  # noqa: PTH120
_PROGRAM = tuple(each + os.sep for each in (*_OURS, *_LIBRARIES))  # a project may lie beside any of them, or above
_WRITES = os.O_WRONLY | os.O_RDWR
_HIDDEN = (".terraform", ".terraform/modules", ".github")


class Kept(Struct, frozen=True, kw_only=True):
    """A report with its exit code and the least severity to be shown, and what it was made from, each with its hash."""

    files: dict[str, str]
    folders: dict[str, str]
    report: Report
    code: int
    least: Severity


class Notes(Struct):
    """What was opened and listed, while it is noted."""

    files: dict[str, tuple[int, int] | None]
    folders: dict[str, None]
    aside: str
    is_whole: bool = True


class Recall:
    """The memory of one question; `folder` is None where nothing can be kept."""

    def __init__(self, folder: Path | None, question: Mapping[str, Any], starts: tuple[str, ...]) -> None:
        self._starts = starts
        self._path = ""
        if folder is not None:
            asked = repr([FORMAT, _program(), os.getcwd(), _environment(), sorted(question.items())])  # noqa: PTH109
            self._path = f"{folder}/{hashlib.sha256(asked.encode('utf-8', 'surrogateescape')).hexdigest()[:40]}"

    def kept(self) -> Kept | None:
        """The report of last time, where all is as it was."""
        if not self._path:
            return None
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123
                found = msgspec.msgpack.decode(file.read(), type=Kept)
        except (OSError, msgspec.DecodeError, RecursionError):
            return None
        same = all(_hash_of_folder(path) == known for path, known in found.folders.items())
        same = same and all(_hash_of_file(path) == known for path, known in found.files.items())
        return found if same else None

    @contextmanager
    def noting(self) -> Iterator[Notes]:
        """Notes all that is read meanwhile, and the folders above where it begins, in which configuration may stand."""
        aside = os.path.dirname(os.path.dirname(self._path))  # noqa: PTH120
        if not self._path:
            yield Notes({}, {}, aside, is_whole=False)
            return
        with noted(aside) as notes:
            for start in self._starts:
                notes.folders.update(dict.fromkeys(_upward(start)))
            yield notes

    def keep(self, notes: Notes, report: Report, code: int, least: Severity) -> None:
        """Keep a report that can be recalled; a cache that cannot be written costs time, nothing else."""
        if not (notes.is_whole and _is_lasting(report) and _are_few(notes)):
            return
        folders = {*notes.folders, *(f"{each}/{name}" for each in notes.folders for name in _HIDDEN)}
        kept = Kept(
            files={path: _hash_of_file(path) for path in notes.files},
            folders={path: _hash_of_folder(path) for path in sorted(folders)},
            report=report,
            code=code,
            least=least,
        )
        try:
            data = msgspec.msgpack.encode(kept)
        except UnicodeEncodeError:  # a name that is no text
            return
        part = f"{self._path}.{os.getpid()}.part"
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.replace(part, self._path)  # noqa: PTH105
            _prune(os.path.dirname(self._path))  # noqa: PTH120
        except OSError:
            return


def _is_lasting(report: Report) -> bool:
    """Whether the same would be found again: nothing broke, and all that was not read is known to be absent."""
    absent = all(each.outside for each in report.blind_spots)
    return absent and not report.failures and all(each.status in {"read", "partial"} for each in report.inputs)


@contextmanager
def noted(aside: str) -> Iterator[Notes]:
    """Notes all that is read meanwhile, but for the program itself and what is below the folder `aside` (if any)."""
    notes = Notes({}, {}, aside)
    _install()
    _noting.append(notes)
    try:
        yield notes
    finally:
        _noting.remove(notes)


def _are_few(notes: Notes) -> bool:
    """Whether what was read is little enough, and still as it was when it was read."""
    sizes = [stamp[1] for path, stamp in notes.files.items() if stamp is not None and stamp == _stamp_of(path)]
    are_few = len(notes.files) <= MOST_FILES and len(notes.folders) <= MOST_FILES
    return are_few and len(sizes) == len(notes.files) and sum(sizes) <= MOST_BYTES


def _stamp_of(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _prune(folder: str) -> None:
    """Forget the older half where too many are kept."""
    entries = [(each.stat().st_mtime_ns, each.path) for each in os.scandir(folder)]
    for _, path in sorted(entries)[: len(entries) // 2 if len(entries) > MOST_KEPT else 0]:
        os.unlink(path)  # noqa: PTH108


_noting: list[Notes] = []
_installed: list[bool] = []


def _install() -> None:
    """Listen to what is opened; a hook cannot be taken out again, and is silent while nobody takes notes."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _noting:
        return
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, bytes) or (isinstance(flags, int) and flags & _WRITES):
            return
        _note(path, "files")
    elif event in {"os.scandir", "os.listdir"}:
        _note(arguments[0], "folders")


def _note(path: Any, what: str) -> None:
    if isinstance(path, int):  # a descriptor: it was opened by its name before
        return
    whole = os.path.abspath(os.fspath(path) if path is not None else ".")  # noqa: PTH100
    if f"{whole}{os.sep}".startswith(_PROGRAM):
        return  # part of the program, which the question names
    for notes in _noting:
        if notes.aside and whole.startswith(notes.aside + os.sep):
            continue  # what was kept of earlier runs
        if whole.startswith(("/dev/", "/proc/")):
            notes.is_whole = False
        if what == "folders":
            notes.folders[whole] = None
        elif whole not in notes.files:
            notes.files[whole] = _stamp_of(whole)


def _upward(start: str) -> Iterator[str]:
    """A folder and those above it up to the repository's top, in any of which configuration may be written."""
    here = os.path.realpath(start)
    here = here if os.path.isdir(here) else os.path.dirname(here)  # noqa: PTH112, PTH120
    while True:
        yield here
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here or os.path.exists(f"{here}/.git"):  # noqa: PTH110
            return
        here = above


def _program() -> list[Any]:
    """Which drlint this is: its version, and when any of its files was last written."""
    stats: list[Any] = [__version__, sys.version]
    waiting = [*_OURS]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir():
                waiting += [entry.path] if entry.name != "__pycache__" else []
            else:
                found = entry.stat()
                stats.append((entry.path, found.st_mtime_ns, found.st_size))
    return stats


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("TF_") or name == "AWS_REGION"}


def _hash_of_file(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""


def _hash_of_folder(path: str) -> str:
    """What stands in a folder: names, which of them are folders, and where links lead."""
    try:
        with os.scandir(path) as entries:
            found = sorted((each.name, each.is_dir(follow_symlinks=False), _target_of(each)) for each in entries)
    except OSError:
        return ""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogateescape")).hexdigest()


def _target_of(entry: os.DirEntry[str]) -> str:
    return os.readlink(entry.path) if entry.is_symlink() else ""  # noqa: PTH115
