"""What a workload recovers with does not change past its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drlint.model.finding import Evidence
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.member_changes import changes_of
from drlint.recovery.workloads import documents_about, runbooks_of

SHOWN = 3
BESIDE = 5

policy = Policy(
    title="A change to what a workload recovers with touches its documents, or carries a reference",
    severity="medium",
    checklist="change-management",
    applies_to=("workload",),
    joined=True,
    why="""
A runbook is right on the day on which it is written. It goes wrong with the changes that come after: a replica that is
replaced under another name, a second database, another minimum of servers. Whoever makes such a change knows best what of
the runbook is not true any more, and knows it now. Asked are changes of a plan to members that hold data, serve, or
protect what does: made, deleted or replaced, or with another value of an attribute that recovery depends on. Which
documents a change touches is told by `--trusted-ref`; without it drlint cannot tell. A workload with `change_management:`
has its changes looked at elsewhere.
""",
    fix="""
Go through the workload's runbooks with the change in mind and mend them in the same change, or name under
`change_management:` of the workload where its changes are looked at.
""",
    controls={
        "nist-800-53": ("CM-3", "CM-4", "CP-2"),
        "iso-22301": ("8.1", "8.4"),
        "soc-2": ("CC8.1",),
        "dora": ("9(4)(e)", "11(6)"),
        "aws-well-architected": ("REL13-BP04", "OPS05-BP01"),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
        "https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    changes = changes_of(workload, case.estate, case.objectives.history)
    if not changes:
        case.skip()
        return
    reference = workload["change_management"]
    if isinstance(reference, Unknown):
        case.unknown(reference)
        return
    if reference:
        return
    said = "; ".join(map(str, changes[:SHOWN])) + (f"; {len(changes) - SHOWN} more" if len(changes) > SHOWN else "")
    touched = case.objectives.history.touched
    if touched is None:
        case.unknown(
            f"workload {workload['name']}: {said}; give --trusted-ref to tell whether the change touches its documents"
        )
        return
    documents = list(_documents(case, workload))
    if any(each.view.location.uri in touched for each in documents):
        return
    touches = (
        "does not touch its document" if len(documents) == 1 else f"touches none of its {len(documents)} documents"
    )
    message = f"workload {workload['name']}: {said}; the change {touches}, and it names no change_management"
    where = Evidence(f"workload {workload['name']}: change_management is not set", workload.location_of())
    case.fail(message, evidence=[where, *(beside(each.member, each.does) for each in changes[:BESIDE])])


def _documents(case: Case, workload: Any) -> Iterator[Any]:
    """What speaks of the workload: itself, its runbooks, its test plans."""
    yield workload
    yield from runbooks_of(workload, case.estate)
    yield from documents_about("test_plan", workload, case.estate)


def _plan(actions: list[str], before: Any, after: Any) -> list[dict[str, Any]]:
    kind = "aws_db_instance"
    return [{"address": f"{kind}.orders", "type": kind, "actions": actions, "before": before, "after": after}]


ORDERS = {"identifier": "orders", "backup_retention_period": 7}
WORKLOAD = """
workload: {name: orders, members: [aws_db_instance.orders]}
---
runbook: {name: Failover, covers: [orders]}
"""
REFERRED = "workload: {name: orders, members: [aws_db_instance.orders], change_management: CHG-1207}"
UNTOUCHED = {"history": {"touched": []}}
UPDATED = _plan(["update"], ORDERS, {**ORDERS, "backup_retention_period": 14})

policy.passes(plan=UPDATED, documents=WORKLOAD, objectives={"history": {"touched": ["dr/example-2.yaml"]}})
policy.passes(plan=UPDATED, documents=REFERRED, objectives=UNTOUCHED)
policy.fails(plan=UPDATED, documents=WORKLOAD, objectives=UNTOUCHED)
policy.fails(plan=_plan(["delete"], ORDERS, None), documents=WORKLOAD, objectives=UNTOUCHED)
policy.fails(plan=_plan(["delete", "create"], ORDERS, ORDERS), documents=WORKLOAD, objectives=UNTOUCHED)
policy.unknown(plan=UPDATED, documents=WORKLOAD)
