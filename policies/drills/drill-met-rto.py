"""What a drill measured keeps the RTO."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.policy.of_drills import hold_against_objectives

policy = Policy(
    title="The last drill met the RTO",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("drill",),
    scope="any",
    why="""
A drill is the best case: everybody knew of it, nothing else was broken, and the experts were awake. What took longer
than the RTO then takes longer on the night. The newest drill of a workload counts, so that a better one puts this
right.
""",
    fix="""
Shorten the steps that took longest (deciding, restoring, waiting for DNS), choose a strategy that recovers faster, or
agree on another RTO; then drill again.
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
    hold_against_objectives(case, "rto")


policy.passes(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, covers: [orders], measured: {rto: 25m, rpo: 40s}}
""",
)
policy.fails(
    documents="""
workload: {name: orders, objectives: {region: {rto: 1h, rpo: 5m}}}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, covers: [orders], measured: {rto: 3h, rpo: 20m}}
""",
)
policy.passes(
    documents="""
workload: {name: orders, objectives: {region: {rto: 1h, rpo: 5m}, software: {rto: 8h, rpo: 1h}}}
---
drill: {name: Restore, date: 2026-10-01, type: restore, covers: [orders], measured: {rto: 3h, rpo: 20m}}
""",
)
policy.fails(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m}
---
drill: {name: Spring drill, date: 2026-04-01, type: full-failover, covers: [orders], measured: {rto: 25m, rpo: 40s}}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, covers: [orders], measured: {rto: 3h, rpo: 20m}}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, covers: [orders], measured: {rto: quick, rpo: little}}
""",
)
