"""A step that looks at replication lag prints one, from where it is measured."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.lag import AT_THE_COPY, answer_of, looks_at_lag, measures_lag
from drlint.recovery.lost_region import lost_region_of
from drlint.recovery.procedures import Asked, calls_of, region_of

policy = Policy(
    title="A step that looks at replication lag prints a lag",
    severity="high",
    checklist="replication-lag-monitored",
    applies_to=("runbook",),
    why="""
The lag at the moment of a failover is the data that is lost. `describe-db-clusters` answers with identifiers and states:
`ReplicationSourceIdentifier` is an ARN, or nothing for a member of a global database, and somebody who expects a number
takes that for no lag. Lag is a metric: AuroraGlobalDBRPOLag of a global database, ReplicaLag of a read replica. Both
exist in the Region of the copy alone; asked for in the primary Region they have no data points, which again reads like
nothing. Steps that run a script or a database client are left alone.
""",
    fix="""
Ask CloudWatch in the recovery Region: `aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name
AuroraGlobalDBRPOLag --dimensions Name=DBClusterIdentifier,Value=…` with `--statistics Maximum`.
""",
    controls={
        "nist-800-53": ("CP-10", "SI-4"),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.2"),
        "dora": ("10(1)",),
        "aws-well-architected": ("REL13-BP02", "REL06-BP01"),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-monitoring.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    calls = [each for each in calls_of(case.resource, case.estate) if looks_at_lag(each.step)]
    if not calls:
        case.skip()
        return
    for key in dict.fromkeys(each.step.key for each in calls):
        _judge(case, [each for each in calls if each.step.key == key])


def _judge(case: Case, calls: list[Asked]) -> None:
    """One step: one command that prints a lag is enough, and one of which nobody can tell as well."""
    measured = [measures_lag(each) for each in calls]
    others = [each for each in calls[0].step.commands if each.call is None and each.program not in {"echo", "printf"}]
    here = f"{calls[0].step.key} of {case.resource['name']}"
    if not others and not any(each is True or each is None for each in measured):
        wrong = calls[0]
        said = f"{here} means to look at the lag, but {wrong.said} prints {answer_of(wrong)}"
        case.fail(f"{said}; the lag is a metric of CloudWatch", detail=wrong.key, evidence=[wrong.evidence])
    for each in calls:
        _region(case, each, here)


def _region(case: Case, asked: Asked, here: str) -> None:
    metric, region = asked.call.literal("metric-name"), region_of(asked)
    if metric not in AT_THE_COPY or not isinstance(region, str):
        return
    lost = lost_region_of(case.resource, case.estate, case.objectives)
    if isinstance(lost.region, Unknown) or region != lost.region or case.resource["kind"] == "failback":
        return
    said = f"{here} asks {region} for {metric}, which exists in the Region of the copy alone"
    case.fail(f"{said} ({region}: {lost.because})", detail=f"{asked.key}: Region", evidence=[asked.evidence])


def _runbook(*commands: str, action: str = "Check database replication lag") -> str:
    lines = "\n".join(f"      - {each}" for each in commands)
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 1
    action: {action}
    commands:
{lines}
"""


_METRIC = (
    "aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name AuroraGlobalDBRPOLag --period 60"
    " --start-time $S --end-time $E --statistics Maximum --region"
)
_CLUSTER = "aws rds describe-db-clusters --db-cluster-identifier orders --query"
_WORKLOAD = "---\nworkload: {name: orders, primary_region: us-east-1}\n"

policy.passes(documents=_runbook(f"{_METRIC} us-west-2") + _WORKLOAD)
policy.passes(documents=_runbook(f"{_CLUSTER} 'DBClusters[0].Status'", "./scripts/lag.sh"))
policy.fails(documents=_runbook(f"{_CLUSTER} 'DBClusters[0].ReplicationSourceIdentifier'"))
policy.fails(documents=_runbook("aws rds describe-global-clusters"))
policy.fails(documents=_runbook(f"{_METRIC} us-east-1") + _WORKLOAD)
policy.fails(documents=_runbook(_METRIC.replace("AuroraGlobalDBRPOLag", "CPUUtilization") + " us-west-2"))
