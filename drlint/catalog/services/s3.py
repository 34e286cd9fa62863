"""Amazon S3 buckets: one thing to a person, nine resources to Terraform, ten calls to the API.

Configurations written before version 4 of the provider keep everything inside the bucket; those blocks are the
attributes whose names begin with `inline_`, so that a policy can accept either form. They have no `api`: what AWS
shows of a bucket is under the plain names, and the inline ones are then simply not set.
"""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Companion, Detail, Kind, Relation
from drlint.catalog.services.s3_rules import INLINE_LIFECYCLE, INLINE_REPLICATION, KEYS, LIFECYCLE, REPLICATION

_ENCRYPTION = Block(
    name="encryption",
    terraform="aws_s3_bucket_server_side_encryption_configuration:rule",
    api="GetBucketEncryption:ServerSideEncryptionConfiguration.Rules",
    stronger="present",
    attributes=(
        Attribute(
            name="sse_algorithm",
            terraform="apply_server_side_encryption_by_default.sse_algorithm",
            api="ApplyServerSideEncryptionByDefault.SSEAlgorithm",
            default="AES256",
            source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html (2026-11-23)",
        ),
        Attribute(
            name="kms_master_key_id",
            terraform="apply_server_side_encryption_by_default.kms_master_key_id",
            api="ApplyServerSideEncryptionByDefault.KMSMasterKeyID",
            stronger="present",
        ),
        Attribute(name="bucket_key_enabled", api="BucketKeyEnabled", default=False),
    ),
)

_INLINE_ENCRYPTION = Block(
    name="inline_encryption",
    terraform="server_side_encryption_configuration.rule",
    stronger="present",
    attributes=(
        Attribute(
            name="sse_algorithm", terraform="apply_server_side_encryption_by_default.sse_algorithm", default="AES256"
        ),
        Attribute(
            name="kms_master_key_id",
            terraform="apply_server_side_encryption_by_default.kms_master_key_id",
            stronger="present",
        ),
        Attribute(name="bucket_key_enabled", default=False),
    ),
)

_LOCK = Block(
    name="lock",
    terraform="aws_s3_bucket_object_lock_configuration:",
    api="GetObjectLockConfiguration:ObjectLockConfiguration",
    stronger="present",
    attributes=(
        Attribute(name="enabled", terraform="object_lock_enabled", api="ObjectLockEnabled", default="Enabled"),
        Attribute(
            name="mode", terraform="rule.default_retention.mode", api="Rule.DefaultRetention.Mode", stronger="present"
        ),
        Attribute(
            name="days",
            terraform="rule.default_retention.days",
            api="Rule.DefaultRetention.Days",
            unit="days",
            stronger="higher",
        ),
        Attribute(
            name="years",
            terraform="rule.default_retention.years",
            api="Rule.DefaultRetention.Years",
            unit="years",
            stronger="higher",
        ),
    ),
)

_INLINE_LOCK = Block(
    name="inline_lock",
    terraform="object_lock_configuration",
    stronger="present",
    attributes=(
        Attribute(name="enabled", terraform="object_lock_enabled", default="Enabled"),
        Attribute(name="mode", terraform="rule.default_retention.mode", stronger="present"),
        Attribute(name="days", terraform="rule.default_retention.days", unit="days", stronger="higher"),
        Attribute(name="years", terraform="rule.default_retention.years", unit="years", stronger="higher"),
    ),
)

_LOGGING = Block(
    name="logging",
    terraform="aws_s3_bucket_logging:",
    api="GetBucketLogging:LoggingEnabled",
    attributes=(
        Attribute(name="target_bucket", api="TargetBucket"),
        Attribute(name="target_prefix", api="TargetPrefix"),
    ),
)

_PUBLIC_ACCESS = Block(
    name="public_access_block",
    terraform="aws_s3_bucket_public_access_block:",
    api="GetPublicAccessBlock:PublicAccessBlockConfiguration",
    attributes=(
        Attribute(name="block_public_acls", api="BlockPublicAcls", default=False),
        Attribute(name="block_public_policy", api="BlockPublicPolicy", default=False),
        Attribute(name="ignore_public_acls", api="IgnorePublicAcls", default=False),
        Attribute(name="restrict_public_buckets", api="RestrictPublicBuckets", default=False),
    ),
)

_BUCKETS = ("aws_s3_bucket",)
_ROLES = ("aws_iam_role",)

# Each twice: in its own resource, and inline. A rule's own `destination` is a relation of the block.
_RELATIONS = (
    Relation(name="encrypted_by", to=KEYS, by="encryption.kms_master_key_id", inverse="encrypts"),
    Relation(name="inline_encrypted_by", to=KEYS, by="inline_encryption.kms_master_key_id", inverse="encrypts"),
    Relation(
        name="replicates_to",
        to=_BUCKETS,
        by="replication.destination_bucket",
        inverse="replicated_from",
        elsewhere=True,
    ),
    Relation(
        name="inline_replicates_to",
        to=_BUCKETS,
        by="inline_replication.destination_bucket",
        inverse="replicated_from",
        elsewhere=True,
    ),
    Relation(name="replicates_as", to=_ROLES, by="replication_role", inverse="replicates_buckets"),
    Relation(name="inline_replicates_as", to=_ROLES, by="inline_replication_role", inverse="replicates_buckets"),
    Relation(
        name="replicas_encrypted_by", to=KEYS, by="replication.replica_kms_key_id", inverse="encrypts_replicas_of"
    ),
    Relation(name="logs_to", to=_BUCKETS, by="logging.target_bucket", inverse="holds_logs_of", elsewhere=True),
    Relation(name="inline_logs_to", to=_BUCKETS, by="inline_logging", inverse="holds_logs_of", elsewhere=True),
)

