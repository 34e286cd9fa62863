"""Finds the CODEOWNERS file that rules the files of a run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from drlint.cli.discovery import STDIN, Found, of_the_shell, top_of
from drlint.model.errors import UnreadableError
from drlint.readers.code_owners import LARGEST, PLACES, CodeOwners, code_owners_of
from drlint.readers.files import Disk, read_regular

_NAME = "CODEOWNERS"
_NAMED = 3  # lines that were left out


class Owned(Struct, frozen=True):
    """Who owns which file, None where no file says so, and what is to be told of it."""

    code_owners: CodeOwners | None = None
    notes: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be told after a run."""
        if self.code_owners is None or not self.code_owners.is_exhausted:
            return self.notes
        return (*self.notes, f"{_NAME} has too many patterns with stars: not every file's owner was looked for")


class Registry:
    """Answers what CODEOWNERS files say, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, Owned] = {}

    def of(self, found: Found, source: str | None = None) -> Owned:
        """What the file of the repository says that these inputs lie in."""
        tops = _tops(found, source)
        if len(tops) > 1:
            several = f"the inputs lie in {len(tops)} repositories, so {_NAME} of none was asked"
            return Owned(notes=(several,) if any(place_in(top) for top in tops) else ())
        for top in tops:
            if top not in self._known:
                self._known[top] = _owned(top)
            return self._known[top]
        return Owned()


def _owned(top: str) -> Owned:
    place = place_in(top)
    if not place:
        return Owned()
    path = os.path.join(top, place)  # noqa: PTH118 - joined for a reader that takes text
    if not Disk(Path(top)).is_inside(path):
        return Owned(notes=(f"{place} leads out of the repository, so it was not read",))
    try:
        text = read_regular(path, LARGEST).decode("utf-8-sig", "replace")
    except UnreadableError as error:
        return Owned(notes=(f"{place} was not read, so it names no owner: {error}",))
    read = code_owners_of(text, place)
    return Owned(read, _told(read.notes))


def _told(notes: tuple[str, ...]) -> tuple[str, ...]:
    if len(notes) <= _NAMED:
        return notes
    return (*notes[:_NAMED], f"{len(notes) - _NAMED:,} more lines of {_NAME} like these")


def _tops(found: Found, source: str | None) -> list[str]:
    """The repositories that inputs lie in; the one here for what lies in none, such as standard input."""
    folders = {os.path.dirname(path) or "." for path, _ in found.files if path != STDIN and not of_the_shell(path)}  # noqa: PTH120
    folders |= {*found.roots, *([source] if source else [])}
    tops = {str(top) for folder in folders if (top := top_of(Path(os.path.realpath(folder)))) is not None}
    here = top_of(Path.cwd())
    return sorted(tops or ({str(here)} if here is not None else set()))


def place_in(top: str) -> str:
    """The first place where the file lies; looked for by listing folders, so that one that is new is noticed."""
    names = _listed(top)
    for place in PLACES:
        folder, _, name = place.rpartition("/")
        if name in names if not folder else folder in names and name in _listed(os.path.join(top, folder)):  # noqa: PTH118
            return place
    return ""


def _listed(folder: str) -> Sequence[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - with the audit event by which a recalled report knows
    except OSError:
        return ()
