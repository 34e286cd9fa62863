"""An alarm in a secondary Region watches how far an Aurora global database lags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drlint.model.collection import Collection
from drlint.model.resource import Resource
from drlint.model.values import WITHHELD, Unknown, first_of, is_present
from drlint.policy import Case, Policy
from drlint.policy.kleene import Answer, conjunction, disjunction, equal, ordered
from drlint.policy.stream import at_least, items_of

METRICS = ("AuroraGlobalDBRPOLag", "AuroraGlobalDBReplicationLag")
MILLISECONDS = 60_000

policy = Policy(
    title="A global database that lags calls somebody, from a secondary Region",
    severity="high",
    checklist="replication-lag-monitored",
    applies_to=("aws_rds_global_cluster",),
    why="""
Aurora sends AuroraGlobalDBRPOLag and AuroraGlobalDBReplicationLag in the secondary Region, for the secondary cluster, in
milliseconds: a threshold meant as seconds goes off a thousand times too early, and one in milliseconds on ReplicaLag, which
is in seconds, never. The alarm must stand there, both because CloudWatch alarms watch their own Region only and because what
calls for a failover must outlive the Region that fails. One secondary with such an alarm is enough here. The primary is the
cluster that the global database was made from, or the only one whose code names a master user. AWS publishes no bound for
this lag, so the objective (RPO) is the measure; without one any threshold counts. No other tool asks for a lag alarm.
""",
    fix="""
resource "aws_cloudwatch_metric_alarm" "global_lag" {
  provider            = aws.dr
  alarm_name          = "orders-global-lag"
  namespace           = "AWS/RDS"
  metric_name         = "AuroraGlobalDBRPOLag"
  dimensions          = { DBClusterIdentifier = aws_rds_cluster.secondary.cluster_identifier }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 60000
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.on_call_dr.arn]
}
""",
    controls={
        "nist-800-53": ("CP-9(5)", "SI-4", "SI-4(5)"),
        "iso-22301": ("8.4.3",),
        "soc-2": ("A1.2", "CC7.2"),
        "dora": ("10(1)", "10(2)"),
        "aws-well-architected": ("REL06-BP01", "REL13-BP02"),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-monitoring.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    source = case.links(case.resource, "created_from")
    members = case.links(case.resource, "members")
    clusters = list(dict.fromkeys((*source.certain, *members.certain)))
    more = which_else(source.joined(members))
    if more is None and len(clusters) < 2:  # noqa: PLR2004 - one cluster is no global database yet
        case.skip()
        return
    apart = at_least(2, items_of(tuple(each.region for each in clusters)))
    if apart is False and more is None:
        case.skip()
        return
    primaries = source.certain or primary_by_code(clusters)
    answer = disjunction(watched for each in clusters if each not in primaries for watched in watches(case, each))
    unsure = None if source.certain else which_primary(clusters)
    if unsure is not None and answer is False:
        answer = conjunction((disjunction(watched for each in primaries for watched in watches(case, each)), unsure))
    doubt = first_of(more, apart if isinstance(apart, Unknown) else None)
    if answer is False and doubt is not None:
        answer = doubt
    if isinstance(answer, Unknown):
        case.unknown(answer)
        return
    rpo = case.objectives.rpo_minutes
    within = f" and goes off within {rpo} minutes" if rpo is not None else ""
    others = " and ".join(each.label for each in clusters if each not in primaries)
    case.require(
        answer,
        f"no alarm on {' or '.join(METRICS)} watches {others} from its own Region{within}; when {case.resource.label} "
        "fails over, what never arrived is lost, and nobody knew",
        reads=[(each, "global_cluster_identifier") for each in clusters],
    )


def which_else(links: Collection) -> Unknown | None:
    """Why other clusters may belong to it than are certain to."""
    if len(links.certain) < len(links):
        return first_of(links.doubt, Unknown("which clusters belong to it is not known"))
    return links.unseen


def primary_by_code(clusters: list[Resource]) -> tuple[Resource, ...]:
    """The cluster whose code names the master user while another's does not: AWS lets only the primary have one."""
    named = tuple(each for each in clusters if "master_username" not in each.view.defaulted)
    return named if len(named) == 1 else ()


def which_primary(clusters: list[Resource]) -> Unknown | None:
    """Why the code does not tell the primary: a master user that may be none (a withheld one is one)."""
    users = [each["master_username"] for each in clusters if "master_username" not in each.view.defaulted]
    return next((each for each in users if isinstance(each, Unknown) and each is not WITHHELD), None)


