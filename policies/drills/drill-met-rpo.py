"""What a drill measured keeps the RPO."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import LOSS, disruption_of, is_newest, objective_of
from drlint.recovery.workloads import workloads_of

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
    drill = case.resource
    if drill["rpo"] is None:
        case.skip()
        return
    covered = workloads_of(drill, case.estate)
    judged = covered.unseen is not None and not covered.named
    if covered.unseen is not None and judged:
        case.unknown(covered.unseen)
    for workload in covered.certain:
        disruption = disruption_of(drill, workload)
        if disruption is None or not is_newest(drill, workload, disruption, "rpo", case.estate):
            continue
        asked = objective_of(workload, "rpo", disruption)
        if asked is None:
            continue
        judged = True
        _judge(case, drill["rpo"], asked, workload, disruption)
    if not judged:
        case.skip()


def _judge(case: Case, measured: int | Unknown, asked: int | Unknown, workload: Resource, disruption: str) -> None:
    drill = case.resource
    doubt = next((each for each in (measured, asked) if isinstance(each, Unknown)), None)
    if doubt is not None or not isinstance(measured, int) or not isinstance(asked, int):
        case.unknown("a duration is not known" if doubt is None else doubt, detail=workload["name"])
    elif measured > asked:
        said = (
            f"drill {drill['name']} measured an RPO of {spoken_seconds(measured)} for workload {workload['name']}; "
            f"its objective for {LOSS[disruption]} is {spoken_seconds(asked)}"
        )
        case.fail(said, reads=[(drill, "rpo"), (workload, "objectives")], detail=workload["name"])


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
