"""Tells where in a file a place of a shell text is."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

from drlint.model.resource import Location


class Place(Struct, frozen=True):
    """Where a shell text begins in its file: the line of its first line, the column of its lines.

    `exact` is False where the file's lines are not the text's (a folded or quoted scalar of several lines): then
    everything in the text stands where the text begins.
    """

    uri: str
    line: int
    column: int = 1
    exact: bool = True


class Lines:
    """The lines of a text (UTF-8), by which offsets become places in its file."""

    def __init__(self, data: bytes, place: Place) -> None:
        self._data = data
        self._place = place
        self._ascii = data.isascii()
        self._starts = [0, *(found.end() for found in re.finditer(rb"\n", data))] if place.exact else [0]

    def location(self, start: int, end: int | None = None) -> Location:
        """Where a stretch of the text stands; lines and columns (in characters) count from 1."""
        place = self._place
        if not place.exact:
            return Location(place.uri, place.line, place.column)
        starts = self._starts
        row = bisect_right(starts, start) - 1
        column = start - starts[row]
        if not self._ascii:
            column = len(self._data[starts[row] : start].decode("utf-8", "replace"))
        last = None if end is None else place.line + bisect_right(starts, max(end - 1, start)) - 1
        return Location(place.uri, place.line + row, place.column + column, last)

    def part(self, start: int, end: int) -> Lines:
        """The lines of a stretch that begins where a line does."""
        place = self._place
        if place.exact:
            place = Place(place.uri, place.line + bisect_right(self._starts, start) - 1, place.column)
        return Lines(self._data[start:end], place)
