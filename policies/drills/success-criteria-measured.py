"""Each success criterion on RTO and RPO was measured by a drill."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.criteria import criteria_of
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import drills_for

policy = Policy(
    title="Success criteria on RTO and RPO are measured",
    severity="medium",
    checklist="procedures-tested",
    applies_to=("test_plan",),
    scope="any",
    why="""
"RTO achieved: < 30 minutes" is a sentence until a drill has a number beside it. A test plan whose criteria nothing
measured reports success by mood.
""",
    fix="""
Measure what the criterion names in the next drill and write it under `measured:`.
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
    if not criteria:
        case.skip()
        return
    drills = drills_for(plan, case.estate)
    for each in criteria:
        if all(drill[each.measure] is None for drill in drills):
            said = f"test plan {plan['name']} asks for {each.text[:80]!r}, and no drill in view measured {each.measure.upper()}"
            shown = [said_at(plan, f"success_criteria.{each.position}", f"a criterion is {each.text[:80]}")]
            case.fail(said, evidence=shown, detail=each.measure)


policy.passes(
    documents="""
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, measured: {rto: 25m, rpo: 40s}}
""",
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
""",
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, measured: {rto: 25m}}
""",
)
policy.unknown(
    documents="""
test_plan: {name: Quarterly DR test}
success_criteria: {rto: [{a: 1}]}
""",
)
