"""What a runbook recovers is still what stood when it was tested."""

from __future__ import annotations

from datetime import date

from drlint.model.finding import Evidence
from drlint.model.resource import Resource
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.history import Then
from drlint.recovery.member_changes import MemberChange, added_since, changes_of
from drlint.recovery.rehearsed import Day, tests_of
from drlint.recovery.workloads import workloads_of

SHOWN = 3
BESIDE = 5

policy = Policy(
    title="What a runbook recovers has not changed since it was tested",
    severity="medium",
    checklist="procedures-tested",
    applies_to=("runbook",),
    joined=True,
    why="""
A test proves that the runbook worked for what stood on that day. A database that was added since was restored by nobody,
one that was replaced is found under another endpoint, and the hour that the test took says nothing about either. Two
things tell: what the plan at hand makes, deletes or replaces among the members of the runbook's workloads, and, where
the repository's history reaches back to the day of the test, which members' code was not there then. Only what holds
data or serves is asked about, and only added blocks are told from history, in folders that held code then.
""",
    fix="""
Carry the runbook out once more with what stands now, and write the day under `last_tested:`, or record a drill.
""",
    controls={
        "nist-800-53": ("CP-4", "CP-2"),
        "iso-22301": ("8.5", "8.6"),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP03", "REL13-BP04"),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook, today = case.resource, case.today
    workloads = workloads_of(runbook, case.estate).certain
    days = tests_of(runbook, case.estate)
    last = None if today is None else days.until(today).last
    if not workloads or (last is None and days.unseen is None):
        case.skip()
        return
    if last is None:
        case.unknown(days.unseen)
        return
    history = case.objectives.history
    every = {id(each.member): each for workload in workloads for each in changes_of(workload, case.estate, history)}
    changes = [each for each in every.values() if each.of_topology and _is_told(case, each.member)]
    if changes:
        _tell_plan(case, last, changes)
    if history.then is None:
        return
    then = history.then.get(last.day.isoformat())
    if then is None:
        case.unknown(f"the repository's history does not reach back to {last.day}, when it was tested", detail="since")
        return
    planned = {id(each.member) for each in changes}
    added = [each for workload in workloads for each in added_since(workload, case.estate, then)]
    new = list({id(each): each for each in added if id(each) not in planned}.values())
    if new:
        _tell_history(case, last, new, then)


def _is_told(case: Case, member: Resource) -> bool:
    kind = case.catalog[member.kind]
    return kind.holds_data or kind.serves


def _tell_plan(case: Case, last: Day, changes: list[MemberChange]) -> None:
    said = "; ".join(map(str, changes[:SHOWN])) + (f"; {len(changes) - SHOWN} more" if len(changes) > SHOWN else "")
    message = f"runbook {case.resource['name']} was last tested on {last.day}, before what the plan does: {said}"
    related = [beside(each.member, each.does) for each in changes[:BESIDE]]
    case.fail(message, detail="plan", evidence=[_where(last), *related])


def _tell_history(case: Case, last: Day, new: list[Resource], then: Then) -> None:
    names = [each.label for each in new]
    said = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    message = (
        f"runbook {case.resource['name']} was last tested on {last.day}; "
        f"{said} {'was' if len(new) == 1 else 'were'} added since (after commit {then.commit[:12]})"
    )
    related = [beside(each, "was not there") for each in new[:BESIDE]]
    case.fail(message, detail="since", evidence=[_where(last), *related])


def _where(last: Day) -> Evidence:
    return Evidence(f"last tested on {last.day}", last.said_by.location_of(last.attribute))


def _change(actions: list[str], name: str = "orders") -> dict[str, object]:
    body = {"identifier": name}
    before = None if actions == ["create"] else body
    after = None if actions == ["delete"] else body
    kind = "aws_db_instance"
    return {"address": f"{kind}.{name}", "type": kind, "actions": actions, "before": before, "after": after}


DOCUMENTS = """
workload: {name: orders, members: ["aws_db_instance.*"]}
---
runbook: {name: Failover, covers: [orders], last_tested: 2026-10-01}
"""
SOURCE = 'resource "aws_db_instance" "orders" { identifier = "orders" }\n'
DAY = date(2026, 11, 26)


def _then(*blocks: str) -> dict[str, object]:
    return {"history": {"then": {"2026-10-01": {"commit": "0123456789abcdef", "blocks": {"": list(blocks)}}}}}


BOTH = SOURCE + SOURCE.replace("orders", "reports")

policy.passes(SOURCE, documents=DOCUMENTS, objectives=_then("aws_db_instance.orders"), as_of=DAY)
policy.passes(SOURCE, documents=DOCUMENTS, as_of=DAY)
policy.passes(plan=[_change(["update"])], documents=DOCUMENTS, as_of=DAY)
policy.fails(BOTH, documents=DOCUMENTS, objectives=_then("aws_db_instance.orders"), as_of=DAY)
policy.fails(plan=[_change(["create"], "reports"), _change(["no-op"])], documents=DOCUMENTS, as_of=DAY)
policy.fails(plan=[_change(["delete"])], documents=DOCUMENTS, as_of=DAY)
policy.fails(plan=[_change(["delete", "create"])], documents=DOCUMENTS, as_of=DAY)
policy.unknown(SOURCE, documents=DOCUMENTS, objectives={"history": {"then": {}}}, as_of=DAY)
