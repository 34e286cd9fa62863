"""Amazon DocumentDB: clusters, their instances and global clusters."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation, Where

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_RESTORED = ("snapshot_identifier", "restore_to_point_in_time")

CLUSTER = Kind(
    name="aws_docdb_cluster",
    title="DocumentDB cluster",
    cloudformation="AWS::DocDB::DBCluster",
    names=("arn", "id", "cluster_identifier", "cluster_resource_id"),
    identity=("cluster_identifier",),
    holds_data=True,
    arn="DBClusterArn",
    # The calls of RDS list DocumentDB's, too, with their tags, which DocumentDB's own do not show.
    listed_by=Call(service="rds", operation="DescribeDBClusters", items="DBClusters"),
    where=(Where(path="Engine", says=("docdb",)),),
    details=(
        # Only the global cluster tells which clusters are its members.
        Detail(service="docdb", operation="DescribeGlobalClusters", filters={"db-cluster-id": "DBClusterArn"}),
    ),
    attributes=(
        Attribute(name="arn", api="DBClusterArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="cluster_identifier", api="DBClusterIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="cluster_resource_id", api="DbClusterResourceId", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", api="Endpoint", default=CHOSEN_BY_AWS),
        Attribute(name="reader_endpoint", api="ReaderEndpoint", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="engine", api="Engine", default="docdb"),
        Attribute(name="engine_version", api="EngineVersion", default=CHOSEN_BY_AWS, inherits=_RESTORED),
        Attribute(name="availability_zones", api="AvailabilityZones", default=CHOSEN_BY_AWS, many=True),
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
        Attribute(name="storage_type", api="StorageType", default="standard"),
        # The provider writes its default into the plan and into a restored cluster, too (5.100, planned 2026-11-25).
        Attribute(
            name="backup_retention_period", api="BackupRetentionPeriod", default=1, stronger="higher", unit="days"
        ),
        Attribute(name="preferred_backup_window", api="PreferredBackupWindow", default=CHOSEN_BY_AWS),
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="deletion_protection", api="DeletionProtection", default=False, stronger="true"),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=False,
            inherits=(*_RESTORED, "global_cluster_identifier"),
            stronger="true",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", inherits=_RESTORED, stronger="present"),
        Attribute(
            name="global_cluster_identifier",
            api="DescribeGlobalClusters:GlobalClusters[0].GlobalClusterIdentifier",
            stronger="present",
        ),
        Attribute(name="snapshot_identifier", doors=CODE),
        Block(
            name="restore_to_point_in_time",
            doors=CODE,
            attributes=(
                Attribute(name="source_cluster_identifier"),
                Attribute(name="restore_to_time"),
                Attribute(name="restore_type", default="full-copy"),
                Attribute(name="use_latest_restorable_time", default=False),
            ),
        ),
        Attribute(name="master_username", api="MasterUsername", default=CHOSEN_BY_AWS),
        Attribute(name="manage_master_user_password", default=False, doors=CODE),
        Attribute(name="apply_immediately", default=False, doors=CODE),
        Attribute(name="enabled_cloudwatch_logs_exports", api="EnabledCloudwatchLogsExports", default=(), many=True),
    ),
    relations=(
        Relation(
            name="member_of",
            to=("aws_docdb_global_cluster",),
            by="global_cluster_identifier",
            inverse="members",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(
            name="in_subnet_group", to=("aws_docdb_subnet_group",), by="db_subnet_group_name", inverse="databases"
        ),
    ),
    source=f"{_DOCS}/docdb_cluster (2026-11-23)",
)

CLUSTER_INSTANCE = Kind(
    name="aws_docdb_cluster_instance",
    title="member of a DocumentDB cluster",
    cloudformation="AWS::DocDB::DBInstance",
    names=("arn", "id", "identifier", "dbi_resource_id"),
    identity=("identifier",),
    serves=True,
    arn="DBInstanceArn",
    listed_by=Call(service="rds", operation="DescribeDBInstances", items="DBInstances"),
    where=(Where(path="Engine", says=("docdb",)),),
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
        Attribute(name="engine", api="Engine", default="docdb"),
        Attribute(name="instance_class", api="DBInstanceClass"),
        Attribute(
            name="availability_zone",
            api="AvailabilityZone",
            default=CHOSEN_BY_AWS,
            source="a random zone of the Region: "
            "https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBInstance.html (2026-11-23)",
        ),
        Attribute(name="promotion_tier", api="PromotionTier", default=0),
        Attribute(
            name="db_subnet_group_name",
            api="DBSubnetGroup.DBSubnetGroupName",
            default=CHOSEN_BY_AWS,
            inherits=("cluster_identifier",),
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
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="auto_minor_version_upgrade", api="AutoMinorVersionUpgrade", default=True),
        Attribute(name="apply_immediately", default=False, doors=CODE),
    ),
    relations=(Relation(name="cluster_of", to=("aws_docdb_cluster",), by="cluster_identifier", inverse="instances"),),
    source=f"{_DOCS}/docdb_cluster_instance (2026-11-23)",
)

GLOBAL_CLUSTER = Kind(
    name="aws_docdb_global_cluster",
    title="DocumentDB global cluster",
    cloudformation="AWS::DocDB::GlobalCluster",
    names=("arn", "id", "global_cluster_identifier"),
    identity=("global_cluster_identifier",),
    is_global=True,
    arn="GlobalClusterArn",
    # Each Region names the global clusters that have a member there.
    listed_by=Call(service="docdb", operation="DescribeGlobalClusters", items="GlobalClusters"),
    where=(Where(path="Engine", says=("docdb",)),),
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
            to=("aws_docdb_cluster",),
            by="source_db_cluster_identifier",
            inverse="source_of_global",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/docdb_global_cluster (2026-11-23)",
)
