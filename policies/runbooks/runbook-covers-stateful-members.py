"""Every member of a workload that holds data is recovered by some step of its runbooks."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.covering import covers_of

policy = Policy(
    title="The runbooks of a workload recover every member that holds data",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("workload",),
    joined=True,
    why="""
A workload is back when all of its data is. A runbook that promotes the database and forgets the file system, or the
second database that was added last year, ends with an application that starts and does not work. Each required member
that holds data is looked for in the failover and restore runbooks: by the name in a command, by a copy of it, by the
global database it belongs to, or by its name in the words of a step. What recovers by itself needs no step (a bucket
with replication to another Region, a DynamoDB global table, a replicated secret), nor do members with the role
`optional` or `derived`, caches without snapshots, and copies. Scripts and variables that may name it make it unknown.
""",
    fix="""
Add a step that promotes or restores the member, or give it `role: derived` or `role: optional` in the workload where it
can be built anew or done without.
""",
    controls={
        "nist-800-53": ("CP-10", "CP-9"),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)", "12(1)"),
        "aws-well-architected": ("REL13-BP02", "REL09-BP01"),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    covers = covers_of(workload, case.estate)
    if not covers:
        case.skip()
        return
    doubts: list[str] = []
    reason = ""
    for each in covers:
        member, answer = each.member, each.answer
        if isinstance(answer, Unknown):
            doubts.append(member.label)
            reason = reason or answer.reason
        elif not answer:
            said = f"no failover or restore step of {workload['name']} recovers {member.label}, which holds data"
            where = Evidence(f"workload {workload['name']}: members", workload.location_of("members"))
            case.fail(said, detail=member.label, evidence=[where, beside(member, "holds data")])
    if doubts:
        case.unknown(f"whether a step recovers {', '.join(sorted(doubts))}: {reason}", detail="doubts")


ESTATE = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_rds_global_cluster" "orders" { global_cluster_identifier = "orders-global" }
resource "aws_rds_cluster" "east" {
  cluster_identifier        = "orders-east"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
  master_username           = "orders"
}
resource "aws_rds_cluster" "west" {
  provider                  = aws.west
  cluster_identifier        = "orders-west"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
}
resource "aws_dynamodb_table" "carts" {
  name = "carts"
  replica { region_name = "us-west-2" }
}
resource "aws_elasticache_replication_group" "cache" {
  replication_group_id = "cache"
  description          = "sessions"
}
"""
SECOND = """
resource "aws_db_instance" "billing" { identifier = "billing-main" }
"""


def _documents(*steps: str, role: str = "required") -> str:
    lines = "\n".join(f"  - {each}" for each in steps)
    return f"""
workload:
  name: orders
  members:
    - {{address: "aws_db_instance.*", role: {role}}}
    - {{address: "*"}}
---
runbook: {{name: Regional Failover, covers: [orders]}}
steps:
{lines}
"""


_GLOBAL = (
    "{id: 1, action: Promote, command: aws rds failover-global-cluster --global-cluster-identifier orders-global"
    " --allow-data-loss --target-db-cluster-identifier $ARN}"
)
_COPY = (
    "{id: 2, action: Promote, command: aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier"
    " billing-main --target-db-instance-identifier billing-new}"
)

policy.passes(ESTATE, documents=_documents(_GLOBAL))
policy.passes(ESTATE + SECOND, documents=_documents(_GLOBAL, _COPY))
policy.passes(ESTATE + SECOND, documents=_documents(_GLOBAL, role="derived"))
policy.passes(ESTATE + SECOND, documents=_documents(_GLOBAL, "Restore billing-main from its last snapshot"))
policy.fails(ESTATE + SECOND, documents=_documents(_GLOBAL))
policy.fails(ESTATE, documents=_documents("Tell everybody"))
policy.unknown(
    ESTATE + SECOND, documents=_documents(_GLOBAL, "{id: 2, action: Restore the rest, command: ./restore.sh}")
)
policy.unknown(
    ESTATE + SECOND,
    documents=_documents(
        _GLOBAL, "{id: 2, action: Go, command: aws rds start-db-instance --db-instance-identifier $DATABASE}"
    ),
)
