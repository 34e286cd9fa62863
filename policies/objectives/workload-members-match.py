"""Each member of a workload names something in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.workloads import fits

policy = Policy(
    title="Each member of a workload names something that exists",
    severity="high",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    joined=True,
    why="""
A member whose address or tag fits nothing is a rename that the document missed. From then on the database that
matters is no part of the workload: no policy holds it against the objectives, no runbook has to restore it, and
nothing says so.
""",
    fix="""
Give the address as `terraform state list` prints it, or the tag that the resources bear now.
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
    members = workload["members"]
    if not members:
        said = (
            f"workload {workload['name']} names no members, so that nothing it runs on is held against its objectives"
        )
        case.fail(said, reads=[(workload, "members")])
        return
    own = [each for each in case.estate.resources if case.catalog[each.kind].of_aws]
    for position, member in enumerate(members):
        _judge(case, member, own, position)


def _judge(case: Case, member: Mapping[str, Any], resources: list[Resource], position: int) -> None:
    doubt: Unknown | None = None
    for each in resources:
        answer = fits(member, each)
        if answer is True:
            return
        if isinstance(answer, Unknown):
            doubt = answer
    named = _named(member)
    absent = case.estate.world.absence(f"nothing that is {named}")
    unseen = first_of(doubt, absent)
    if unseen is not None:
        case.unknown(unseen, detail=str(position))
        return
    said = f"workload {case.resource['name']} has {named} as a member, and nothing in view is that"
    case.fail(said, reads=[(case.resource, "members")], detail=named)


def _named(member: Mapping[str, Any]) -> str:
    tags = ", ".join(f"{name}={value}" for name, value in member["tags"].items() if isinstance(value, str))
    said = [f"{name} {member[name]}" for name in ("address", "module", "arn") if member[name] is not None]
    return " with ".join([*said, *([f"tag {tags}"] if tags else [])])[:160]


policy.passes(
    """
resource "aws_db_instance" "orders" { tags = { Workload = "orders" } }
""",
    documents="""
workload:
  name: orders
  members: [aws_db_instance.*, {tags: {Workload: orders}}]
""",
)
policy.fails(
    """
resource "aws_db_instance" "orders" { }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.oders]}
""",
)
policy.fails(
    """
resource "aws_db_instance" "orders" { }
""",
    documents="""
workload: {name: orders}
""",
)
policy.unknown(
    """
resource "aws_db_instance" "orders" { }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.oders]}
""",
    world="open",
)
policy.unknown(
    """
variable "workload" { type = string }
resource "aws_db_instance" "orders" { tags = { Workload = var.workload } }
""",
    documents="""
workload: {name: orders, members: [{tags: {Workload: orders}}]}
""",
)
