"""Workloads do not wait for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    circle = shortest_circle(workload, case.estate.remembered(("dependencies in circles", 0), lambda: _circular(case)))
    if not circle:
        return
    names = [str(each["name"]) for each in (*circle, workload)]
    shown_names = names if len(names) <= SHOWN else [*names[: SHOWN - 1], f"{len(names) - SHOWN} more", names[-1]]
    said = f"workload {names[0]} depends on {', which depends on '.join(shown_names[1:])}: none can come back first"
    shown = [said_at(each, "depends_on", f"depends on {names[at + 1]}") for at, each in enumerate(circle)]
    case.fail(said, evidence=shown)


def _circular(case: Case) -> dict[int, tuple[Resource, ...]]:
    """What each workload depends on, without those from which no way leads back."""
    found = {id(each): case.links(each, "depended_on").certain for each in case.estate.of_kind("workload")}
    needed_by: dict[int, list[int]] = {}
    for here, others in found.items():
        for other in others:
            needed_by.setdefault(id(other), []).append(here)
    left = {here: len(others) for here, others in found.items()}
    done = [here for here, number in left.items() if not number]
    for here in done:
        for other in needed_by.get(here, ()):
            left[other] -= 1
            if not left[other]:
                done.append(other)
    gone = set(done)
    return {here: tuple(others) for here, others in found.items() if here not in gone}


def shortest_circle(start: Resource, depend_on: Mapping[int, Sequence[Resource]]) -> list[Resource]:
    """The workloads from this one back to itself, where it is the one that comes first; else none: it is told once."""
    came: dict[int, Resource] = {}
    waiting = [start]
    for here in waiting:
        for other in depend_on.get(id(here), ()):
            if other is start:
                way = [here]
                while way[-1] is not start:
                    way.append(came[id(way[-1])])
                return way[::-1]
            if id(other) not in came and other.address > start.address:
                came[id(other)] = here
                waiting.append(other)
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
policy.fails(
    documents="""
workload: {name: orders, depends_on: [stock]}
---
workload: {name: stock, depends_on: [people]}
---
workload: {name: people, depends_on: [stock]}
"""
)
policy.unknown(documents="workload: {name: orders, depends_on: {a: {b: c}}}")
