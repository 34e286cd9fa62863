"""Of two values of a setting the tighter one lets through nothing that either keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drlint.catalog.registry import load
from drlint.cli.configuration_file import Setting
from drlint.cli.keys import KEYS
from drlint.cli.policy_sets import builtin_policies
from drlint.cli.rollouts import rollout_of
from drlint.cli.tighter import DIRECTIONS, TOLD_APART, is_same
from drlint.cli.trust.compared import compared
from drlint.engine.rollout import standing_of
from drlint.model.finding import Stage
from drlint.model.gate_change import Effect
from drlint.model.resource import Location
from drlint.model.waiver import Waiver
from drlint.policy.selection import is_named

POLICIES = [each.metadata for each in builtin_policies(load())]
IDS = sorted({each.id for each in POLICIES})
WORDS = [*IDS, *{each.category for each in POLICIES}, *{each.checklist for each in POLICIES}]


def globs() -> st.SearchStrategy[str]:
    """Names of policies, categories and items with some of their letters as `*` or `?`."""
    cut = st.builds(
        lambda word, at, to, star: word[: min(at, to)] + star + word[max(at, to) :],
        st.sampled_from(WORDS),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(["*", "?", "**", "?*", "*?"]),
    )
    return st.one_of(st.sampled_from(WORDS), cut, st.just("*"))


often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WAIVERS = st.builds(
    Waiver,
    policy=st.sampled_from(["a", "b"]),
    owner=st.just("o"),
    reason=st.sampled_from(["one reason", "another"]),
    until=st.integers(0, 3).map(lambda days: date(2027, 1, 1) + timedelta(days)),
    location=st.integers(1, 9).map(lambda line: Location("drlint.yaml", line)),
)
DAYS = st.integers(0, 5).map(lambda days: date(2027, 1, 1) + timedelta(days))
SAID = st.one_of(
    st.sampled_from(["observe", "warn", "block"]),
    DAYS.map(lambda day: {"warn": day}),
    DAYS.map(lambda day: {"block": day}),
    st.builds(lambda day, more: {"warn": day, "block": day + timedelta(more)}, DAYS, st.integers(1, 3)),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "select": st.lists(globs(), max_size=4).map(tuple),
    "ignore": st.lists(globs(), max_size=4).map(tuple),
    "policies": st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple),
    "elsewhere": st.lists(st.sampled_from("abc").map(lambda name: {"policy": name}), max_size=3).map(tuple),
    "waivers": st.lists(WAIVERS, max_size=3).map(tuple),
    "waiver_terms": st.fixed_dictionaries(dict.fromkeys(("critical", "high", "medium", "low"), st.integers(0, 9))),
    "rollout": st.dictionaries(globs(), SAID, max_size=4),
    "strict": st.booleans(),
    "exit_zero": st.booleans(),
}
WORDS_OF = {key: KEYS[key].shape for key in DIRECTIONS if isinstance(KEYS[key].shape, tuple)}
VALUES |= {key: st.sampled_from(shape) for key, shape in WORDS_OF.items()}


def test_every_direction_is_tried() -> None:
    assert VALUES.keys() == DIRECTIONS.keys()
    assert DIRECTIONS.keys() <= KEYS.keys()


@pytest.mark.parametrize("key", DIRECTIONS)
@often
@given(data=st.data())
def test_the_laws_of_a_direction(key: str, data: st.DataObject) -> None:
    """The same again changes nothing, the result is as tight as either, and a value beside itself is itself."""
    tighter, one, other = DIRECTIONS[key], data.draw(VALUES[key]), data.draw(VALUES[key])
    found = tighter(one, other)
    assert is_same(tighter(found, found), found)
    assert is_same(tighter(one, found), found)
    assert is_same(tighter(found, other), found)
    assert is_same(tighter(one, KEYS[key].default), tighter(KEYS[key].default, one))


def chosen(select: Sequence[str], ignore: Sequence[str]) -> set[str]:
    wanted = {each.id for each in POLICIES if not select or is_named(each, select)}
    return wanted - {each.id for each in POLICIES if is_named(each, ignore)}


@often
@given(VALUES["select"], VALUES["ignore"], VALUES["select"], VALUES["ignore"])
def test_no_policy_is_lost(select: Any, ignore: Any, other_select: Any, other_ignore: Any) -> None:
    """Whatever a change says, all that the ref judges is judged, and all that the change would judge."""
    found = chosen(DIRECTIONS["select"](select, other_select), DIRECTIONS["ignore"](ignore, other_ignore))
    assert found >= chosen(select, ignore)
    assert found >= chosen(other_select, other_ignore)


@often
@given(VALUES["waivers"], VALUES["waivers"])
def test_no_waiver_is_gained(trusted: tuple[Waiver, ...], other: tuple[Waiver, ...]) -> None:
    for each in DIRECTIONS["waivers"](trusted, other):
        for some in (trusted, other):
            same = [one for one in some if (one.policy, one.reason) == (each.policy, each.reason)]
            assert max(one.until for one in same) >= each.until


@often
@given(VALUES["rollout"], VALUES["rollout"])
def test_no_policy_falls_behind(trusted: dict[str, Any], other: dict[str, Any]) -> None:
    """On no day a policy is less in force than the ref has it, nor than a change has it that is called tighter."""
    order = list(Stage)
    found = DIRECTIONS["rollout"](trusted, other)
    mine, theirs, both = map(rollout_of, (trusted, other, found))
    for policy in POLICIES[::7]:
        for day in (date(2026, 12, 31) + timedelta(days) for days in range(12)):
            now = order.index(standing_of(policy, both, day).stage)
            assert now >= order.index(standing_of(policy, mine, day).stage)
            if is_same(found, other):
                assert now == order.index(standing_of(policy, theirs, day).stage)


@pytest.mark.parametrize(
    ("trusted", "other", "found", "effect"),
    [
        ({"*": "observe"}, {"*": "warn"}, {"*": "warn"}, "tightens"),
        ({"*": "observe"}, {"*": "observe", "backups": "block"}, {"*": "observe", "backups": "block"}, "tightens"),
        ({"*": "observe"}, {}, {}, "tightens"),
        ({}, {"backups": "observe"}, {}, "loosens"),
        ({"*": "block"}, {"*": "warn"}, {"*": "block"}, "loosens"),
        ({"*": {"block": date(2027, 2, 1)}}, {"*": {"block": date(2027, 3, 1)}}, None, "loosens"),
        ({"*": "observe"}, {"*": "warn", "backups": "warn"}, {"*": "warn"}, "cannot be told"),
        (
            {"*": "warn", "backups": "block"},
            {"*": "block"},
            {"*": "block", "backups": "block"},
            "cannot be told",
        ),
    ],
)
def test_a_rollout_that_goes_on_is_tighter(
    trusted: dict[str, Any], other: dict[str, Any], found: dict[str, Any] | None, effect: str
) -> None:
    value = DIRECTIONS["rollout"](trusted, other)
    assert value == (trusted if found is None else found)
    told = TOLD_APART["rollout"](trusted, other)
    said = compared({"rollout": Setting(trusted, "ref")}, {"rollout": Setting(other, "head")}, "drlint.yaml")
    [change] = said.changes
    expected = {"tightens": Effect.TIGHTENS, "loosens": Effect.LOOSENS, "cannot be told": Effect.UNCLEAR}
    assert change.effect is expected.get(effect, Effect.UNCLEAR)
    assert told is (effect in {"tightens", "loosens"})


def test_the_rest_is_the_refs() -> None:
    """A setting that nobody has thought about is none that a change can move."""
    assert set(KEYS) - set(DIRECTIONS) >= {
        "parameters",
        "tags",
        "objectives",
        "owners",
        "baseline",
        "extends",
    }
