"""Turns Terraform text into blocks and attributes; with `expressions` the only file that knows tree-sitter.

Of an item only where it stands is kept: the parser's tree takes a hundred times the room of the text. An attribute's
value is parsed again, alone, when it is first asked for; most are never asked for, and most others are plain words.
"""

from __future__ import annotations

import functools
import re
import threading
from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeAlias

import tree_sitter
import tree_sitter_hcl
from tree_sitter import Node

from drlint.model.resource import Location
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import BROKEN_IN_A_FILE, OF_A_FILE, TOO_MANY_ITEMS, TOO_SLOW, Allowance
from drlint.readers.hcl.expressions import MAX_DEPTH, BrokenError, Expressions, too_deep
from drlint.readers.hcl.stretches import LARGEST
from drlint.readers.hcl.text import trouble_near

_CLOSES = {"}": "a {", "]": "a [", ")": "a (", "quoted_template_end": 'a "', "heredoc_identifier": "a heredoc"}
_PLAIN = re.compile(rb'(true|false|null)|(\d{1,15})|"([^"\\$%\n]*)"|([A-Za-z_]\w*(?:\.[A-Za-z_][\w-]*){0,5})')
_WORDS = {b"true": True, b"false": False, b"null": None}

# The grammar knows an exponent only after a fraction (1.5e3). To it 5e8 is a name of the same length; what is read of
# a node is read from the text as it was written, which is also why it does no harm inside quotes and comments.
_MAYBE_EXPONENT = re.compile(rb"\d[eE][-+]?\d")
_EXPONENT = re.compile(rb"(?<![\w.])\d+[eE][-+]?\d+(?!\w|\.\d)")

Item: TypeAlias = "tree.Attribute | tree.Block"


_UNWATCHED = 200  # bytes: nothing takes long that is as short, and a watch costs more than it could save


class _Parsers(threading.local):
    """A parser for each thread: two cannot share one."""

    def __init__(self) -> None:
        self.parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


_PARSERS = functools.cache(_Parsers)


def _root(data: bytes, allowance: Allowance) -> Node | None:
    """The parser's tree of a text; None where it takes too long to make."""
    plain = data
    if _MAYBE_EXPONENT.search(data) is not None:
        plain = _EXPONENT.sub(lambda found: b"_" * len(found[0]), data)
    parser = _PARSERS().parser
    if len(plain) < _UNWATCHED:
        return parser.parse(plain).root_node
    watch = allowance.watch(len(plain))
    try:
        return parser.parse(lambda at, _: plain[at:], progress_callback=watch.is_over).root_node
    except ValueError:  # stopped
        parser.reset()
        return None
    finally:
        watch.ended()


class FileText:
    """One file's text (UTF-8 without a BOM, line ends as LF), in which its items find their values and places."""

    def __init__(self, data: bytes, uri: str, allowance: Allowance | None = None) -> None:
        self.data = data
        self.uri = uri
        self.allowance = Allowance() if allowance is None else allowance
        self._items = OF_A_FILE
        self._broken = BROKEN_IN_A_FILE

    def takes(self, items: int = 1) -> bool:
        """Whether so many more blocks and arguments may be read; they are counted."""
        self._items -= items
        self.allowance.items -= items
        return self._items >= 0 and self.allowance.items >= 0

    def takes_broken(self) -> bool:
        """Whether one more part may be broken; it is counted."""
        self._broken -= 1
        self.allowance.broken -= 1
        return self._broken >= 0 and self.allowance.broken >= 0

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer(rb"\n", self.data))]

    def expression(self, handle: tree.Handle) -> tree.Expression:
        """The value of an attribute; of one that cannot be read, why."""
        _, start, end = handle
        text = self.data[start:end]
        found = _PLAIN.fullmatch(text)
        if found is not None:
            return _plain(found)
        made = _lone(text, self.allowance)
        if isinstance(made, tree.Stop):
            line = (self.location((start, start, end)).line or 1) + made.row
            return tree.Broken(made.reason, Location(self.uri, line))
        return made

    def location(self, handle: tree.Handle) -> Location:
        """Where an item stands: lines and columns (in characters) count from 1."""
        start, _, end = handle
        starts = self._line_starts
        row = bisect_right(starts, start) - 1
        column = len(self.data[starts[row] : start].decode("utf-8", "replace"))
        return Location(self.uri, row + 1, column + 1, bisect_right(starts, max(end - 1, start)))


