"""What a workload depends on has a plan of its own."""

from __future__ import annotations

from drlint.model.nearness import near
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.workloads import WORKLOAD

policy = Policy(
    title="A workload on which another depends is declared",
    severity="medium",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    why="""
A workload recovers no sooner than what it needs. Where that is only a name, nobody has said how fast it comes back, by
which runbook, and in which order. A name may also be a slip of the pen, or one that was changed. In an open world it
may be declared in another repository, so that the answer is unknown; `--context` with that folder shows it, `--world
closed` says that there is none.
""",
    fix="""
Write a workload document for it, correct the name, or check both folders together.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.2.2",),
        "soc-2": ("CC7.5",),
        "dora": ("11(2)", "12(6)"),
        "aws-well-architected": ("REL13-BP01",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
    ),
)


SUGGESTED = 3  # names that were meant; looking for them takes time


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    names = workload["depends_on"]
    if isinstance(names, Unknown):
        case.unknown(names)
        return
    if not names:
        case.skip()
        return
    missing = 0
    for name in dict.fromkeys(names):
        if case.targets(workload, name, WORKLOAD).items:
            continue
        said = f"workload {workload['name']} depends on {name}, and no workload of that name is in view"
        missing += 1
        if missing <= SUGGESTED:
            known = [each["name"] for each in case.estate.of_kind(WORKLOAD) if isinstance(each["name"], str)]
            said += near(name, known)
        absent = case.estate.world.absence(f"no workload {name}", WORKLOAD)
        shown = [said_at(workload, "depends_on", f"depends on {name}")]
        if absent is None:
            case.fail(said, evidence=shown, detail=name)
        else:
            case.unknown(f"{said}; {case.estate.world.remedy}", evidence=shown, detail=name)


policy.passes(documents="workload: {name: orders, depends_on: [stock]}\n---\nworkload: {name: stock}")
policy.fails(documents="workload: {name: orders, depends_on: [stocks]}\n---\nworkload: {name: stock}", world="closed")
policy.unknown(documents="workload: {name: orders, depends_on: [stocks]}\n---\nworkload: {name: stock}", world="open")
policy.unknown(documents="workload: {name: orders, depends_on: {a: {b: c}}}")
