"""Amazon Neptune: clusters, their instances and global clusters."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Kind, Relation, Where

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_ORIGINS = ("snapshot_identifier", "replication_source_identifier")

CLUSTER = Kind(
    name="aws_neptune_cluster",
    title="Neptune cluster",
    cloudformation="AWS::Neptune::DBCluster",
    names=("arn", "id", "cluster_identifier", "cluster_resource_id"),
    identity=("cluster_identifier",),
    holds_data=True,
    arn="DBClusterArn",
    # The calls of RDS list Neptune's, too, with their tags, which Neptune's own do not show.
    listed_by=Call(service="rds", operation="DescribeDBClusters", items="DBClusters"),
    where=(Where(path="Engine", says=("neptune",)),),
    attributes=(
        Attribute(name="arn", api="DBClusterArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="cluster_identifier", api="DBClusterIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="cluster_resource_id", api="DbClusterResourceId", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", api="Endpoint", default=CHOSEN_BY_AWS),
        Attribute(name="reader_endpoint", api="ReaderEndpoint", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="engine", api="Engine", default="neptune"),
        Attribute(name="engine_version", api="EngineVersion", default=CHOSEN_BY_AWS, inherits=_ORIGINS),
        Attribute(name="availability_zones", api="AvailabilityZones", default=CHOSEN_BY_AWS, many=True),
        Attribute(
            name="cluster_members", api="DBClusterMembers[].DBInstanceIdentifier", default=CHOSEN_BY_AWS, many=True
        ),
        Attribute(name="neptune_subnet_group_name", api="DBSubnetGroup", default=CHOSEN_BY_AWS),
        Attribute(
            name="vpc_security_group_ids",
            api="VpcSecurityGroups[].VpcSecurityGroupId",
            default=CHOSEN_BY_AWS,
            many=True,
        ),
        Attribute(name="neptune_cluster_parameter_group_name", api="DBClusterParameterGroup", default=CHOSEN_BY_AWS),
        Attribute(name="storage_type", api="StorageType", default=CHOSEN_BY_AWS),
        # The provider writes its default into the plan and into a restored cluster, too (5.100, planned 2026-11-25).
        Attribute(
            name="backup_retention_period", api="BackupRetentionPeriod", default=1, stronger="higher", unit="days"
        ),
        Attribute(name="preferred_backup_window", api="PreferredBackupWindow", default=CHOSEN_BY_AWS),
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="copy_tags_to_snapshot", api="CopyTagsToSnapshot", default=False, stronger="true"),
        Attribute(
            name="deletion_protection",
            api="DeletionProtection",
            default=False,
            stronger="true",
            source=f"the API alone would switch it on; Terraform sends false: {_DOCS}/neptune_cluster (2026-11-23)",
        ),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=False,
            inherits=(*_ORIGINS, "global_cluster_identifier"),
            stronger="true",
        ),
        Attribute(name="kms_key_arn", api="KmsKeyId", inherits=_ORIGINS, stronger="present"),
        Attribute(name="global_cluster_identifier", api="GlobalClusterIdentifier", stronger="present"),
        Attribute(name="replication_source_identifier", api="ReplicationSourceIdentifier", stronger="present"),
        Attribute(name="snapshot_identifier", doors=CODE),
        Block(
            name="serverless_v2_scaling_configuration",
            api="ServerlessV2ScalingConfiguration",
            attributes=(
                Attribute(name="min_capacity", api="MinCapacity", default=2.5, unit="NCU"),
                Attribute(name="max_capacity", api="MaxCapacity", default=128, stronger="higher", unit="NCU"),
            ),
        ),
        Attribute(name="apply_immediately", default=False, doors=CODE),
        Attribute(name="enable_cloudwatch_logs_exports", api="EnabledCloudwatchLogsExports", default=(), many=True),
    ),
    relations=(
        Relation(
            name="member_of",
            to=("aws_neptune_global_cluster",),
            by="global_cluster_identifier",
            inverse="members",
            elsewhere=True,
        ),
        Relation(
            name="replicates",
            to=("aws_neptune_cluster",),
            by="replication_source_identifier",
            inverse="replicas",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_arn", inverse="encrypts"),
    ),
    source=f"{_DOCS}/neptune_cluster (2026-11-23)",
)

CLUSTER_INSTANCE = Kind(
    name="aws_neptune_cluster_instance",
    title="member of a Neptune cluster",
    cloudformation="AWS::Neptune::DBInstance",
    names=("arn", "id", "identifier", "dbi_resource_id"),
    identity=("identifier",),
    serves=True,
    arn="DBInstanceArn",
    listed_by=Call(service="rds", operation="DescribeDBInstances", items="DBInstances"),
    where=(Where(path="Engine", says=("neptune",)),),
    attributes=(
        Attribute(name="arn", api="DBInstanceArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="identifier", api="DBInstanceIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="dbi_resource_id", api="DbiResourceId", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", api="{Endpoint.Address}:{Endpoint.Port}", default=CHOSEN_BY_AWS),
        # The cluster says which of its members writes, not the member.
        Attribute(name="writer", doors=CODE, default=CHOSEN_BY_AWS, holds="truth"),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="cluster_identifier", api="DBClusterIdentifier"),
        Attribute(name="engine", api="Engine", default="neptune"),
        Attribute(name="engine_version", api="EngineVersion", default=CHOSEN_BY_AWS, inherits=("cluster_identifier",)),
        Attribute(name="instance_class", api="DBInstanceClass"),
        Attribute(
            name="availability_zone",
            api="AvailabilityZone",
            default=CHOSEN_BY_AWS,
            source="a random zone of the Region: "
            "https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBInstance.html (2026-11-23)",
        ),
        Attribute(name="promotion_tier", api="PromotionTier", default=0),
        Attribute(
            name="neptune_subnet_group_name",
            api="DBSubnetGroup.DBSubnetGroupName",
            default=CHOSEN_BY_AWS,
            inherits=("cluster_identifier",),
        ),
        Attribute(
            name="neptune_parameter_group_name", api="DBParameterGroups[0].DBParameterGroupName", default=CHOSEN_BY_AWS
        ),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=CHOSEN_BY_AWS,
            inherits=("cluster_identifier",),
            holds="truth",
        ),
        Attribute(name="kms_key_arn", api="KmsKeyId", default=CHOSEN_BY_AWS, inherits=("cluster_identifier",)),
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="publicly_accessible", api="PubliclyAccessible", default=False),
        Attribute(name="auto_minor_version_upgrade", api="AutoMinorVersionUpgrade", default=True),
        Attribute(name="apply_immediately", default=False, doors=CODE),
    ),
    relations=(Relation(name="cluster_of", to=("aws_neptune_cluster",), by="cluster_identifier", inverse="instances"),),
    source=f"{_DOCS}/neptune_cluster_instance (2026-11-23)",
)

GLOBAL_CLUSTER = Kind(
    name="aws_neptune_global_cluster",
    title="Neptune global database",
    cloudformation="AWS::Neptune::GlobalCluster",
    names=("arn", "id", "global_cluster_identifier"),
    identity=("global_cluster_identifier",),
    is_global=True,
    arn="GlobalClusterArn",
    # Each Region names the global clusters that have a member there.
    listed_by=Call(service="neptune", operation="DescribeGlobalClusters", items="GlobalClusters"),
    where=(Where(path="Engine", says=("neptune",)),),
    attributes=(
        Attribute(name="arn", api="GlobalClusterArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="global_cluster_identifier", api="GlobalClusterIdentifier"),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=("source_db_cluster_identifier",)),
        Attribute(
            name="engine_version",
            api="EngineVersion",
            default=CHOSEN_BY_AWS,
            inherits=("source_db_cluster_identifier",),
        ),
        # Code says from which cluster it is made; AWS says which of its clusters writes, and that is the one.
        Attribute(name="source_db_cluster_identifier", api="GlobalClusterMembers[IsWriter=true].DBClusterArn"),
        # As AWS lists them: empty in a plan that creates the members; the relation `members` tells what code declares.
        Block(
            name="global_cluster_members",
            api="GlobalClusterMembers",
            many=True,
            attributes=(
                Attribute(name="db_cluster_arn", api="DBClusterArn"),
                Attribute(name="is_writer", api="IsWriter", default=False),
            ),
        ),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=False,
            inherits=("source_db_cluster_identifier",),
            stronger="true",
        ),
        Attribute(name="deletion_protection", api="DeletionProtection", default=False, stronger="true"),
    ),
    relations=(
        Relation(
            name="created_from",
            to=("aws_neptune_cluster",),
            by="source_db_cluster_identifier",
            inverse="source_of_global",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/neptune_global_cluster (2026-11-23)",
)
