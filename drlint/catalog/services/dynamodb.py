"""Amazon DynamoDB: tables with their replicas in other Regions."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Companion, Detail, Kind, Metric, Relation

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

# UPDATING: one key takes over from another, so the table is encrypted throughout.
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html (2026-11-23)
_SSE_STATUS = {"ENABLED": True, "UPDATING": True, "ENABLING": False, "DISABLING": False, "DISABLED": False}

_ENCRYPTION = Block(
    name="server_side_encryption",
    api="DescribeTable:Table.SSEDescription",
    stronger="present",
    attributes=(
        Attribute(name="enabled", api="Status", default=False, stronger="true", words=_SSE_STATUS),
        # None: the table is still encrypted, under AWS's aws/dynamodb key; without the block under a key AWS owns.
        Attribute(name="kms_key_arn", api="KMSMasterKeyArn", stronger="present"),
    ),
    relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_arn"),),
)

# Point-in-time recovery, deletion protection and the key are never taken over from the source table:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html (2026-11-23)
_REPLICA = Block(
    name="replica",
    many=True,
    stronger="more",
    api="DescribeTable:Table.Replicas",
    attributes=(
        Attribute(name="region_name", api="RegionName"),
        Attribute(name="arn", api="ReplicaArn", default=CHOSEN_BY_AWS),
        Attribute(name="kms_key_arn", api="KMSMasterKeyId", stronger="present"),
        Attribute(name="point_in_time_recovery", default=False, doors=CODE, stronger="true"),
        Attribute(
            name="deletion_protection_enabled",
            default=False,
            doors=CODE,
            stronger="true",
            source="version 5 of the provider knows it in aws_dynamodb_table_replica only, version 6 also in the block",
        ),
        Attribute(name="propagate_tags", default=False, doors=CODE),
    ),
    relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_arn"),),
)

_RECOVERY = "DescribeContinuousBackups:ContinuousBackupsDescription.PointInTimeRecoveryDescription"

TABLE = Kind(
    name="aws_dynamodb_table",
    title="DynamoDB table",
    cloudformation="AWS::DynamoDB::Table",
    arn="DescribeTable:Table.TableArn",
    names=("arn", "name", "id", "stream_arn"),
    identity=("name",),
    holds_data=True,
    metrics=(
        Metric(
            name="replica_lag",
            namespace="AWS/DynamoDB",
            metric="ReplicationLatency",
            dimensions={"TableName": "name", "ReceivingRegion": ".region_name"},
            when="replica",
            each="replica",
            scale=0.001,
            source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_monitoring.html "
            "(2026-11-26)",
        ),
    ),
    listed_by=Call(service="dynamodb", operation="ListTables", items="TableNames"),
    details=(
        Detail(operation="DescribeTable", given={"TableName": "@"}),
        Detail(operation="DescribeContinuousBackups", given={"TableName": "@"}),
        Detail(operation="ListTagsOfResource", given={"ResourceArn": "DescribeTable:Table.TableArn"}),
    ),
    companions=(Companion(name="aws_dynamodb_table_replica", owner="global_table_arn", merges_into="replica"),),
    attributes=(
        Attribute(name="arn", api="DescribeTable:Table.TableArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="name", api="DescribeTable:Table.TableName"),
        Attribute(name="tags", terraform="tags_all", api="ListTagsOfResource:Tags"),
        Attribute(name="hash_key", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="range_key", doors=CODE),
        Attribute(name="billing_mode", api="DescribeTable:Table.BillingModeSummary.BillingMode", default="PROVISIONED"),
        Attribute(
            name="read_capacity",
            api="DescribeTable:Table.ProvisionedThroughput.ReadCapacityUnits",
            default=CHOSEN_BY_AWS,
            holds="number",
        ),
        Attribute(
            name="write_capacity",
            api="DescribeTable:Table.ProvisionedThroughput.WriteCapacityUnits",
            default=CHOSEN_BY_AWS,
            holds="number",
        ),
        Attribute(name="table_class", api="DescribeTable:Table.TableClassSummary.TableClass", default="STANDARD"),
        Attribute(
            name="stream_enabled",
            api="DescribeTable:Table.StreamSpecification.StreamEnabled",
            default=False,
            stronger="true",
        ),
        Attribute(name="stream_view_type", api="DescribeTable:Table.StreamSpecification.StreamViewType"),
        Attribute(name="stream_arn", api="DescribeTable:Table.LatestStreamArn", default=CHOSEN_BY_AWS),
        Attribute(
            name="deletion_protection_enabled",
            api="DescribeTable:Table.DeletionProtectionEnabled",
            default=False,
            stronger="true",
        ),
        Block(
            name="point_in_time_recovery",
            api=_RECOVERY,
            stronger="present",
            attributes=(
                Attribute(
                    name="enabled",
                    api="PointInTimeRecoveryStatus",
                    default=False,
                    stronger="true",
                    words={"ENABLED": True, "DISABLED": False},
                ),
                Attribute(
                    name="recovery_period_in_days",
                    api="RecoveryPeriodInDays",
                    default=35,
                    stronger="higher",
                    unit="days",
                    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"
                    "API_PointInTimeRecoverySpecification.html (2026-11-23)",
                ),
            ),
        ),
        _ENCRYPTION,
        _REPLICA,
        Attribute(
            name="consistency",
            terraform="@api",
            api="DescribeTable:Table.MultiRegionConsistency",
            default="EVENTUAL",
        ),
        Attribute(name="restore_source_name", doors=CODE),
        Attribute(name="restore_source_table_arn", doors=CODE),
        Attribute(name="restore_to_latest_time", doors=CODE, holds="truth"),
    ),
    relations=(
        Relation(name="restored_from", to=("aws_dynamodb_table",), by="restore_source_name", inverse="restored_to"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table (2026-11-23)",
)
