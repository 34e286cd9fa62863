"""Workloads do not wait for each other."""

from __future__ import annotations

from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at

SHOWN = 6

policy = Policy(
    title="No workloads wait for each other to recover",
    severity="medium",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    why="""
Two workloads that each need the other have no order in which they come back. Every day they run, since both are up; on
the night each start waits for the other, and somebody has to find out by trying which one can begin without.
""",
    fix="""
Find the dependency that only matters once both are up and take it out of `depends_on`, or take the workloads for one
and recover them with one runbook.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-10"),
        "iso-22301": ("8.4",),
        "soc-2": ("CC7.5",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL11-BP05",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_static_stability.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    if isinstance(workload["depends_on"], Unknown):
        case.unknown(workload["depends_on"])
        return
    if not workload["depends_on"]:
        case.skip()
        return
    circle = shortest_circle(case, workload)
    # told once, of the one that comes first
    if not circle or min(circle, key=lambda each: each.address) is not workload:
        return
    names = [str(each["name"]) for each in (*circle, workload)]
    shown_names = names if len(names) <= SHOWN else [*names[: SHOWN - 1], f"{len(names) - SHOWN} more", names[-1]]
    said = f"workload {names[0]} depends on {', which depends on '.join(shown_names[1:])}: none can come back first"
    shown = [said_at(each, "depends_on", f"depends on {names[at + 1]}") for at, each in enumerate(circle)]
    case.fail(said, evidence=shown)


def shortest_circle(case: Case, start: Resource) -> list[Resource]:
    """The workloads from this one back to itself, the last before it at the end; none where there is no way."""
    waiting: list[list[Resource]] = [[start]]
    met: set[int] = set()
    for way in waiting:
        for other in case.links(way[-1], "depended_on").certain:
            if other is start:
                return way
            if id(other) not in met:
                met.add(id(other))
                waiting.append([*way, other])
    return []


policy.passes(documents="workload: {name: orders, depends_on: [stock]}\n---\nworkload: {name: stock}")
policy.fails(documents="workload: {name: orders, depends_on: [orders]}")
policy.fails(
    documents="""
workload: {name: orders, depends_on: [stock]}
---
workload: {name: stock, depends_on: [people]}
---
workload: {name: people, depends_on: [orders]}
"""
)
policy.unknown(documents="workload: {name: orders, depends_on: {a: {b: c}}}")
