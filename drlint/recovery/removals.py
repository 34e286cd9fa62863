"""What recovery loses when a resource is removed that holds no data itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.model.values import is_present

REMOVED = {
    "aws_backup_plan": "nothing is backed up by it any more",
    "aws_backup_selection": "what it selects is no longer backed up by its plan",
    "aws_backup_vault_lock_configuration": "recovery points in the vault can be deleted by hand",
    "aws_backup_vault_policy": "the vault no longer refuses what this policy denied",
    "aws_backup_vault_notifications": "nobody is told when a backup fails",
    "aws_backup_restore_testing_plan": "restores are no longer tested",
    "aws_backup_restore_testing_selection": "what it selects is no longer restored as a test",
    "aws_db_instance_automated_backups_replication": "no backups are kept in the other Region",
    "aws_db_snapshot": "this snapshot can no longer be restored",
    "aws_db_cluster_snapshot": "this snapshot can no longer be restored",
    "aws_db_snapshot_copy": "this copy can no longer be restored",
    "aws_ebs_snapshot": "this snapshot can no longer be restored",
    "aws_ebs_snapshot_copy": "this copy can no longer be restored",
    "aws_dlm_lifecycle_policy": "no further snapshots are taken by it",
    "aws_ebs_encryption_by_default": "new volumes are no longer encrypted by themselves",
    "aws_dynamodb_table_replica": "the table is no longer copied to that Region",
    "aws_efs_replication_configuration": "the file system is no longer copied",
    "aws_efs_backup_policy": "the file system is no longer backed up automatically",
    "aws_ecr_replication_configuration": "images are no longer copied to another Region",
    "aws_redshift_snapshot_copy": "snapshots are no longer copied to another Region",
    "aws_s3_bucket_versioning": "overwritten and deleted objects are no longer kept",
    "aws_s3_bucket_replication_configuration": "objects are no longer copied",
    "aws_s3_bucket_object_lock_configuration": "new objects are no longer locked",
    "aws_s3_bucket_server_side_encryption_configuration": "new objects fall back to S3's own key",
    "aws_kms_replica_key": "what it encrypts in its Region can no longer be read there",
    "aws_rds_global_cluster": "its clusters no longer follow each other",
    "aws_docdb_global_cluster": "its clusters no longer follow each other",
    "aws_neptune_global_cluster": "its clusters no longer follow each other",
    "aws_elasticache_global_replication_group": "its groups no longer follow each other",
    "aws_rds_cluster_instance": "its cluster has one instance fewer to fail over to",
    "aws_docdb_cluster_instance": "its cluster has one instance fewer to fail over to",
    "aws_neptune_cluster_instance": "its cluster has one instance fewer to fail over to",
    "aws_efs_mount_target": "the file system cannot be mounted in that Availability Zone",
    "aws_route53_record": "traffic can no longer move through it",
    "aws_route53_health_check": "no record learns from it any more that its target is down",
    "aws_route53_zone": "every name in it stops resolving, and a new zone has other name servers",
    "aws_globalaccelerator_accelerator": "its addresses are gone for good",
    "aws_globalaccelerator_listener": "its accelerator no longer answers on these ports",
    "aws_globalaccelerator_endpoint_group": "its Region no longer receives traffic",
    "aws_cloudwatch_metric_alarm": "nobody is told when {metric_name} says that recovery is at risk",
}
REPLICA = "its source has one copy fewer to fail over to"
SOURCES = ("replicate_source_db", "replication_source_identifier")
# Alarms of which a recovery depends on hearing.
METRICS = (
    "ReplicaLag",
    "ReplicationLag",
    "ReplicationLatency",
    "RPOLag",
    "OperationsFailedReplication",
    "OperationsPendingReplication",
    "BackupJobs",
    "CopyJobs",
    "RestoreJobs",
    "HealthCheck",
    "TimeSinceLastSync",
    "LagDuration",
    "CDCLatency",
)


def loss_of(kind: str, before: Mapping[str, Any]) -> str | None:
    """What goes with a resource, as the end of a sentence; None where recovery loses nothing."""
    if before.get("versioning") in {"Suspended", "Disabled"} or before.get("backup_policy_status") == "DISABLED":
        return None
    if any(is_present(before.get(name)) is True for name in SOURCES):
        return REPLICA
    if kind == "aws_cloudwatch_metric_alarm":
        metric = before.get("metric_name")
        if not isinstance(metric, str) or not any(each in metric for each in METRICS):
            return None
        return REMOVED[kind].format(metric_name=metric)
    return REMOVED.get(kind)
