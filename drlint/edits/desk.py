"""The files on which changes are being made, each read once, and what becomes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from drlint.edits.blocks import NewBlock, together
from drlint.edits.changes import Change, RefusedError, splices
from drlint.edits.layout import LayoutError
from drlint.edits.original import Original, Splice
from drlint.edits.verified import trouble
from drlint.model.errors import UnreadableError
from drlint.readers.files import Disk
from drlint.readers.hcl import tree


class Edited(Struct, frozen=True):
    """A file after its changes; `before` is None for a new one.

    `trouble` says why it is to stay as it is, empty where nothing speaks against it.
    """

    path: str
    disk: Disk
    before: bytes | None
    after: bytes
    trouble: str = ""


class _Sheet(Struct):
    disk: Disk
    original: Original
    changes: dict[tuple[tree.Handle, str, str], Change]
    ending: list[NewBlock]
    is_new: bool = False

    @property
    def edited(self) -> bytes:
        """The bytes with all changes; raises LayoutError, or ValueError where changes overlap."""
        found = splices(self.original, self.changes.values())
        text = self.original.text
        if self.ending:
            gap = "" if not text else "\n" if text.endswith(b"\n") else "\n\n"
            found.append(Splice(len(text), len(text), f"{gap}{together(self.ending)}".encode()))
        return self.original.spliced(found)


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
            self._sheets[real] = _Sheet(disk, Original(data, self._named(real)), {}, [])
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

    def append(self, disk: Disk, path: str, blocks: Iterable[NewBlock]) -> None:
        """Put blocks at the end of a file, which is made where there is none; raises RefusedError."""
        real = os.path.realpath(path)
        if real not in self._sheets and not os.path.lexists(path):
            self._sheets[real] = _Sheet(disk, Original(b"", self._named(real)), {}, [], is_new=True)
        self.original(disk, path)
        self._sheets[real].ending += blocks

    def edited(self) -> Iterator[Edited]:
        """Every file that has changes, with them."""
        for path, sheet in sorted(self._sheets.items()):
            if not sheet.changes and not sheet.ending:
                continue
            changes = list(sheet.changes.values())
            before = None if sheet.is_new else sheet.original.data
            try:
                after = sheet.edited
            except (LayoutError, ValueError) as error:
                yield Edited(path, sheet.disk, before, b"", str(error))
                continue
            yield Edited(path, sheet.disk, before, after, trouble(sheet.original, after, changes, sheet.ending))
