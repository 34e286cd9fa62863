"""AWS Backup: vaults, plans, selections, settings of a Region and restore testing."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Companion, Detail, Kind, Relation, Where

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_VAULTS = ("aws_backup_vault", "aws_backup_logically_air_gapped_vault")

# The kinds that AWS Backup can back up, and what it calls them in opt-in settings and restore testing.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html (2026-11-23)
SUPPORTED = {
    "aws_db_instance": "RDS",
    "aws_docdb_cluster": "DocumentDB",
    "aws_dynamodb_table": "DynamoDB",
    "aws_ebs_volume": "EBS",
    "aws_efs_file_system": "EFS",
    "aws_instance": "EC2",
    "aws_neptune_cluster": "Neptune",
    "aws_rds_cluster": "Aurora",
    "aws_redshift_cluster": "Redshift",
    "aws_s3_bucket": "S3",
}

VAULT = Kind(
    name="aws_backup_vault",
    title="backup vault",
    cloudformation="AWS::Backup::BackupVault",
    names=("arn", "name", "id"),
    identity=("name",),
    holds_data=True,
    companions=(
        Companion(name="aws_backup_vault_lock_configuration", owner="backup_vault_name"),
        Companion(name="aws_backup_vault_policy", owner="backup_vault_name"),
        Companion(name="aws_backup_vault_notifications", owner="backup_vault_name"),
    ),
    arn="BackupVaultArn",
    listed_by=Call(service="backup", operation="ListBackupVaults", items="BackupVaultList"),
    where=(Where(path="VaultType", but=("LOGICALLY_AIR_GAPPED_BACKUP_VAULT", "RESTORE_ACCESS_BACKUP_VAULT")),),
    details=(
        Detail(
            operation="GetBackupVaultAccessPolicy",
            given={"BackupVaultName": "BackupVaultName"},
            absent=("ResourceNotFoundException",),
        ),
        Detail(
            operation="GetBackupVaultNotifications",
            given={"BackupVaultName": "BackupVaultName"},
            absent=("ResourceNotFoundException",),
        ),
        Detail(operation="ListTags", given={"ResourceArn": "BackupVaultArn"}),
    ),
    attributes=(
        Attribute(name="arn", api="BackupVaultArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="name", api="BackupVaultName"),
        Attribute(name="tags", terraform="tags_all", api="ListTags:Tags"),
        # None: the account's aws/backup key, which no other account can use.
        Attribute(name="kms_key_arn", api="EncryptionKeyArn", stronger="present"),
        Attribute(name="force_destroy", default=False, doors=CODE, stronger="false"),
        Block(
            name="lock",
            api="",
            shown_by="Locked",
            terraform="aws_backup_vault_lock_configuration:",
            stronger="present",
            attributes=(
                # None: governance mode, which whoever has the permission can take off. Set: compliance mode, which
                # nobody can, once so many days have passed.
                Attribute(
                    name="changeable_for_days",
                    api="LockDate",
                    unit="days",
                    stronger="present",
                    hidden="a lock in compliance mode: AWS says from when on it is final, not after how many days",
                ),
                Attribute(name="min_retention_days", api="MinRetentionDays", unit="days", stronger="higher"),
                Attribute(name="max_retention_days", api="MaxRetentionDays", unit="days"),
            ),
        ),
        Attribute(
            name="policy",
            terraform="aws_backup_vault_policy:policy",
            api="GetBackupVaultAccessPolicy:Policy",
            stronger="present",
        ),
        Block(
            name="notifications",
            api="GetBackupVaultNotifications:",
            terraform="aws_backup_vault_notifications:",
            stronger="present",
            attributes=(
                Attribute(name="sns_topic_arn", api="SNSTopicArn"),
                Attribute(
                    name="events",
                    terraform="backup_vault_events",
                    api="BackupVaultEvents",
                    default=(),
                    many=True,
                    stronger="more",
                ),
            ),
        ),
    ),
    relations=(
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_arn", inverse="encrypts"),
        Relation(name="notifies", to=("aws_sns_topic",), by="notifications.sns_topic_arn", inverse="vaults"),
    ),
    source=f"{_DOCS}/backup_vault (2026-11-23)",
)

AIR_GAPPED_VAULT = Kind(
    name="aws_backup_logically_air_gapped_vault",
    title="logically air-gapped vault",
    cloudformation="AWS::Backup::LogicallyAirGappedBackupVault",
    names=("arn", "name", "id"),
    identity=("name",),
    holds_data=True,
    arn="BackupVaultArn",
    listed_by=Call(service="backup", operation="ListBackupVaults", items="BackupVaultList"),
    where=(Where(path="VaultType", says=("LOGICALLY_AIR_GAPPED_BACKUP_VAULT",)),),
    details=(Detail(operation="ListTags", given={"ResourceArn": "BackupVaultArn"}),),
    attributes=(
        Attribute(name="arn", api="BackupVaultArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="name", api="BackupVaultName"),
        Attribute(name="tags", terraform="tags_all", api="ListTags:Tags"),
        # Always locked in compliance mode, from the first day and by a key of AWS's own.
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html (2026-11-23)
        Block(
            name="lock",
            api="",
            terraform="",
            attributes=(
                Attribute(name="changeable_for_days", terraform="@always", default=0, unit="days"),
                Attribute(name="min_retention_days", api="MinRetentionDays", unit="days", stronger="higher"),
                Attribute(name="max_retention_days", api="MaxRetentionDays", unit="days"),
            ),
        ),
    ),
    source=f"{_DOCS}/backup_logically_air_gapped_vault (2026-11-23)",
)


def _lifecycle() -> tuple[Attribute, ...]:
    """When a recovery point moves to cold storage and when it goes; None of `delete_after`: never."""
    return (
        Attribute(
            name="delete_after",
            terraform="lifecycle.delete_after",
            api="Lifecycle.DeleteAfterDays",
            unit="days",
            stronger="higher",
        ),
        Attribute(
            name="cold_storage_after",
            terraform="lifecycle.cold_storage_after",
            api="Lifecycle.MoveToColdStorageAfterDays",
            unit="days",
        ),
        Attribute(
            name="opt_in_to_archive",
            terraform="lifecycle.opt_in_to_archive_for_supported_resources",
            api="Lifecycle.OptInToArchiveForSupportedResources",
            default=False,
        ),
    )


PLAN = Kind(
    name="aws_backup_plan",
    title="backup plan",
    cloudformation="AWS::Backup::BackupPlan",
    arn="BackupPlanArn",
    names=("id", "arn", "name"),
    listed_by=Call(service="backup", operation="ListBackupPlans", items="BackupPlansList"),
    details=(
        Detail(operation="GetBackupPlan", given={"BackupPlanId": "BackupPlanId"}),
        Detail(operation="ListTags", given={"ResourceArn": "BackupPlanArn"}),
    ),
    attributes=(
        Attribute(name="arn", api="BackupPlanArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="BackupPlanId", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="BackupPlanName"),
        Attribute(name="tags", terraform="tags_all", api="ListTags:Tags"),
        Block(
            name="rule",
            many=True,
            api="GetBackupPlan:BackupPlan.Rules",
            stronger="more",
            relations=(Relation(name="vault", to=("aws_backup_vault",), by="target_vault_name", names=("name", "id")),),
            attributes=(
                Attribute(name="rule_name", api="RuleName"),
                Attribute(name="target_vault_name", api="TargetBackupVaultName"),
                Attribute(
                    name="schedule",
                    api="ScheduleExpression",
                    default="cron(0 5 ? * * *)",
                    source="docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html (2026-11-23)",
                ),
                Attribute(
                    name="schedule_timezone",
                    terraform="schedule_expression_timezone",
                    api="ScheduleExpressionTimezone",
                    default="Etc/UTC",
                ),
                Attribute(name="start_window", api="StartWindowMinutes", default=60, unit="minutes"),
                Attribute(name="completion_window", api="CompletionWindowMinutes", default=180, unit="minutes"),
                Attribute(
                    name="enable_continuous_backup", api="EnableContinuousBackup", default=False, stronger="true"
                ),
                Attribute(name="recovery_point_tags", api="RecoveryPointTags"),
                *_lifecycle(),
                Block(
                    name="copy_action",
                    many=True,
                    api="CopyActions",
                    stronger="more",
                    relations=(Relation(name="destination", to=_VAULTS, by="destination_vault_arn"),),
                    attributes=(
                        Attribute(name="destination_vault_arn", api="DestinationBackupVaultArn"),
                        *_lifecycle(),
                    ),
                ),
            ),
        ),
        Block(
            name="advanced_backup_setting",
            many=True,
            api="GetBackupPlan:BackupPlan.AdvancedBackupSettings",
            attributes=(
                Attribute(name="resource_type", api="ResourceType"),
                Attribute(name="backup_options", api="BackupOptions"),
            ),
        ),
    ),
    # The blocks' own relations once more, so that a vault sees who writes to it.
    relations=(
        Relation(
            name="writes_to",
            to=("aws_backup_vault",),
            by="rule.target_vault_name",
            inverse="plans",
            elsewhere=True,
            names=("name", "id"),
        ),
        Relation(
            name="copies_to",
            to=_VAULTS,
            by="rule.copy_action.destination_vault_arn",
            inverse="copied_from",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/backup_plan (2026-11-23)",
)
