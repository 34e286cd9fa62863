"""What a change does to the gate that judges it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from drlint.model.resource import Location


class Effect(StrEnum):
    """What becomes of the gate: more passes it, less, or nobody can tell."""

    LOOSENS = "loosens"
    TIGHTENS = "tightens"
    UNCLEAR = "unclear"


class GateChange(Struct, frozen=True, kw_only=True):
    """One thing of the gate that differs from the trusted ref's; `in_force` where this run goes by it already."""

    what: str
    effect: Effect
    before: str
    after: str
    location: Location
    in_force: bool = False

    def __str__(self) -> str:
        does = {Effect.UNCLEAR: "changes", Effect.LOOSENS: "would loosen", Effect.TIGHTENS: "tightens"}[self.effect]
        until = "in force already" if self.in_force else "not in force before it is merged"
        return f"{self.what} {self.before} → {self.after} {does} the gate ({self.location}); {until}"
