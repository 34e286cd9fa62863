"""Amazon EFS: file systems with their backups and replication, and the mount targets through which they are used."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Companion, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

FILE_SYSTEM = Kind(
    name="aws_efs_file_system",
    title="file system",
    cloudformation="AWS::EFS::FileSystem",
    names=("id", "arn"),
    identity=("id",),
    holds_data=True,
    companions=(
        Companion(name="aws_efs_backup_policy", owner="file_system_id"),
        Companion(name="aws_efs_replication_configuration", owner="source_file_system_id"),
    ),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="creation_token", default=CHOSEN_BY_AWS),
        Attribute(name="dns_name", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(
            name="availability_zone_name",
            source="None means Regional, in several zones: "
            "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html (2026-11-23)",
        ),
        Attribute(name="encrypted", default=False, stronger="true"),
        Attribute(name="kms_key_id", stronger="present"),
        Attribute(name="performance_mode", default="generalPurpose"),
        Attribute(name="throughput_mode", default="bursting"),
        Attribute(
            name="backup_policy_status",
            terraform="aws_efs_backup_policy:backup_policy.status",
            source="None means off for a Regional file system and on for a One Zone one: "
            "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html (Backup; 2026-11-23)",
        ),
        Attribute(name="replication_overwrite", terraform="protection.replication_overwrite", default="ENABLED"),
        Block(
            name="replication",
            terraform="aws_efs_replication_configuration:destination",
            stronger="present",
            attributes=(
                Attribute(name="region", default=CHOSEN_BY_AWS, inherits=("file_system_id", "availability_zone_name")),
                Attribute(name="availability_zone_name"),
                # None: AWS makes a new file system, which is then none of those in view.
                Attribute(name="file_system_id"),
                Attribute(name="kms_key_id", stronger="present"),
            ),
            relations=(
                Relation(name="destination", to=("aws_efs_file_system",), by="file_system_id"),
                Relation(name="encrypted_by", to=_KEYS, by="kms_key_id"),
            ),
        ),
    ),
    relations=(
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(name="replica_encrypted_by", to=_KEYS, by="replication.kms_key_id", inverse="encrypts"),
        Relation(
            name="replicates_to",
            to=("aws_efs_file_system",),
            by="replication.file_system_id",
            inverse="replicated_from",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/efs_file_system (2026-11-23)",
)

MOUNT_TARGET = Kind(
    name="aws_efs_mount_target",
    title="mount target",
    cloudformation="AWS::EFS::MountTarget",
    names=("id",),
    identity=("id",),
    serves=True,
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="file_system_id"),
        Attribute(name="subnet_id"),
        Attribute(name="availability_zone_name", default=CHOSEN_BY_AWS, inherits=("subnet_id",)),
        Attribute(name="ip_address", default=CHOSEN_BY_AWS),
        Attribute(name="security_groups", default=CHOSEN_BY_AWS, many=True),
    ),
    relations=(
        Relation(name="mounts", to=("aws_efs_file_system",), by="file_system_id", inverse="mount_targets"),
        Relation(name="in_subnet", to=("aws_subnet",), by="subnet_id", inverse="mount_targets"),
    ),
    source=f"{_DOCS}/efs_mount_target (2026-11-23)",
)
