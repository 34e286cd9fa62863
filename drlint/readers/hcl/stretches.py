"""Cuts a large text where its items end: the parser takes up to a thousand times the room of what it parses at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

LARGEST = 512 * 1024
MAX_TOKENS = 1_000_000  # 4 MiB that people wrote have 200,000; what follows on more is not cut

# What says nothing about brackets, then what does; text in quotes is on one line.
_TOKEN = re.compile(
    rb'(?:[^"#/<{\[()\]}\n]++|"(?:[^"\\\n]|\\.)*+"|#[^\n]*+|//[^\n]*+|/(?!\*)|<(?!<))*+'
    rb"(?:(?P<comment>/\*)|<<-?(?P<heredoc>[A-Za-z_][\w-]*+)[ \t]*+(?=\n)|<<|(?P<quote>\")"
    rb"|(?P<opens>[{\[(]++)|(?P<closes>[}\])]++)|(?P<end>\n\s*+))"
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
    for _ in range(MAX_TOKENS):
        found = _TOKEN.match(data, at)
        if found is None:
            return
        at = found.end()
        match found.lastgroup:
            case "end":
                if depth == 0:
                    yield at
            case "opens":
                depth += len(found["opens"])
            case "closes":
                depth = max(depth - len(found["closes"]), 0)
            case "quote":
                line_end = data.find(b"\n", at)
                at = len(data) if line_end < 0 else line_end
            case "comment":
                closed = data.find(b"*/", at)
                at = len(data) if closed < 0 else closed + 2
            case "heredoc":
                marker = found["heredoc"]
                ends = (each.end() for each in _WORD.finditer(data, at) if each.group(1) == marker)
                at = next(ends, len(data))
