"""Tells root modules from the modules they call, by a quick look through the files of a tree."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct, structs

from drlint.model.errors import UnreadableError
from drlint.readers.files import SOURCE_ENDINGS, VALUES_ENDINGS, Disk, OverError

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

    `linked`: for each file that links lead to, the folders of these links. `cut` says why some were not looked through,
    empty where all were.
    """

    calls: Mapping[str, AbstractSet[str]]
    stateful: AbstractSet[str]
    linked: Mapping[str, AbstractSet[str]] = {}
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

    def reached_from(self, starts: Iterable[str]) -> set[str]:
        """The folders that hold what these call, and what that calls, with themselves."""
        reached: set[str] = set()
        for each in starts:
            self._reach(each, reached)
        return reached

    def _reach(self, start: str, reached: set[str]) -> None:
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting += self.calls.get(here, ())


def folders_of(walk: Iterable[tuple[str, list[str]]], disk: Disk) -> Folders:
    """The source folders of a tree, given by their real paths with the names of their files."""
    walked = {here: [each for each in names if _is_read(each)] for here, names in walk}
    linked: dict[str, set[str]] = {}
    for folder, names in walked.items():
        for name in names:
            path = f"{folder}/{name}"
            if os.path.islink(path):  # noqa: PTH114
                linked.setdefault(os.path.realpath(path), set()).add(folder)
    return structs.replace(folders_told(walked.items(), disk.contents, os.path.realpath), linked=linked)


def folders_told(
    walk: Iterable[tuple[str, list[str]]], contents: Callable[[str], bytes], real: Callable[[str], str]
) -> Folders:
    """The source folders of a tree wherever it lies: `contents` reads a file, `real` follows the links of a path."""
    walked = dict(walk)
    calls: dict[str, AbstractSet[str]] = {}
    stateful: set[str] = set()
    cut = ""
    for folder, names in walked.items():
        source = [each for each in names if each.endswith(SOURCE_ENDINGS) and _is_read(each)]
        if not source:
            continue
        called: AbstractSet[str] = frozenset()
        keeps_state = False
        try:
            if not cut:
                called, keeps_state = looked_through(folder, source, contents)
        except OverError as error:
            cut = str(error)
        # What was walked is no link, and asking for it costs more than all the rest.
        calls[folder] = {each if each in walked else real(each) for each in called}
        if keeps_state:
            stateful.add(folder)
    return Folders(calls, stateful, cut=cut)


def _is_read(name: str) -> bool:
    """Whether Terraform may read a file of that name: none that is hidden or an editor's."""
    return name.endswith((*SOURCE_ENDINGS, *VALUES_ENDINGS)) and not name.startswith((".", "#"))


def looked_through(
    folder: str, names: Iterable[str], contents: Callable[[str], bytes]
) -> tuple[AbstractSet[str], bool]:
    """The folders that a folder's files call, and whether it keeps a state; what cannot be read says nothing here."""
    calls: set[str] = set()
    keeps_state = False
    for name in names:
        try:
            text = contents(f"{folder}/{name}")
        except OverError:
            raise
        except UnreadableError:
            continue
        if not any(each.search(text) for each in _WORDS):
            continue
        text = _COMMENTS.sub(b"", text)
        keeps_state = keeps_state or _STATE.search(text) is not None
        for source in _CALLS.findall(text):
            path = os.path.normpath(f"{folder}/{source.decode('utf-8', 'replace')}")
            if "\0" not in path:
                calls.add(path)
    return calls, keeps_state
