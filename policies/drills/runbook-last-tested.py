"""A runbook was carried out within the cadence of its tier."""

from __future__ import annotations

from datetime import date

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import cadence_of, tests_of
from drlint.recovery.workloads import workloads_of

policy = Policy(
    title="A runbook was carried out within the time that its tier allows",
    severity="high",
    checklist="procedures-tested",
    applies_to=("runbook",),
    scope="any",
    why="""
Clusters are renamed, flags are removed, people leave. A runbook that nobody carried out for a quarter describes an
estate that is no more, and the first to find out is whoever is on call that night. A drill that followed the runbook
counts; one at a table does not. `test_every` of the workload wins over its tier; a runbook of no tier is judged as
one of tier 1.
""",
    fix="""
Carry the runbook out, record a drill with what was measured, and set `last_tested` to that day.
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
    runbook, today = case.resource, case.today
    days = tests_of(runbook, case.estate)
    if days.last is None and days.unseen is None:
        case.skip()  # that it has no date is another policy's word
        return
    if today is None or days.last is None:
        case.unknown("today is not known" if days.unseen is None else days.unseen)
        return
    if days.last.day > today and days.last.said_by is runbook:
        case.fail(
            f"runbook {runbook['name']} says that it was last tested on {days.last.day}, which is to come",
            reads=[(runbook, "last_tested")],
        )
        return
    last = days.until(today).last
    limit, because = cadence_of(runbook, case.estate, case.parameters)
    if last is None:
        case.unknown("its only test is to come")
        return
    age = (today - last.day).days
    longest = max(case.parameters.values())
    if isinstance(limit, Unknown) and age > longest and not _says_how_often(case):
        limit, because = longest, "even the last tier"
    doubt = limit if isinstance(limit, Unknown) else days.unseen if age > limit else None
    if doubt is not None or isinstance(limit, Unknown):
        case.unknown(doubt if doubt is not None else "how often it is to be tested is not known")
        return
    said = f"runbook {runbook['name']} was last tested on {last.day}, {age} days ago; {because} asks for {limit} days"
    case.require(age <= limit, said, reads=[(runbook, "last_tested"), (last.said_by, last.attribute)])


def _says_how_often(case: Case) -> bool:
    """Whether a workload in view names a cadence of its own, perhaps one that cannot be read."""
    return any(each["test_every"] is not None for each in workloads_of(case.resource, case.estate))


policy.passes(
    documents="""
workload: {name: orders, tier: 1}
---
runbook: {name: Regional failover, last_tested: 2026-10-01, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
workload: {name: wiki, tier: 4}
---
runbook: {name: Regional failover, last_tested: 2026-01-15, covers: [wiki]}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
runbook: {name: Regional failover, last_tested: 2024-01-15}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, runbooks: [Regional failover]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1}
---
runbook: {name: Regional failover, last_tested: 2024-01-15, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
workload: {name: wiki, tier: 4, test_every: monthly}
---
runbook: {name: Regional failover, last_tested: 2026-10-01, covers: [wiki]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
runbook: {name: Regional failover, last_tested: 2027-01-15}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
runbook: {name: Regional failover, last_tested: 2024-01-15}
---
drill: {name: Talked through, date: 2026-10-01, type: tabletop, runbooks: [Regional failover]}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
runbook: {name: Regional failover, last_tested: 15/01/2024}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
workload: {name: orders, tier: platinum}
---
runbook: {name: Regional failover, last_tested: 2026-06-01, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
runbook: {name: Regional failover, last_tested: 2024-01-15, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
runbook: {name: Regional failover, last_tested: 2026-06-01, covers: [orders]}
""",
    as_of=date(2026, 11, 26),
)
