"""What a drill measured is not older than the cadence."""

from __future__ import annotations

from datetime import date

from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import WHOLE, cadence_of, drill_days, drills_of, objective_of

policy = Policy(
    title="The measured RTO and RPO of a workload are fresh",
    severity="medium",
    checklist="procedures-tested",
    applies_to=("workload",),
    scope="any",
    why="""
A number that was measured is the only one to be trusted in a recovery plan, and it ages: data grows, so restores take
longer, and services are added that nobody timed. Older than the cadence of its tier, it is a memory.
""",
    fix="""
Hold a drill that measures RTO and RPO, and record it.
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
    drills = drills_of(workload, case.estate, *WHOLE)
    measured = [each for each in drills if each["rto"] is not None or each["rpo"] is not None]
    if not measured:
        case.skip()
        return
    days = drill_days(measured)
    limit, because = cadence_of(workload, case.estate, case.parameters)
    last = None if today is None else days.until(today).last
    if last is not None and today is not None and isinstance(limit, int) and (today - last.day).days <= limit:
        return
    doubt = next((each for each in (limit, days.unseen) if isinstance(each, Unknown)), None)
    if today is None or last is None or doubt is not None or not isinstance(limit, int):
        case.unknown("when it was measured is not known" if doubt is None else doubt)
        return
    drill = last.said_by
    said = (
        f"what was measured of workload {workload['name']} is {(today - last.day).days} days old and {because} asks for "
        f"{limit}: {_number(workload, drill, 'rto')}, {_number(workload, drill, 'rpo')} on {last.day}"
    )
    case.fail(said, reads=[(drill, "date"), (drill, "rto"), (drill, "rpo"), (workload, "objectives")])


def _number(workload: Resource, drill: Resource, measure: str) -> str:
    """A measured number beside its objective."""
    found = drill[measure]
    asked = objective_of(workload, measure, drill["disruption"] if isinstance(drill["disruption"], str) else "region")
    said = f"{measure.upper()} {spoken_seconds(found) if isinstance(found, int) else 'not measured'}"
    return f"{said} (objective {spoken_seconds(asked)})" if isinstance(asked, int) else f"{said} (no objective)"


policy.passes(
    documents="""
workload: {name: orders, tier: 1, rto: 1h, rpo: 5m}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, covers: [orders], measured: {rto: 25m, rpo: 40s}}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1, rto: 1h, rpo: 5m}
---
drill: {name: Winter drill, date: 2024-01-15, type: full-failover, covers: [orders], measured: {rto: 25m, rpo: 40s}}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
workload: {name: orders, tier: 1, rto: 1h, rpo: 5m}
---
drill: {name: Autumn drill, date: 1.10.2026, type: full-failover, covers: [orders], measured: {rto: 25m, rpo: 40s}}
""",
    as_of=date(2026, 11, 26),
)
