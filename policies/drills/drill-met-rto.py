"""What a drill measured keeps the RTO."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import LOSS, disruption_of, is_newest, objective_of
from drlint.recovery.workloads import workloads_of

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
    drill = case.resource
    if drill["rto"] is None:
        case.skip()
        return
    covered = workloads_of(drill, case.estate)
    judged = covered.unseen is not None and not covered.named
    if covered.unseen is not None and judged:
        case.unknown(covered.unseen)
    for workload in covered.certain:
        disruption = disruption_of(drill, workload)
        if disruption is None or not is_newest(drill, workload, disruption, "rto", case.estate):
            continue
        asked = objective_of(workload, "rto", disruption)
        if asked is None:
            continue
        judged = True
        _judge(case, drill["rto"], asked, workload, disruption)
    if not judged:
        case.skip()


def _judge(case: Case, measured: int | Unknown, asked: int | Unknown, workload: Resource, disruption: str) -> None:
    drill = case.resource
    doubt = next((each for each in (measured, asked) if isinstance(each, Unknown)), None)
    if doubt is not None or not isinstance(measured, int) or not isinstance(asked, int):
        case.unknown("a duration is not known" if doubt is None else doubt, detail=workload["name"])
    elif measured > asked:
        said = (
            f"drill {drill['name']} measured an RTO of {spoken_seconds(measured)} for workload {workload['name']}; "
            f"its objective for {LOSS[disruption]} is {spoken_seconds(asked)}"
        )
        case.fail(said, reads=[(drill, "rto"), (workload, "objectives")], detail=workload["name"])


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
