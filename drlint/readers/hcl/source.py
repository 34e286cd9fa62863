"""Parses a whole text, going on after the parts of it that cannot be parsed.

The text is then cut where a line begins with a block's heading, and each cut is parsed alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import SLOW_IN_A_FILE, TOO_BROKEN, TOO_MANY_ITEMS, TOO_SLOW, Allowance
from drlint.readers.hcl.stretches import LARGEST, stretches
from drlint.readers.hcl.syntax import FileText, Item, Stretch

_HEADING = re.compile(rb'^([a-z][a-z_]*)((?:[ \t]+(?:"[^"\n]*"|[\w-]+)){0,2})[ \t]*\{', re.MULTILINE)

_HEAD = 4096
_ZEROS = 8  # NUL bytes in it


class Clean(Struct, frozen=True):
    """A text as the parser takes it (UTF-8 without a BOM, line ends as LF), and what had to be mended for that."""

    data: bytes
    problems: tuple[tree.Problem, ...] = ()


def parse(text: str, uri: str = "") -> tree.Source:
    """The tree of a text, and the stretches of it that could not be read."""
    return parse_clean(cleaned(text.encode("utf-8", "replace")), uri)


def cleaned(data: bytes) -> Clean:
    """A file's bytes, ready to be parsed; nothing of what is no UTF-8 text at all."""
    no_text = _no_text(data)
    if no_text:
        return Clean(b"", (tree.Problem("text", no_text, 1),))
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


def _no_text(data: bytes) -> str:
    """Why bytes are none that could be mended; empty where they may be."""
    head = data[:_HEAD]
    zeros = head.count(0)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or (
        zeros > len(head) // 3 and zeros in {head[::2].count(0), head[1::2].count(0)}
    ):
        return "it is UTF-16; save the file as UTF-8"
    return "it is no text" if zeros > _ZEROS else ""


def _problem(data: bytes, at: int, reason: str) -> tree.Problem:
    return tree.Problem("text", reason, data.count(b"\n", 0, at) + 1)


def parse_clean(text: Clean, uri: str, allowance: Allowance | None = None) -> tree.Source:
    """The tree of a clean text, and the stretches of it that could not be read."""
    parsing = _Parsing(FileText(text.data, uri, allowance))
    for start, end in stretches(text.data):
        if not parsing.stopped:
            parsing.read(start, end)
    attributes = tuple(each for each in parsing.items if isinstance(each, tree.Attribute))
    blocks = tuple(each for each in parsing.items if isinstance(each, tree.Block))
    return tree.Source(tree.Body(attributes, blocks), (*text.problems, *parsing.problems))


class _Parsing:
    """One text while it is parsed."""

    def __init__(self, file: FileText) -> None:
        self._file = file
        self.items: list[Item] = []
        self.problems: list[tree.Problem] = []
        self.stopped = False
        self._slow = 0

    def read(self, start: int, end: int) -> None:
        """Take in a stretch, as far as it can be read."""
        data = self._file.data
        if not data[start:end].strip():
            return
        row = data.count(b"\n", 0, start)
        if end - start > LARGEST:
            reason = f"it is longer than {LARGEST >> 10} KiB, which is not parsed"
            self._note(start, end, tree.Stop(start, 0, reason), row)
            return
        broken = self._collect(start, end)
        if broken is None:
            return
        pieces = [*_pieces(data, broken.start, end, row + data.count(b"\n", start, broken.start))]
        if len(pieces) == 1 and broken.start == start:
            self._note(start, end, broken, row)
            return
        before = len(self.problems)
        for at, begin, until in pieces:
            self._piece(begin, until, at)
            if self.stopped:
                break
        if len(self.problems) == before:
            self.problems.append(tree.Problem("text", broken.reason, row + broken.row + 1))

    def _piece(self, start: int, end: int, row: int) -> None:
        trouble = self._collect(start, end)
        if trouble is not None:
            self._note(start, end, trouble, row)

    def _collect(self, start: int, end: int) -> tree.Stop | None:
        return Stretch(self._file, start, end).collect(self.items)

    def _note(self, start: int, end: int, trouble: tree.Stop, row: int) -> None:
        self.problems.append(tree.Problem(_what(self._file.data[start:end]), trouble.reason, row + trouble.row + 1))
        self._slow += trouble.reason == TOO_SLOW
        may_go_on = self._file.takes_broken() and self._slow < SLOW_IN_A_FILE
        if not may_go_on or trouble.reason == TOO_MANY_ITEMS:
            self.stopped = True
            reason = trouble.reason if trouble.reason in {TOO_SLOW, TOO_MANY_ITEMS} else TOO_BROKEN
            line = self._file.data.count(b"\n", 0, end) + 1
            self.problems.insert(0, tree.Problem("text", f"{reason}; nothing after it is read", line))


def _pieces(data: bytes, start: int, end: int, row: int) -> Iterator[tuple[int, int, int]]:
    """Where a stretch is cut, at headings: the row that each piece begins in, and its bytes; it starts in a row."""
    cuts = [start, *(found.start() for found in _HEADING.finditer(data, start, end) if found.start() > start), end]
    for begin, until in pairwise(cuts):
        yield row, begin, until
        row += data.count(b"\n", begin, until)


def _what(piece: bytes) -> str:
    """A stretch in a person's words: "resource aws_s3_bucket.main"."""
    heading = _HEADING.match(piece.lstrip())
    if heading is None:
        return "text"
    labels = re.findall(r'[^\s"]+', heading.group(2).decode("utf-8", "replace"))
    return f"{heading.group(1).decode()} {'.'.join(labels)}".strip()
