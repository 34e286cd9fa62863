"""What is deployed is the strategy that a workload declares, or more."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.policy.definition import told
from drlint.recovery.effective import NOTHING, RANKS, Effective, effective

policy = Policy(
    title="What is deployed is the strategy that is declared",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("workload",),
    scope="any",
    joined=True,
    why="""
A warm standby on paper is a backup in truth where one bucket has no copy, one cluster no instance, or nothing in the
recovery Region takes requests: the weakest part decides. Data without a copy there makes it none, backups make it
backup and restore, live data with nothing that serves a pilot light, fewer tasks than usual a warm standby. What
stands there without being a member, and what other roots may hold, is not known. Members with the role `optional` or
`derived` do not count.
""",
    fix="""
Give what is named a copy or an instance in the recovery Region, or declare the strategy that is there, with the
objectives it can keep. Name what stands in the recovery Region under `members:`, too.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-7"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    declared, regions = workload["strategy"], workload["recovery_regions"]
    if declared is None or not regions:
        case.skip()
        return
    doubt = next((each for each in (declared, regions) if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt)
        return
    found = [each for each in (effective(workload, region, case.estate) for region in regions) if each is not None]
    if not found:
        case.skip()
        return
    answers = [(each, each.keeps(declared)) for each in found]
    if any(answer is True for _, answer in answers):
        return
    unsure = next(((each, answer) for each, answer in answers if isinstance(answer, Unknown)), None)
    if unsure is not None:
        _unsure(case, *unsure)
        return
    best = max(found, key=lambda each: RANKS.index(each.strongest))
    really = "nothing" if best.strongest == NOTHING else best.strongest
    said = f"workload {workload['name']} declares {declared} in {best.region}, but is {really} there: {best.because}"
    case.fail(said, reads=[(workload, "strategy"), (workload, "recovery_regions")])


def _unsure(case: Case, found: Effective, doubt: Unknown) -> None:
    between = "nothing" if found.weakest == NOTHING else found.weakest
    said = f"in {found.region} it is at least {between} and at most {found.strongest}"
    case.unknown(f"whether it is {case.resource['strategy']}: {said}; {told(doubt)}")


PROVIDERS = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}
"""
TABLE = """
resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
  replica { region_name = "eu-central-1" }
}
"""
BUCKET = """
resource "aws_s3_bucket" "assets" { bucket = "assets" }
"""
WEB = """
resource "aws_ecs_service" "web" {
  name          = "web"
  desired_count = 4
}
"""
BALANCERS = """
resource "aws_lb" "near" { name = "near" }
resource "aws_lb" "far" {
  provider = aws.far
  name     = "far"
}
resource "aws_route53_record" "far" {
  zone_id        = "Z1"
  name           = "www.example.com"
  type           = "A"
  set_identifier = "far"
  failover_routing_policy { type = "SECONDARY" }
  alias {
    name                   = aws_lb.far.dns_name
    zone_id                = aws_lb.far.zone_id
    evaluate_target_health = true
  }
}
"""
BACKUPS = """
resource "aws_db_instance" "orders" {
  backup_retention_period = 7
}
resource "aws_db_instance_automated_backups_replication" "orders" {
  provider               = aws.far
  source_db_instance_arn = aws_db_instance.orders.arn
}
"""


def far(size: str) -> str:
    """The tables of both Regions, four tasks in the primary one, and some in the other."""
    there = 'resource "aws_ecs_service" "far" {\n  provider = aws.far\n  name = "web"\n  desired_count = SIZE\n}\n'
    return PROVIDERS + TABLE + WEB + there.replace("SIZE", size)


def declared(strategy: str, members: str = '["*"]') -> str:
    regions = "  primary_region: eu-west-1\n  recovery_regions: [eu-central-1]\n"
    return f"workload:\n  name: orders\n  members: {members}\n{regions}  strategy: {strategy}\n"


NAMED_IN_PART = "[aws_dynamodb_table.orders, aws_ecs_service.web]"

policy.passes(far("2"), documents=declared("warm-standby"))
policy.passes(far("0"), documents=declared("pilot-light"))
policy.fails(far("2") + BUCKET, documents=declared("warm-standby"))
policy.fails(far("0"), documents=declared("warm-standby"))
policy.fails(far("2") + BALANCERS, documents=declared("hot-standby"))
policy.fails(PROVIDERS + BACKUPS, documents=declared("pilot-light"))
policy.unknown(far("2"), documents=declared("hot-standby"))
policy.unknown(far("2"), documents=declared("warm-standby", NAMED_IN_PART))
policy.unknown(far("2") + BUCKET, documents=declared("warm-standby"), world="open")
policy.unknown('variable "size" { type = number }' + far("var.size"), documents=declared("warm-standby"))
