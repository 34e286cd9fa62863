"""AWS Systems Manager Parameter Store: parameters, never their values."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Call, Kind, Relation

PARAMETER = Kind(
    name="aws_ssm_parameter",
    title="parameter",
    cloudformation="AWS::SSM::Parameter",
    names=("name", "arn", "id"),
    identity=("name",),
    arn="ARN",
    listed_by=Call(service="ssm", operation="DescribeParameters", items="Parameters"),
    attributes=(
        Attribute(name="arn", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="Name", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="Name"),
        # A call for each parameter, of which accounts have thousands.
        Attribute(name="tags", doors=CODE, terraform="tags_all"),
        Attribute(name="type", api="Type"),
        Attribute(name="tier", api="Tier", default="Standard"),
        Attribute(name="data_type", api="DataType", default="text"),
        # None: of a SecureString, the account's aws/ssm key.
        Attribute(name="key_id", api="KeyId"),
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
