"""Parses a whole text, going on after the parts of it that cannot be parsed.

The text is then cut where a line begins with a block's heading, and each cut is parsed alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from drlint.readers.hcl import tree
from drlint.readers.hcl.syntax import Item, Stretch

_HEADING = re.compile(rb'^([a-z][a-z_]*)((?:[ \t]+(?:"[^"\n]*"|[\w-]+)){0,2})[ \t]*\{', re.MULTILINE)


def parse(text: str) -> tree.Source:
    """The tree of a text, and the stretches of it that could not be read."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    problems: list[tree.Problem] = []
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(tree.Problem("text", "it holds a NUL byte, which no Terraform file does", line))
        text = text.replace("\0", "\ufffd")
    data = text.encode("utf-8", "replace")
    items: list[Item] = []
    broken = Stretch(data, 0).collect(items)
    if broken is not None:
        found = [
            tree.Problem(_what(piece), trouble.reason, row + trouble.row + 1)
            for row, piece in _pieces(data, broken.start)
            if (trouble := Stretch(piece, row).collect(items)) is not None
        ]
        problems += found or [tree.Problem("text", broken.reason, broken.row + 1)]
    attributes = tuple(each for each in items if isinstance(each, tree.Attribute))
    blocks = tuple(each for each in items if isinstance(each, tree.Block))
    return tree.Source(tree.Body(attributes, blocks), tuple(problems))


def _pieces(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The text from `start`, cut at headings; each piece with the row it begins in."""
    cuts = [start, *(found.start() for found in _HEADING.finditer(data, start) if found.start() > start), len(data)]
    row = data.count(b"\n", 0, start)
    for begin, end in pairwise(cuts):
        piece = data[begin:end]
        yield row, piece
        row += piece.count(b"\n")


def _what(piece: bytes) -> str:
    """A stretch in a person's words: "resource aws_s3_bucket.main"."""
    heading = _HEADING.match(piece)
    if heading is None:
        return "text"
    labels = re.findall(r'[^\s"]+', heading.group(2).decode("utf-8", "replace"))
    return f"{heading.group(1).decode()} {'.'.join(labels)}".strip()
