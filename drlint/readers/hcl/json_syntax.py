"""Terraform's JSON configuration syntax, as the same tree that its native syntax makes.

https://developer.hashicorp.com/terraform/language/syntax/json (2026-11-25)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import TOO_MANY_ITEMS, Allowance
from drlint.readers.hcl.json_maps import is_map
from drlint.readers.hcl.json_shapes import SHAPES, Shape
from drlint.readers.hcl.json_text import Array, Member, Node, Object, Plain, Text, Trouble, nodes
from drlint.readers.hcl.json_values import JsonText, texts_of
from drlint.readers.hcl.source import cleaned
from drlint.readers.hcl.syntax import FileText

_COMMENT = "//"
_NAME = re.compile(r"[^\W\d][\w-]*")

Trail: TypeAlias = "tuple[str, ...]"  # a block's type and its labels
Wrong: TypeAlias = Callable[["Trail", Node], None]  # what to do where a value is no object


def parse_json(data: bytes, uri: str, allowance: Allowance | None = None) -> tree.Source:
    """The tree of a file's bytes, and what of it could not be read."""
    text = cleaned(data)
    parsing = _Parsing(FileText(text.data, uri, allowance))
    parsing.problems += text.problems
    node, trouble = nodes(text.data)
    if parsing.may_read() and node is not None:
        parsing.top(node)
    if trouble is not None:
        parsing.stopped(trouble)
    body = tree.Body(parsing.attributes, parsing.blocks)
    return tree.Source(body, tuple(parsing.problems))


def parse_values(data: bytes, uri: str, allowance: Allowance | None = None) -> tree.Source:
    """The attributes of a file of values (`.tfvars.json`), in which every text is taken as it stands."""
    text = cleaned(data)
    parsing = _Parsing(FileText(text.data, uri, allowance))
    parsing.problems += text.problems
    node, trouble = nodes(text.data)
    body = tree.Body()
    if parsing.may_read() and node is not None:
        body = parsing.values(node)
    if trouble is not None:
        parsing.stopped(trouble)
    return tree.Source(body, tuple(parsing.problems))


class _RefusedError(Exception):
    """Terraform would refuse what stands at a place."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at
        self.reason = reason


class _CutError(Exception):
    """Reading stopped inside."""


class _Parsing:
    """One file while its blocks are made."""

    def __init__(self, file: FileText) -> None:
        self._file = file
        self._texts = texts_of(file)
        self._cut = ""
        self.problems: list[tree.Problem] = []
        self.attributes: list[tree.Attribute] = []
        self.blocks: list[tree.Block] = []

    def top(self, node: Node) -> None:
        """Take in the file's value."""
        shape = SHAPES[""]
        for each in _members(node, partial(self._wrong, ("text",))):
            if each.name in shape.blocks:
                labels, below = shape.blocks[each.name]
                for trail, body, handle in _bodies(each, (each.name,), labels, self._wrong):
                    self._add(trail, body, handle, SHAPES[below])
            elif isinstance(each.value, Object | Array) and each.name != _COMMENT:
                self.blocks.append(tree.Block(each.name, (), tree.Body(), self._text(shape), _handle(each)))
            elif each.name != _COMMENT:
                self.attributes.append(self._attribute(each, shape))

    def values(self, node: Node) -> tree.Body:
        """A file's value as attributes; those that reading stopped in are left out."""
        if not isinstance(node, Object):
            self._wrong(("text",), node)
            return tree.Body()
        found: dict[str, tree.Attribute] = {}
        for each in node.members:
            if each.name in found:
                self._problem(each.name, f"{each.name} is set twice", each.start)
            elif each.name != _COMMENT and getattr(each.value, "whole", True):
                found[each.name] = self._attribute(each, SHAPES["fixed"])
        return tree.Body(found.values())

    def may_read(self) -> bool:
        """Whether the run has not read as many items as it may."""
        if self._file.takes(0):
            return True
        self.problems.append(tree.Problem("text", TOO_MANY_ITEMS, 1))
        return False

    def stopped(self, trouble: Trouble) -> None:
        """Note where the file stops being JSON."""
        line = self._file.data.count(b"\n", 0, trouble.at) + 1
        self.problems.append(tree.Problem(self._cut or "text", f"{trouble.reason}; nothing after it is read", line))

    def _problem(self, what: str, reason: str, at: int) -> None:
        line = self._file.location((at, at, at)).line or 1
        self.problems.append(tree.Problem(what, reason, line))

    def _wrong(self, trail: Trail, node: Node) -> None:
        self._problem(_what(trail), f"expected an object, found {_kind(node)}", node.start)

    def _add(self, trail: Trail, node: Node, handle: tree.Handle, shape: Shape) -> None:
        """Make a block of the file, or note why there is none."""
        try:
            body = self._body(node, shape, trail[1] if len(trail) > 1 else "")
        except _RefusedError as refused:
            self._problem(_what(trail), refused.reason, refused.at)
        except _CutError:
            self._cut = _what(trail)
        else:
            self.blocks.append(tree.Block(trail[0], trail[1:], body, self._text(shape), handle))

    def _body(self, node: Node, shape: Shape, kind: str) -> tree.Body:
        """What an object holds, as attributes and blocks; raises _RefusedError and _CutError."""
        if not isinstance(node, Object):
            raise _RefusedError(node.start, f"expected an object, found {_kind(node)}")
        if not node.whole:
            raise _CutError
        attributes: dict[str, tree.Attribute] = {}
        blocks: list[tree.Block] = []
        for each in node.members:
            if each.name == _COMMENT:
                continue
            if each.name in shape.blocks:
                labels, below = shape.blocks[each.name]
                blocks += self._nested(each, labels, SHAPES[below], kind)
            elif shape.is_open and each.name not in shape.texts and _is_block(each, kind):
                blocks += self._nested(each, 0, SHAPES["nested"], kind)
            elif each.name in attributes:
                raise _RefusedError(each.start, f"{each.name} is set twice")
            else:
                attributes[each.name] = self._attribute(each, shape)
        return tree.Body(attributes.values(), blocks)

    def _nested(self, member: Member, labels: int, shape: Shape, kind: str) -> Iterator[tree.Block]:
        """The blocks that stand under a key of a body."""
        for trail, node, handle in _bodies(member, (member.name,), labels, _refuse):
            body = self._body(node, shape, kind)
            yield tree.Block(trail[0], trail[1:], body, self._text(shape), handle)

    def _attribute(self, member: Member, shape: Shape) -> tree.Attribute:
        self._file.takes()
        return tree.Attribute(member.name, self._text(shape, member.name), _handle(member))

    def _text(self, shape: Shape, name: str = "") -> JsonText:
        return self._texts[shape.texts.get(name, shape.rest)]


