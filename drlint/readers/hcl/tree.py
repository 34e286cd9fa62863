"""The syntax tree of a Terraform text in our own words, so that only one file knows the parser's."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Place(Struct, frozen=True):
    """Where an item stands; lines and columns (in characters) count from 1."""

    line: int
    column: int
    end_line: int


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
    """`of[*]`, each element of which goes through the steps: a text is an attribute, an expression an index."""

    of: Expression
    steps: tuple[str | Expression, ...]


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


class Unsupported(Struct, frozen=True):
    """Something that is not evaluated yet; `what` begins a sentence, `inside` are the expressions it is made of."""

    what: str
    inside: tuple[Expression, ...] = ()


Expression: TypeAlias = (
    "Literal | Template | Name | GetAttribute | Index | Splat | Call | Unary | Binary | Conditional | TupleOf"
    " | ObjectOf | Unsupported"
)


class Attribute(Struct, frozen=True):
    name: str
    value: Expression
    place: Place


class Block(Struct, frozen=True, kw_only=True):
    type: str
    labels: tuple[str, ...]
    body: Body
    place: Place


class Body(Struct, frozen=True):
    """Attributes and blocks, each in the order in which they were written."""

    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        return next((each for each in self.attributes if each.name == name), None)

    def blocks_of(self, kind: str) -> tuple[Block, ...]:
        return tuple(each for each in self.blocks if each.type == kind)


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
