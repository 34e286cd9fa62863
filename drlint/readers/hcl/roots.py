"""Tells root modules from the modules they call, by a quick look through the files of a tree."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.readers.files import LARGEST_SOURCE, SOURCE_ENDINGS, read_regular

SKIPPED = frozenset({".git", ".terraform", ".terragrunt-cache", "node_modules", ".venv", "__pycache__"})
_CALLS = re.compile(rb'^[ \t]*"?source"?[ \t]*[=:][ \t]*"(\.\.?(?:/[^"\n]*)?)"', re.MULTILINE)
_STATE = re.compile(rb'^[ \t]*"?(?:backend[" \t]|cloud"?[ \t]*[:{])', re.MULTILINE)


class Folders(Struct, frozen=True):
    """The folders of a tree that hold source, each with the folders it calls; `stateful` are those with a backend."""

    calls: Mapping[str, AbstractSet[str]]
    stateful: AbstractSet[str]

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


def folders_below(top: str) -> Folders:
    """The source folders of a tree; links to folders are not followed."""
    found = [(here, [each for each in names if each.endswith(SOURCE_ENDINGS)]) for here, names in _walked(top)]
    calls: dict[str, AbstractSet[str]] = {}
    stateful: set[str] = set()
    for here, names in found:
        if names:
            folder = os.path.realpath(here)
            calls[folder], keeps_state = _looked_through(folder, names)
            if keeps_state:
                stateful.add(folder)
    return Folders(calls, stateful)


def _walked(top: str) -> Iterator[tuple[str, list[str]]]:
    for here, folders, names in os.walk(top):
        folders[:] = sorted(each for each in folders if each not in SKIPPED)
        yield here, sorted(names)


def _looked_through(folder: str, names: Iterable[str]) -> tuple[AbstractSet[str], bool]:
    """The folders that a folder's files call, and whether it keeps a state; what cannot be read says nothing here."""
    calls: set[str] = set()
    keeps_state = False
    for name in names:
        try:
            text = read_regular(f"{folder}/{name}", LARGEST_SOURCE)
        except UnreadableError:
            continue
        keeps_state = keeps_state or _STATE.search(text) is not None
        for source in _CALLS.findall(text):
            calls.add(os.path.realpath(Path(folder, source.decode("utf-8", "replace"))))
    return calls, keeps_state
