"""The files on which changes are being made, each read once, and what becomes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from drlint.edits.changes import Change, RefusedError, splices
from drlint.edits.layout import LayoutError
from drlint.edits.original import Original
from drlint.edits.verified import trouble
from drlint.model.errors import UnreadableError
from drlint.readers.files import Disk
from drlint.readers.hcl import tree


class Edited(Struct, frozen=True):
    """A file after its changes; `trouble` says why it is to stay as it is, empty where nothing speaks against it."""

    path: str
    disk: Disk
    before: bytes
    after: bytes
    trouble: str = ""


class _Sheet(Struct):
    disk: Disk
    original: Original
    changes: dict[tuple[tree.Handle, str, str], Change]


class Desk:
    """Files by their real path; `named` says what messages call one."""

    def __init__(self, named: Callable[[str], str]) -> None:
        self._named = named
        self._sheets: dict[str, _Sheet] = {}

    def original(self, disk: Disk, path: str) -> Original:
        """The file at a path; raises RefusedError where it is not to be edited."""
        real = os.path.realpath(path)
        if f"{os.sep}.terraform{os.sep}" in real:
            raise RefusedError(f"{self._named(real)} is an installed module, which terraform init writes anew")
        if real not in self._sheets:
            try:
                data = disk.contents(real)
            except UnreadableError as error:
                raise RefusedError(f"{self._named(real)}: {error}") from error
            self._sheets[real] = _Sheet(disk, Original(data, self._named(real)), {})
        original = self._sheets[real].original
        if original.refusal:
            raise RefusedError(f"{original.uri}: {original.refusal}")
        return original

    def require_free(self, path: str, changes: Iterable[Change]) -> None:
        """Raise RefusedError where another change sets one of these arguments to something else."""
        taken = self._sheets[os.path.realpath(path)].changes
        for each in changes:
            other = taken.get(each.key)
            if other is not None and other.value != each.value:
                raise RefusedError(f"another fix sets {each.name} to {other.value}")

    def accept(self, path: str, changes: Iterable[Change]) -> None:
        """Put changes on a file's list."""
        self._sheets[os.path.realpath(path)].changes.update({each.key: each for each in changes})

    def edited(self) -> Iterator[Edited]:
        """Every file that has changes, with them."""
        for path, sheet in sorted(self._sheets.items()):
            if sheet.changes:
                changes = list(sheet.changes.values())
                before = sheet.original.data
                try:
                    after = sheet.original.spliced(splices(sheet.original, changes))
                except (LayoutError, ValueError) as error:
                    yield Edited(path, sheet.disk, before, before, str(error))
                    continue
                yield Edited(path, sheet.disk, before, after, trouble(sheet.original, after, changes))
