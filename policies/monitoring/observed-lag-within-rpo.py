"""Holds the replication lag that CloudWatch measured against the recovery point objective."""

from __future__ import annotations

from drlint.model.values import Unknown, as_unknown
from drlint.policy import Case, Policy
from drlint.recovery.evidence import seconds_between, spoken, strictest

MEASURES = {"aws_db_instance": "replica_lag", "aws_rds_cluster": "global_lag", "aws_dynamodb_table": "replica_lag"}

policy = Policy(
    title="The replication lag of the last two weeks is within the objective",
    severity="high",
    checklist="replication-lag-monitored",
    applies_to=(*MEASURES, "aws_efs_file_system"),
    doors=("live",),
    why="""\
What is lost with a Region is what its replica has not received yet. CloudWatch keeps the lag as it was: the 99th
percentile of the worst of the last 14 days is what one bad night would cost, the most of it what the worst moment would
have cost. A replicated file system says itself up to when everything has arrived. No datapoints are not a lag of zero.""",
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
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_monitoring.html",
        "https://docs.aws.amazon.com/efs/latest/ug/API_Destination.html",
    ],
)


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    limit = strictest("rpo", resource, case.estate, case.objectives)
    if resource.kind == "aws_efs_file_system":
        _synced(case, limit)
        return
    measure = MEASURES[resource.kind]
    lag, most = resource[f"{measure}_p99"], resource[f"{measure}_max"]
    if isinstance(lag, Unknown) and isinstance(most, int | float):
        lag = most  # which is never less; not every metric has percentiles
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


def _synced(case: Case, limit: int | Unknown | None) -> None:
    """Of a file system AWS tells up to when all has arrived, which counts from when it was asked."""
    resource, replica = case.resource, case.resource["replication"]
    if replica is None or limit is None:
        case.skip()
        return
    synced = replica if isinstance(replica, Unknown) else replica["synced"]
    seen = resource.view.as_of
    age = None if seen is None or isinstance(synced, Unknown) else seconds_between(synced, seen)
    if age is None or isinstance(limit, Unknown):
        why = "AWS does not tell up to when everything has arrived" if age is None else as_unknown(limit).reason
        case.unknown(f"{resource.label}: {why}")
        return
    case.require(
        age <= limit,
        f"what was written to {resource.label} in the last {spoken(age)} had not arrived; its objective is {limit:,} seconds",
        reads=[(resource, "replication.synced")],
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


def _table(**measured: object) -> dict[str, object]:
    arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/carts"
    said = {"name": "carts", "replica": [{"region_name": "eu-central-1"}]}
    return {"kind": "aws_dynamodb_table", "arn": arn, "attributes": {**said, **measured}}


def _files(synced: object) -> dict[str, object]:
    arn = "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1"
    said = {"id": "fs-1", "replication": {"region": "eu-central-1", "file_system_id": "fs-2", "synced": synced}}
    return {"kind": "aws_efs_file_system", "arn": arn, "attributes": said}


_NO_PERCENTILES = Unknown("CloudWatch has no ReplicationLatency of the last 14 days")
policy.passes(observed=[_table(replica_lag_p99=_NO_PERCENTILES, replica_lag_max=2.5)], objectives={"rpo_minutes": 1})
policy.fails(observed=[_table(replica_lag_p99=_NO_PERCENTILES, replica_lag_max=75.0)], objectives={"rpo_minutes": 1})
policy.passes(observed=[_files("2026-11-25T23:50:00Z")], objectives={"rpo_minutes": 60})
policy.fails(observed=[_files("2026-11-24T23:50:00Z")], objectives={"rpo_minutes": 60})
policy.unknown(observed=[_files("")], objectives={"rpo_minutes": 60})
