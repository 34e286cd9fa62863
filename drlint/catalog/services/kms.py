"""AWS KMS keys, their replicas in other Regions, and aliases."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Call, Detail, Kind, Relation, Where

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

# A path beginning with "@" is in no Terraform schema: whoever writes the resource down makes a customer's key.
_ONLY_IN_THE_API = "@api"

_KEYS = Call(service="kms", operation="ListKeys", items="Keys")
_TYPE = "DescribeKey:KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType"
_OF_A_KEY = (
    Detail(operation="DescribeKey", given={"KeyId": "KeyId"}),
    # Keys that cannot rotate (asymmetric, HMAC, in a key store) answer UnsupportedOperationException.
    Detail(operation="GetKeyRotationStatus", given={"KeyId": "KeyId"}, absent=("UnsupportedOperationException",)),
    Detail(operation="GetKeyPolicy", given={"KeyId": "KeyId"}),
    Detail(operation="ListResourceTags", given={"KeyId": "KeyId"}),
)

KEY = Kind(
    name="aws_kms_key",
    title="KMS key",
    cloudformation="AWS::KMS::Key",
    arn="KeyArn",
    names=("arn", "key_id", "id"),
    identity=("key_id",),
    listed_by=_KEYS,
    where=(Where(path=_TYPE, but=("REPLICA",)),),
    details=_OF_A_KEY,
    attributes=(
        Attribute(name="arn", api="KeyArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="KeyId", default=CHOSEN_BY_AWS),
        Attribute(name="key_id", api="KeyId", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="ListResourceTags:Tags"),
        # ListKeys also lists the keys that AWS keeps in the account (aws/rds, aws/backup …); those say AWS here.
        Attribute(
            name="key_manager", terraform=_ONLY_IN_THE_API, api="DescribeKey:KeyMetadata.KeyManager", default="CUSTOMER"
        ),
        Attribute(name="key_state", terraform=_ONLY_IN_THE_API, api="DescribeKey:KeyMetadata.KeyState"),
        Attribute(name="deletion_date", terraform=_ONLY_IN_THE_API, api="DescribeKey:KeyMetadata.DeletionDate"),
        Attribute(name="origin", terraform=_ONLY_IN_THE_API, api="DescribeKey:KeyMetadata.Origin", default="AWS_KMS"),
        # False for a disabled key and for one that waits for its deletion.
        Attribute(name="is_enabled", api="DescribeKey:KeyMetadata.Enabled", default=True, stronger="true"),
        Attribute(name="key_usage", api="DescribeKey:KeyMetadata.KeyUsage", default="ENCRYPT_DECRYPT"),
        Attribute(name="customer_master_key_spec", api="DescribeKey:KeyMetadata.KeySpec", default="SYMMETRIC_DEFAULT"),
        Attribute(name="custom_key_store_id", api="DescribeKey:KeyMetadata.CustomKeyStoreId"),
        Attribute(name="multi_region", api="DescribeKey:KeyMetadata.MultiRegion", default=False, stronger="true"),
        Attribute(
            name="multi_region_type",
            terraform=_ONLY_IN_THE_API,
            api=_TYPE,
        ),
        Attribute(
            name="primary_key_arn",
            terraform=_ONLY_IN_THE_API,
            api="DescribeKey:KeyMetadata.MultiRegionConfiguration.PrimaryKey.Arn",
        ),
        Attribute(
            name="enable_key_rotation",
            api="GetKeyRotationStatus:KeyRotationEnabled",
            default=False,
        ),
        # 365 days where rotation is on and nothing is set.
        Attribute(
            name="rotation_period_in_days",
            api="GetKeyRotationStatus:RotationPeriodInDays",
            unit="days",
        ),
        Attribute(name="deletion_window_in_days", default=30, unit="days", doors=CODE, stronger="higher"),
        Attribute(name="policy", api="GetKeyPolicy:Policy", default=CHOSEN_BY_AWS),
        Attribute(name="bypass_policy_lockout_safety_check", default=False, doors=CODE, stronger="false"),
    ),
    source=f"{_DOCS}/kms_key (2026-11-23)",
)

REPLICA_KEY = Kind(
    name="aws_kms_replica_key",
    title="KMS replica key",
    cloudformation="AWS::KMS::ReplicaKey",
    names=("arn", "key_id", "id"),
    identity=("key_id",),
    arn="KeyArn",
    listed_by=_KEYS,
    where=(Where(path=_TYPE, says=("REPLICA",)),),
    details=_OF_A_KEY,
    attributes=(
        Attribute(name="arn", api="KeyArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="KeyId", default=CHOSEN_BY_AWS),
        Attribute(name="key_id", api="KeyId", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="ListResourceTags:Tags"),
        Attribute(
            name="primary_key_arn",
            api="DescribeKey:KeyMetadata.MultiRegionConfiguration.PrimaryKey.Arn",
            stronger="present",
        ),
        Attribute(
            name="key_manager", api="DescribeKey:KeyMetadata.KeyManager", terraform=_ONLY_IN_THE_API, default="CUSTOMER"
        ),
        Attribute(
            name="is_enabled", terraform="enabled", api="DescribeKey:KeyMetadata.Enabled", default=True, stronger="true"
        ),
        # Shared with the primary: rotation is set there. https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
        Attribute(
            name="key_rotation_enabled",
            api="GetKeyRotationStatus:KeyRotationEnabled",
            default=CHOSEN_BY_AWS,
            holds="truth",
        ),
        Attribute(name="deletion_window_in_days", default=30, unit="days", doors=CODE, stronger="higher"),
        Attribute(name="policy", api="GetKeyPolicy:Policy", default=CHOSEN_BY_AWS),
    ),
    relations=(
        Relation(name="replica_of", to=("aws_kms_key",), by="primary_key_arn", inverse="replica_keys", elsewhere=True),
    ),
    source=f"{_DOCS}/kms_replica_key (2026-11-23)",
)

ALIAS = Kind(
    name="aws_kms_alias",
    title="KMS alias",
    cloudformation="AWS::KMS::Alias",
    names=("name", "arn", "id"),
    identity=("name",),
    arn="AliasArn",
    listed_by=Call(service="kms", operation="ListAliases", items="Aliases"),
    attributes=(
        Attribute(name="arn", api="AliasArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="name", api="AliasName", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="target_key_id", api="TargetKeyId"),
        Attribute(
            name="target_key_arn", api="arn:{partition}:kms:{region}:{account}:key/{TargetKeyId}", default=CHOSEN_BY_AWS
        ),
    ),
    relations=(
        Relation(
            name="of_key",
            to=("aws_kms_key", "aws_kms_replica_key"),
            by="target_key_id",
            inverse="aliases",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/kms_alias (2026-11-23)",
)
