"""What AWS Backup did: when each resource was last backed up, which jobs failed, what was restored."""

from __future__ import annotations

from drlint.catalog.kind import LIVE_ONLY, Attribute, Call, Kind, Relation
from drlint.catalog.services.backup import SUPPORTED

_API = "https://docs.aws.amazon.com/aws-backup/latest/devguide"
_SOURCES = tuple(sorted(SUPPORTED))


def _live(name: str, api: str) -> Attribute:
    return Attribute(name=name, api=api, doors=LIVE_ONLY)


# One call tells the last backup of everything that has a recovery point.
PROTECTED = Kind(
    name="aws_backup_protected_resource",
    title="protected resource",
    alone=True,
    names=("resource_arn",),
    identity=("resource_arn",),
    listed_by=Call(service="backup", operation="ListProtectedResources", items="Results"),
    attributes=(
        _live("resource_arn", "ResourceArn"),
        _live("resource_type", "ResourceType"),
        _live("last_backup_time", "LastBackupTime"),
        _live("last_vault_arn", "LastBackupVaultArn"),
    ),
    relations=(Relation(name="of", to=_SOURCES, by="resource_arn", inverse="protected_as", elsewhere=True),),
    source=f"{_API}/API_ListProtectedResources.html (2026-11-26)",
)

RESTORE_JOB = Kind(
    name="aws_backup_restore_job",
    title="restore job",
    alone=True,
    names=("id",),
    identity=("id",),
    listed_by=Call(service="backup", operation="ListRestoreJobs", items="RestoreJobs"),
    attributes=(
        _live("id", "RestoreJobId"),
        _live("status", "Status"),
        _live("source_arn", "SourceResourceArn"),
        _live("resource_type", "ResourceType"),
        _live("created", "CreationDate"),
        _live("completed", "CompletionDate"),
        _live("testing_plan_arn", "CreatedBy.RestoreTestingPlanArn"),
        _live("validation_status", "ValidationStatus"),
    ),
    relations=(Relation(name="of", to=_SOURCES, by="source_arn", inverse="restore_jobs", elsewhere=True),),
    source=f"{_API}/API_ListRestoreJobs.html (2026-11-26)",
)


def _failed(name: str, title: str, operation: str, items: str, identity: str) -> Kind:
    return Kind(
        name=name,
        title=title,
        alone=True,
        names=("id",),
        identity=("id",),
        listed_by=Call(service="backup", operation=operation, items=items, fixed={"ByState": "FAILED"}),
        attributes=(
            _live("id", identity),
            _live("resource_arn", "ResourceArn"),
            _live("resource_type", "ResourceType"),
            _live("created", "CreationDate"),
            _live("category", "MessageCategory"),
        ),
        relations=(
            Relation(
                name="of",
                to=_SOURCES,
                by="resource_arn",
                inverse="failed_backups" if items == "BackupJobs" else "failed_copies",
                elsewhere=True,
            ),
        ),
        source=f"{_API}/API_{operation}.html (2026-11-26)",
    )


FAILED_BACKUP = _failed("aws_backup_failed_job", "failed backup job", "ListBackupJobs", "BackupJobs", "BackupJobId")
FAILED_COPY = _failed("aws_backup_failed_copy_job", "failed copy job", "ListCopyJobs", "CopyJobs", "CopyJobId")
