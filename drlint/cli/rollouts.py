"""The setting `rollout`: which policies are only observed or warned of, and until when."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from drlint.cli.shapes import PlaceOf
from drlint.engine.rollout import IN_FORCE, Standing, Step, names_of, standing_of
from drlint.model.errors import DrlintError
from drlint.model.finding import Stage
from drlint.model.globs import matches
from drlint.model.nearness import near
from drlint.policy.definition import Metadata

_STAGES = tuple(map(str, Stage))
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat takes weeks as well
_EXAMPLE = "write warn, or {block: 2027-02-01}"


def require_rollout(value: Mapping[str, Any], line_of: PlaceOf) -> None:
    """Refuse what is no stage, no day, or in no order."""
    for name, said in value.items():
        steps_of(name, said, line_of)


def rollout_of(value: Mapping[str, Any]) -> dict[str, tuple[Step, ...]]:
    """A checked setting as the engine has it."""
    return {name: steps_of(name, said, _nowhere) for name, said in value.items()}


def _nowhere(*_: str | int) -> str:
    return "rollout"


def standings_of(
    policies: Sequence[Metadata], value: Mapping[str, Any], line_of: PlaceOf, today: date | None
) -> dict[str, Standing]:
    """How far each policy has come on a day; raises DrlintError for a name that fits no policy."""
    rollout = rollout_of(value)
    for name in rollout:
        _require_policy(name, policies, line_of)
    found = {each.id: standing_of(each, rollout, today) for each in policies} if rollout else {}
    return {name: standing for name, standing in found.items() if standing != IN_FORCE}


def _require_policy(name: str, policies: Sequence[Metadata], line_of: PlaceOf) -> None:
    known = {said for each in policies for said in names_of(each)}
    if name not in known and not any(matches(each, name) for each in known):
        hint = near(name, sorted(known)) or "; drlint policies lists them"
        raise DrlintError(f"{line_of('rollout', name)}: rollout: no policy is called {name!r}{hint}")


def steps_of(name: str, said: Any, line_of: PlaceOf) -> tuple[Step, ...]:
    """The stages of one name, in order; raises DrlintError."""
    place = line_of("rollout", name)
    if isinstance(said, str):
        return (Step(_stage(name, said, place)),)
    if not isinstance(said, dict) or not said:
        raise DrlintError(f"{place}: rollout of {name!r} is no stage; {_EXAMPLE}")
    found = tuple(
        Step(_stage(name, word, line_of("rollout", name, word)), _day(name, word, day, line_of("rollout", name, word)))
        for word, day in said.items()
    )
    _require_order(name, found, place)
    return found


def _stage(name: str, word: str, place: str) -> Stage:
    if word not in _STAGES:
        hint = near(word, _STAGES)
        raise DrlintError(f"{place}: rollout of {name!r} is {word!r}; it is one of {', '.join(_STAGES)}{hint}")
    return Stage(word)


def _day(name: str, word: str, said: Any, place: str) -> date:
    try:
        return said if type(said) is date else date.fromisoformat(said if _DAY.fullmatch(said) else "")
    except (TypeError, ValueError) as error:
        raise DrlintError(
            f"{place}: rollout of {name!r}: {word} begins on a day such as 2027-02-01, not {str(said)[:40]!r}"
        ) from error


def _require_order(name: str, steps: Sequence[Step], place: str) -> None:
    if steps[0].stage is Stage.OBSERVE:
        raise DrlintError(
            f"{place}: rollout of {name!r} names a day for observe, which is what comes before warn; {_EXAMPLE}"
        )
    order = list(Stage)
    for one, other in itertools.pairwise(steps):
        if order.index(one.stage) >= order.index(other.stage) or (one.since or date.min) >= (other.since or date.min):
            raise DrlintError(f"{place}: rollout of {name!r} goes from observe to warn to block, each on a later day")


def tighter(trusted: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Of two settings what is nowhere behind the trusted one: names of both with the earlier days, and what blocks.

    Nothing said of a policy is the tightest. The most particular name decides, so that a name which only the other one
    has may go in front of a trusted one: it is taken where it blocks at once.
    """
    if not trusted or not other:
        return {}
    found = {name: _further(name, said, other[name]) if name in other else said for name, said in trusted.items()}
    return found | {name: said for name, said in other.items() if name not in trusted and _blocks(name, said)}


def is_told_apart(trusted: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether it can be told which is tighter; of names that only one of them has it cannot, unless they block."""
    if not trusted or not other:
        return True
    alone = {
        name: said for one, two in ((trusted, other), (other, trusted)) for name, said in one.items() if name not in two
    }
    return all(name in other and _blocks(name, said) for name, said in alone.items())


def _blocks(name: str, said: Any) -> bool:
    return _days(name, said) == (date.min, date.min)


def _further(name: str, one: Any, other: Any) -> Any:
    """Of two sayings of one name the one that is further on each day, or what is as far as both."""
    mine, theirs = _days(name, one), _days(name, other)
    warn, block = min(mine[0], theirs[0]), min(mine[1], theirs[1])
    for days, said in ((theirs, other), (mine, one)):
        if days == (warn, block):
            return said
    return {"block": block} if warn == date.min else {"warn": warn, "block": block}


def _days(name: str, said: Any) -> tuple[date, date]:
    """The first day of warnings and the first day of blocking; the last of all days is never."""
    steps = steps_of(name, said, _nowhere)
    first = {each.stage: each.since or date.min for each in steps}
    block = first.get(Stage.BLOCK, date.max)
    before = date.min if steps[0].stage is Stage.BLOCK else date.max
    return min(first.get(Stage.WARN, before), block), block
