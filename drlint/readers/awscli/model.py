"""What the index says of services, operations, flags and shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Raw, Struct, msgpack

UNKNOWN: Final = -1  # in the place of a shape: the index does not know it
NOTHING: Final = -2  # the operation takes, or answers, nothing
_BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Arity(StrEnum):
    """How many words a flag takes."""

    ONE = "one"
    NONE = "none"
    MANY = "many"
    MAYBE = "maybe"
    APPEND = "append"  # one, and the flag may be given several times
    PAIRS = "pairs"  # two, and the flag may be given several times


class Shape(Struct, array_like=True, frozen=True):
    """The type of a parameter, of a member or of an answer.

    `kind` is string, integer, float, boolean, timestamp, blob, document, structure, list or map. `members` points to
    the shapes of a structure's members, of a list's entries (under "") or of a map's keys and values ("key", "").
    `partial`: there is more that the index does not tell.
    """

    kind: str
    members: dict[str, int] = {}
    needs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    partial: bool = False


class Extra(Struct, array_like=True, frozen=True):
    """A flag or a positional word that is in no model."""

    name: str
    kind: str = "string"
    arity: Arity = Arity.ONE
    needed: bool = False
    choices: tuple[str, ...] = ()


class Stored(Struct, array_like=True, frozen=True):
    """An operation as the index holds it.

    `names` are its members whose flags go by another name, `extras` the flags besides its members, `free` those that
    need not be given though the model says so. `pages`: 1 pages, 2 also takes a page size. `conditions` begin with
    any, not or with.
    """

    input: int = NOTHING
    output: int = UNKNOWN
    names: dict[str, str] = {}
    extras: tuple[Extra, ...] = ()
    free: tuple[str, ...] = ()
    words: tuple[Extra, ...] = ()
    pages: int = 0
    conditions: tuple[tuple[str, ...], ...] = ()
    skeleton: bool = True


class StoredService(Struct):
    """A service as the index holds it: everything is decoded when first asked for."""

    operations: dict[str, Raw]
    waiters: dict[str, str] = {}
    shapes: list[Raw] = []
    flags: dict[str, str] = {}
    lenient: bool = False


class Flag(Struct, frozen=True):
    """What an operation takes under a name."""

    name: str
    shape: Shape
    arity: Arity = Arity.ONE
    needed: bool = False
    means: str = ""  # the flag that it is the other side of


class Operation(Struct, frozen=True):
    """What a command takes, and what it answers (None: nothing, or the index does not know)."""

    flags: Mapping[str, Flag]
    needed: tuple[Flag, ...]
    words: tuple[Extra, ...]
    conditions: tuple[tuple[str, ...], ...]
    takes: Shape | None
    output: Shape | None


class Service:
    """One service of the CLI."""

    def __init__(self, name: str, stored: StoredService, everywhere: tuple[Extra, ...]) -> None:
        self.name = name
        self.lenient = stored.lenient
        self._stored = stored
        self._everywhere = everywhere
        self._shapes: dict[int, Shape] = {}
        self._operations: dict[str, Operation] = {}

    @cached_property
    def operations(self) -> tuple[str, ...]:
        return tuple(self._stored.operations)

    @property
    def waiters(self) -> Mapping[str, str]:
        """Their operations by the waiters' names."""
        return self._stored.waiters

    def shape(self, number: int) -> Shape:
        """The shape that another one points to."""
        found = self._shapes.get(number)
        if found is None:
            found = self._shapes[number] = _shape(self._stored.shapes[number])
        return found

    def operation(self, name: str) -> Operation | None:
        """None where there is none of this name."""
        found = self._operations.get(name)
        if found is None and (raw := self._stored.operations.get(name)) is not None:
            found = self._operations[name] = self._decoded(_stored(raw))
        return found

    def _decoded(self, stored: Stored) -> Operation:
        flags: dict[str, Flag] = {}
        takes = self.shape(stored.input) if stored.input >= 0 else None
        if takes is not None:
            for member, number in takes.members.items():
                name = stored.names.get(member) or self._stored.flags.get(member) or kebab(member)
                must = member in takes.needs and name not in stored.free
                flags.update(_flags(name, self.shape(number), self._negative(stored, member, name), needed=must))
        extras = stored.extras + (self._everywhere if stored.skeleton else ()) + _PAGING[: (0, 2, 3)[stored.pages]]
        flags.update({each.name: flag_of(each) for each in extras})
        output = self.shape(stored.output) if stored.output >= 0 else None
        needed = tuple(each for each in flags.values() if each.needed)
        return Operation(flags, needed, stored.words, stored.conditions, takes, output)

    @staticmethod
    def _negative(stored: Stored, member: str, name: str) -> str:
        return stored.names.get(f"no {member}") or f"no-{name}"


def _flags(name: str, shape: Shape, negative: str, *, needed: bool) -> dict[str, Flag]:
    """A boolean is two switches; a structure of nothing but `Value: boolean` is a switch that may have a word."""
    if shape.kind == "boolean":
        return {name: Flag(name, shape, Arity.NONE, needed), negative: Flag(negative, shape, Arity.NONE, means=name)}
    if shape.kind == "switch":
        return {name: Flag(name, shape, Arity.MAYBE, needed), negative: Flag(negative, shape, Arity.NONE, means=name)}
    arity = Arity.MANY if shape.kind == "list" else Arity.ONE
    return {name: Flag(name, shape, arity, needed)}


def flag_of(extra: Extra) -> Flag:
    return Flag(extra.name, Shape(extra.kind, choices=extra.choices, partial=True), extra.arity, extra.needed)


@lru_cache(maxsize=20_000)
def kebab(name: str) -> str:
    """`DBClusterIdentifier` as a flag: `db-cluster-identifier`; the index holds what goes by another name."""
    return _BOUNDARY.sub("-", name).lower()


_PAGING: Final = (Extra("starting-token"), Extra("max-items", "integer"), Extra("page-size", "integer"))
_shape = msgpack.Decoder(Shape).decode
_stored = msgpack.Decoder(Stored).decode
