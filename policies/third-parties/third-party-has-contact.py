"""Whom to call when a third party is down."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.third_parties import name_of, parties_of, says

policy = Policy(
    title="A third party is named with somebody to call",
    severity="medium",
    checklist="third-parties-covered",
    applies_to=("workload",),
    scope="any",
    why="""
The support line, the number of the contract and the name of the account are easy to find by day. On the night they
stand in a mailbox that is down with everything else, and the first half hour goes into finding out whom to call.
""",
    fix="""
Write `contact:` with what reaches somebody at any hour: a support address, a number, the link to open a case.
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
        party, found = name_of(each), says(each["contact"])
        if isinstance(found, Unknown):
            case.unknown(found, detail=party)
        elif not found:
            said = f"third party {party} of workload {workload['name']} has no contact; on the night somebody looks for a number first"
            shown = said_at(
                workload, f"third_parties.{at}", f"third party {party}, contact: {each['contact'] or 'not said'}"
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
    - {name: Stripe, purpose: payments, rto: 1h, fallback: queue the payments}
"""
)
policy.fails(
    documents="""
workload:
  name: orders
  third_parties:
    - {name: Stripe, purpose: payments, contact: TBD, rto: 1h, fallback: queue the payments}
"""
)
policy.unknown(
    documents="""
workload:
  name: orders
  third_parties:
    - {name: Stripe, purpose: payments, contact: [a, b], rto: 1h, fallback: queue the payments}
"""
)
