"""An alarm that steers traffic stands where its metric is, and not in the Region whose loss it has to notice."""

from __future__ import annotations

from drlint.model.collection import Collection
from drlint.model.resource import Resource
from drlint.model.values import Unknown, UnknownRead, as_unknown, first_of
from drlint.policy import Case, Policy

policy = Policy(
    title="An alarm that steers traffic outlives the Region it watches",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("aws_route53_health_check", "aws_cloudwatch_metric_alarm"),
    why="""
Metrics of Route 53 health checks exist in us-east-1 only: an alarm on them anywhere else never has data. The other
way round, a health check that follows an alarm asks CloudWatch in the alarm's Region. If that is the Region the
record sends traffic to, alarm and target go dark together, and the health check keeps its last known status,
usually healthy. Standing in the same Region is harmless only where missing data counts as Unhealthy
(insufficient_data_health_status).
""",
    fix="""
Put alarms on AWS/Route53 metrics under a provider for us-east-1. For a health check of type CLOUDWATCH_METRIC, set
`insufficient_data_health_status = "Unhealthy"`, or let the alarm stand in another Region and watch from there (a
canary, a replicated metric).
""",
    controls={
        "nist-800-53": ("CP-10", "SC-36", "SI-13(5)"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("10(1)", "11(2)"),
        "aws-well-architected": ("REL11-BP01", "REL11-BP02", "REL11-BP04"),
    },
    references=(
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
    ),
)

HOME = "us-east-1"


@policy.check
def check(case: Case) -> None:
    if case.resource.kind == "aws_cloudwatch_metric_alarm":
        _alarm(case)
    elif case.resource["type"] == "CLOUDWATCH_METRIC":
        _health_check(case)
    else:
        case.skip()


def _alarm(case: Case) -> None:
    alarm = case.resource
    if alarm["namespace"] != "AWS/Route53":
        case.skip()
        return
    here = alarm.region
    if isinstance(here, Unknown):
        raise UnknownRead(here)
    said = f"{alarm.label} watches a Route 53 metric from {here}, but those exist in {HOME} only; it never has data"
    case.require(here == HOME, said, reads=[(alarm, "namespace"), (alarm, "metric_name")])


def _health_check(case: Case) -> None:
    check = case.resource
    asked = check["cloudwatch_alarm_region"]
    for alarm in case.links(check, "watches_alarm").certain:
        if isinstance(alarm.region, str) and isinstance(asked, str) and alarm.region != asked:
            said = f"{check.label} looks for {alarm.label} in {asked}, but the alarm stands in {alarm.region}"
            case.fail(said, reads=[(check, "cloudwatch_alarm_region")], detail="alarm")
            return
    if check["insufficient_data_health_status"] == "Unhealthy":
        return
    if not isinstance(asked, str):
        case.unknown(as_unknown(asked))
        return
    targets = _targets(case, check)
    if any(isinstance(each.region, str) and each.region == asked for each in targets.certain):
        said = (
            f"{check.label} follows an alarm in {asked}, the Region its record sends traffic to; when {asked} goes dark"
        )
        status = f"the check counts as {check['insufficient_data_health_status']} and traffic stays"
        reads = [(check, "cloudwatch_alarm_region"), (check, "insufficient_data_health_status")]
        case.fail(f"{said}, {status}", reads=reads, detail="region")
        return
    doubts = [each.region for each in targets if isinstance(each.region, Unknown)]
    if any(isinstance(each.region, str) and each.region == asked for each in targets):
        doubts.append(Unknown(f"whether {check.label} protects {asked} is not known"))
    if targets.unseen is not None or doubts or not targets.items:
        nothing = Unknown(f"no record in view says which Region {check.label} protects")
        case.unknown(doubts[0] if doubts else nothing if targets.unseen is None else targets.unseen)


def _targets(case: Case, check: Resource) -> Collection:
    """What the records that use a health check send traffic to."""
    records = case.links(check, "checks_records")
    perhaps = None if len(records.certain) == len(records) else Unknown("which records use it is not known")
    found = Collection((), first_of(records.unseen, records.doubt, perhaps))
    for record in records.certain:
        found = found.joined(case.links(record, "alias_target")).joined(case.links(record, "points_to"))
    return found


PAIR = """
provider "aws" { region = "eu-west-1" }
resource "aws_lb" "web" { internal = false }
resource "aws_route53_record" "primary" {
  zone_id         = "Z1"
  name            = "app.example.com"
  type            = "A"
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.eu.id
  failover_routing_policy { type = "PRIMARY" }
  alias {
    name                   = aws_lb.web.dns_name
    zone_id                = aws_lb.web.zone_id
    evaluate_target_health = false
  }
}
"""


def _check(region: str, more: str = "") -> str:
    return f"""
resource "aws_route53_health_check" "eu" {{
  type                    = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name   = "eu-is-down"
  cloudwatch_alarm_region = {region}
  {more}
}}
"""


policy.passes(PAIR + _check('"eu-central-1"'))
policy.passes(PAIR + _check('"eu-west-1"', 'insufficient_data_health_status = "Unhealthy"'))
policy.passes("""
provider "aws" { region = "us-east-1" }
resource "aws_cloudwatch_metric_alarm" "eu" {
  alarm_name  = "eu"
  namespace   = "AWS/Route53"
  metric_name = "HealthCheckStatus"
}
""")
policy.fails(PAIR + _check('"eu-west-1"'))
policy.fails("""
provider "aws" { region = "eu-west-1" }
resource "aws_cloudwatch_metric_alarm" "eu" {
  alarm_name  = "eu"
  namespace   = "AWS/Route53"
  metric_name = "HealthCheckStatus"
}
""")
policy.fails("""
provider "aws" { region = "eu-central-1" }
resource "aws_cloudwatch_metric_alarm" "eu" {
  alarm_name  = "eu-is-down"
  namespace   = "Canary"
  metric_name = "Failed"
}
resource "aws_route53_health_check" "eu" {
  type                    = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name   = aws_cloudwatch_metric_alarm.eu.alarm_name
  cloudwatch_alarm_region = "eu-west-1"
}
""")
policy.unknown('variable "region" { type = string }' + PAIR + _check("var.region"))
policy.unknown(_check('"eu-west-1"'))
