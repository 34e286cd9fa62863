"""What a runbook promotes can be promoted by the operation that it calls."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.procedures import calls_of
from drlint.recovery.promotions import Promotion, is_judged, misfit_of
from drlint.recovery.workloads import is_of_estate

policy = Policy(
    title="The operation that promotes a database fits the database",
    severity="critical",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    joined=True,
    why="""
AWS has a handful of operations that sound alike. promote-read-replica-db-cluster promotes a cluster that replicates by
binary log, and refuses a secondary of an Aurora global database; promote-read-replica does not apply to instances of
Aurora; switchover-read-replica is Oracle's; failover-db-cluster moves the writer between instances of one Region and
never to another. Each is well-formed, and each ends in an error, or in nothing, on the night. What the command names is
looked up in the estate: whether it is a replica, of what engine, whether it belongs to a global database, and whether a
secondary that is to take over has an instance at all.
""",
    fix="""
For a secondary of a global database call `aws rds failover-global-cluster --allow-data-loss` with the ARN of the
secondary, in its Region; for a read replica of RDS `promote-read-replica`.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
        "https://docs.aws.amazon.com/cli/latest/reference/rds/promote-read-replica-db-cluster.html",
        "https://docs.aws.amazon.com/cli/latest/reference/rds/switchover-read-replica.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook, estate = case.resource, case.estate
    found = [Promotion(asked, runbook, estate) for asked in calls_of(runbook, estate)]
    judged = [each for each in found if is_judged(each)]
    if not judged or not is_of_estate(runbook, estate):
        case.skip()
        return
    for each in judged:
        answer, asked = misfit_of(each), each.asked
        if isinstance(answer, Unknown):
            case.unknown(answer, detail=asked.key, evidence=[asked.evidence])
        elif answer is not None:
            said = f"{asked.step.key} of {runbook['name']} {answer.said}"
            evidence = [asked.evidence, beside(answer.resource, answer.words, answer.attribute)]
            case.fail(said, detail=asked.key, evidence=evidence)


ESTATE = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_rds_global_cluster" "orders" { global_cluster_identifier = "orders" }
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
resource "aws_rds_cluster_instance" "west" {
  provider           = aws.west
  identifier         = "orders-west-1"
  cluster_identifier = aws_rds_cluster.west.cluster_identifier
}
"""
REPLICAS = """
provider "aws" { region = "us-west-2" }
resource "aws_db_instance" "copy" {
  identifier          = "orders-copy"
  engine              = "postgres"
  replicate_source_db = "arn:aws:rds:us-east-1:111122223333:db:orders"
}
resource "aws_rds_cluster" "binlog" {
  cluster_identifier            = "orders-binlog"
  replication_source_identifier = "arn:aws:rds:us-east-1:111122223333:cluster:orders"
}
resource "aws_db_instance" "alone" { identifier = "orders-alone" }
"""


def _runbook(*commands: str) -> str:
    lines = "\n".join(f"      - aws rds {each} --region us-west-2" for each in commands)
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 4
    action: Promote
    commands:
{lines}
"""


_ARN = "arn:aws:rds:us-west-2:111122223333:cluster:orders-west"
_GLOBAL = "failover-global-cluster --global-cluster-identifier orders --allow-data-loss --target-db-cluster-identifier"

policy.passes(ESTATE, documents=_runbook(f"{_GLOBAL} {_ARN}"))
policy.passes(REPLICAS, documents=_runbook("promote-read-replica --db-instance-identifier orders-copy"))
policy.passes(REPLICAS, documents=_runbook("promote-read-replica-db-cluster --db-cluster-identifier orders-binlog"))
policy.fails(ESTATE, documents=_runbook("promote-read-replica-db-cluster --db-cluster-identifier orders-west"))
policy.fails(ESTATE, documents=_runbook("promote-read-replica --db-instance-identifier orders-west-1"))
policy.fails(ESTATE, documents=_runbook("failover-db-cluster --db-cluster-identifier orders-west"))
policy.fails(ESTATE, documents=_runbook(f"{_GLOBAL} orders-east"))
policy.fails(REPLICAS, documents=_runbook("promote-read-replica --db-instance-identifier orders-alone"))
policy.fails(REPLICAS, documents=_runbook(f"{_GLOBAL} orders-binlog"))
policy.fails(REPLICAS, documents=_runbook("switchover-read-replica --db-instance-identifier orders-copy"))
HEADLESS = ESTATE[: ESTATE.index('resource "aws_rds_cluster_instance"')]
policy.fails(HEADLESS, documents=_runbook(f"{_GLOBAL} {_ARN}"))
policy.passes(
    HEADLESS,
    documents=_runbook(
        "create-db-instance --db-instance-identifier orders-west-1 --db-cluster-identifier orders-west"
        " --engine aurora-postgresql --db-instance-class db.r6g.large",
        f"{_GLOBAL} {_ARN}",
    ),
)

CACHES = """
provider "aws" { region = "us-west-2" }
resource "aws_elasticache_replication_group" "west" {
  replication_group_id        = "sessions-west"
  description                 = "sessions"
  global_replication_group_id = "ldgnf-sessions"
}
resource "aws_elasticache_replication_group" "alone" {
  replication_group_id = "carts-west"
  description          = "carts"
}
"""


def _cache(group: str, region: str) -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 4
    action: Promote
    command: >-
      aws elasticache failover-global-replication-group --global-replication-group-id ldgnf-sessions
      --primary-region {region} --primary-replication-group-id {group} --region us-west-2
"""


policy.passes(CACHES, documents=_cache("sessions-west", "us-west-2"))
policy.fails(CACHES, documents=_cache("sessions-west", "us-east-1"))
policy.fails(CACHES, documents=_cache("carts-west", "us-west-2"))
policy.unknown(
    """
variable "global" {}
resource "aws_rds_cluster" "west" {
  cluster_identifier        = "orders-west"
  global_cluster_identifier = var.global
}
""",
    documents=_runbook("promote-read-replica-db-cluster --db-cluster-identifier orders-west"),
)
