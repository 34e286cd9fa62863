"""Amazon EFS: file systems with their backups and replication, and the mount targets through which they are used."""

from __future__ import annotations

from drlint.catalog.kind import (
    CHOSEN_BY_AWS,
    CODE,
    LIVE_ONLY,
    Attribute,
    Block,
    Call,
    Companion,
    Detail,
    Kind,
    Relation,
)

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

# What is asked for, while it comes about.
_BACKUPS = {"ENABLED": "ENABLED", "ENABLING": "ENABLED", "DISABLED": "DISABLED", "DISABLING": "DISABLED"}

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
    arn="FileSystemArn",
    listed_by=Call(service="efs", operation="DescribeFileSystems", items="FileSystems"),
    details=(
        Detail(operation="DescribeBackupPolicy", given={"FileSystemId": "FileSystemId"}, absent=("PolicyNotFound",)),
        # A file system that is replicated to is answered for, too.
        Detail(
            operation="DescribeReplicationConfigurations",
            given={"FileSystemId": "FileSystemId"},
            absent=("ReplicationNotFound",),
            mine={"Replications[0].SourceFileSystemId": "FileSystemId"},
        ),
    ),
    attributes=(
        Attribute(name="arn", api="FileSystemArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="FileSystemId", default=CHOSEN_BY_AWS),
        Attribute(name="creation_token", api="CreationToken", default=CHOSEN_BY_AWS),
        Attribute(name="dns_name", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(
            name="availability_zone_name",
            api="AvailabilityZoneName",
            source="None means Regional, in several zones: "
            "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html (2026-11-23)",
        ),
        Attribute(name="encrypted", api="Encrypted", default=False, stronger="true"),
        Attribute(name="kms_key_id", api="KmsKeyId", stronger="present"),
        Attribute(name="performance_mode", api="PerformanceMode", default="generalPurpose"),
        Attribute(name="throughput_mode", api="ThroughputMode", default="bursting"),
        Attribute(
            name="backup_policy_status",
            api="DescribeBackupPolicy:BackupPolicy.Status",
            words=_BACKUPS,
            terraform="aws_efs_backup_policy:backup_policy.status",
            source="None means off for a Regional file system and on for a One Zone one: "
            "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html (Backup; 2026-11-23)",
        ),
        Attribute(
            name="replication_overwrite",
            terraform="protection.replication_overwrite",
            api="FileSystemProtection.ReplicationOverwriteProtection",
            default="ENABLED",
        ),
        Block(
            name="replication",
            api="DescribeReplicationConfigurations:Replications[0].Destinations[0]",
            terraform="aws_efs_replication_configuration:destination",
            stronger="present",
            attributes=(
                Attribute(
                    name="region",
                    api="Region",
                    default=CHOSEN_BY_AWS,
                    inherits=("file_system_id", "availability_zone_name"),
                ),
                # No call tells these two of the place where the replica is; the replica itself does.
                Attribute(name="availability_zone_name", doors=CODE),
                # None: AWS makes a new file system, which is then none of those in view.
                Attribute(name="file_system_id", api="FileSystemId"),
                Attribute(name="kms_key_id", doors=CODE, stronger="present"),
                # All that was written before is there (2026-11-26):
                # https://docs.aws.amazon.com/efs/latest/ug/API_Destination.html
                Attribute(name="synced", api="LastReplicatedTimestamp", doors=LIVE_ONLY),
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
    listed_by=Call(
        service="efs",
        operation="DescribeMountTargets",
        items="MountTargets",
        each="aws_efs_file_system",
        given={"FileSystemId": "id"},
    ),
    details=(Detail(operation="DescribeMountTargetSecurityGroups", given={"MountTargetId": "MountTargetId"}),),
    attributes=(
        Attribute(name="id", api="MountTargetId", default=CHOSEN_BY_AWS),
        Attribute(name="file_system_id", api="FileSystemId"),
        Attribute(name="subnet_id", api="SubnetId"),
        Attribute(
            name="availability_zone_name", api="AvailabilityZoneName", default=CHOSEN_BY_AWS, inherits=("subnet_id",)
        ),
        Attribute(name="ip_address", api="IpAddress", default=CHOSEN_BY_AWS),
        Attribute(
            name="security_groups",
            api="DescribeMountTargetSecurityGroups:SecurityGroups",
            default=CHOSEN_BY_AWS,
            many=True,
        ),
    ),
    relations=(
        Relation(name="mounts", to=("aws_efs_file_system",), by="file_system_id", inverse="mount_targets"),
        Relation(name="in_subnet", to=("aws_subnet",), by="subnet_id", inverse="mount_targets"),
    ),
    source=f"{_DOCS}/efs_mount_target (2026-11-23)",
)
