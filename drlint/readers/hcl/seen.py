"""What expressions work on while they are evaluated, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeAlias

from msgspec import Struct

from drlint.model.values import UNSEEN, Address, Reference, Unknown, Value, as_unknown
from drlint.readers.hcl import tree

MAX_CANDIDATES = 50
MAX_ELEMENTS = 10_000
MAX_NESTING = 100
MAX_TEXT = 1_000_000

Seen: TypeAlias = Any  # a Value, or an Instance, or a tuple or dict that holds some

_PLAIN = frozenset({str, int, float, bool, type(None)})
_SEVERAL = (tuple, list, dict)


class Invalid(Unknown, frozen=True, eq=False):
    """What Terraform refuses with an error, so that `try` goes on to its next argument and `can` is false.

    Everything else that is not known is a plain Unknown: it may well have a value.
    """


class Instance(Struct, frozen=True, eq=False, kw_only=True):
    """A resource or one of its instances; its attributes are evaluated when they are read.

    `block` is None where its module does not declare it; `names` are what `count` and `each` mean in it; `home` is the
    world of its module.
    """

    kind: str
    address: Address
    block: tree.Block | None
    home: Any
    names: Mapping[str, Seen] = {}


class Called(Struct, frozen=True, eq=False):
    """An instance of a module as its caller sees it: its outputs. `home` is its world."""

    home: Any
    name: str


class ListOf(tuple[Any, ...]):  # noqa: SLOT001 - a tuple with a slot of its own cannot be
    """A list, whose elements have one type; a plain tuple is what Terraform calls a tuple, which `[…]` makes.

    `of` is the elements' type (of `types`), None where it is not known.
    """

    of: Any

    def __new__(cls, elements: Iterable[Seen] = (), of: Any = None) -> Self:
        made = super().__new__(cls, elements)
        made.of = of
        return made


class SetOf(ListOf):
    """A set, in the order in which Terraform goes through it: its elements are their own keys."""


class MapOf(dict[str, Any]):
    """A map, whose elements have one type, `of`; a plain dict is an object, which `{…}` makes."""

    def __init__(self, elements: Mapping[str, Seen], of: Any = None) -> None:
        super().__init__(elements)
        self.of = of


class OpenList(ListOf):
    """What the code sets a resource's attribute to, where only the provider knows whether it is a list or a set."""


class OpenMap(MapOf):
    """The same, where only the provider knows whether it is a map or an object."""


class OpenBlock(OpenMap):
    """What the code says in a nested block, or of a data source: anything else in it is the provider's to say."""


def gap(*values: Seen) -> Unknown | None:
    """Why the values are not known, with every resource they may come from; None where all are known.

    Where Terraform refuses one of them, that is the answer.
    """
    first: Unknown | None = None
    named: dict[Address, None] = {}
    for leaf in leaves(values):
        if leaf.__class__ in _PLAIN:
            continue
        if isinstance(leaf, Instance | Called):
            leaf = settled(leaf)  # noqa: PLW2901 - what stands for the whole
        if isinstance(leaf, Invalid):
            return leaf
        if isinstance(leaf, UNSEEN):
            missing = as_unknown(leaf)
            first = missing if first is None else first
            named.update(dict.fromkeys(missing.candidates))
    return None if first is None else because(first.reason, named)


def candidates(*values: Seen) -> tuple[Address, ...]:
    """Every resource that the values may come from."""
    missing = gap(*values)
    return () if missing is None else missing.candidates


def because(reason: str, of: Iterable[Address] = ()) -> Unknown:
    """An unknown with a reason and the resources it may come from."""
    return Unknown(reason, candidates=tuple(of)[:MAX_CANDIDATES])


def settled(value: Seen) -> Value:
    """A value as a resource holds it: a whole resource becomes the reference to it."""
    if value.__class__ in _PLAIN:
        return value  # type: ignore[no-any-return]
    if isinstance(value, Instance):
        return Reference(value.address, "id")
    if isinstance(value, Called):
        return Unknown(f"all outputs of {value.name}")
    if isinstance(value, tuple):
        return tuple(map(settled, value))
    if isinstance(value, dict):
        return dict(zip(value, map(settled, value.values()), strict=True))
    return value  # type: ignore[no-any-return]


def size(value: Seen, most: int, deepest: int) -> int | None:
    """How many elements a value holds; None where more than `most` or nested more than `deepest` levels."""
    waiting = [(value, 0)] if isinstance(value, _SEVERAL) else []
    count = 0
    while waiting:
        here, depth = waiting.pop()
        count += len(here)
        if count > most or depth > deepest:
            return None
        inner = here.values() if isinstance(here, dict) else here
        waiting += [(each, depth + 1) for each in inner if each.__class__ not in _PLAIN and isinstance(each, _SEVERAL)]
    return count


def leaves(values: Iterable[Seen]) -> Iterable[Seen]:
    """The values without the lists and maps they stand in."""
    waiting = list(reversed(tuple(values)))
    while waiting:
        here = waiting.pop()
        if here.__class__ in _PLAIN:
            yield here
        elif isinstance(here, tuple):
            waiting += reversed(here)
        elif isinstance(here, dict):
            waiting += reversed(here.values())
        else:
            yield here
