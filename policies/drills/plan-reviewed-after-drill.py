"""The plan was reviewed after a drill."""

from __future__ import annotations

from datetime import date

from drlint.model.periods import day_in
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import days_said, drill_days, drills_of
from drlint.recovery.workloads import workloads_of

policy = Policy(
    title="The plan was reviewed after its last drill",
    severity="medium",
    checklist="plan-reviewed-after-tests",
    applies_to=("drill",),
    scope="any",
    why="""
Every drill shows something that the plan has wrong: a number, a name, a step that takes an hour. Written into the
plan within weeks it is worth the drill; later nobody remembers. A drill at a table counts as well. Where the drill
names runbooks, their `reviewed` day counts.
""",
    fix="""
Go through plan and runbooks with what the drill showed, and write `plan_reviewed:` with that day into the drill.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-4"),
        "iso-22301": ("8.6",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
    ),
    parameters={"most_days": 31},
)


@policy.check
def check(case: Case) -> None:
    drill, today = case.resource, case.today
    day = day_in(drill["date"]) if isinstance(drill["date"], str) else None
    if day is None or today is None:
        case.unknown(drill["date"] if isinstance(drill["date"], Unknown) else "when the drill was is not known")
        return
    if day > today or _has_later(drill, day, case):
        case.skip()
        return
    runbooks = case.links(drill, "rehearsed").certain
    said = [(drill["plan_reviewed"], drill, "plan_reviewed")]
    said += [
        (each["reviewed"], each, "reviewed") for each in runbooks if len(runbooks) == 1 or _all_since(runbooks, day)
    ]
    days = days_said(said).until(today)
    if days.last is not None and days.last.day >= day:
        return
    unseen = first_of(days.unseen, case.links(drill, "rehearsed").unseen)
    if unseen is not None:
        case.unknown(unseen)
        return
    when = f"was last reviewed on {days.last.day}" if days.last is not None else "was not reviewed since"
    text = f"drill {drill['name']} took place on {day}, {(today - day).days} days ago, and its plan {when}"
    case.require((today - day).days <= case.parameters["most_days"], text, reads=[(drill, "plan_reviewed")])


def _all_since(runbooks: tuple[Resource, ...], day: date) -> bool:
    days = [day_in(each["reviewed"]) if isinstance(each["reviewed"], str) else None for each in runbooks]
    return all(each is not None and each >= day for each in days)


def _has_later(drill: Resource, day: date, case: Case) -> bool:
    """Whether a later drill of the same workloads took place, after which the plan is to be reviewed anyway."""
    later = drill_days(
        each
        for workload in workloads_of(drill, case.estate).certain
        for each in drills_of(workload, case.estate)
        if each is not drill
    )
    last = None if case.today is None else later.until(case.today).last
    return last is not None and last.day > day


policy.passes(
    documents="""
drill: {name: Summer drill, date: 2026-08-01, type: full-failover, plan_reviewed: 2026-08-14}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
runbook: {name: Failover, reviewed: 2026-08-10}
---
drill: {name: Summer drill, date: 2026-08-01, type: full-failover, runbooks: [Failover]}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
drill: {name: Autumn drill, date: 2026-11-20, type: full-failover}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
drill: {name: Summer drill, date: 2026-08-01, type: full-failover}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
drill: {name: Summer drill, date: 2026-08-01, type: full-failover, plan_reviewed: 2026-05-14}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
drill: {name: Summer drill, date: 2026-08-01, type: full-failover, plan_reviewed: soon after}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
drill: {name: Summer drill, date: summer, type: full-failover}
""",
    as_of=date(2026, 11, 26),
)
