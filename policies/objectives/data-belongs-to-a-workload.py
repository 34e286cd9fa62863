"""What holds data is part of a workload."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.workloads import WORKLOAD, covered

policy = Policy(
    title="What holds data belongs to a workload",
    severity="low",
    checklist="objectives-defined",
    applies_to=("holds_data",),
    scope="any",
    stage="preview",
    joined=True,
    why="""
Where workloads are written down, data outside of them has no objective, no owner on the night, and no step in any
runbook. It is found when everything else is back and something still fails. Copies of a workload's data belong to it
without being named.
""",
    fix="""
Name it under `members:` of a workload (by tag, module or address), with `role: optional` or `derived` if it may be
lost.
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


# They hold backups of what belongs to workloads.
VAULTS = ("aws_backup_vault", "aws_backup_logically_air_gapped_vault")


@policy.check
def check(case: Case) -> None:
    if not case.estate.of_kind(WORKLOAD) or case.resource.kind in VAULTS:
        case.skip()
        return
    certain, perhaps = covered(case.estate)
    own = id(case.resource)
    if own in certain:
        return
    if own in perhaps:
        case.unknown(perhaps[own])
        return
    said = f"{case.resource.label} holds data and belongs to none of the workloads in view"
    case.fail(said)


policy.passes(
    """
resource "aws_db_instance" "orders" { }
resource "aws_db_instance" "copy" { replicate_source_db = aws_db_instance.orders.arn }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.orders]}
""",
)
policy.fails(
    """
resource "aws_db_instance" "orders" { }
resource "aws_db_instance" "users" { }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.orders]}
""",
)
policy.unknown(
    """
variable "workload" { type = string }
resource "aws_db_instance" "users" { tags = { Workload = var.workload } }
""",
    documents="""
workload: {name: orders, members: [{tags: {Workload: orders}}]}
""",
)
