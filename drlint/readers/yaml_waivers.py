"""Finds waiver comments in YAML documents, and the key that each stands on."""

from __future__ import annotations

import re
from bisect import bisect_right

import yaml
from msgspec import Struct

from drlint.model.resource import Location
from drlint.model.waiver import Comment
from drlint.readers.waiver_text import comment_of
from drlint.readers.yaml_text import Document, Trail

_MARKED = re.compile(r"(?:(?<=\s)|^)#+[ \t]*drlint:(?P<said>.*)")
_NOTHING = "nothing stands directly below it; write it above a key, or at the end of its line"


class OnYaml(Struct, frozen=True):
    """A comment and the trail of the value that it stands on; with a problem there is none."""

    comment: Comment
    trail: Trail = ()


def waivers_in(text: str, uri: str, document: Document) -> list[OnYaml]:
    """The waiver comments of a text that was read as this document, in their order."""
    if "drlint:" not in text:
        return []
    texts = _Texts(text)
    keys: dict[int, Trail] = {}
    for trail, line in document.lines.items():
        if trail and (line not in keys or len(trail) < len(keys[line])):
            keys[line] = trail
    lines = text.split("\n")
    return [
        _placed(comment_of(said["said"], Location(uri, row + 1, said.start() + 1)), lines, row, keys)
        for row, line in enumerate(lines)
        if (said := _MARKED.search(line)) is not None and not texts.hold(row, said.start())
    ]


class _Texts:
    """Where a document's texts begin and end: what looks like a comment in them is none."""

    def __init__(self, text: str) -> None:
        tokens = (each for each in yaml.scan(text, Loader=yaml.CSafeLoader) if isinstance(each, yaml.ScalarToken))
        places = [(each.start_mark, each.end_mark) for each in tokens]
        self._starts = [(start.line, start.column) for start, _ in places]
        self._ends = [(end.line, end.column) for _, end in places]

    def hold(self, row: int, column: int) -> bool:
        """Whether a place is in a text."""
        at = bisect_right(self._starts, (row, column)) - 1
        return at >= 0 and (row, column) < self._ends[at]


def _placed(comment: Comment, lines: list[str], row: int, keys: dict[int, Trail]) -> OnYaml:
    """A comment at the end of a line is for the key there, any other for the key below it."""
    while row < len(lines) and lines[row].lstrip().startswith("#"):
        row += 1
    trail = keys.get(row + 1)
    if trail is None:
        problem = comment.problem or _NOTHING
        return OnYaml(Comment(location=comment.location, words=comment.words, problem=problem))
    return OnYaml(comment, trail)
