"""A third party is back before the workload has to be."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import LOSS, objective_of
from drlint.recovery.third_parties import name_of, parties_of, says

policy = Policy(
    title="A third party promises to be back before the workload has to be",
    severity="high",
    checklist="third-parties-covered",
    applies_to=("workload",),
    scope="any",
    why="""
A workload that needs a third party recovers no sooner than that one does. An RTO of an hour beside a contract that
promises eight is met only as long as the other side has no bad day. The objective for the loss of a Region is asked,
and where there is none the strictest that the workload has. Where a fallback bridges the time, say so to drlint with
the parameter `fallback_bridges: true`: then only those without one are held against the objective.
""",
    fix="""
Agree on a shorter time with the third party, have a fallback that carries the difference, or agree on another RTO for
the workload.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.2.2",),
        "soc-2": ("CC9.2",),
        "dora": ("11(4)", "12(6)"),
        "aws-well-architected": ("REL13-BP01",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
    ),
    parameters={"fallback_bridges": False},
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    parties = [(at, each) for at, each in enumerate(parties_of(workload)) if each["rto"] is not None]
    disruption, asked = strictest(case)
    if isinstance(workload["third_parties"], Unknown):
        case.unknown(workload["third_parties"])
        return
    if not parties or asked is None:
        case.skip()
        return
    for at, each in parties:
        party, promised, bridge = name_of(each), each["rto"], says(each["fallback"])
        if case.parameters["fallback_bridges"] and bridge is True:
            continue
        doubt = next((value for value in (promised, asked) if isinstance(value, Unknown)), None)
        if doubt is not None or isinstance(asked, Unknown):
            case.unknown(doubt or "the objective is not known", detail=party)
        elif promised > asked and isinstance(bridge, Unknown):
            case.unknown(bridge, detail=party)
        elif promised > asked:
            said = (
                f"third party {party} promises to be back after {spoken_seconds(promised)}; workload {workload['name']} "
                f"has to be {spoken_seconds(asked)} after {LOSS[disruption]}"
            )
            said += f", so that its fallback has to carry {spoken_seconds(promised - asked)}" if bridge is True else ""
            shown = (
                said_at(workload, f"third_parties.{at}.rto", f"third party {party}, rto: {spoken_seconds(promised)}"),
                said_at(
                    workload, f"objectives.{disruption}", f"objective for {disruption}, rto: {spoken_seconds(asked)}"
                ),
            )
            case.fail(said, evidence=shown, detail=party)


def strictest(case: Case) -> tuple[str, int | Unknown | None]:
    """The RTO for the loss of a Region, else the shortest that there is, and for what."""
    asked = objective_of(case.resource, "rto")
    if asked is not None:
        return "region", asked
    others = {each: objective_of(case.resource, "rto", each) for each in LOSS}
    known = {each: value for each, value in others.items() if isinstance(value, int)}
    if known and not any(isinstance(value, Unknown) for value in others.values()):
        least = min(known, key=lambda each: known[each])
        return least, known[least]
    return "region", next((value for value in others.values() if isinstance(value, Unknown)), None)


policy.passes(
    documents="""
workload:
  name: orders
  objectives: {region: {rto: 4h, rpo: 5m}, software: {rto: 1h, rpo: 5m}}
  third_parties: [{name: Stripe, rto: 4h}, {name: Datadog}]
"""
)
policy.passes(
    documents="""
workload:
  name: orders
  rto: 1h
  third_parties: [{name: Stripe, rto: 8h, fallback: queue the payments}]
""",
    parameters={"fallback_bridges": True},
)
policy.fails(
    documents="""
workload:
  name: orders
  objectives: {region: {rto: 1h, rpo: 5m}}
  third_parties: [{name: Stripe, rto: 8h, fallback: queue the payments}]
"""
)
policy.fails(
    documents="""
workload:
  name: orders
  objectives: {software: {rto: 8h, rpo: 5m}, zone: {rto: 1h, rpo: 0}}
  third_parties: [{name: Stripe, rto: 4h}]
"""
)
policy.unknown(
    documents="""
workload:
  name: orders
  objectives: {region: {rto: 1h, rpo: 5m}}
  third_parties: [{name: Stripe, rto: soon}]
"""
)