def expression_of(text: str, uri: str, allowance: Allowance) -> tree.Expression:
    """The expression that a text is; of one that cannot be read, why."""
    made = _lone(text.encode("utf-8", "replace"), allowance)
    return tree.Broken(made.reason, Location(uri, made.row + 1)) if isinstance(made, tree.Stop) else made


def template_of(text: str, uri: str, allowance: Allowance) -> tree.Expression:
    """A text with `${…}` and `%{…}` in it, such as a template file, as an expression."""
    if "${" not in text and "%{" not in text:
        return tree.Literal(text)
    mark = "END"
    while mark in text:
        mark += "_"
    made = expression_of(f"<<{mark}\n{text}\n{mark}", uri, allowance)
    if not isinstance(made, tree.Template):
        return _unended(made)
    return tree.Template((*made.parts[:-1], _unended(made.parts[-1])))


def _unended(part: tree.Expression) -> tree.Expression:
    """A heredoc's text ends with a line end; what was put into one to be parsed has none of its own."""
    is_text = isinstance(part, tree.Literal) and isinstance(part.value, str)
    return tree.Literal(part.value[:-1]) if is_text else part  # type: ignore[union-attr,index]


@functools.lru_cache(maxsize=8192)  # modules say the same again and again
def _lone(text: bytes, allowance: Allowance) -> tree.Expression | tree.Stop:
    """The expression that a text is alone."""
    if len(text) > LARGEST:
        return tree.Stop(0, 0, f"it is longer than {LARGEST >> 10} KiB, which is not parsed")
    piece = b"_ = " + text + b"\n"
    root = _root(piece, allowance)
    if root is None:
        return tree.Stop(0, 0, TOO_SLOW)
    node = next((each for each in root.children if each.type == "body"), None)
    if node is None or root.has_error or len(node.children) != 1:
        return tree.Stop(0, *_error(root, piece)) if root.has_error else tree.Stop(0, 0, "it is no expression")
    try:
        return Expressions(piece).of(node.children[0].children[-1])
    except BrokenError as broken:
        return tree.Stop(0, broken.row, broken.reason)


def _plain(found: re.Match[bytes]) -> tree.Expression:
    word, number, quoted, names = found.groups()
    if word is not None:
        return tree.Literal(_WORDS[word])
    if number is not None:
        return tree.Literal(int(number))
    if quoted is not None:
        return tree.Literal(quoted.decode("utf-8", "replace"))
    first, *rest = names.decode().split(".")
    made: tree.Expression = tree.Name(first)
    for each in rest:
        made = tree.GetAttribute(made, each)
    return made


