"""What a command names stands in the Region that the command goes to."""

from __future__ import annotations

from drlint.model.arn import region_of_arn
from drlint.model.finding import Evidence
from drlint.model.resource import Resource
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.copies import copies_of
from drlint.recovery.identifiers import Named, made_in_runbooks, named_in, shown
from drlint.recovery.operations.model import MEMBER, RESTORE
from drlint.recovery.procedures import Asked, calls_of, region_of
from drlint.recovery.workloads import is_of_estate

policy = Policy(
    title="A runbook's commands go to the Region in which what they name stands",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    joined=True,
    why="""
AWS looks for a name in one Region, the one that the command goes to: with the wrong `--region` the answer is "not found",
or worse, another thing of the same name answers. A cluster of a global database that stands elsewhere is named by its
ARN, so that Aurora can find it. Compared are resources whose Region is known with calls whose Region is written in the
command, its environment or its step. A switchover of a global database is called where the present writer stands, a
failover where the cluster stands that takes over. Global services and what is read from another Region on purpose are
left alone.
""",
    fix="""
Give the `--region` of the resource; name the target of a failover or switchover by its ARN where it stands in another
Region than the one that is called.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP04",),
    },
    references=(
        "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html",
    ),
)

SWITCHOVER = "switchover-global-cluster"
# What is restored where it lies; DynamoDB alone restores from the backup of another Region.
_RESTORED = (
    "db-snapshot-identifier",
    "snapshot-identifier",
    "source-db-instance-automated-backups-arn",
    "recovery-point-arn",
)
# Copies that go by the name of what they copy, and what AWS finds in whichever Region it is asked for.
_OF_ONE_NAME = frozenset({"replica table", "replica secret", "replica key"})
_REDIRECTED = frozenset({"aws_s3_bucket"})


@policy.check
def check(case: Case) -> None:
    runbook, estate = case.resource, case.estate
    placed = [(asked, region) for asked in calls_of(runbook, estate) if isinstance(region := region_of(asked), str)]
    for asked, region in placed:
        _restored_from(case, asked, region)
    if not placed or not is_of_estate(runbook, estate):
        case.skip()
        return
    made = made_in_runbooks(estate)
    for asked, region in placed:
        for each in named_in(asked, estate):
            if each.text not in made:  # what a runbook makes may have the name of what was lost elsewhere
                _judge(case, asked, region, each)


def _restored_from(case: Case, asked: Asked, region: str) -> None:
    """What is restored from has to be in the Region that restores, whoever made it."""
    if asked.operation.does != RESTORE:
        return
    for parameter in _RESTORED:
        text = asked.call.literal(parameter)
        other = region_of_arn(text) if text is not None and text.startswith("arn:") else None
        if other not in {None, region}:
            said = f"{asked.step.key} of {case.resource['name']} asks {region} to restore from {shown(text or '')}"
            message = f"{said}, which is in {other}; what is restored from has to be copied before"
            where = Evidence(f"{asked.step.key}: aws {asked.said} in {region}", asked.command.location)
            case.fail(message, detail=f"{asked.key}: {parameter}", evidence=[where])


def _judge(case: Case, asked: Asked, region: str, each: Named) -> None:
    if asked.call.operation == SWITCHOVER and each.names.role == MEMBER:
        _switchover(case, asked, region, each)
        return
    by_arn = each.text.startswith("arn:")
    if each.names.anywhere or (by_arn and each.names.role == MEMBER):
        return
    regions: set[str] = set()
    for found in each.found:
        answers = _answers_in(case, found)
        if answers is None or region in answers:
            return
        regions |= answers
    if not regions or _REDIRECTED.issuperset(each.names.kinds):
        return
    other = next(iter(each.found))
    said = f"{asked.step.key} of {case.resource['name']} asks {region} for {shown(each.text)}"
    remedy = "; name it by its ARN" if each.names.role == MEMBER else ""
    message = f"{said}, which stands in {' and '.join(sorted(regions))}{remedy}"
    where = Evidence(f"{asked.step.key}: aws {asked.said} in {region}", each.word.location)
    detail = f"{asked.key}: {each.names.parameter}"
    case.fail(message, detail=detail, evidence=[where, beside(other, f"stands in {other.region}")])


def _switchover(case: Case, asked: Asked, region: str, each: Named) -> None:
    """A switchover is asked of the side that writes now, and not of the one that takes over."""
    cluster = each.one
    if cluster is None or not isinstance(cluster.region, str) or cluster.region != region:
        return
    said = (
        f"{asked.step.key} of {case.resource['name']} asks {region} to switch over to {shown(each.text)}, which stands"
    )
    message = f"{said} there; a switchover is called in the Region that writes now"
    where = Evidence(f"{asked.step.key}: aws {asked.said} in {region}", asked.command.location)
    detail = f"{asked.key}: {each.names.parameter}"
    case.fail(message, detail=detail, evidence=[where, beside(cluster, f"stands in {region}")])


def _answers_in(case: Case, resource: Resource) -> set[str] | None:
    """The Regions in which a resource answers to its name, with its replicas there; None where that is not known."""
    if not isinstance(resource.region, str):
        return None
    found = {resource.region}
    for copy in copies_of(resource, case.estate):
        if copy.mechanism in _OF_ONE_NAME:
            if not isinstance(copy.region, str):
                return None
            found.add(copy.region)
    return found


TABLE = """
provider "aws" { region = "us-east-1" }
resource "aws_dynamodb_table" "carts" {
  name     = "carts"
  hash_key = "id"
  replica { region_name = "us-west-2" }
}
"""
ESTATE = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_autoscaling_group" "west" {
  provider = aws.west
  name     = "web-west"
  min_size = 1
  max_size = 4
}
"""


def _runbook(where: str, environment: str = "") -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 2
    action: Scale
    commands:
      - >-
        {environment or "AWS_PAGER="} aws autoscaling set-desired-capacity
        --auto-scaling-group-name web-west --desired-capacity 4 {where}
"""


def _of_table(region: str) -> str:
    command = f"aws dynamodb describe-table --table-name carts --region {region}"
    return f"runbook: {{name: Regional Failover}}\nsteps: [{{id: 2, action: Look, command: {command}}}]\n"


policy.passes(ESTATE, documents=_runbook("--region us-west-2"))
policy.passes(ESTATE, documents=_runbook("", "AWS_REGION=us-west-2"))
policy.passes(ESTATE, documents=_runbook("--region us-west-2", "AWS_REGION=us-east-1"))
policy.passes(ESTATE, documents=_runbook("--region us-west-2"), world="open")
policy.passes(TABLE, documents=_of_table("us-west-2"))
policy.fails(TABLE, documents=_of_table("eu-west-1"))
policy.fails(ESTATE, documents=_runbook("--region us-east-1"))
policy.fails(ESTATE, documents=_runbook("", "AWS_DEFAULT_REGION=eu-west-1"))

REPLICATED = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_secretsmanager_secret" "orders" {
  name = "orders"
  replica { region = "us-west-2" }
}
"""


def _secret(region: str) -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 2
    action: Promote the secret
    command: aws secretsmanager stop-replication-to-replica --secret-id orders --region {region}
"""


policy.passes(REPLICATED, documents=_secret("us-west-2"))
policy.fails(REPLICATED, documents=_secret("eu-west-1"))
GLOBAL = """
provider "aws" { region = "us-west-2" }
resource "aws_rds_cluster" "west" {
  cluster_identifier        = "orders-west"
  global_cluster_identifier = "orders"
}
"""


def _switch(region: str) -> str:
    return f"""
runbook: {{name: Planned switchover}}
steps:
  - id: 2
    action: Switch over
    command: >-
      aws rds switchover-global-cluster --global-cluster-identifier orders --region {region}
      --target-db-cluster-identifier arn:aws:rds:us-west-2:111122223333:cluster:orders-west
"""


policy.passes(GLOBAL, documents=_switch("us-east-1"))
policy.fails(GLOBAL, documents=_switch("us-west-2"))


def _restore(source: str) -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 2
    action: Restore
    commands:
      - >-
        aws rds restore-db-instance-from-db-snapshot --db-instance-identifier orders --region us-west-2
        --db-snapshot-identifier {source}
      - aws rds describe-db-instances --db-instance-identifier orders --region us-west-2
"""


SINGLE = """
provider "aws" { region = "us-east-1" }
resource "aws_db_instance" "orders" { identifier = "orders" }
"""
policy.passes(SINGLE, documents=_restore("arn:aws:rds:us-west-2:111122223333:snapshot:orders-copy"))
policy.passes(SINGLE, documents=_restore("orders-copy"))
policy.fails(SINGLE, documents=_restore("arn:aws:rds:us-east-1:111122223333:snapshot:orders-copy"))
policy.fails(
    SINGLE,
    documents="""
runbook: {name: Regional Failover}
steps:
  - action: Restore
    command: >-
      aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier orders
      --target-db-instance-identifier orders-2 --use-latest-restorable-time --region us-west-2
""",
)
