"""Holds the replication lag that CloudWatch measured against the recovery point objective."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.evidence import strictest

MEASURES = {"aws_db_instance": "replica_lag", "aws_rds_cluster": "global_lag"}

policy = Policy(
    title="The replication lag of the last two weeks is within the objective",
    severity="high",
    checklist="replication-lag-monitored",
    applies_to=tuple(MEASURES),
    doors=("live",),
    why="""\
What is lost with a Region is what its replica has not received yet. CloudWatch keeps the lag as it was: the 99th
percentile of the worst of the last 14 days is what one bad night would cost, the most of it what the worst moment would
have cost. No datapoints are not a lag of zero.""",
    fix="""\
Look for what makes the replica fall behind (its class, its storage, long transactions, bursts of writes), or agree on
another objective.""",
    controls={
        "nist-800-53": ("CP-9", "CP-10"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("12(2)",),
        "aws-well-architected": ("REL13-BP01", "REL13-BP02"),
    },
    references=[
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html",
    ],
)


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    measure = MEASURES[resource.kind]
    lag, most = resource[f"{measure}_p99"], resource[f"{measure}_max"]
    limit = strictest("rpo", resource, case.estate, case.objectives)
    if lag is None or limit is None:
        case.skip()
        return
    if isinstance(lag, Unknown) or isinstance(limit, Unknown):
        case.unknown(f"{resource.label}: {(lag if isinstance(lag, Unknown) else limit).reason}")
        return
    if not isinstance(lag, int | float):
        case.skip()
        return
    worst = f", at worst {most:,.1f} seconds" if isinstance(most, int | float) else ""
    case.require(
        lag <= limit,
        f"{resource.label} lags {lag:,.1f} seconds behind on its worst day of 14 (p99){worst}; its objective is "
        f"{limit:,} seconds",
        reads=[(resource, f"{measure}_p99")],
    )


def _replica(**measured: object) -> dict[str, object]:
    arn = "arn:aws:rds:eu-west-1:111122223333:db:orders-replica"
    said = {"identifier": "orders-replica", "replicate_source_db": "arn:aws:rds:eu-central-1:111122223333:db:orders"}
    return {"kind": "aws_db_instance", "arn": arn, "attributes": {**said, **measured}}


policy.passes(observed=[_replica(replica_lag_p99=0.8, replica_lag_max=4.0)], objectives={"rpo_minutes": 1})
policy.fails(observed=[_replica(replica_lag_p99=340.5, replica_lag_max=900.0)], objectives={"rpo_minutes": 1})
policy.unknown(
    observed=[_replica(replica_lag_p99=Unknown("CloudWatch has no ReplicaLag of the last 14 days"))],
    objectives={"rpo_minutes": 1},
)
