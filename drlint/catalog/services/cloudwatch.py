"""Amazon CloudWatch metric alarms: what they watch and whom they call."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

_INSTANCES = (
    "aws_db_instance",
    "aws_rds_cluster_instance",
    "aws_docdb_cluster_instance",
    "aws_neptune_cluster_instance",
)
_CLUSTERS = ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster")

# Which dimension names which kind; the service guides' lists of dimensions, read 2026-11-23.
_DIMENSIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("watches_instance", "DBInstanceIdentifier", _INSTANCES),
    ("watches_cluster", "DBClusterIdentifier", _CLUSTERS),
    ("watches_source_bucket", "SourceBucket", ("aws_s3_bucket",)),
    ("watches_bucket", "BucketName", ("aws_s3_bucket",)),
    ("watches_table", "TableName", ("aws_dynamodb_table",)),
    ("watches_file_system", "FileSystemId", ("aws_efs_file_system",)),
    ("watches_replication_group", "ReplicationGroupId", ("aws_elasticache_replication_group",)),
    ("watches_cache_cluster", "CacheClusterId", ("aws_elasticache_cluster",)),
    ("watches_vault", "BackupVaultName", ("aws_backup_vault",)),
    ("watches_health_check", "HealthCheckId", ("aws_route53_health_check",)),
    ("watches_server", "InstanceId", ("aws_instance",)),
)

_WATCHES = tuple(
    Relation(name=name, to=to, by=f"dimensions.{dimension}", inverse="alarms", elsewhere=True)
    for name, dimension, to in _DIMENSIONS
) + tuple(
    Relation(name=f"query_{name}", to=to, by=f"metric_query.dimensions.{dimension}", inverse="alarms", elsewhere=True)
    for name, dimension, to in _DIMENSIONS
)

METRIC_ALARM = Kind(
    name="aws_cloudwatch_metric_alarm",
    title="alarm",
    cloudformation="AWS::CloudWatch::Alarm",
    names=("arn", "id", "alarm_name"),
    identity=("alarm_name",),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="alarm_name"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="actions_enabled", default=True, stronger="true"),
        Attribute(name="alarm_actions", default=(), many=True, stronger="more"),
        Attribute(name="ok_actions", default=(), many=True),
        Attribute(name="insufficient_data_actions", default=(), many=True),
        Attribute(name="namespace"),
        Attribute(name="metric_name"),
        # Dimension name to value, as CloudWatch names them.
        Attribute(name="dimensions", default={}),
        Attribute(name="statistic"),
        Attribute(name="extended_statistic"),
        Attribute(name="period", unit="seconds", stronger="lower"),
        Attribute(name="evaluation_periods", unit="periods", stronger="lower"),
        # None: as many as `evaluation_periods`.
        Attribute(name="datapoints_to_alarm", unit="periods", stronger="lower"),
        Attribute(name="comparison_operator"),
        # In the metric's own unit: seconds for ReplicaLag, milliseconds for AuroraGlobalDBReplicationLag.
        Attribute(name="threshold", unit="of the metric"),
        Attribute(name="threshold_metric_id"),
        Attribute(name="treat_missing_data", default="missing"),
        Block(
            name="metric_query",
            many=True,
            attributes=(
                Attribute(name="id"),
                Attribute(name="expression"),
                Attribute(name="return_data", default=False),
                Attribute(name="account_id"),
                Attribute(name="namespace", terraform="metric.namespace"),
                Attribute(name="metric_name", terraform="metric.metric_name"),
                Attribute(name="dimensions", terraform="metric.dimensions", default={}),
                Attribute(name="period", terraform="metric.period", unit="seconds"),
                Attribute(name="stat", terraform="metric.stat"),
            ),
        ),
    ),
    relations=(
        Relation(name="notifies", to=("aws_sns_topic",), by="alarm_actions", inverse="alarms"),
        *_WATCHES,
    ),
    source=f"{_DOCS}/cloudwatch_metric_alarm (2026-11-23)",
)
