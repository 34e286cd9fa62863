"""A success criterion is not looser than the objective."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.criteria import criteria_of
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import objective_of
from drlint.recovery.workloads import workloads_of

policy = Policy(
    title="Success criteria are as tight as the objectives",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("test_plan",),
    scope="any",
    why="""
A test that passes at 30 minutes proves nothing for a workload that promised 15. The criterion was copied from another
plan, or the objective was tightened and the plan forgotten; either way the tests stay green while the promise is
broken.
""",
    fix="""
Write the objective of the strictest workload that the plan covers into `success_criteria`.
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
    plan = case.resource
    texts = plan["success_criteria"]
    if isinstance(texts, Unknown):
        case.unknown(texts)
        return
    criteria = criteria_of(texts)
    covered = workloads_of(plan, case.estate)
    compared = covered.unseen is not None and not covered.named
    if covered.unseen is not None and compared:
        case.unknown(covered.unseen)
    for each in criteria:
        for workload in covered.certain:
            asked = objective_of(workload, each.measure)
            detail = f"{each.measure} {workload['name']}"
            if isinstance(asked, Unknown):
                case.unknown(asked, detail=detail)
            elif asked is not None and each.seconds > asked:
                said = (
                    f"test plan {plan['name']} is content with {each.text[:80]!r}, but the {each.measure.upper()} of workload "
                    f"{workload['name']} for the loss of a Region is {spoken_seconds(asked)}"
                )
                shown = [said_at(plan, f"success_criteria.{each.position}", f"a criterion is {each.text[:80]}")]
                shown.append(said_at(workload, "objectives.region", f"{each.measure} is {spoken_seconds(asked)}"))
                case.fail(said, evidence=shown, detail=detail)
            compared = compared or asked is not None
    if not compared:
        case.skip()


policy.passes(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m}
---
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
""",
)
policy.fails(
    documents="""
workload: {name: orders, rto: 15m, rpo: 5m}
---
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
""",
)
policy.unknown(
    documents="""
workload: {name: orders, objectives: {region: {rto: soon, rpo: 5m}}}
---
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
""",
)
