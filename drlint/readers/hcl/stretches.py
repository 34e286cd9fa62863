"""Cuts a large text where its items end: the parser takes up to a thousand times the room of what it parses at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

LARGEST = 512 * 1024

_TOKEN = re.compile(
    rb'"(?:[^"\\\n]|\\.)*+"|#[^\n]*|//[^\n]*|(?P<comment>/\*)|<<-?(?P<heredoc>[A-Za-z_][\w-]*)[ \t]*(?=\n)'
    rb"|(?P<opens>[{\[(]++)|(?P<closes>[}\])]++)|(?P<end>\n)\s*+"
)
_WORD = re.compile(rb"^[ \t]*+([A-Za-z_][\w-]*+)[ \t]*+$", re.MULTILINE)


def stretches(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts of a text begin and end; one is larger than LARGEST only where a single item is."""
    if len(data) <= LARGEST:
        yield 0, len(data)
        return
    start = last = 0
    for at in (*_ends(data), len(data)):
        if at - start > LARGEST and last > start:
            yield start, last
            start = last
        last = at
        if at - start > LARGEST:
            yield start, at
            start = at
    if last > start:
        yield start, last


def _ends(data: bytes) -> Iterator[int]:
    """Where lines begin outside all brackets, comments and heredocs."""
    depth = at = 0
    while (found := _TOKEN.search(data, at)) is not None:
        at = found.end()
        match found.lastgroup:
            case "end":
                if depth == 0:
                    yield at
            case "opens":
                depth += len(found.group())
            case "closes":
                depth = max(depth - len(found.group()), 0)
            case "comment":
                closed = data.find(b"*/", at)
                at = len(data) if closed < 0 else closed + 2
            case "heredoc":
                marker = found.group("heredoc")
                ends = (each.end() for each in _WORD.finditer(data, at) if each.group(1) == marker)
                at = next(ends, len(data))
