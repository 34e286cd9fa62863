"""A source file as it lies on disk, and where in its bytes the parser's positions are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from drlint.model.resource import Location
from drlint.readers.hcl import tree
from drlint.readers.hcl.source import cleaned, parse_clean
from drlint.readers.hcl.syntax import Item

_MARK = b"\xef\xbb\xbf"


class Splice(Struct, frozen=True):
    """What replaces the text from `start` to `end` (the parser's positions; line ends as LF)."""

    start: int
    end: int
    text: bytes


class Original:
    """One file's bytes, their text as the parser takes it (`text`), and its tree; `uri` is what messages call it."""

    def __init__(self, data: bytes, uri: str) -> None:
        clean = cleaned(data)
        self.data = data
        self.uri = uri
        self.text = clean.data
        self.source = parse_clean(clean, uri)
        self._mark = len(_MARK) if data.startswith(_MARK) else 0
        pairs = re.finditer(rb"\r\n", data[self._mark :])
        self._returns = [pair.start() - before for before, pair in enumerate(pairs)]

    @property
    def refusal(self) -> str:
        """Why the file is not to be edited; empty where it may be."""
        if self.uri.endswith(".json"):
            return "it is JSON, which drlint does not edit"
        if self.source.problems:
            problem = self.source.problems[0]
            return f"it cannot be read whole (line {problem.line}: {problem.reason})"
        return ""

    def offset(self, position: int) -> int:
        """Where in the file's bytes a position of the text is; that of a line end is before its CR."""
        return self._mark + position + bisect_left(self._returns, position)

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The file's bytes with the splices in them, new line ends as those beside them; ValueError if two overlap."""
        made: list[bytes] = []
        done = 0
        for each in sorted(splices, key=lambda splice: splice.start):
            start = self.offset(each.start)
            if start < done:
                raise ValueError(f"{self.uri}: two changes overlap")
            made += [self.data[done:start], each.text.replace(b"\n", self._line_end(each.start))]
            done = self.offset(each.end)
        return b"".join([*made, self.data[done:]])

    def _line_end(self, position: int) -> bytes:
        """The line end before a position, else the one after it, else LF."""
        at = self.text.rfind(b"\n", 0, position)
        at = self.text.find(b"\n", position) if at < 0 else at
        found = bisect_left(self._returns, at)
        return b"\r\n" if found < len(self._returns) and self._returns[found] == at else b"\n"

    def block_at(self, place: Location) -> tree.Block | None:
        """The block that begins at a place of this file."""
        found = self._items.get((place.line, place.column))
        return found if isinstance(found, tree.Block) else None

    def attribute_at(self, place: Location) -> tree.Attribute | None:
        """The attribute that begins at a place of this file."""
        found = self._items.get((place.line, place.column))
        return found if isinstance(found, tree.Attribute) else None

    @cached_property
    def _items(self) -> Mapping[tuple[int | None, int | None], Item]:
        return {(each.place.line, each.place.column): each for each in _every_item(self.source.body)}


def _every_item(body: tree.Body) -> Iterator[Item]:
    for block in body.blocks:
        yield block
        yield from block.body.attributes
        yield from _every_item(block.body)
