"""Amazon RDS and Aurora."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Kind, Relation

DB_INSTANCE = Kind(
    name="aws_db_instance",
    title="database instance",
    cloudformation="AWS::RDS::DBInstance",
    arn="DBInstanceArn",
    names=("arn", "id", "identifier", "resource_id"),
    identity=("identifier",),
    holds_data=True,
    listed_by=Call(service="rds", operation="DescribeDBInstances", items="DBInstances"),
    attributes=(
        Attribute(name="arn", api="DBInstanceArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="identifier", api="DBInstanceIdentifier", default=CHOSEN_BY_AWS),
        Attribute(name="multi_az", api="MultiAZ", default=False, inherits=("replicate_source_db",), stronger="true"),
        Attribute(name="backup_retention_period", api="BackupRetentionPeriod", default=0, stronger="higher", unit="days"),
        Attribute(name="storage_encrypted", api="StorageEncrypted", default=False, inherits=("replicate_source_db", "snapshot_identifier"), stronger="true"),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="kms_key_id", api="KmsKeyId"),
        Attribute(name="replicate_source_db", api="ReadReplicaSourceDBInstanceIdentifier"),
    ),
    relations=(
        Relation(name="replicates", to=("aws_db_instance", "aws_rds_cluster"), by="replicate_source_db", inverse="replicas"),
        Relation(name="encrypted_by", to=("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias"), by="kms_key_id", inverse="encrypts"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance (2026-11-23)",
)
