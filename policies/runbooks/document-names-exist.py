"""The workloads and runbooks that documents name are there."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.model.nearness import near
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.workloads import RUNBOOK, WORKLOAD

policy = Policy(
    title="The workloads and runbooks that a document names exist",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("workload", "runbook", "drill", "test_plan"),
    scope="any",
    why="""
A runbook that covers `ordrs` covers nothing: its steps are held against no workload, the drill of that name proves
nothing for anybody, and all of it looks well. Names under `covers` and `runbooks` are looked up among the documents in
view. Where there is none of that kind at all, nothing is asked; in an open world it may stand in another repository, so
that the answer is unknown.
""",
    fix="Correct the name, write the document, or check both folders together.",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.4",),
        "soc-2": ("CC7.5",),
        "dora": ("11(2)",),
        "aws-well-architected": ("OPS07-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
)

_SUGGESTED = 3  # names that were meant; looking for them takes time
_NAMED = {
    "workload": (("runbooks", RUNBOOK, "names"),),
    "runbook": (("covers", WORKLOAD, "covers"),),
    "drill": (("covers", WORKLOAD, "covers"), ("runbooks", RUNBOOK, "names")),
    "test_plan": (("covers", WORKLOAD, "covers"),),
}


@policy.check
def check(case: Case) -> None:
    asked = list(_names(case))
    if not any(
        isinstance(case.resource[each], Unknown) or case.resource[each] for each, *_ in _NAMED[case.resource.kind]
    ):
        case.skip()
        return
    title, missing = case.catalog[case.resource.kind].title, 0
    for attribute, kind, does, name in asked:
        if case.targets(case.resource, name, kind).items:
            continue
        missing += 1
        meant = near(name, _known(case, kind)) if missing <= _SUGGESTED else ""
        said = f"{title} {case.resource['name']} {does} {name}, and no {kind} of that name is in view{meant}"
        shown = [said_at(case.resource, attribute, f"{does} {name}")]
        detail = f"{attribute}: {name}"
        if case.estate.world.absence(f"no {kind} {name}") is None:
            case.fail(said, evidence=shown, detail=detail)
        else:
            case.unknown(f"{said}; {case.estate.world.remedy}", evidence=shown, detail=detail)


def _known(case: Case, kind: str) -> list[str]:
    return [each["name"] for each in case.estate.of_kind(kind) if isinstance(each["name"], str)]


def _names(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """What is named, with the attribute that does, the kind that it is of and a word for naming it."""
    for attribute, kind, does in _NAMED[case.resource.kind]:
        said = case.resource[attribute]
        if isinstance(said, Unknown):
            case.unknown(said)
        elif said and case.estate.of_kind(kind):
            yield from ((attribute, kind, does, each) for each in dict.fromkeys(said) if isinstance(each, str))


_ORDERS = "\n---\nworkload: {name: orders, runbooks: [Leave]}\n---\nrunbook: {name: Leave}\n"

policy.passes(documents="runbook: {name: Failover, covers: [orders]}" + _ORDERS, world="closed")
policy.passes(documents="drill: {name: Autumn, runbooks: [Leave], covers: [orders]}" + _ORDERS, world="closed")
policy.fails(documents="runbook: {name: Failover, covers: [ordrs]}" + _ORDERS, world="closed")
policy.fails(documents="drill: {name: Autumn, runbooks: [Leaves]}" + _ORDERS, world="closed")
policy.fails(documents="test_plan: {name: Quarterly, covers: [carts]}" + _ORDERS, world="closed")
policy.fails(documents="workload: {name: carts, runbooks: [Return]}" + _ORDERS, world="closed")
policy.unknown(documents="runbook: {name: Failover, covers: [ordrs]}" + _ORDERS, world="open")
policy.unknown(documents="runbook: {name: Failover, covers: {a: {b: c}}}" + _ORDERS)
