"""The tests that a plan promises take place."""

from __future__ import annotations

from datetime import date
from typing import Any

from drlint.model.periods import day_in
from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import Days, days_said, drills_for

policy = Policy(
    title="No planned test is overdue",
    severity="high",
    checklist="procedures-tested",
    applies_to=("test_plan",),
    scope="any",
    why="""
A date that has passed is the most honest line of a test plan: the test did not take place, or nobody wrote down that
it did. Either way the plan shows a cadence that is not kept. A drill of its workloads that is newer counts as its
last test.
""",
    fix="""
Carry the test out, record a drill, and set `last_test` and `next_test`.
""",
    controls={
        "nist-800-53": ("CP-4",),
        "iso-22301": ("8.5",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    plan, today = case.resource, case.today
    if today is None:
        case.unknown("today is not known")
        return
    name = f"test plan {plan['name']}"
    own = plan["last_test"]
    if isinstance(own, str) and (day_in(own) or today) > today:
        case.fail(f"{name} says that it was last tested on {own}, which is to come", reads=[(plan, "last_test")])
        return
    drills = [each for each in drills_for(plan, case.estate) if each["type"] != "tabletop"]
    last = days_said([(own, plan, "last_test"), *((each["date"], each, "date") for each in drills)]).until(today)
    planned = plan["next_test"]
    following = day_in(planned) if isinstance(planned, str) else None
    if following is not None and following < today and (last.last is None or last.last.day < following):
        _overdue(
            case, last, f"{name} was to be tested on {following}, {(today - following).days} days ago, and was not"
        )
        return
    often = plan["frequency"]
    if last.last is None and planned is None and last.unseen is None:
        case.fail(f"{name} says neither when it was last tested nor when it is to be", reads=[(plan, "frequency")])
    elif isinstance(often, int) and last.last is not None and (age := (today - last.last.day).days) > often:
        said = f"{name} was last tested on {last.last.day}, {age} days ago, and is to be tested every {often} days"
        _overdue(case, last, said)
    else:
        _undecided(case, (own, planned, often))


def _overdue(case: Case, last: Days, said: str) -> None:
    """Say so, unless a day that cannot be read may be newer."""
    if last.unseen is not None:
        case.unknown(last.unseen)
        return
    reads = [(case.resource, name) for name in ("next_test", "last_test", "frequency")]
    case.fail(said, reads=reads)


def _undecided(case: Case, values: tuple[Any, ...]) -> None:
    doubt = first_of(*[each for each in values if isinstance(each, Unknown)])
    if doubt is not None:
        case.unknown(doubt)


policy.passes(
    documents="""
test_plan: {name: Quarterly DR test, frequency: quarterly, last_test: 2026-10-01, next_test: 2026-12-15}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
test_plan: {name: Quarterly DR test, frequency: quarterly, last_test: 2026-04-01, next_test: 2026-07-01}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test, frequency: Quarterly, last_test: "2024-01-15", next_test: "2024-04-15"}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test, frequency: Quarterly, last_test: 2026-06-15}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test, frequency: Quarterly, last_test: 2027-06-15}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
test_plan: {name: Quarterly DR test, frequency: Quarterly, last_test: spring, next_test: 2026-04-15}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
test_plan: {name: Quarterly DR test, frequency: Quarterly, next_test: soon}
""",
    as_of=date(2026, 11, 26),
)