def _handle(member: Member) -> tree.Handle:
    return member.start, member.value.start, member.value.end


def _what(trail: Trail) -> str:
    """A block in a person's words: "resource aws_s3_bucket.main"."""
    return f"{trail[0]} {'.'.join(trail[1:])}".strip()


def _refuse(_: Trail, node: Node) -> None:
    raise _RefusedError(node.start, f"expected an object, found {_kind(node)}")


def _is_null(node: Node) -> bool:
    return isinstance(node, Plain) and node.value is None and not node.reason


def _members(node: Node, wrong: Callable[[Node], None]) -> Iterator[Member]:
    """The members of an object, or of all objects in a list."""
    for each in node.elements if isinstance(node, Array) else (node,):
        if isinstance(each, Object):
            yield from each.members
        elif not _is_null(each):
            wrong(each)


def _bodies(member: Member, trail: Trail, labels: int, wrong: Wrong) -> Iterator[tuple[Trail, Node, tree.Handle]]:
    """The bodies below a key and its labels, each with its place: the last label's, in a list the element's own."""
    if labels:
        for each in _members(member.value, partial(wrong, trail)):
            yield from _bodies(each, (*trail, each.name), labels - 1, wrong)
    elif isinstance(member.value, Array):
        yield from ((trail, each, (each.start, each.start + 1, each.end)) for each in member.value.elements)
    elif not _is_null(member.value):
        yield trail, member.value, (member.start, member.end, member.value.end)


def _is_block(member: Member, kind: str) -> bool:
    """Whether an object, or a list of objects, stands for nested blocks."""
    node = member.value
    if isinstance(node, Array):
        return bool(node.elements) and all(isinstance(each, Object) for each in node.elements)
    if not isinstance(node, Object) or is_map(member.name, kind):
        return False
    return all(_NAME.fullmatch(each.name) or each.name == _COMMENT for each in node.members)


def _kind(node: Node) -> str:
    """A value in a person's words."""
    if isinstance(node, Plain):
        return "null" if _is_null(node) else "true or false" if isinstance(node.value, bool) else "a number"
    return {Text: "text", Array: "a list"}.get(type(node), "an object")
