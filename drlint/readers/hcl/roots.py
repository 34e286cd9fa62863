"""Tells root modules from the modules they call, by a quick look through the files of a tree."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.readers.files import SOURCE_ENDINGS, Disk, OverError

_CALLS = re.compile(rb'^[ \t]*"?source"?[ \t]*[=:][ \t]*"(\.\.?(?:/[^"\n]*)?)"', re.MULTILINE)
_STATE = re.compile(rb'^[ \t]*"?(?:backend[" \t]|cloud"?[ \t]*[:{])', re.MULTILINE)


class Folders(Struct, frozen=True):
    """The folders of a tree that hold source, each with the folders it calls; `stateful` are those with a backend.

    `cut` says why some were not looked through, empty where all were.
    """

    calls: Mapping[str, AbstractSet[str]]
    stateful: AbstractSet[str]
    cut: str = ""

    def roots(self) -> list[str]:
        """The folders that nobody calls or that keep a state, sorted; of folders that call each other, the first."""
        called = {each for own, calls in self.calls.items() for each in calls if each != own}
        found = sorted(each for each in self.calls if each not in called or each in self.stateful)
        reached: set[str] = set()
        for each in found:
            self._reach(each, reached)
        for each in sorted(self.calls):
            if each not in reached:
                found.append(each)
                self._reach(each, reached)
        return sorted(found)

    def roots_of(self, folders: Iterable[str]) -> list[str]:
        """The root modules that any of these folders is part of."""
        wanted = frozenset(folders)
        found = []
        for each in self.roots():
            reached: set[str] = set()
            self._reach(each, reached)
            if reached & wanted:
                found.append(each)
        return found

    def _reach(self, start: str, reached: set[str]) -> None:
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting += [each for each in self.calls.get(here, ()) if each in self.calls]


def folders_of(walked: Iterable[tuple[str, list[str]]], disk: Disk) -> Folders:
    """The source folders of a tree, given with the names of their files."""
    calls: dict[str, AbstractSet[str]] = {}
    stateful: set[str] = set()
    cut = ""
    for here, all_names in walked:
        names = [each for each in all_names if each.endswith(SOURCE_ENDINGS)]
        if names:
            folder = os.path.realpath(here)
            try:
                calls[folder], keeps_state = (frozenset(), False) if cut else _looked_through(folder, names, disk)
            except OverError as error:
                calls[folder], keeps_state, cut = frozenset(), False, str(error)
            if keeps_state:
                stateful.add(folder)
    return Folders(calls, stateful, cut)


def _looked_through(folder: str, names: Iterable[str], disk: Disk) -> tuple[AbstractSet[str], bool]:
    """The folders that a folder's files call, and whether it keeps a state; what cannot be read says nothing here."""
    calls: set[str] = set()
    keeps_state = False
    for name in names:
        try:
            text = disk.contents(f"{folder}/{name}")
        except OverError:
            raise
        except UnreadableError:
            continue
        keeps_state = keeps_state or _STATE.search(text) is not None
        for source in _CALLS.findall(text):
            path = os.path.join(folder, source.decode("utf-8", "replace"))  # noqa: PTH118
            if "\0" not in path:
                calls.add(os.path.realpath(path))
    return calls, keeps_state
