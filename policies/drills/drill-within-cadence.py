"""A workload was drilled within the cadence of its tier."""

from __future__ import annotations

from datetime import date

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import cadence_of, drill_days, drills_of

policy = Policy(
    title="A workload was drilled within the time that its tier allows",
    severity="high",
    checklist="procedures-tested",
    applies_to=("workload",),
    scope="any",
    why="""
A workload that has never failed over may never have been able to. Drills show it, and each is worth less with every
change since: a quarter is the most for what is critical. Drills at a table do not count here; `test_every` of the
workload wins over its tier.
""",
    fix="""
Hold a drill and record it: `drlint new drill` begins the document.
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
    parameters={"tier_1": 92, "tier_2": 92, "tier_3": 184, "tier_4": 366},
)


@policy.check
def check(case: Case) -> None:
    workload, today = case.resource, case.today
    days = drill_days(each for each in drills_of(workload, case.estate) if each["type"] != "tabletop")
    limit, because = cadence_of(workload, case.estate, case.parameters)
    doubt = next((each for each in (limit, days.unseen) if isinstance(each, Unknown)), None)
    if today is None:
        case.unknown("today is not known")
        return
    last = days.until(today).last
    if last is not None and isinstance(limit, int) and (today - last.day).days <= limit:
        return
    name = f"workload {workload['name']}"
    if doubt is not None:
        case.unknown(doubt)
    elif last is None:
        said = f"no drill of {name} is recorded; {because} asks for one every {limit} days"
        case.fail(said, reads=[(workload, "test_every" if workload["test_every"] else "tier")])
    else:
        said = f"{name} was last drilled on {last.day}, {(today - last.day).days} days ago; {because} asks for {limit} days"
        case.fail(said, reads=[(workload, "tier"), (last.said_by, "date")])


policy.passes(
    documents="""
workload: {name: orders, tier: 1}
---
drill: {name: Autumn drill, date: 2026-10-01, type: component, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1}
---
drill: {name: Winter drill, date: 2024-01-15, type: full-failover, covers: [orders]}
---
drill: {name: Talk, date: 2026-10-01, type: tabletop, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
workload: {name: orders}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1}
---
drill: {name: Planned drill, date: 2027-01-15, type: full-failover, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
workload: {name: orders, tier: 1}
---
drill: {name: Autumn drill, date: October, type: full-failover, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
