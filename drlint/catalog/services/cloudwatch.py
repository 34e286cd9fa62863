"""Amazon CloudWatch metric alarms: what they watch and whom they call."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Call, Detail, Kind, Relation

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
    arn="AlarmArn",
    listed_by=Call(service="cloudwatch", operation="DescribeAlarms", items="MetricAlarms"),
    details=(Detail(operation="ListTagsForResource", given={"ResourceARN": "AlarmArn"}),),
    attributes=(
        Attribute(name="arn", api="AlarmArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="AlarmName", default=CHOSEN_BY_AWS),
        Attribute(name="alarm_name", api="AlarmName"),
        Attribute(name="tags", api="ListTagsForResource:Tags", terraform="tags_all"),
        Attribute(name="actions_enabled", api="ActionsEnabled", default=True, stronger="true"),
        Attribute(name="alarm_actions", api="AlarmActions", default=(), many=True, stronger="more"),
        Attribute(name="ok_actions", api="OKActions", default=(), many=True),
        Attribute(name="insufficient_data_actions", api="InsufficientDataActions", default=(), many=True),
        Attribute(name="namespace", api="Namespace"),
        Attribute(name="metric_name", api="MetricName"),
        # Dimension name to value, as CloudWatch names them.
        Attribute(name="dimensions", api="Dimensions", default={}),
        Attribute(name="statistic", api="Statistic"),
        Attribute(name="extended_statistic", api="ExtendedStatistic"),
        Attribute(name="period", api="Period", unit="seconds", stronger="lower"),
        Attribute(name="evaluation_periods", api="EvaluationPeriods", unit="periods", stronger="lower"),
        # None: as many as `evaluation_periods`.
        Attribute(name="datapoints_to_alarm", api="DatapointsToAlarm", unit="periods", stronger="lower"),
        Attribute(name="comparison_operator", api="ComparisonOperator"),
        # In the metric's own unit: seconds for ReplicaLag, milliseconds for AuroraGlobalDBReplicationLag.
        Attribute(name="threshold", api="Threshold", unit="of the metric"),
        Attribute(name="threshold_metric_id", api="ThresholdMetricId"),
        Attribute(name="treat_missing_data", api="TreatMissingData", default="missing"),
        Block(
            name="metric_query",
            api="Metrics",
            many=True,
            attributes=(
                Attribute(name="id", api="Id"),
                Attribute(name="expression", api="Expression"),
                Attribute(name="return_data", api="ReturnData", default=False),
                Attribute(name="account_id", api="AccountId"),
                Attribute(name="namespace", api="MetricStat.Metric.Namespace", terraform="metric.namespace"),
                Attribute(name="metric_name", api="MetricStat.Metric.MetricName", terraform="metric.metric_name"),
                Attribute(
                    name="dimensions", api="MetricStat.Metric.Dimensions", terraform="metric.dimensions", default={}
                ),
                Attribute(name="period", api="MetricStat.Period", terraform="metric.period", unit="seconds"),
                Attribute(name="stat", api="MetricStat.Stat", terraform="metric.stat"),
            ),
        ),
    ),
    relations=(
        Relation(name="notifies", to=("aws_sns_topic",), by="alarm_actions", inverse="alarms"),
        *_WATCHES,
    ),
    source=f"{_DOCS}/cloudwatch_metric_alarm (2026-11-23)",
)
