"""Parses a whole text, going on after the parts of it that cannot be parsed.

The text is then cut where a line begins with a block's heading, and each cut is parsed alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from drlint.readers.hcl import tree
from drlint.readers.hcl.syntax import FileText, Item, Stretch

_HEADING = re.compile(rb'^([a-z][a-z_]*)((?:[ \t]+(?:"[^"\n]*"|[\w-]+)){0,2})[ \t]*\{', re.MULTILINE)


class Clean(Struct, frozen=True):
    """A text as the parser takes it (UTF-8 without a BOM, line ends as LF), and what had to be mended for that."""

    data: bytes
    problems: tuple[tree.Problem, ...] = ()


def parse(text: str, uri: str = "") -> tree.Source:
    """The tree of a text, and the stretches of it that could not be read."""
    return parse_clean(cleaned(text.encode("utf-8", "replace")), uri)


def cleaned(data: bytes) -> Clean:
    """A file's bytes, ready to be parsed."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    found: list[tree.Problem] = []
    try:
        if not data.isascii():
            data.decode("utf-8")
    except UnicodeDecodeError as error:
        found.append(_problem(data, error.start, "it is not UTF-8; save the file as UTF-8"))
        data = data.decode("utf-8", "replace").encode()
    if b"\0" in data:
        found.append(_problem(data, data.index(b"\0"), "it holds a NUL byte, which no Terraform file does"))
        data = data.replace(b"\0", "\ufffd".encode())
    return Clean(data.replace(b"\r\n", b"\n"), tuple(found))


def _problem(data: bytes, at: int, reason: str) -> tree.Problem:
    return tree.Problem("text", reason, data.count(b"\n", 0, at) + 1)


def parse_clean(text: Clean, uri: str) -> tree.Source:
    """The tree of a clean text, and the stretches of it that could not be read."""
    data = text.data
    problems = list(text.problems)
    items: list[Item] = []
    file = FileText(data, uri)
    broken = Stretch(file, 0, len(data)).collect(items)
    if broken is not None:
        found = [
            tree.Problem(_what(data[start:end]), trouble.reason, row + trouble.row + 1)
            for row, start, end in _pieces(data, broken.start)
            if (trouble := Stretch(file, start, end).collect(items)) is not None
        ]
        problems += found or [tree.Problem("text", broken.reason, broken.row + 1)]
    attributes = tuple(each for each in items if isinstance(each, tree.Attribute))
    blocks = tuple(each for each in items if isinstance(each, tree.Block))
    return tree.Source(tree.Body(attributes, blocks), tuple(problems))


def _pieces(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Where the text from `start` is cut, at headings: the row that each piece begins in, and its bytes."""
    cuts = [start, *(found.start() for found in _HEADING.finditer(data, start) if found.start() > start), len(data)]
    row = data.count(b"\n", 0, start)
    for begin, end in pairwise(cuts):
        yield row, begin, end
        row += data.count(b"\n", begin, end)


def _what(piece: bytes) -> str:
    """A stretch in a person's words: "resource aws_s3_bucket.main"."""
    heading = _HEADING.match(piece)
    if heading is None:
        return "text"
    labels = re.findall(r'[^\s"]+', heading.group(2).decode("utf-8", "replace"))
    return f"{heading.group(1).decode()} {'.'.join(labels)}".strip()
