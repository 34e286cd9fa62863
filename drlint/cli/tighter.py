"""Which of two values of a setting is the tighter one: the gate lets less through with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from msgspec import structs

from drlint.cli import rollouts
from drlint.model.globs import matches
from drlint.model.resource import Location
from drlint.model.waiver import Waiver

NOWHERE = Location("")
_LONGEST = 80  # characters of a value that is shown

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


def held_by_both(trusted: Sequence[Waiver], other: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The waivers that both have, wherever in the file; of a day that differs the earlier one."""
    last: dict[Waiver, Waiver] = {}
    for each in other:
        same = _timeless(each)
        last[same] = max(each, last.get(same, each), key=lambda waiver: waiver.until)
    found = ((each, last.get(_timeless(each))) for each in trusted)
    return tuple(structs.replace(one, until=min(each.until, one.until)) for each, one in found if one is not None)


def _timeless(waiver: Waiver) -> Waiver:
    return structs.replace(waiver, until=date.min, location=NOWHERE)


def shorter(trusted: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Of terms by severity each the shorter one."""
    return {name: min(days, other.get(name, days)) for name, days in trusted.items()}


def is_same(one: Any, other: Any) -> bool:
    """Whether two values say the same, in whatever order a list stands."""
    return _canonical(one) == _canonical(other)


def _canonical(value: Any) -> str:
    if isinstance(value, list | tuple):
        return json.dumps(sorted(map(_canonical, value)))
    if isinstance(value, Waiver):
        value = structs.asdict(structs.replace(value, location=NOWHERE))
    return json.dumps(value, sort_keys=True, default=str)


def shown(value: Any, told: Callable[[str], str] = str) -> str:
    """A value as one line of a report, cut where it is long."""
    if value is None or value in ((), [], {}, ""):
        return "not set"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain, sort_keys=True)
    text = told(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(value: Any) -> str:
    if isinstance(value, Waiver):
        return f"{value.policy or value.blind_spot} until {value.until.isoformat()}: {value.reason}"
    return str(value)


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
    "waivers": held_by_both,
    "waiver_terms": shorter,
    "rollout": rollouts.tighter,
}

# Of these values there are some of which it cannot be told.
TOLD_APART: Mapping[str, Callable[[Any, Any], bool]] = {"rollout": rollouts.is_told_apart}

# Of these both values are in force together, whoever says them.
ADDED = frozenset({"select", "policies"})