class Stretch:
    """A piece of a file's text that is parsed alone, from `start` to `end`."""

    def __init__(self, text: FileText, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._data = text.data if start == 0 and end == len(text.data) else text.data[start:end]
        self._depth = 0

    def collect(self, items: list[Item]) -> tree.Stop | None:
        """Add what can be read; answer where reading stopped, None where all was read."""
        root = _root(self._data, self._text.allowance)
        if root is None:
            return tree.Stop(self._start, 0, TOO_SLOW)
        for node in [root] if root.is_error else root.children:
            if node.type == "comment":
                continue
            if node.type != "body":
                return self._stop(node, *_error(node, self._data))
            is_whole = not node.has_error
            for each in node.children:
                if each.type == "comment":
                    continue
                if not is_whole and (each.has_error or each.is_missing):
                    return self._stop(each, *_error(each, self._data))
                self._depth = 0
                try:
                    items.append(self._item(each))
                except BrokenError as broken:
                    return self._stop(each, broken.row, broken.reason)
        return None

    def _stop(self, node: Node, row: int, reason: str) -> tree.Stop:
        return tree.Stop(self._start + node.start_byte, row, reason)

    def _item(self, node: Node) -> Item:
        if not self._text.takes():
            raise BrokenError(node, TOO_MANY_ITEMS)
        parts = node.children
        start, end = node.start_byte, node.end_byte
        name = self._data[start : parts[0].end_byte].decode("utf-8", "replace")
        if node.type == "attribute":
            value = parts[-1]
            at = value.start_byte
            self._require_quotes_closed(value, at, end)
            return tree.Attribute(name, self._text, (start + self._start, at + self._start, end + self._start))
        labels = []
        inner: tree.Body | None = None
        for each in parts[1:]:
            kind = each.type
            if kind == "body":
                inner = self._body(each)
            elif kind in {"string_lit", "identifier"}:
                labels.append(self._data[each.start_byte : each.end_byte].decode("utf-8", "replace").strip('"'))
        handle = (start + self._start, parts[0].end_byte + self._start, end + self._start)
        return tree.Block(name, tuple(labels), _EMPTY if inner is None else inner, self._text, handle)

    def _body(self, node: Node) -> tree.Body:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep(node)
        attributes: dict[str, tree.Attribute] = {}
        blocks: list[tree.Block] = []
        last = -1
        for each in node.children:
            if each.type == "comment":
                continue
            if last >= 0 and b"\n" not in self._data[last : each.start_byte]:
                raise BrokenError(each, "two arguments stand on one line")
            last = each.end_byte - 1
            item = self._item(each)
            if isinstance(item, tree.Block):
                if item.type == "resource" and len(item.labels) == 2:  # noqa: PLR2004 - type and name
                    raise BrokenError(each, "a { before this resource is never closed")
                blocks.append(item)
            elif item.name in attributes:
                raise BrokenError(each, f"{item.name} is set twice")
            else:
                attributes[item.name] = item
        self._depth -= 1
        return tree.Body(attributes.values(), blocks)

    def _require_quotes_closed(self, value: Node, start: int, end: int) -> None:
        """The grammar lets quoted text go over several lines, which would swallow the arguments on them.

        Only a line with an odd number of quotes can begin such a text, so that only those are looked at closely.
        """
        text = self._data[start:end]
        if b"\n" in text and any((line.count(b'"') - line.count(b'\\"')) % 2 for line in text.split(b"\n")):
            Expressions(self._data).of(value)


_EMPTY = tree.Body()


def _error(node: Node, data: bytes) -> tuple[int, str]:
    """Row and reason of the first thing in a node that the parser could not make sense of."""
    owner = node
    while not (node.is_error or node.is_missing):
        inner = next((each for each in node.children if each.has_error or each.is_missing), None)
        if inner is None:
            break
        if inner.end_byte > inner.start_byte:
            owner = inner if not inner.is_error else owner
        node = inner
    if node.is_missing:
        opened = _CLOSES.get(node.type)
        reason = f"{opened} is never closed" if opened else "syntax error"
        return owner.start_point[0], reason
    return node.start_point[0], trouble_near(data[node.start_byte : node.start_byte + 40].decode("utf-8", "replace"))


def comments_at(data: bytes, places: Iterable[int], allowance: Allowance) -> set[int]:
    """Those of some places in a text at which a comment begins."""
    root = _root(data, allowance)
    if root is None:
        return set()
    found = {at: root.descendant_for_byte_range(at, at + 1) for at in places}
    return {at for at, node in found.items() if node and node.type == "comment" and node.start_byte == at}