BUCKET = Kind(
    name="aws_s3_bucket",
    title="bucket",
    cloudformation="AWS::S3::Bucket",
    arn="BucketArn",
    names=("bucket", "id", "arn", "bucket_domain_name", "bucket_regional_domain_name"),
    identity=("bucket",),
    holds_data=True,
    # ListBuckets answers for the whole account; it gives BucketRegion only to a request that has a parameter, as a
    # paginated one has (MaxBuckets). https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html (2026-11-23)
    region_by="BucketRegion",
    listed_by=Call(service="s3", operation="ListBuckets", items="Buckets"),
    details=(
        Detail(operation="GetBucketTagging", given={"Bucket": "Name"}, absent=("NoSuchTagSet",)),
        Detail(operation="GetBucketVersioning", given={"Bucket": "Name"}),
        Detail(
            operation="GetBucketEncryption",
            given={"Bucket": "Name"},
            absent=("ServerSideEncryptionConfigurationNotFoundError",),
        ),
        Detail(
            operation="GetBucketReplication",
            given={"Bucket": "Name"},
            absent=("ReplicationConfigurationNotFoundError",),
        ),
        Detail(
            operation="GetBucketLifecycleConfiguration",
            given={"Bucket": "Name"},
            absent=("NoSuchLifecycleConfiguration",),
        ),
        Detail(
            operation="GetObjectLockConfiguration",
            given={"Bucket": "Name"},
            absent=("ObjectLockConfigurationNotFoundError",),
        ),
        Detail(operation="GetBucketLogging", given={"Bucket": "Name"}),
        Detail(
            operation="GetPublicAccessBlock",
            given={"Bucket": "Name"},
            absent=("NoSuchPublicAccessBlockConfiguration",),
        ),
        Detail(operation="GetBucketPolicy", given={"Bucket": "Name"}, absent=("NoSuchBucketPolicy",)),
    ),
    companions=tuple(
        Companion(name=name, owner="bucket", cloudformation=cloudformation)
        for name, cloudformation in (
            ("aws_s3_bucket_versioning", None),
            ("aws_s3_bucket_server_side_encryption_configuration", None),
            ("aws_s3_bucket_replication_configuration", None),
            ("aws_s3_bucket_lifecycle_configuration", None),
            ("aws_s3_bucket_object_lock_configuration", None),
            ("aws_s3_bucket_logging", None),
            ("aws_s3_bucket_public_access_block", None),
            ("aws_s3_bucket_policy", "AWS::S3::BucketPolicy"),
        )
    ),
    attributes=(
        Attribute(name="arn", api="BucketArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="Name", default=CHOSEN_BY_AWS),
        Attribute(name="bucket", api="Name", default=CHOSEN_BY_AWS),
        Attribute(name="bucket_prefix", doors=CODE),
        Attribute(name="bucket_domain_name", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="bucket_regional_domain_name", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="tags", terraform="tags_all", api="GetBucketTagging:TagSet"),
        Attribute(name="force_destroy", default=False, doors=CODE, stronger="false"),
        # What a bucket is created with; whether it is locked now, however it came about, is what `lock` says.
        Attribute(name="object_lock_enabled", default=False, doors=CODE, stronger="true"),
        Attribute(
            name="versioning",
            terraform="aws_s3_bucket_versioning:versioning_configuration.status",
            api="GetBucketVersioning:Status",
            stronger="present",
        ),
        Attribute(
            name="mfa_delete",
            terraform="aws_s3_bucket_versioning:versioning_configuration.mfa_delete",
            api="GetBucketVersioning:MFADelete",
            default="Disabled",
            stronger="present",
        ),
        Attribute(name="inline_versioning", terraform="versioning.enabled", default=False, stronger="true"),
        Attribute(name="inline_mfa_delete", terraform="versioning.mfa_delete", default=False, stronger="true"),
        _ENCRYPTION,
        _INLINE_ENCRYPTION,
        Attribute(
            name="replication_role",
            terraform="aws_s3_bucket_replication_configuration:role",
            api="GetBucketReplication:ReplicationConfiguration.Role",
        ),
        REPLICATION,
        Attribute(name="inline_replication_role", terraform="replication_configuration.role"),
        INLINE_REPLICATION,
        LIFECYCLE,
        INLINE_LIFECYCLE,
        _LOCK,
        _INLINE_LOCK,
        _LOGGING,
        Attribute(name="inline_logging", terraform="logging.target_bucket"),
        _PUBLIC_ACCESS,
        Attribute(name="policy", terraform="aws_s3_bucket_policy:policy", api="GetBucketPolicy:Policy"),
        Attribute(name="inline_policy", terraform="policy"),
    ),
    relations=_RELATIONS,
    # A bucket starts without versioning, lock, replication and lifecycle, and with SSE-S3 for every new object since
    # 2023-01-05: docs.aws.amazon.com/AmazonS3/latest/userguide/{Versioning,default-encryption-faq}.html (2026-11-23).
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket (2026-11-23)",
)
