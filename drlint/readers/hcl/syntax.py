"""Turns a stretch of Terraform text into our syntax tree; the only file that knows tree-sitter."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import tree_sitter
import tree_sitter_hcl
from tree_sitter import Node

from drlint.readers.hcl import text as wording
from drlint.readers.hcl import tree

MAX_DEPTH = 100

_OPERATORS = frozenset({"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"})
_CLOSES = {"}": "a {", "]": "a [", ")": "a (", "quoted_template_end": 'a "', "heredoc_identifier": "a heredoc"}

Item: TypeAlias = "tree.Attribute | tree.Block"


class _BrokenError(Exception):
    """The node cannot be read: why, and in which row (from 0)."""

    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.row = node.start_point[0]


@functools.cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


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
    near = data[node.start_byte : node.start_byte + 40].decode("utf-8", "replace").strip().partition("\n")[0]
    return node.start_point[0], f"syntax error near {near!r}" if near else "syntax error"


class Stretch:
    """A piece of text that is parsed alone; `first_row` is where it begins in the whole."""

    def __init__(self, data: bytes, first_row: int) -> None:
        self._data = data
        self._first_row = first_row
        self._depth = 0
        self._lines = None if data.isascii() else data.split(b"\n")
        self._primaries: dict[str, Callable[[Node], tree.Expression]] = {
            "literal_value": self._literal,
            "template_expr": lambda node: self._template(node.children[0]),
            "variable_expr": lambda node: tree.Name(self._text(node)),
            "function_call": self._call,
            "collection_value": self._collection,
            "for_expr": self._for,
            "operation": self._operation,
            "conditional": self._conditional,
        }

    def collect(self, items: list[Item]) -> tree.Stop | None:
        """Add what can be read; answer where reading stopped, None where all was read."""
        root = _parser().parse(self._data).root_node
        nodes = [root] if root.is_error else _children(root)
        for node in nodes:
            if node.type != "body":
                return tree.Stop(node.start_byte, *_error(node, self._data))
            for each in _children(node):
                if each.has_error or each.is_missing:
                    return tree.Stop(each.start_byte, *_error(each, self._data))
                self._depth = 0
                try:
                    items.append(self._item(each))
                except _BrokenError as broken:
                    return tree.Stop(each.start_byte, broken.row, broken.reason)
        return None

    def _item(self, node: Node) -> Item:
        name, *rest = _children(node)
        if node.type == "attribute":
            return tree.Attribute(self._text(name), self._expression(rest[-1]), self._place(node))
        labels = tuple(self._text(each).strip('"') for each in rest if each.type in {"identifier", "string_lit"})
        body = next((each for each in rest if each.type == "body"), None)
        inner = tree.Body() if body is None else self._body(body)
        return tree.Block(type=self._text(name), labels=labels, body=inner, place=self._place(node))

    def _body(self, node: Node) -> tree.Body:
        self._descend(node)
        attributes: dict[str, tree.Attribute] = {}
        blocks: list[tree.Block] = []
        last_row = -1
        for each in _children(node):
            if each.start_point[0] == last_row:
                raise _BrokenError(each, "two arguments stand on one line")
            last_row = each.end_point[0]
            item = self._item(each)
            if isinstance(item, tree.Block):
                if item.type == "resource" and len(item.labels) == 2:  # noqa: PLR2004 - type and name
                    raise _BrokenError(each, "a { before this resource is never closed")
                blocks.append(item)
            elif item.name in attributes:
                raise _BrokenError(each, f"{item.name} is set twice")
            else:
                attributes[item.name] = item
        self._depth -= 1
        return tree.Body(tuple(attributes.values()), tuple(blocks))

    def _expression(self, node: Node) -> tree.Expression:
        return self._chain(_children(node))

    def _chain(self, nodes: Sequence[Node]) -> tree.Expression:
        """A primary and what is read from it: `.name`, `[key]`, `[*]`."""
        first = nodes[0]
        self._descend(first)
        if first.type == "(":
            made, rest = self._expression(nodes[1]), nodes[3:]
        else:
            primary = self._primaries.get(first.type)
            if primary is None:
                raise _BrokenError(first, f"syntax error near {self._text(first)[:40]!r}")
            made, rest = primary(first), nodes[1:]
        if len(rest) > MAX_DEPTH:
            raise _too_deep(first)
        for each in rest:
            if each.type == "splat":
                made = self._splat(made, each.children[0])
            else:
                step = self._step(each)
                made = tree.GetAttribute(made, step) if isinstance(step, str) else tree.Index(made, step)
        self._depth -= 1
        return made

    def _step(self, node: Node) -> str | tree.Expression:
        if node.type == "get_attr":
            return self._text(node.children[-1])
        inner = node.children[0]
        if inner.type == "legacy_index":
            return tree.Literal(int(self._text(inner)[1:]))
        return self._expression(_children(inner)[1])

    def _splat(self, of: tree.Expression, node: Node) -> tree.Expression:
        """`[*]` takes every step that follows; the older `.*` only the attributes up to the first index."""
        steps = [self._step(each) for each in _children(node)[1:]]
        if node.type == "full_splat":
            return tree.Splat(of, tuple(steps))
        own = next((at for at, step in enumerate(steps) if not isinstance(step, str)), len(steps))
        made: tree.Expression = tree.Splat(of, tuple(steps[:own]))
        for step in steps[own:]:
            made = tree.GetAttribute(made, step) if isinstance(step, str) else tree.Index(made, step)
        return made

    def _literal(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        if inner.type == "string_lit":
            return self._template(inner)
        if inner.type == "numeric_lit":
            return self._number(inner)
        return tree.Literal({"true": True, "false": False}.get(self._text(inner)))

    def _number(self, node: Node) -> tree.Expression:
        number = wording.number_in(self._text(node))
        if number is None:
            raise _BrokenError(node, f"{self._text(node)[:20]} is no number that can be read")
        return tree.Literal(number)

    def _call(self, node: Node) -> tree.Expression:
        nodes = _children(node)
        given = next((_children(each) for each in nodes if each.type == "function_arguments"), [])
        arguments = tuple(map(self._expression, _expressions(given)))
        return tree.Call(self._text(nodes[0]), arguments, any(each.type == "ellipsis" for each in given))

    def _collection(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        if inner.type == "tuple":
            return tree.TupleOf(tuple(map(self._expression, _expressions(inner.children))))
        elements = [each for each in inner.children if each.type == "object_elem"]
        return tree.ObjectOf(tuple(map(self._element, elements)))

    def _element(self, node: Node) -> tuple[tree.Expression, tree.Expression]:
        left, right = _expressions(node.children)
        key = self._expression(left)
        bare = isinstance(key, tree.Name) and left.children[0].type != "("
        return tree.Literal(self._text(left)) if bare else key, self._expression(right)

    def _for(self, node: Node) -> tree.Expression:
        intro = next(each for each in node.children[0].children if each.type == "for_intro")
        return tree.Unsupported("a for expression", tuple(map(self._expression, _expressions(intro.children))))

    def _operation(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        nodes = _children(inner)
        if inner.type == "unary_operation":
            return tree.Unary(nodes[0].type, self._chain(nodes[1:]))
        middle = next(at for at, each in enumerate(nodes) if each.type in _OPERATORS)
        return tree.Binary(nodes[middle].type, self._chain(nodes[:middle]), self._chain(nodes[middle + 1 :]))

    def _conditional(self, node: Node) -> tree.Expression:
        """`a ? b : c ? d : e` is `a ? b : (c ? d : e)`; the grammar (1.2.0) reads it as `(a ? b : c) ? d : e`."""
        tail: list[tuple[Node, Node]] = []
        while True:
            condition, then, otherwise = _expressions(node.children)
            tail.append((then, otherwise))
            inner = _children(condition)
            if len(inner) != 1 or inner[0].type != "conditional":
                break
            node = inner[0]
        if len(tail) > MAX_DEPTH:
            raise _too_deep(node)
        made = self._expression(tail[0][1])
        for (then, _), (_, condition_of) in pairwise(tail):
            made = tree.Conditional(self._expression(condition_of), self._expression(then), made)
        return tree.Conditional(self._expression(condition), self._expression(tail[-1][0]), made)

    def _template(self, node: Node) -> tree.Expression:
        """Quoted text or a heredoc; blank space between the parts is only in the text itself, not in the nodes."""
        heredoc = node.type == "heredoc_template"
        nodes = node.children
        start, end = nodes[0].end_byte, nodes[-1].start_byte
        if heredoc:
            start = self._data.index(b"\n", nodes[1].end_byte) + 1
            end = self._data.rindex(b"\n", 0, end) + 1
        inner = [each for each in nodes if each.type in {"template_interpolation", "template_directive"}]
        text = self._literal_text(inner, start, end)
        if not heredoc and "\n" in text:
            raise _BrokenError(node, 'a " is never closed')
        if heredoc and nodes[0].children[0].type == "<<-":
            text = wording.flushed(text)
        pieces = text.split(wording.INTERPOLATION)
        if not heredoc and pieces == ["", ""]:
            return self._interpolation(inner[0])
        resolve = wording.unescaped if heredoc else wording.unquoted
        pieces = [resolve(each) for each in wording.stripped(pieces, [_markers(each) for each in inner])]
        if len(pieces) == 1:
            return tree.Literal(pieces[0])
        parts: list[tree.Expression] = [tree.Literal(pieces[0])]
        for each, piece in zip(inner, pieces[1:], strict=True):
            parts += [self._interpolation(each), tree.Literal(piece)]
        return tree.Template(tuple(part for part in parts if part != tree.Literal("")))

    def _literal_text(self, inner: Sequence[Node], start: int, end: int) -> str:
        made = []
        for each in inner:
            made += [self._data[start : each.start_byte], wording.INTERPOLATION.encode()]
            start = each.end_byte
        return b"".join([*made, self._data[start:end]]).decode("utf-8", "replace")

    def _interpolation(self, node: Node) -> tree.Expression:
        if node.type == "template_directive":
            return tree.Unsupported("a template directive")
        inside = _expressions(node.children)
        if not inside:
            raise _BrokenError(node, "${} is empty")
        return self._expression(inside[0])

    def _descend(self, node: Node) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _too_deep(node)

    def _text(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _place(self, node: Node) -> tree.Place:
        row, column = node.start_point
        if self._lines is not None:
            column = len(self._lines[row][:column].decode("utf-8", "replace"))
        return tree.Place(row + self._first_row + 1, column + 1, node.end_point[0] + self._first_row + 1)


def _too_deep(node: Node) -> _BrokenError:
    return _BrokenError(node, f"it is nested deeper than {MAX_DEPTH} levels")


def _children(node: Node) -> list[Node]:
    return [each for each in node.children if each.type != "comment"]


def _expressions(nodes: Sequence[Node]) -> list[Node]:
    return [each for each in nodes if each.type == "expression"]


def _markers(node: Node) -> tuple[bool, bool]:
    nodes = node.children
    return nodes[1].type == "strip_marker", nodes[-2].type == "strip_marker"
