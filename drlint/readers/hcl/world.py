"""What a piece of code stands in while it is evaluated: the module's names, and how much work is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from drlint.model.values import Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import MAX_STEPS as STEPS_OF_A_RUN
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.seen import MAX_ELEMENTS, MAX_NESTING, Instance, Seen, size

MAX_DEPTH = 120  # of 3 to 5 Python frames each; Python stops at 1,000
MAX_STEPS = 1_000_000  # 1 to 2 µs each; code that people write takes 20 to 30 for a resource

TOO_MUCH = Unknown(f"evaluation stopped after {MAX_STEPS:,} steps, or {STEPS_OF_A_RUN:,} of all root modules")
TOO_DEEP = Unknown("values are made from one another over too many steps")


class Budget:
    """How much evaluation a root may still cost, so that a hostile one ends; of what the whole run may."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.depth = 0
        self.left = self._given = min(MAX_STEPS, allowance.steps)

    def end(self) -> None:
        """Note what was spent."""
        self.allowance.steps -= self._given - max(self.left, 0)

    def spend(self, steps: int) -> None:
        self.left -= steps

    def look(self, *values: Seen) -> None:
        """Spend what it costs to go through values."""
        for each in values:
            if isinstance(each, tuple | Mapping):
                count = size(each, MAX_ELEMENTS, MAX_NESTING)
                self.left -= MAX_ELEMENTS if count is None else count

    def within(self, make: Callable[[], Seen]) -> Seen:
        """What `make` answers one level deeper, unless that is too deep."""
        if self.depth >= MAX_DEPTH:
            return TOO_DEEP
        self.depth += 1
        try:
            return make()
        finally:
            self.depth -= 1

    def bounded(self, value: Seen) -> Seen:
        """A value, unless it has grown beyond what a text may build, or the budget is spent."""
        if not isinstance(value, tuple | Mapping):
            return value
        count = size(value, MAX_ELEMENTS, MAX_NESTING)
        self.spend(MAX_ELEMENTS if count is None else count)
        if self.left < 0:
            return TOO_MUCH
        return Unknown(f"the value has more than {MAX_ELEMENTS:,} elements") if count is None else value


class World(Protocol):
    """What a module declares, as expressions ask for it."""

    budget: Budget

    def variable(self, name: str) -> Seen: ...
    def local(self, name: str) -> Seen: ...
    def resource(self, kind: str, name: str) -> Seen: ...
    def data(self, kind: str, name: str) -> Seen: ...
    def module(self, name: str) -> Seen: ...
    def output(self, name: str) -> Seen: ...
    def attribute(self, instance: Instance, name: str) -> Seen: ...
    def path(self, name: str) -> Seen: ...
    def workspace(self) -> Seen: ...
    def file(self, path: str) -> bytes | Unknown: ...
    def files(self, folder: str) -> tuple[str, ...] | Unknown: ...
    def broken(self, found: tree.Broken) -> None: ...


class Scope(Struct, frozen=True):
    """Where an expression stands: in which world, and what `count`, `each` and a loop's names mean there."""

    world: World
    names: Mapping[str, Seen] = {}

    def naming(self, names: Mapping[str, Seen]) -> Scope:
        """The same with further names."""
        return Scope(self.world, {**self.names, **names})
