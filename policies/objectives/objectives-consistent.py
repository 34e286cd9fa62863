"""The smaller loss is not allowed the longer recovery."""

from __future__ import annotations

from itertools import pairwise

from drlint.model.periods import spoken_seconds
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import LOSS, objective_of

policy = Policy(
    title="Objectives do not contradict each other",
    severity="low",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    stage="preview",
    why="""
Recovery from the loss of a zone that may take longer than from the loss of a whole Region is a slip: figures were
swapped, or one was tightened and the other forgotten. What is built for the Region then decides for both.
""",
    fix="""
Check the numbers; the objective for a smaller loss is as tight as that for a larger one, or tighter.
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
    compared = False
    for measure in ("rto", "rpo"):
        found = [(each, objective_of(workload, measure, each)) for each in ("hardware", "zone", "region")]
        known = [(disruption, value) for disruption, value in found if isinstance(value, int)]
        doubt = next((value for _, value in found if isinstance(value, Unknown)), None)
        compared = compared or len(known) > 1 or doubt is not None
        wrong = next(((one, other) for one, other in pairwise(known) if one[1] > other[1]), None)
        if wrong is not None:
            (less, longer), (more, shorter) = wrong
            said = (
                f"workload {workload['name']} has an {measure.upper()} of {spoken_seconds(longer)} for {LOSS[less]}, but of "
                f"{spoken_seconds(shorter)} for {LOSS[more]}"
            )
            case.fail(said, reads=[(workload, "objectives")], detail=measure)
        elif doubt is not None:
            case.unknown(doubt, detail=measure)
    if not compared:
        case.skip()


policy.passes(
    documents="""
workload: {name: orders, objectives: {zone: {rto: 5m, rpo: 1m}, region: {rto: 1h, rpo: 5m}}}
""",
)
policy.fails(
    documents="""
workload: {name: orders, objectives: {zone: {rto: 4h, rpo: 1m}, region: {rto: 1h, rpo: 5m}}}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, objectives: {zone: {rto: quick, rpo: 1m}, region: {rto: 1h, rpo: 5m}}}
""",
)
