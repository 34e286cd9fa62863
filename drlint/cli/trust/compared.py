"""Compares what the checked-out code says of its gate with what the trusted ref says, and keeps the tighter of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from drlint.cli.configuration import DEFAULT
from drlint.cli.configuration_file import Setting
from drlint.cli.keys import KEYS
from drlint.cli.tighter import DIRECTIONS, TOLD_APART, is_same, shown
from drlint.model.gate_change import Effect, GateChange
from drlint.model.resource import Location

Said = Mapping[str, Setting]


class Compared(Struct, frozen=True):
    """The tighter settings, and what differs."""

    said: dict[str, Setting]
    changes: tuple[GateChange, ...]


def compared(
    trusted: Said, head: Said, file: str, since: Said | None = None, told: Callable[[str], str] = str
) -> Compared:
    """Key by key the tighter of two values; the trusted one where that cannot be told.

    `file` is where the trusted settings stand, for what is no longer said anywhere. What stands as it stood in `since`,
    which both descend from, is no change of the head's: the ref has moved on. `told` shortens texts for people.
    """
    said: dict[str, Setting] = {}
    changes: list[GateChange] = []
    for key in (each for each in KEYS if each in trusted or each in head):
        one, other = _of(trusted, key), _of(head, key)
        said[key], effect = _tighter(key, one, other)
        if effect is None or (since is not None and is_same(_of(since, key).value, other.value)):
            continue
        change = GateChange(
            what=key,
            effect=effect,
            before=_beside(one.value, other.value, told),
            after=_beside(other.value, one.value, told),
            location=place_of(other.place) if other.place else Location(file),
            in_force=effect is Effect.TIGHTENS,
        )
        changes.append(change)
    return Compared(said, tuple(changes))


def _of(said: Said, key: str) -> Setting:
    return said[key] if key in said else Setting(KEYS[key].default, DEFAULT)


def _tighter(key: str, one: Setting, other: Setting) -> tuple[Setting, Effect | None]:
    """The setting in force, and what the other value would do; None where both say the same."""
    if is_same(one.value, other.value):
        return (other if one.origin == DEFAULT else one), None
    if key not in DIRECTIONS:
        return one, Effect.UNCLEAR
    value = DIRECTIONS[key](one.value, other.value)
    if is_same(value, other.value):
        return other, Effect.TIGHTENS
    if key in TOLD_APART and not TOLD_APART[key](one.value, other.value):
        return Setting(value, one.origin), Effect.UNCLEAR
    if is_same(value, one.value):
        return one, Effect.LOOSENS
    return Setting(value, f"{one.origin} and {other.origin}"), Effect.LOOSENS


def place_of(said: str) -> Location:
    """A place as messages write it, `file:line`."""
    uri, _, line = said.rpartition(":")
    return Location(uri, int(line)) if uri and line.isdigit() else Location(said)


def _beside(value: Any, other: Any, told: Callable[[str], str]) -> str:
    """A value as one line; of one that is too long for that what the other one has not."""
    text = shown(value, told)
    if not text.endswith("…"):
        return text
    if isinstance(value, list | tuple) and isinstance(other, list | tuple):
        return shown([each for each in value if each not in other] or "less", told)
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return shown({name: each for name, each in value.items() if each != other.get(name)} or "less", told)
    return text
