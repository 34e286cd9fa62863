"""Tells root modules from the modules they call, by a quick look through the files of a tree."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.readers.files import LARGEST_SOURCE, SOURCE_ENDINGS, VALUES_ENDINGS, read_regular

SKIPPED = frozenset({".git", ".terraform", ".terragrunt-cache", "node_modules", ".venv", "__pycache__"})
# What stands first in a block or on a line, in either syntax.
_FIRST = rb'(?:^|[{,])[ \t]*"?'
_CALLS = re.compile(_FIRST + rb'source"?[ \t]*[=:][ \t]*"(\.\.?(?:/[^"\n]*)?)"', re.MULTILINE)
_STATE = re.compile(
    _FIRST + rb'(?:backend[ \t]+"[^"\n]*"[ \t]*\{|backend"[ \t]*:\s*\{|cloud[ \t]*\{|cloud"[ \t]*:\s*\{)', re.MULTILINE
)
# Cheap to look for: most files have neither.
_WORDS = (
    re.compile(rb'source"?[ \t]*[=:][ \t]*"\.'),
    re.compile(rb'backend[ \t]*"'),
    re.compile(rb'cloud"?[ \t]*[:{]'),
)
_COMMENTS = re.compile(rb"^[ \t]*(?:#|//)[^\n]*|^[ \t]*/\*(?:.*?\*/|.*)", re.MULTILINE | re.DOTALL)


class Folders(Struct, frozen=True):
    """The folders of a tree that hold source, each with the folders it calls; `stateful` are those with a backend.

    `linked`: for each file that links lead to, the folders of these links.
    """

    calls: Mapping[str, AbstractSet[str]]
    stateful: AbstractSet[str]
    linked: Mapping[str, AbstractSet[str]] = {}

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

    def roots_with(self, files: Iterable[str]) -> list[str]:
        """The root modules that files of source or of values are part of; the files need not be there any more."""
        wanted = {each for file in files for each in self._homes(file)}
        found = []
        for each in self.roots() if wanted else ():
            reached: set[str] = set()
            self._reach(each, reached)
            if reached & wanted:
                found.append(each)
        return found

    def _homes(self, file: str) -> Iterator[str]:
        """The folders that a file is read in; values without source beside them are those of the source above."""
        yield from self.linked.get(os.path.realpath(file), ())
        folder = os.path.realpath(os.path.dirname(file) or ".")  # noqa: PTH120
        if file.endswith(VALUES_ENDINGS) and folder not in self.calls:
            above = (str(each) for each in Path(folder).parents)
            folder = next((each for each in above if each in self.calls), folder)
        yield folder

    def _reach(self, start: str, reached: set[str]) -> None:
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting += self.calls.get(here, ())


def folders_below(top: str) -> Folders:
    """The source folders of a tree; links to folders are not followed."""
    walked = {here: [each for each in names if _is_read(each)] for here, names in _walked(os.path.realpath(top))}
    calls: dict[str, AbstractSet[str]] = {}
    stateful: set[str] = set()
    linked: dict[str, set[str]] = {}
    for folder, names in walked.items():
        for name in names:
            path = f"{folder}/{name}"
            if os.path.islink(path):  # noqa: PTH114
                linked.setdefault(os.path.realpath(path), set()).add(folder)
        source = [each for each in names if each.endswith(SOURCE_ENDINGS)]
        if source:
            called, keeps_state = _looked_through(folder, source)
            # What was walked is no link, and asking for it costs more than all the rest.
            calls[folder] = {each if each in walked else os.path.realpath(each) for each in called}
            if keeps_state:
                stateful.add(folder)
    return Folders(calls, stateful, linked)


def _is_read(name: str) -> bool:
    """Whether Terraform may read a file of that name: none that is hidden or an editor's."""
    return name.endswith((*SOURCE_ENDINGS, *VALUES_ENDINGS)) and not name.startswith((".", "#"))


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
        if not any(each.search(text) for each in _WORDS):
            continue
        text = _COMMENTS.sub(b"", text)
        keeps_state = keeps_state or _STATE.search(text) is not None
        for source in _CALLS.findall(text):
            calls.add(os.path.normpath(f"{folder}/{source.decode('utf-8', 'replace')}"))
    return calls, keeps_state
