"""AWS Systems Manager Parameter Store: parameters, never their values."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Kind, Relation

PARAMETER = Kind(
    name="aws_ssm_parameter",
    title="parameter",
    cloudformation="AWS::SSM::Parameter",
    names=("name", "arn", "id"),
    identity=("name",),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="type"),
        Attribute(name="tier", default="Standard"),
        Attribute(name="data_type", default="text"),
        # None: of a SecureString, the account's aws/ssm key.
        Attribute(name="key_id"),
    ),
    relations=(
        Relation(
            name="encrypted_by",
            to=("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias"),
            by="key_id",
            inverse="encrypts",
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ssm_parameter (2026-11-23)",
)
