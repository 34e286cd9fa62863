"""AWS Secrets Manager: secrets and their replicas, never their values."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

SECRET = Kind(
    name="aws_secretsmanager_secret",
    title="secret",
    cloudformation="AWS::SecretsManager::Secret",
    names=("arn", "id", "name"),
    identity=("name",),
    holds_data=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="tags", terraform="tags_all"),
        # None: the account's aws/secretsmanager key, which no other account can use.
        Attribute(name="kms_key_id"),
        Attribute(name="policy"),
        # 0 deletes at once, without a way back.
        Attribute(name="recovery_window_in_days", default=30, unit="days", doors=CODE, stronger="higher"),
        Attribute(name="force_overwrite_replica_secret", default=False, doors=CODE),
        Block(
            name="replica",
            many=True,
            stronger="more",
            relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_id"),),
            attributes=(
                Attribute(name="region"),
                # None: the aws/secretsmanager key of the replica's Region.
                Attribute(name="kms_key_id"),
                Attribute(name="status", default=CHOSEN_BY_AWS),
            ),
        ),
    ),
    relations=(
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(name="replicas_encrypted_by", to=_KEYS, by="replica.kms_key_id", inverse="encrypts"),
    ),
    source=f"{_DOCS}/secretsmanager_secret (2026-11-23)",
)
