"""A workload that has to survive the loss of its Region has a runbook for failover."""

from __future__ import annotations

from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import CRITICAL, objective_of
from drlint.recovery.workloads import runbooks_of

policy = Policy(
    title="A workload has a runbook for its failover",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("workload",),
    scope="any",
    why="""
Without a written procedure a failover is improvised by whoever is awake. It works as long as that is the one who
built it. Asked of tiers 1 and 2, and of every workload with an objective for the loss of a Region.
""",
    fix="""
Write a runbook with `kind: failover` that covers the workload; `drlint new runbook` begins one.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-10"),
        "iso-22301": ("8.4",),
        "soc-2": ("CC7.5",),
        "dora": ("11(2)",),
        "aws-well-architected": ("OPS07-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
)

KINDS = ("failover", "restore")


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    tier = workload["tier"]
    wanted = objective_of(workload, "rto") is not None or (isinstance(tier, int | float) and tier <= CRITICAL)
    if not wanted and not isinstance(tier, Unknown):
        case.skip()
        return
    found = runbooks_of(workload, case.estate)
    if any(each["kind"] in KINDS for each in found.certain if isinstance(each["kind"], str)):
        return
    kinds = [each["kind"] for each in found if isinstance(each["kind"], Unknown)]
    doubt = first_of(found.unseen, found.doubt, *kinds, tier if not wanted else None)
    if doubt is not None:
        case.unknown(doubt)
        return
    others = f"; the {len(found)} it has {'is' if len(found) == 1 else 'are'} for something else" if found.items else ""
    reads = [(workload, "runbooks"), *((each, "kind") for each in found.certain)]
    case.fail(f"workload {workload['name']} has no runbook for its failover{others}", reads=reads)


policy.passes(
    documents="""
workload: {name: orders, tier: 1}
---
runbook: {name: Regional failover, kind: failover, covers: [orders]}
""",
)
policy.passes(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, runbooks: [Regional failover]}
---
runbook: {name: Regional failover}
""",
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1}
""",
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1}
---
runbook: {name: Other way, kind: failback, covers: [orders]}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, tier: 1, runbooks: [Regional failover]}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, tier: gold}
""",
)
