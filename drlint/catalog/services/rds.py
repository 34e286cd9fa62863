"""Amazon RDS instances, their snapshots and the backups they replicate to another Region."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Metric, Relation, Where

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_ORIGINS = ("replicate_source_db", "snapshot_identifier", "restore_to_point_in_time")
_RESTORED = ("snapshot_identifier", "restore_to_point_in_time")

# Restoring keeps the retention of what is restored ("Default: Uses existing setting"), while multi_az and protection
# from deletion start switched off. A replica takes over encryption and engine, but no standby, backups or protection.
# Read on 2026-11-23 at https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
# and https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
DB_INSTANCE = Kind(
    name="aws_db_instance",
    title="database instance",
    cloudformation="AWS::RDS::DBInstance",
    arn="DBInstanceArn",
    names=("arn", "identifier", "id", "resource_id"),
    identity=("identifier",),
    holds_data=True,
    # The call also lists the members of Aurora, DocumentDB and Neptune clusters, which are kinds of their own.
    metrics=(
        Metric(
            name="replica_lag",
            namespace="AWS/RDS",
            metric="ReplicaLag",
            dimensions={"DBInstanceIdentifier": "identifier"},
            when="replicate_source_db",
            source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html (2026-11-26)",
        ),
    ),
    listed_by=Call(service="rds", operation="DescribeDBInstances", items="DBInstances"),
    where=(Where(path="DBClusterIdentifier", says=(None,)),),
    attributes=(
        Attribute(name="arn", api="DBInstanceArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="identifier", api="DBInstanceIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="resource_id", api="DbiResourceId", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        # Of members of clusters alone, which are of other kinds; none of these has it.
        Attribute(name="db_cluster_identifier", terraform="@api", api="DBClusterIdentifier"),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=_ORIGINS),
        Attribute(name="engine_version", api="EngineVersion", default=CHOSEN_BY_AWS, inherits=_ORIGINS),
        Attribute(name="instance_class", api="DBInstanceClass"),
        Attribute(
            name="allocated_storage", api="AllocatedStorage", default=CHOSEN_BY_AWS, inherits=_ORIGINS, unit="GiB"
        ),
        Attribute(name="max_allocated_storage", api="MaxAllocatedStorage", default=0, unit="GiB"),
        Attribute(name="storage_type", api="StorageType", default=CHOSEN_BY_AWS),
        Attribute(name="iops", api="Iops", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="storage_throughput", api="StorageThroughput", default=CHOSEN_BY_AWS, unit="MiB/s"),
        Attribute(name="multi_az", api="MultiAZ", default=False, stronger="true"),
        Attribute(name="availability_zone", api="AvailabilityZone", default=CHOSEN_BY_AWS),
        Attribute(name="db_subnet_group_name", api="DBSubnetGroup.DBSubnetGroupName", default=CHOSEN_BY_AWS),
        Attribute(
            name="vpc_security_group_ids",
            api="VpcSecurityGroups[].VpcSecurityGroupId",
            default=CHOSEN_BY_AWS,
            many=True,
        ),
        Attribute(name="parameter_group_name", api="DBParameterGroups[0].DBParameterGroupName", default=CHOSEN_BY_AWS),
        Attribute(name="option_group_name", api="OptionGroupMemberships[0].OptionGroupName", default=CHOSEN_BY_AWS),
        Attribute(
            name="backup_retention_period",
            api="BackupRetentionPeriod",
            default=0,
            inherits=_RESTORED,
            stronger="higher",
            unit="days",
            source="Terraform sends 0 where the API alone would take 1: "
            "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance (2026-11-23)",
        ),
        Attribute(name="backup_window", api="PreferredBackupWindow", default=CHOSEN_BY_AWS),
        Attribute(name="maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="backup_target", api="BackupTarget", default="region"),
        Attribute(name="latest_restorable_time", api="LatestRestorableTime", default=CHOSEN_BY_AWS),
        Attribute(name="copy_tags_to_snapshot", api="CopyTagsToSnapshot", default=False, stronger="true"),
        Attribute(name="delete_automated_backups", default=True, doors=CODE, stronger="false"),
        Attribute(name="deletion_protection", api="DeletionProtection", default=False, stronger="true"),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(name="storage_encrypted", api="StorageEncrypted", default=False, inherits=_ORIGINS, stronger="true"),
        Attribute(name="kms_key_id", api="KmsKeyId", inherits=_ORIGINS, stronger="present"),
        Attribute(name="replicate_source_db", api="ReadReplicaSourceDBInstanceIdentifier", stronger="present"),
        Attribute(name="replica_mode", api="ReplicaMode", default=CHOSEN_BY_AWS),
        Attribute(name="snapshot_identifier", doors=CODE),
        Block(
            name="restore_to_point_in_time",
            doors=CODE,
            attributes=(
                Attribute(name="source_db_instance_identifier"),
                Attribute(name="source_db_instance_automated_backups_arn"),
                Attribute(name="source_dbi_resource_id"),
                Attribute(name="restore_time"),
                Attribute(name="use_latest_restorable_time", default=False),
            ),
        ),
        Attribute(name="apply_immediately", default=False, doors=CODE),
        Attribute(name="auto_minor_version_upgrade", api="AutoMinorVersionUpgrade", default=True),
        Attribute(name="publicly_accessible", api="PubliclyAccessible", default=False),
        Attribute(name="ca_cert_identifier", api="CACertificateIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="domain", api="DomainMemberships[0].Domain"),
        Attribute(name="custom_iam_instance_profile", api="CustomIamInstanceProfile"),
        Attribute(name="manage_master_user_password", default=False, doors=CODE),
        Attribute(name="master_user_secret_kms_key_id", api="MasterUserSecret.KmsKeyId"),
        Attribute(name="performance_insights_enabled", api="PerformanceInsightsEnabled", default=False),
        Attribute(name="monitoring_interval", api="MonitoringInterval", default=0, unit="seconds"),
        Attribute(
            name="enabled_cloudwatch_logs_exports",
            api="EnabledCloudwatchLogsExports",
            default=(),
            many=True,
        ),
    ),
    relations=(
        Relation(
            name="replicates",
            to=("aws_db_instance", "aws_rds_cluster"),
            by="replicate_source_db",
            inverse="replicas",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(name="in_subnet_group", to=("aws_db_subnet_group",), by="db_subnet_group_name", inverse="databases"),
        Relation(
            name="restored_from",
            to=("aws_db_snapshot", "aws_db_snapshot_copy"),
            by="snapshot_identifier",
            inverse="restored_to",
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance (2026-11-23)",
)

# The resource is declared in the Region that receives the backups. Retention is 7 days whatever the source keeps:
# https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance_automated_backups_replication
REPLICATED_BACKUPS = Kind(
    name="aws_db_instance_automated_backups_replication",
    title="replication of automated backups",
    names=("id",),
    arn="DBInstanceAutomatedBackupsArn",
    # A Region lists the backups of its own instances, too; those that came from another are replicated.
    listed_by=Call(service="rds", operation="DescribeDBInstanceAutomatedBackups", items="DBInstanceAutomatedBackups"),
    where=(Where(path="DBInstanceArn", abroad=True),),
    attributes=(
        Attribute(name="id", api="DBInstanceAutomatedBackupsArn", default=CHOSEN_BY_AWS),
        Attribute(name="source_db_instance_arn", api="DBInstanceArn"),
        Attribute(name="retention_period", api="BackupRetentionPeriod", default=7, stronger="higher", unit="days"),
        Attribute(name="kms_key_id", api="KmsKeyId", stronger="present"),
    ),
    relations=(
        Relation(
            name="copies_backups_of",
            to=("aws_db_instance",),
            by="source_db_instance_arn",
            inverse="replicated_backups",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html (2026-11-23)",
)

# Snapshots that people made; AWS names the source only of a copy from another Region or account.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshot.html (2026-11-26)
_SNAPSHOTS = Call(service="rds", operation="DescribeDBSnapshots", items="DBSnapshots", fixed={"SnapshotType": "manual"})
# Of a snapshot's attributes there is one, "restore": the accounts that may restore it, or "all".
_SHARING = Detail(operation="DescribeDBSnapshotAttributes", given={"DBSnapshotIdentifier": "DBSnapshotIdentifier"})

DB_SNAPSHOT = Kind(
    name="aws_db_snapshot",
    title="database snapshot",
    names=("db_snapshot_arn", "id", "db_snapshot_identifier"),
    identity=("db_snapshot_identifier",),
    arn="DBSnapshotArn",
    listed_by=_SNAPSHOTS,
    where=(Where(path="SourceDBSnapshotIdentifier", says=(None,)),),
    details=(_SHARING,),
    attributes=(
        Attribute(name="db_snapshot_arn", api="DBSnapshotArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="db_snapshot_identifier", api="DBSnapshotIdentifier"),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="db_instance_identifier", api="DBInstanceIdentifier"),
        Attribute(
            name="encrypted",
            api="Encrypted",
            default=CHOSEN_BY_AWS,
            inherits=("db_instance_identifier",),
            holds="truth",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", default=CHOSEN_BY_AWS, inherits=("db_instance_identifier",)),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=("db_instance_identifier",)),
        Attribute(
            name="shared_accounts",
            api="DescribeDBSnapshotAttributes:DBSnapshotAttributesResult.DBSnapshotAttributes[0].AttributeValues",
            default=(),
            many=True,
        ),
    ),
    relations=(
        Relation(name="snapshot_of", to=("aws_db_instance",), by="db_instance_identifier", inverse="snapshots"),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_snapshot (2026-11-23)",
)

# A copy without a key of its own keeps the key of its source, which another Region does not have:
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html (2026-11-23)
DB_SNAPSHOT_COPY = Kind(
    name="aws_db_snapshot_copy",
    title="copy of a database snapshot",
    names=("db_snapshot_arn", "id", "target_db_snapshot_identifier"),
    identity=("target_db_snapshot_identifier",),
    arn="DBSnapshotArn",
    listed_by=_SNAPSHOTS,
    where=(Where(path="SourceDBSnapshotIdentifier", but=(None,)),),
    details=(_SHARING,),
    attributes=(
        Attribute(name="db_snapshot_arn", api="DBSnapshotArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="target_db_snapshot_identifier", api="DBSnapshotIdentifier"),
        Attribute(name="source_db_snapshot_identifier", api="SourceDBSnapshotIdentifier"),
        Attribute(name="destination_region", doors=CODE, stronger="present"),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="copy_tags", doors=CODE, default=False, stronger="true"),
        Attribute(name="kms_key_id", api="KmsKeyId", stronger="present"),
        Attribute(
            name="encrypted",
            api="Encrypted",
            default=CHOSEN_BY_AWS,
            inherits=("source_db_snapshot_identifier",),
            holds="truth",
        ),
        Attribute(
            name="shared_accounts",
            api="DescribeDBSnapshotAttributes:DBSnapshotAttributesResult.DBSnapshotAttributes[0].AttributeValues",
            default=(),
            many=True,
        ),
    ),
    relations=(
        Relation(
            name="copy_of",
            to=("aws_db_snapshot", "aws_db_snapshot_copy"),
            by="source_db_snapshot_identifier",
            inverse="snapshot_copies",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_snapshot_copy (2026-11-23)",
)
