"""Which of two values of a setting is the tighter one: the gate lets less through with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from drlint.model.globs import matches

# Of the trusted value and the other one, the value that is at least as tight as both.
Tighter: TypeAlias = Callable[[Any, Any], Any]


def ranked(*words: Any) -> Tighter:
    """Words from the tightest to the loosest."""

    def tighter(trusted: Any, other: Any) -> Any:
        return min(trusted, other, key=words.index)

    return tighter


def true(trusted: Any, other: Any) -> bool:
    """Of a switch that tightens: on where either says so."""
    return bool(trusted or other)


def false(trusted: Any, other: Any) -> bool:
    """Of a switch that loosens: on where both say so."""
    return bool(trusted and other)


def fewer(trusted: Sequence[Any], other: Sequence[Any]) -> tuple[Any, ...]:
    """Of what lets findings pass, only what both say; of texts, which may be globs, what both cover."""
    found = [each for each in trusted if any(_covers(one, each) for one in other)]
    return tuple(found) + tuple(
        each for each in other if each not in found and any(_covers(one, each) for one in trusted)
    )


def _covers(wide: Any, narrow: Any) -> bool:
    """Whether all that one says the other says, too; a `?` in a glob is not a `*` that happens to fit."""
    if wide == narrow or not (isinstance(wide, str) and isinstance(narrow, str)):
        return bool(wide == narrow)
    return "?" not in wide and matches(narrow, wide)


def more(trusted: Sequence[Any], other: Sequence[Any]) -> tuple[Any, ...]:
    """Of what is judged, all that either says."""
    return (*trusted, *(each for each in other if each not in trusted))


def more_or_all(trusted: Sequence[Any], other: Sequence[Any]) -> tuple[Any, ...]:
    """As `more`, where none means all."""
    return more(trusted, other) if trusted and other else ()


def is_same(one: Any, other: Any) -> bool:
    """Whether two values say the same, in whatever order a list stands."""
    return _canonical(one) == _canonical(other)


def _canonical(value: Any) -> str:
    if isinstance(value, list | tuple):
        return json.dumps(sorted(map(_canonical, value)))
    return json.dumps(value, sort_keys=True, default=str)


# A setting that is not here has no direction that can be told: the trusted value rules.
DIRECTIONS: Mapping[str, Tighter] = {
    "select": more_or_all,
    "ignore": fewer,
    "fail_on": ranked("low", "medium", "high", "critical"),
    "min_severity": ranked("low", "medium", "high", "critical"),
    "incomplete": ranked("fail", "warn"),
    "strict": true,
    "exit_zero": false,
    "profile": ranked("strict", "default", "sandbox"),
    "world": ranked("closed", "auto", "open"),
    "policies": more,
    "elsewhere": fewer,
}
