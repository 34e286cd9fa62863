"""What a drill measured keeps the RPO."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.policy.of_drills import hold_against_objectives

policy = Policy(
    title="The last drill met the RPO",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("drill",),
    scope="any",
    why="""
Data that a drill lost by day would have been lost by night as well, and more of it under load. Past the RPO the
objective is a wish: either replication and backups follow faster, or the business learns what it really loses. The
newest drill of a workload counts.
""",
    fix="""
Replicate or back up more often, watch the lag, or agree on another RPO; then drill again.
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
    hold_against_objectives(case, "rpo")


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
