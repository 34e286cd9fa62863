"""The last drill met the success criteria of the test plan."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.criteria import criteria_of
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import drill_days, drills_for

policy = Policy(
    title="The last drill met the success criteria on RTO and RPO",
    severity="high",
    checklist="procedures-tested",
    applies_to=("test_plan",),
    scope="any",
    why="""
A test plan that names a limit and a drill that measured more belong on one page, and seldom are: the criterion stands
in the plan, the number in a protocol. The newest drill that measured it counts.
""",
    fix="""
Mend what took longest and drill again, or agree on another criterion.
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
    measured = False
    for each in criteria:
        drills = [drill for drill in drills_for(plan, case.estate) if drill[each.measure] is not None]
        days = drill_days(drills)
        if not drills:
            continue
        measured = True
        if days.last is None:
            case.unknown(Unknown("when it was measured is not known") if days.unseen is None else days.unseen)
            continue
        drill = days.last.said_by
        found = drill[each.measure]
        doubt = found if isinstance(found, Unknown) else days.unseen
        if doubt is not None:
            case.unknown(doubt, detail=each.measure)
        elif found > each.seconds:
            said = f"test plan {plan['name']} asks for {each.text[:80]!r}; drill {drill['name']} measured {spoken_seconds(found)}"
            shown = [said_at(plan, f"success_criteria.{each.position}", f"a criterion is {each.text[:80]}")]
            shown.append(said_at(drill, each.measure, f"measured {each.measure} is {spoken_seconds(found)}"))
            case.fail(said, evidence=shown, detail=each.measure)
    if not measured:
        case.skip()


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
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, measured: {rto: 45m, rpo: 40s}}
""",
)
policy.unknown(
    documents="""
test_plan: {name: Quarterly DR test, last_test: 2026-10-01}
success_criteria: ["RTO achieved: < 30 minutes", "RPO achieved: < 5 minutes", "No data corruption"]
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, measured: {rto: quick, rpo: 40s}}
""",
)
