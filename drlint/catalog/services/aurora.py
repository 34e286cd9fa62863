"""Amazon Aurora and Multi-AZ DB clusters: clusters and their members."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Kind, Metric, Relation, Where

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_RESTORED = ("snapshot_identifier", "restore_to_point_in_time")
_ORIGINS = (*_RESTORED, "replication_source_identifier")

# The calls of RDS also list the clusters, members and snapshots of DocumentDB and Neptune:
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html (2026-11-26)
NOT_OTHERS = Where(path="Engine", but=("docdb", "neptune"))

CLUSTER = Kind(
    name="aws_rds_cluster",
    title="database cluster",
    cloudformation="AWS::RDS::DBCluster",
    arn="DBClusterArn",
    names=("arn", "id", "cluster_identifier", "cluster_resource_id"),
    identity=("cluster_identifier",),
    holds_data=True,
    metrics=(
        Metric(
            name="global_lag",
            namespace="AWS/RDS",
            metric="AuroraGlobalDBReplicationLag",
            dimensions={"DBClusterIdentifier": "cluster_identifier"},
            when="global_cluster_identifier",
            scale=0.001,
            source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html "
            "(2026-11-26)",
        ),
    ),
    listed_by=Call(service="rds", operation="DescribeDBClusters", items="DBClusters"),
    where=(NOT_OTHERS,),
    attributes=(
        Attribute(name="arn", api="DBClusterArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="cluster_identifier", api="DBClusterIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="cluster_resource_id", api="DbClusterResourceId", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", api="Endpoint", default=CHOSEN_BY_AWS),
        Attribute(name="reader_endpoint", api="ReaderEndpoint", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="engine", api="Engine"),
        Attribute(name="engine_mode", api="EngineMode", default="provisioned"),
        Attribute(name="engine_version", api="EngineVersion", default=CHOSEN_BY_AWS, inherits=_ORIGINS),
        Attribute(name="db_cluster_instance_class", api="DBClusterInstanceClass"),
        Attribute(name="allocated_storage", api="AllocatedStorage", default=CHOSEN_BY_AWS, unit="GiB"),
        Attribute(name="storage_type", api="StorageType", default=CHOSEN_BY_AWS),
        Attribute(name="iops", api="Iops", holds="number"),
        Attribute(name="availability_zones", api="AvailabilityZones", default=CHOSEN_BY_AWS, many=True),
        # Whether the members stand in more than one zone; Terraform tells that of the members alone.
        Attribute(name="multi_az", terraform="@api", api="MultiAZ", holds="truth"),
        Attribute(
            name="cluster_members", api="DBClusterMembers[].DBInstanceIdentifier", default=CHOSEN_BY_AWS, many=True
        ),
        Attribute(name="db_subnet_group_name", api="DBSubnetGroup", default=CHOSEN_BY_AWS),
        Attribute(
            name="vpc_security_group_ids",
            api="VpcSecurityGroups[].VpcSecurityGroupId",
            default=CHOSEN_BY_AWS,
            many=True,
        ),
        Attribute(name="db_cluster_parameter_group_name", api="DBClusterParameterGroup", default=CHOSEN_BY_AWS),
        Attribute(
            name="backup_retention_period",
            api="BackupRetentionPeriod",
            default=1,
            inherits=_RESTORED,
            stronger="higher",
            unit="days",
        ),
        Attribute(name="preferred_backup_window", api="PreferredBackupWindow", default=CHOSEN_BY_AWS),
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="backtrack_window", api="BacktrackWindow", default=0, stronger="higher", unit="seconds"),
        Attribute(name="copy_tags_to_snapshot", api="CopyTagsToSnapshot", default=False, stronger="true"),
        Attribute(name="delete_automated_backups", default=True, doors=CODE, stronger="false"),
        Attribute(name="deletion_protection", api="DeletionProtection", default=False, stronger="true"),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=False,
            inherits=(*_ORIGINS, "global_cluster_identifier"),
            stronger="true",
            source="False also for an Aurora cluster that AWS encrypts under a key it owns, as it does with those "
            "created since 2026-02-18: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/"
            "Overview.Encryption.html (2026-11-23)",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", inherits=_ORIGINS, stronger="present"),
        Attribute(name="global_cluster_identifier", api="GlobalClusterIdentifier", stronger="present"),
        Attribute(name="replication_source_identifier", api="ReplicationSourceIdentifier", stronger="present"),
        Attribute(name="source_region", doors=CODE),
        Attribute(name="snapshot_identifier", doors=CODE),
        Block(
            name="restore_to_point_in_time",
            doors=CODE,
            attributes=(
                Attribute(name="source_cluster_identifier"),
                Attribute(name="source_cluster_resource_id"),
                Attribute(name="restore_to_time"),
                Attribute(name="restore_type", default="full-copy"),
                Attribute(name="use_latest_restorable_time", default=False),
            ),
        ),
        Block(
            name="serverlessv2_scaling_configuration",
            api="ServerlessV2ScalingConfiguration",
            attributes=(
                Attribute(name="min_capacity", api="MinCapacity", unit="ACU"),
                Attribute(name="max_capacity", api="MaxCapacity", stronger="higher", unit="ACU"),
            ),
        ),
        Block(
            name="scaling_configuration",
            api="ScalingConfigurationInfo",
            attributes=(
                Attribute(name="min_capacity", api="MinCapacity", default=1, unit="ACU"),
                Attribute(name="max_capacity", api="MaxCapacity", default=16, stronger="higher", unit="ACU"),
                Attribute(name="auto_pause", api="AutoPause", default=True),
            ),
        ),
        Attribute(name="enable_global_write_forwarding", api="GlobalWriteForwardingRequested", default=False),
        Attribute(name="master_username", api="MasterUsername", default=CHOSEN_BY_AWS),
        Attribute(name="manage_master_user_password", default=False, doors=CODE),
        Attribute(name="master_user_secret_kms_key_id", api="MasterUserSecret.KmsKeyId"),
        Attribute(name="apply_immediately", default=False, doors=CODE),
        Attribute(name="performance_insights_enabled", api="PerformanceInsightsEnabled", default=False),
        Attribute(
            name="enabled_cloudwatch_logs_exports",
            api="EnabledCloudwatchLogsExports",
            default=(),
            many=True,
        ),
    ),
    relations=(
        Relation(
            name="member_of",
            to=("aws_rds_global_cluster",),
            by="global_cluster_identifier",
            inverse="members",
            elsewhere=True,
        ),
        Relation(
            name="replicates",
            to=("aws_rds_cluster", "aws_db_instance"),
            by="replication_source_identifier",
            inverse="replicas",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(name="in_subnet_group", to=("aws_db_subnet_group",), by="db_subnet_group_name", inverse="databases"),
        Relation(
            name="restored_from", to=("aws_db_cluster_snapshot",), by="snapshot_identifier", inverse="restored_to"
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/rds_cluster (2026-11-23)",
)

CLUSTER_INSTANCE = Kind(
    name="aws_rds_cluster_instance",
    title="member of a database cluster",
    cloudformation="AWS::RDS::DBInstance",
    names=("arn", "id", "identifier", "dbi_resource_id"),
    identity=("identifier",),
    serves=True,
    arn="DBInstanceArn",
    listed_by=Call(service="rds", operation="DescribeDBInstances", items="DBInstances"),
    where=(NOT_OTHERS, Where(path="DBClusterIdentifier", but=(None,))),
    attributes=(
        Attribute(name="arn", api="DBInstanceArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="identifier", api="DBInstanceIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="dbi_resource_id", api="DbiResourceId", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", api="Endpoint.Address", default=CHOSEN_BY_AWS),
        # The cluster says which of its members writes, not the member.
        Attribute(name="writer", doors=CODE, default=CHOSEN_BY_AWS, holds="truth"),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="cluster_identifier", api="DBClusterIdentifier"),
        Attribute(name="engine", api="Engine"),
        Attribute(name="engine_version", api="EngineVersion", default=CHOSEN_BY_AWS, inherits=("cluster_identifier",)),
        Attribute(name="instance_class", api="DBInstanceClass"),
        Attribute(
            name="availability_zone",
            api="AvailabilityZone",
            default=CHOSEN_BY_AWS,
            source="AWS distributes the first three members over different zones: https://docs.aws.amazon.com/"
            "AmazonRDS/latest/APIReference/API_CreateDBCluster.html (AvailabilityZones; 2026-11-23)",
        ),
        Attribute(name="promotion_tier", api="PromotionTier", default=0),
        Attribute(
            name="db_subnet_group_name",
            api="DBSubnetGroup.DBSubnetGroupName",
            default=CHOSEN_BY_AWS,
            inherits=("cluster_identifier",),
        ),
        Attribute(
            name="db_parameter_group_name", api="DBParameterGroups[0].DBParameterGroupName", default=CHOSEN_BY_AWS
        ),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=CHOSEN_BY_AWS,
            inherits=("cluster_identifier",),
            holds="truth",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", default=CHOSEN_BY_AWS, inherits=("cluster_identifier",)),
        Attribute(name="copy_tags_to_snapshot", api="CopyTagsToSnapshot", default=False, stronger="true"),
        Attribute(name="force_destroy", default=False, doors=CODE, stronger="false"),
        Attribute(name="publicly_accessible", api="PubliclyAccessible", default=False),
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="auto_minor_version_upgrade", api="AutoMinorVersionUpgrade", default=True),
        Attribute(name="apply_immediately", default=False, doors=CODE),
        Attribute(name="performance_insights_enabled", api="PerformanceInsightsEnabled", default=False),
        Attribute(name="monitoring_interval", api="MonitoringInterval", default=0, unit="seconds"),
    ),
    relations=(
        Relation(name="cluster_of", to=("aws_rds_cluster",), by="cluster_identifier", inverse="instances"),
        Relation(name="in_subnet_group", to=("aws_db_subnet_group",), by="db_subnet_group_name", inverse="databases"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/rds_cluster_instance "
    "(2026-11-23)",
)
