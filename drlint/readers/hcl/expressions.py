"""Turns the parser's nodes of an expression into our syntax tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from tree_sitter import Node

from drlint.readers.hcl import text as wording
from drlint.readers.hcl import tree
from drlint.readers.hcl.templates import Piece, assembled

MAX_DEPTH = 100

_OPERATORS = frozenset({"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"})
_DIRECTIVES = {
    "template_if_intro": "if",
    "template_else_intro": "else",
    "template_if_end": "endif",
    "template_for_start": "for",
    "template_for_end": "endfor",
}


class BrokenError(Exception):
    """The node cannot be read: why, and in which row (from 0)."""

    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.row = node.start_point[0]


def children(node: Node) -> list[Node]:
    """A node's children without comments."""
    return [each for each in node.children if each.type != "comment"]


def too_deep(node: Node) -> BrokenError:
    return BrokenError(node, f"it is nested deeper than {MAX_DEPTH} levels")


class Expressions:
    """Reads the expressions of one text."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._depth = 0
        self._primaries: dict[str, Callable[[Node], tree.Expression]] = {
            "literal_value": self._literal,
            "template_expr": lambda node: self._template(node.children[0]),
            "variable_expr": self._name,
            "function_call": self._call,
            "collection_value": self._collection,
            "for_expr": self._for,
            "operation": self._operation,
            "conditional": self._conditional,
        }

    def of(self, node: Node) -> tree.Expression:
        """The expression of a node; raises BrokenError."""
        return self._chain(children(node))

    def _chain(self, nodes: Sequence[Node]) -> tree.Expression:
        """A primary and what is read from it: `.name`, `[key]`, `[*]`."""
        first = nodes[0]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise too_deep(first)
        if first.type == "(":
            made, rest = self.of(nodes[1]), nodes[3:]
        else:
            primary = self._primaries.get(first.type)
            if primary is None:
                raise BrokenError(first, wording.trouble_near(self._text(first)))
            made, rest = primary(first), nodes[1:]
        if len(rest) > MAX_DEPTH:
            raise too_deep(first)
        made = self._stepped(made, rest)
        self._depth -= 1
        return made

    def _stepped(self, made: tree.Expression, steps: Sequence[Node]) -> tree.Expression:
        """What is read from a value step by step.

        `[*]` takes every step that follows, further ones among them; the older `.*` the attributes up to an index.
        """
        for at, each in enumerate(steps):
            if each.type != "splat":
                made = self._step(made, each)
                continue
            splat = each.children[0]
            inner = children(splat)[1:]
            if splat.type == "full_splat":
                return tree.Splat(made, self._stepped(tree.ELEMENT, [*inner, *steps[at + 1 :]]))
            own = next((place for place, step in enumerate(inner) if step.type != "get_attr"), len(inner))
            made = tree.Splat(made, self._stepped(tree.ELEMENT, inner[:own]))
            made = self._stepped(made, inner[own:])
        return made

    def _step(self, made: tree.Expression, node: Node) -> tree.Expression:
        if node.type == "get_attr":
            return tree.GetAttribute(made, self._text(node.children[-1]))
        inner = node.children[0]
        if inner.type == "legacy_index":
            return tree.Index(made, tree.Literal(int(self._text(inner)[1:])))
        return tree.Index(made, self.of(children(inner)[1]))

    def _name(self, node: Node) -> tree.Expression:
        text = self._text(node)
        return self._number(node) if text[0].isdigit() else tree.Name(text)

    def _number(self, node: Node) -> tree.Literal:
        number = wording.number_in(self._text(node))
        if number is None:
            raise BrokenError(node, f"{self._text(node)[:20]} is no number that can be read")
        return tree.Literal(number)

    def _literal(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        if inner.type == "string_lit":
            return self._template(inner)
        if inner.type == "numeric_lit":
            return self._number(inner)
        return tree.Literal({"true": True, "false": False}.get(self._text(inner)))

    def _call(self, node: Node) -> tree.Expression:
        nodes = children(node)
        given = next((children(each) for each in nodes if each.type == "function_arguments"), [])
        arguments = tuple(map(self.of, _expressions(given)))
        name = "".join(self._text(each) for each in nodes[: _position(nodes, "(")])
        return tree.Call(name, arguments, any(each.type == "ellipsis" for each in given))

    def _collection(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        if inner.type == "tuple":
            return tree.TupleOf(tuple(map(self.of, _expressions(inner.children))))
        elements = [each for each in inner.children if each.type == "object_elem"]
        return tree.ObjectOf(tuple(map(self._element, elements)))

    def _element(self, node: Node) -> tuple[tree.Expression, tree.Expression]:
        left, right = _expressions(node.children)
        key = self.of(left)
        word = isinstance(key, tree.Name) and left.children[0].type == "variable_expr"  # neither (x) nor "${x}"
        bare = word or key == tree.Literal(None)  # null is a word there, too
        return tree.Literal(self._text(left)) if bare else key, self.of(right)

    def _for(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        nodes = children(inner)
        intro = next(each for each in nodes if each.type == "for_intro")
        condition = next((each for each in nodes if each.type == "for_cond"), None)
        results = [self.of(each) for each in _expressions(nodes)]
        return tree.For(
            names=self._names(intro),
            over=self.of(_expressions(intro.children)[0]),
            key=results[0] if inner.type == "for_object_expr" else None,
            result=results[-1],
            condition=None if condition is None else self.of(_expressions(condition.children)[0]),
            grouping=any(each.type == "ellipsis" for each in nodes),
        )

    def _names(self, intro: Node) -> tuple[str, ...]:
        return tuple(self._text(each) for each in intro.children if each.type == "identifier")

    def _operation(self, node: Node) -> tree.Expression:
        inner = node.children[0]
        nodes = children(inner)
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
            inner = children(condition)
            if len(inner) != 1 or inner[0].type != "conditional":
                break
            node = inner[0]
        if len(tail) > MAX_DEPTH:
            raise too_deep(node)
        made = self.of(tail[0][1])
        for (then, _), (_, condition_of) in pairwise(tail):
            made = tree.Conditional(self.of(condition_of), self.of(then), made)
        return tree.Conditional(self.of(condition), self.of(tail[-1][0]), made)

    def _template(self, node: Node) -> tree.Expression:
        """Quoted text or a heredoc; blank space between the parts is only in the text itself, not in the nodes."""
        heredoc = node.type == "heredoc_template"
        nodes = node.children
        start, end = nodes[0].end_byte, nodes[-1].start_byte
        if heredoc:
            start = self._data.index(b"\n", nodes[1].end_byte) + 1
            end = self._data.rindex(b"\n", 0, end) + 1
        inner = list(_holes(nodes))
        text = self._literal_text(inner, start, end)
        if not heredoc and "\n" in text:
            raise BrokenError(node, 'a " is never closed')
        pieces = text.split(wording.INTERPOLATION)
        markers = [_markers(each) for each in inner]
        if not heredoc and pieces == ["", ""] and inner[0].type == "template_interpolation":
            return self._interpolated(inner[0])
        if heredoc:
            pieces = wording.stripped(pieces, markers, by_line=True)
            if nodes[0].children[0].type == "<<-":
                pieces = wording.flushed(wording.INTERPOLATION.join(pieces)).split(wording.INTERPOLATION)
            pieces = list(map(wording.unescaped, pieces))
        else:
            pieces = wording.stripped(list(map(wording.unquoted, pieces)), markers, by_line=False)
        if len(pieces) == 1:
            return tree.Literal(pieces[0])
        made = assembled(pieces, [self._piece(each) for each in inner])
        if made is None:
            raise BrokenError(node, "a %{ directive is never closed")
        return made

    def _literal_text(self, inner: Sequence[Node], start: int, end: int) -> str:
        made = []
        for each in inner:
            made += [self._data[start : each.start_byte], wording.INTERPOLATION.encode()]
            start = each.end_byte
        return b"".join([*made, self._data[start:end]]).decode("utf-8", "replace")

    def _piece(self, node: Node) -> Piece:
        word = _DIRECTIVES.get(node.type, "")
        if word not in {"if", "for"}:
            return Piece(word, None if word else self._interpolated(node))
        return Piece(word, self.of(_expressions(node.children)[0]), self._names(node))

    def _interpolated(self, node: Node) -> tree.Expression:
        inside = _expressions(node.children)
        if not inside:
            raise BrokenError(node, "${} is empty")
        return self.of(inside[0])

    def _text(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _expressions(nodes: Sequence[Node]) -> list[Node]:
    return [each for each in nodes if each.type == "expression"]


def _position(nodes: Sequence[Node], kind: str) -> int:
    return next(at for at, each in enumerate(nodes) if each.type == kind)


def _holes(nodes: Sequence[Node]) -> list[Node]:
    """What stands between the literal text of a template, in order: interpolations and the parts of directives."""
    found: list[Node] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if node.type == "template_interpolation" or node.type in _DIRECTIVES:
            found.append(node)
        elif node.type.startswith("template_") and node.child_count:
            waiting += reversed(node.children)
    return found


def _markers(node: Node) -> tuple[bool, bool]:
    nodes = node.children
    return nodes[1].type == "strip_marker", nodes[-2].type == "strip_marker"
