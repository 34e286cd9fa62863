"""The rules inside a bucket, replication and lifecycle, each in its own resource and in the old inline form."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Relation

KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

_DESTINATION = (
    Relation(name="destination", to=("aws_s3_bucket",), by="destination_bucket"),
    Relation(name="replica_key", to=KEYS, by="replica_kms_key_id"),
)

REPLICATION = Block(
    name="replication",
    many=True,
    terraform="aws_s3_bucket_replication_configuration:rule",
    api="GetBucketReplication:ReplicationConfiguration.Rules",
    stronger="more",
    relations=_DESTINATION,
    attributes=(
        Attribute(name="id", api="ID", default=CHOSEN_BY_AWS),
        Attribute(name="status", api="Status"),
        Attribute(name="priority", api="Priority", default=0),
        # Set only in version 1 rules, which have no `filter`; they replicate delete markers, version 2 rules do not.
        Attribute(name="prefix", api="Prefix"),
        Block(
            name="filter",
            api="Filter",
            attributes=(
                Attribute(name="prefix", api="Prefix"),
                Attribute(name="tag_key", terraform="tag.key", api="Tag.Key"),
                Attribute(name="tag_value", terraform="tag.value", api="Tag.Value"),
                Attribute(name="and_prefix", terraform="and.prefix", api="And.Prefix"),
                Attribute(name="and_tags", terraform="and.tags", api="And.Tags"),
            ),
        ),
        Attribute(
            name="delete_marker_replication",
            terraform="delete_marker_replication.status",
            api="DeleteMarkerReplication.Status",
            source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html (2026-11-23)",
        ),
        Attribute(
            name="existing_object_replication",
            terraform="existing_object_replication.status",
            api="ExistingObjectReplication.Status",
        ),
        Attribute(
            name="sse_kms_encrypted_objects",
            terraform="source_selection_criteria.sse_kms_encrypted_objects.status",
            api="SourceSelectionCriteria.SseKmsEncryptedObjects.Status",
            default="Disabled",
            stronger="present",
        ),
        Attribute(
            name="replica_modifications",
            terraform="source_selection_criteria.replica_modifications.status",
            api="SourceSelectionCriteria.ReplicaModifications.Status",
            default="Disabled",
        ),
        Attribute(name="destination_bucket", terraform="destination.bucket", api="Destination.Bucket"),
        Attribute(name="destination_account", terraform="destination.account", api="Destination.Account"),
        Attribute(name="storage_class", terraform="destination.storage_class", api="Destination.StorageClass"),
        Attribute(
            name="replica_owner",
            terraform="destination.access_control_translation.owner",
            api="Destination.AccessControlTranslation.Owner",
        ),
        Attribute(
            name="replica_kms_key_id",
            terraform="destination.encryption_configuration.replica_kms_key_id",
            api="Destination.EncryptionConfiguration.ReplicaKmsKeyID",
            stronger="present",
        ),
        Attribute(
            name="replication_time",
            terraform="destination.replication_time.status",
            api="Destination.ReplicationTime.Status",
            default="Disabled",
            stronger="present",
        ),
        Attribute(
            name="replication_time_minutes",
            terraform="destination.replication_time.time.minutes",
            api="Destination.ReplicationTime.Time.Minutes",
            unit="minutes",
        ),
        Attribute(
            name="metrics",
            terraform="destination.metrics.status",
            api="Destination.Metrics.Status",
            default="Disabled",
            stronger="present",
        ),
    ),
)

INLINE_REPLICATION = Block(
    name="inline_replication",
    many=True,
    terraform="replication_configuration.rules",
    stronger="more",
    relations=_DESTINATION,
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="status"),
        Attribute(name="priority", default=0),
        Attribute(name="prefix"),
        Block(
            name="filter",
            attributes=(Attribute(name="prefix"), Attribute(name="and_tags", terraform="tags")),
        ),
        Attribute(name="delete_marker_replication", terraform="delete_marker_replication_status"),
        Attribute(
            name="sse_kms_encrypted_objects",
            terraform="source_selection_criteria.sse_kms_encrypted_objects.enabled",
            default=False,
            stronger="true",
        ),
        Attribute(name="destination_bucket", terraform="destination.bucket"),
        Attribute(name="destination_account", terraform="destination.account_id"),
        Attribute(name="storage_class", terraform="destination.storage_class"),
        Attribute(name="replica_kms_key_id", terraform="destination.replica_kms_key_id", stronger="present"),
        Attribute(
            name="replication_time",
            terraform="destination.replication_time.status",
            default="Disabled",
            stronger="present",
        ),
        Attribute(name="metrics", terraform="destination.metrics.status", default="Disabled", stronger="present"),
    ),
)

LIFECYCLE = Block(
    name="lifecycle",
    many=True,
    terraform="aws_s3_bucket_lifecycle_configuration:rule",
    api="GetBucketLifecycleConfiguration:Rules",
    attributes=(
        Attribute(name="id", api="ID", default=CHOSEN_BY_AWS),
        Attribute(name="status", api="Status"),
        Attribute(name="prefix", api="Prefix"),
        Block(
            name="filter",
            api="Filter",
            attributes=(
                Attribute(name="prefix", api="Prefix"),
                Attribute(name="tag_key", terraform="tag.key", api="Tag.Key"),
                Attribute(name="and_prefix", terraform="and.prefix", api="And.Prefix"),
                Attribute(name="and_tags", terraform="and.tags", api="And.Tags"),
                Attribute(
                    name="larger_than", terraform="object_size_greater_than", api="ObjectSizeGreaterThan", unit="bytes"
                ),
                Attribute(
                    name="smaller_than", terraform="object_size_less_than", api="ObjectSizeLessThan", unit="bytes"
                ),
                Attribute(
                    name="and_larger_than",
                    terraform="and.object_size_greater_than",
                    api="And.ObjectSizeGreaterThan",
                    unit="bytes",
                    unset=0,
                ),
                Attribute(
                    name="and_smaller_than",
                    terraform="and.object_size_less_than",
                    api="And.ObjectSizeLessThan",
                    unit="bytes",
                    unset=0,
                ),
            ),
        ),
        Attribute(
            name="expiration_days",
            terraform="expiration.days",
            api="Expiration.Days",
            unit="days",
            stronger="higher",
            unset=0,
        ),
        Attribute(name="expiration_date", terraform="expiration.date", api="Expiration.Date"),
        Attribute(
            name="expired_object_delete_marker",
            terraform="expiration.expired_object_delete_marker",
            api="Expiration.ExpiredObjectDeleteMarker",
            default=False,
        ),
        Attribute(
            name="noncurrent_days",
            terraform="noncurrent_version_expiration.noncurrent_days",
            api="NoncurrentVersionExpiration.NoncurrentDays",
            unit="days",
            stronger="higher",
        ),
        Attribute(
            name="newer_noncurrent_versions",
            terraform="noncurrent_version_expiration.newer_noncurrent_versions",
            api="NoncurrentVersionExpiration.NewerNoncurrentVersions",
            unit="versions",
            stronger="higher",
        ),
        Attribute(
            name="abort_incomplete_uploads_days",
            terraform="abort_incomplete_multipart_upload.days_after_initiation",
            api="AbortIncompleteMultipartUpload.DaysAfterInitiation",
            unit="days",
        ),
        Block(
            name="transition",
            many=True,
            api="Transitions",
            attributes=(
                Attribute(name="days", api="Days", unit="days"),
                Attribute(name="date", api="Date"),
                Attribute(name="storage_class", api="StorageClass"),
            ),
        ),
    ),
)

INLINE_LIFECYCLE = Block(
    name="inline_lifecycle",
    many=True,
    terraform="lifecycle_rule",
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="enabled", default=False),
        Attribute(name="prefix"),
        Attribute(name="tags"),
        Attribute(name="expiration_days", terraform="expiration.days", unit="days", stronger="higher", unset=0),
        Attribute(name="expiration_date", terraform="expiration.date"),
        Attribute(
            name="noncurrent_days", terraform="noncurrent_version_expiration.days", unit="days", stronger="higher"
        ),
        Attribute(
            name="abort_incomplete_uploads_days", terraform="abort_incomplete_multipart_upload_days", unit="days"
        ),
    ),
)