def watches(case: Case, cluster: Resource) -> Iterator[Answer]:
    """Of each alarm on the cluster, whether it is one on lag that acts; and why there may be others."""
    alarms = case.links(cluster, "alarms")
    for alarm, certain in alarms.items:
        good = calls_on_lag(case, alarm, cluster)
        yield good if certain or good is False else Unknown(f"{alarm.label} may watch another cluster")
    doubt = first_of(alarms.unseen, alarms.more)
    if doubt is not None:
        yield doubt


def calls_on_lag(case: Case, alarm: Resource, cluster: Resource) -> Answer:
    return conjunction(
        (
            disjunction(equal(metric, each) for metric in metrics(alarm) for each in METRICS),
            equal(alarm.region, cluster.region),
            alarm["actions_enabled"],
            is_present(alarm["alarm_actions"]),
            soon_enough(case, alarm["threshold"]),
        )
    )


def metrics(alarm: Resource) -> Iterator[Any]:
    yield alarm["metric_name"]
    queries = alarm["metric_query"]
    for query in queries if isinstance(queries, tuple) else (queries,):
        yield query["metric_name"] if isinstance(query, Mapping) else query


def soon_enough(case: Case, threshold: Any) -> Answer:
    rpo = case.objectives.rpo_minutes
    if rpo is None or threshold is None:
        return True
    return ordered(threshold, rpo * MILLISECONDS, lambda lag, most: bool(lag <= most))


REGIONS = 'provider "aws" { region = "eu-west-1" }\nprovider "aws" {\n  alias  = "dr"\n  region = "eu-central-1"\n}\n'
GLOBAL = 'resource "aws_rds_global_cluster" "orders" { global_cluster_identifier = "orders" }\n'
MADE_FROM = """
resource "aws_rds_global_cluster" "orders" {
  global_cluster_identifier    = "orders"
  source_db_cluster_identifier = aws_rds_cluster.primary.arn
}
"""
PRIMARY = """
resource "aws_rds_cluster" "primary" {
  cluster_identifier        = "orders"
  global_cluster_identifier = "orders"
  master_username           = "orders"
}
"""
SECONDARY = """
resource "aws_rds_cluster" "secondary" {
  provider                  = aws.dr
  cluster_identifier        = "orders-dr"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
}
"""
PAIR = REGIONS + GLOBAL + PRIMARY + SECONDARY
ALARM = """
resource "aws_cloudwatch_metric_alarm" "lag" {
  provider      = aws.dr
  alarm_name    = "lag"
  namespace     = "AWS/RDS"
  metric_name   = "AuroraGlobalDBRPOLag"
  threshold     = 60000
  dimensions    = { DBClusterIdentifier = aws_rds_cluster.secondary.cluster_identifier }
  alarm_actions = ["arn:aws:sns:eu-central-1:111122223333:on-call"]
}
"""
ON_PRIMARY = ALARM.replace("  provider      = aws.dr\n", "").replace(
    "aws_rds_cluster.secondary", "aws_rds_cluster.primary"
)

policy.passes(PAIR + ALARM, objectives={"rpo_minutes": 5})
policy.passes(REGIONS + MADE_FROM + PRIMARY + SECONDARY + ALARM.replace("AuroraGlobalDBRPOLag", METRICS[1]))
policy.fails(PAIR)
policy.fails(PAIR + ON_PRIMARY)
policy.fails(REGIONS + MADE_FROM + PRIMARY + SECONDARY + ON_PRIMARY)
policy.fails(PAIR + ALARM.replace("  provider      = aws.dr\n", ""))
policy.fails(PAIR + ALARM.replace("60000", "3600000"), objectives={"rpo_minutes": 5})
policy.fails(PAIR + ALARM.replace("AuroraGlobalDBRPOLag", "CPUUtilization"))
policy.unknown(PAIR, world="open")
policy.unknown(
    'variable "limit" { type = number }\n' + PAIR + ALARM.replace("60000", "var.limit"), objectives={"rpo_minutes": 5}
)
policy.unknown(PAIR + ALARM.replace("AuroraGlobalDBRPOLag", "CPUUtilization"), world="open")
policy.unknown(
    'variable "region" { type = string }\n'
    + PAIR.replace('region = "eu-central-1"', "region = var.region")
    + ON_PRIMARY
)
