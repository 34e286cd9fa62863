"""AWS Secrets Manager: secrets and their replicas, never their values."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation, Where

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

SECRET = Kind(
    name="aws_secretsmanager_secret",
    title="secret",
    cloudformation="AWS::SecretsManager::Secret",
    names=("arn", "id", "name"),
    identity=("name",),
    holds_data=True,
    arn="ARN",
    listed_by=Call(service="secretsmanager", operation="ListSecrets", items="SecretList"),
    # A replica is listed in its own Region, too, and is a part of its primary.
    where=(Where(path="PrimaryRegion", here=True),),
    details=(
        Detail(operation="DescribeSecret", given={"SecretId": "ARN"}),
        Detail(operation="GetResourcePolicy", given={"SecretId": "ARN"}),
    ),
    attributes=(
        Attribute(name="arn", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="Name", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
        # None: the account's aws/secretsmanager key, which no other account can use.
        Attribute(name="kms_key_id", api="KmsKeyId"),
        Attribute(name="policy", api="GetResourcePolicy:ResourcePolicy"),
        # 0 deletes at once, without a way back.
        Attribute(name="recovery_window_in_days", default=30, unit="days", doors=CODE, stronger="higher"),
        Attribute(name="force_overwrite_replica_secret", default=False, doors=CODE),
        Block(
            name="replica",
            api="DescribeSecret:ReplicationStatus",
            many=True,
            stronger="more",
            relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_id"),),
            attributes=(
                Attribute(name="region", api="Region"),
                # None: the aws/secretsmanager key of the replica's Region.
                Attribute(name="kms_key_id", api="KmsKeyId"),
                Attribute(name="status", api="Status", default=CHOSEN_BY_AWS),
            ),
        ),
    ),
    relations=(
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(name="replicas_encrypted_by", to=_KEYS, by="replica.kms_key_id", inverse="encrypts"),
    ),
    source=f"{_DOCS}/secretsmanager_secret (2026-11-23)",
)
