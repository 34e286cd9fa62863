"""What is done while a third party is down."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.third_parties import name_of, parties_of, says

policy = Policy(
    title="A third party is named with what is done without it",
    severity="medium",
    checklist="third-parties-covered",
    applies_to=("workload",),
    scope="any",
    why="""
No runbook of yours brings a third party back. What can be decided by day is what the workload does without it: queue
payments, serve a cached answer, switch to another provider, or stop that one function and say so.
""",
    fix="""
Write `fallback:` with what is done without it, be it that one function is switched off.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.4",),
        "soc-2": ("CC9.2",),
        "dora": ("11(4)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    if isinstance(workload["third_parties"], Unknown):
        case.unknown(workload["third_parties"])
        return
    if not workload["third_parties"]:
        case.skip()
        return
    for at, each in enumerate(parties_of(workload)):
        party, found = name_of(each), says(each["fallback"])
        if isinstance(found, Unknown):
            case.unknown(found, detail=party)
        elif not found:
            said = f"third party {party} of workload {workload['name']} has no fallback; while it is down, so is what needs it"
            shown = said_at(
                workload, f"third_parties.{at}", f"third party {party}, fallback: {each['fallback'] or 'not said'}"
            )
            case.fail(said, evidence=[shown], detail=party)


policy.passes(
    documents="""
workload:
  name: orders
  third_parties:
    - {name: Stripe, purpose: payments, contact: support@stripe.com, rto: 1h, fallback: queue the payments}
"""
)
policy.fails(
    documents="""
workload:
  name: orders
  third_parties:
    - {name: Stripe, purpose: payments, contact: support@stripe.com, rto: 1h}
"""
)
policy.fails(
    documents="""
workload:
  name: orders
  third_parties:
    - {name: Stripe, purpose: payments, contact: support@stripe.com, rto: 1h, fallback: TBD}
"""
)
policy.unknown(
    documents="""
workload:
  name: orders
  third_parties:
    - {name: Stripe, purpose: payments, contact: support@stripe.com, rto: 1h, fallback: [a, b]}
"""
)
