"""The syntax tree of Terraform code in our own words, so that only the parsers' own files know theirs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Protocol, TypeAlias

from msgspec import Struct

from drlint.model.resource import Location

# Where an item stands in its file's text: its first byte, an attribute's value's first byte, and the byte after it.
Handle: TypeAlias = "tuple[int, int, int]"


class Text(Protocol):
    """A file's text, as its items ask for what they need: most of them are never asked for their value."""

    def expression(self, handle: Handle) -> Expression: ...
    def location(self, handle: Handle) -> Location: ...


class Literal(Struct, frozen=True):
    value: bool | int | float | str | None


class Template(Struct, frozen=True):
    """Text in which the parts are joined; a lone interpolation is no template but the expression itself."""

    parts: tuple[Expression, ...]


class Name(Struct, frozen=True):
    """The first word of a traversal: `var`, `each`, `aws_kms_key` …"""

    name: str


class GetAttribute(Struct, frozen=True):
    of: Expression
    name: str


class Index(Struct, frozen=True):
    of: Expression
    key: Expression


class Splat(Struct, frozen=True):
    """`of[*]` and what is read from each of its elements, which goes by the name `*` in `result`."""

    of: Expression
    result: Expression


ELEMENT = Name("*")


class Call(Struct, frozen=True):
    """A function call; `spread` where the last argument is a list of arguments (`f(a, b...)`)."""

    name: str
    arguments: tuple[Expression, ...]
    spread: bool = False


class Unary(Struct, frozen=True):
    operator: str
    operand: Expression


class Binary(Struct, frozen=True):
    operator: str
    left: Expression
    right: Expression


class Conditional(Struct, frozen=True):
    condition: Expression
    then: Expression
    otherwise: Expression


class TupleOf(Struct, frozen=True):
    items: tuple[Expression, ...]


class ObjectOf(Struct, frozen=True):
    items: tuple[tuple[Expression, Expression], ...]


class For(Struct, frozen=True, kw_only=True):
    """A `for` expression: a list of results, or where `key` is given a map of them; `grouping` where `...` follows."""

    names: tuple[str, ...]
    over: Expression
    result: Expression
    key: Expression | None = None
    condition: Expression | None = None
    grouping: bool = False


class Broken(Struct, frozen=True):
    """Something that no value can be read from, and why."""

    reason: str
    location: Location


Expression: TypeAlias = (
    "Literal | Template | Name | GetAttribute | Index | Splat | Call | Unary | Binary | Conditional | TupleOf"
    " | ObjectOf | For | Broken"
)


class Attribute:
    """A named value; the expression is made when it is first asked for."""

    __slots__ = ("_text", "_value", "handle", "name")

    def __init__(self, name: str, text: Text, handle: Handle) -> None:
        self.name = name
        self.handle = handle
        self._text = text
        self._value: Expression | None = None

    @property
    def value(self) -> Expression:
        if self._value is None:
            self._value = self._text.expression(self.handle)
        return self._value

    @property
    def place(self) -> Location:
        return self._text.location(self.handle)


class Block:
    """A block with its labels; its handle's second part is where its heading's first word ends."""

    __slots__ = ("_text", "body", "handle", "labels", "type")

    def __init__(self, kind: str, labels: tuple[str, ...], body: Body, text: Text, handle: Handle) -> None:
        self.type = kind
        self.labels = labels
        self.body = body
        self._text = text
        self.handle = handle

    @property
    def place(self) -> Location:
        return self._text.location(self.handle)

    def with_body(self, body: Body) -> Block:
        """The same block with another body."""
        return Block(self.type, self.labels, body, self._text, self.handle)


class Body:
    """Attributes by name and blocks, each in the order in which they were written."""

    def __init__(self, attributes: Iterable[Attribute] = (), blocks: Iterable[Block] = ()) -> None:
        self._named = {each.name: each for each in attributes}
        self.blocks = tuple(blocks)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        return tuple(self._named.values())

    def attribute(self, name: str) -> Attribute | None:
        return self._named.get(name)

    @cached_property
    def _by_type(self) -> dict[str, tuple[Block, ...]]:
        found: dict[str, list[Block]] = {}
        for each in self.blocks:
            found.setdefault(each.type, []).append(each)
        return {kind: tuple(blocks) for kind, blocks in found.items()}

    def blocks_of(self, kind: str) -> tuple[Block, ...]:
        return self._by_type.get(kind, ())


class Problem(Struct, frozen=True):
    """A stretch of text that could not be read, and why."""

    what: str
    reason: str
    line: int


class Stop(Struct, frozen=True):
    """Where reading stopped: a byte and the row (from 0) of the trouble in it, and what that is."""

    start: int
    row: int
    reason: str


class Source(Struct, frozen=True):
    body: Body
    problems: tuple[Problem, ...] = ()
