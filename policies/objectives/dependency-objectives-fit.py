"""A workload promises nothing better than what it depends on."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import LOSS, objective_of
from drlint.recovery.workloads import WORKLOAD

policy = Policy(
    title="The objectives of a workload are no better than those of what it depends on",
    severity="high",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    why="""
A workload that is back after an hour and waits three more for the one that it needs is back after four. An RPO is no
better either: orders of which the stock knows nothing have to be set right by hand. Each disruption is compared apart.
""",
    fix="""
Give the one that is needed the stricter objective and the strategy for it, loosen the objective of the one that needs
it, or make it work without.
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
    found = case.targets(workload, workload["depends_on"], WORKLOAD)
    needed = [each for each in found.certain if each is not workload]
    if isinstance(workload["depends_on"], Unknown):
        case.unknown(workload["depends_on"])
        return
    if not needed:
        case.skip()
        return
    for other in needed:
        missing = [LOSS[each] for each in LOSS if not compared(case, other, each)]
        if missing:
            said = f"workload {workload['name']} depends on {other['name']}, which has no objective for"
            case.unknown(f"{said} {', '.join(missing)}", detail=f"{other['name']}: none")


def compared(case: Case, other: Resource, disruption: str) -> bool:
    """Whether both could be compared, or there was nothing to compare."""
    answers = [compare(case, other, disruption, measure) for measure in ("rto", "rpo")]
    return all(answers)


def compare(case: Case, other: Resource, disruption: str, measure: str) -> bool:
    workload = case.resource
    own, its = objective_of(workload, measure, disruption), objective_of(other, measure, disruption)
    if own is None or its is None:
        return own is None
    detail = f"{other['name']}: {disruption} {measure}"
    doubt = next((each for each in (own, its) if isinstance(each, Unknown)), None)
    if doubt is not None or isinstance(own, Unknown) or isinstance(its, Unknown):
        case.unknown("an objective is not known" if doubt is None else doubt, detail=detail)
    elif its > own:
        said = (
            f"workload {workload['name']} depends on {other['name']}, which has an {measure.upper()} of "
            f"{spoken_seconds(its)} for {LOSS[disruption]}; its own of {spoken_seconds(own)} cannot be kept"
        )
        shown = (
            said_at(workload, f"objectives.{disruption}", f"{measure} for {disruption} is {spoken_seconds(own)}"),
            said_at(other, f"objectives.{disruption}", f"{measure} for {disruption} is {spoken_seconds(its)}"),
            said_at(workload, "depends_on", f"depends on {other['name']}"),
        )
        case.fail(said, evidence=shown, detail=detail)
    return True


STOCK = "\n---\nworkload: {name: stock, objectives: {region: {rto: 4h, rpo: 15m}}}"
policy.passes(
    documents="workload: {name: orders, depends_on: [stock], objectives: {region: {rto: 4h, rpo: 1h}}}" + STOCK
)
policy.fails(
    documents="workload: {name: orders, depends_on: [stock], objectives: {region: {rto: 1h, rpo: 1h}}}" + STOCK
)
policy.fails(
    documents="workload: {name: orders, depends_on: [stock], objectives: {region: {rto: 4h, rpo: 5m}}}" + STOCK
)
policy.unknown(documents="workload: {name: orders, depends_on: [stock], objectives: {zone: {rto: 5m, rpo: 0}}}" + STOCK)
policy.unknown(documents="workload: {name: orders, depends_on: [stock], objectives: {region: {rto: soon}}}" + STOCK)
