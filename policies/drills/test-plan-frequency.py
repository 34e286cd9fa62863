"""A test plan is as frequent as the tier of what it covers asks."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import cadence_of

policy = Policy(
    title="Recovery is planned to be tested as often as its tier asks",
    severity="medium",
    checklist="procedures-tested",
    applies_to=("test_plan",),
    scope="any",
    why="""
Estates change every week. Between two tests lie all the changes that nobody has failed over with, and after a quarter
they are too many for a runbook of a critical workload to be believed. `test_every` of the workload wins over its
tier.
""",
    fix="""
Set `frequency:` to quarterly or shorter, or give the workload the tier that it has.
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
    plan = case.resource
    often = plan["frequency"]
    if often is None:
        case.fail(f"test plan {plan['name']} does not say how often it is carried out", reads=[(plan, "frequency")])
        return
    limit, because = cadence_of(plan, case.estate, case.parameters)
    doubt = next((each for each in (often, limit) if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt)
        return
    said = f"test plan {plan['name']} is carried out every {often} days; {because} asks for {limit} days"
    case.require(often <= limit, said, reads=[(plan, "frequency")])


policy.passes(
    documents="""
test_plan: {name: Quarterly DR test, frequency: Quarterly}
""",
)
policy.passes(
    documents="""
workload: {name: wiki, tier: 4}
---
test_plan: {name: Yearly DR test, frequency: yearly, covers: [wiki]}
""",
)
policy.fails(
    documents="""
test_plan: {name: Yearly DR test, frequency: yearly}
""",
)
policy.fails(
    documents="""
test_plan: {name: DR test}
""",
)
policy.unknown(
    documents="""
test_plan: {name: DR test, frequency: now and then}
""",
)
