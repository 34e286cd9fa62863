"""What a workload depends on recovers before it."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import LOSS, objective_of

policy = Policy(
    title="What a workload depends on recovers as fast as it",
    severity="high",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    why="""
A workload is back when the last thing it needs is back. One that promises an hour and calls another that promises a
day recovers in a day, whatever was built for it.
""",
    fix="""
Tighten the RTO of what is depended on, loosen this one, or make the dependency optional.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.2.2",),
        "soc-2": ("CC7.5",),
        "dora": ("12(6)",),
        "aws-well-architected": ("REL13-BP01",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    others = case.links(workload, "depended_on")
    if not workload["depends_on"]:
        case.skip()
        return
    for other in others.certain:
        _judge(case, other)
    doubt = first_of(others.unseen, others.doubt)
    if doubt is not None:
        case.unknown(doubt)


def _judge(case: Case, other: Resource) -> None:
    workload = case.resource
    for disruption in LOSS:
        own, its = objective_of(workload, "rto", disruption), objective_of(other, "rto", disruption)
        if isinstance(own, Unknown) or (own is not None and isinstance(its, Unknown)):
            case.unknown(own if isinstance(own, Unknown) else its or "", detail=f"{other['name']} {disruption}")
        elif isinstance(own, int) and isinstance(its, int) and its > own:
            said = (
                f"workload {workload['name']} is to recover from {LOSS[disruption]} in {spoken_seconds(own)}, but depends on "
                f"{other['name']}, which may take {spoken_seconds(its)}"
            )
            reads = [(workload, "depends_on"), (workload, "objectives"), (other, "objectives")]
            case.fail(said, reads=reads, detail=f"{other['name']}")
            return


policy.passes(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, depends_on: [login]}
---
workload: {name: login, rto: 30m, rpo: 5m}
""",
)
policy.fails(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, depends_on: [login]}
---
workload: {name: login, rto: 1d, rpo: 5m}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, depends_on: [login]}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, depends_on: [login]}
---
workload: {name: login, rto: in time, rpo: 5m}
""",
)
