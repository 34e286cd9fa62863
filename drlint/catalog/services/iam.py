"""AWS IAM roles and the policies they hold."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

ROLE = Kind(
    name="aws_iam_role",
    title="role",
    cloudformation="AWS::IAM::Role",
    names=("arn", "name", "id"),
    identity=("name",),
    is_global=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="path", default="/"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="assume_role_policy"),
        Attribute(name="permissions_boundary"),
        # Not set: whatever attachments there are.
        Attribute(name="managed_policy_arns", default=(), many=True),
        Block(
            name="inline_policy",
            many=True,
            attributes=(Attribute(name="name", default=CHOSEN_BY_AWS), Attribute(name="policy")),
        ),
    ),
    relations=(
        Relation(
            name="managed_policies", to=("aws_iam_policy",), by="managed_policy_arns", inverse="held_by", elsewhere=True
        ),
    ),
    source=f"{_DOCS}/iam_role (2026-11-23)",
)

ROLE_POLICY = Kind(
    name="aws_iam_role_policy",
    title="role policy",
    cloudformation="AWS::IAM::RolePolicy",
    names=("id",),
    identity=("role", "name"),
    is_global=True,
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="role"),
        Attribute(name="policy"),
    ),
    relations=(Relation(name="of_role", to=("aws_iam_role",), by="role", inverse="role_policies", elsewhere=True),),
    source=f"{_DOCS}/iam_role_policy (2026-11-23)",
)

POLICY = Kind(
    name="aws_iam_policy",
    title="IAM policy",
    cloudformation="AWS::IAM::ManagedPolicy",
    names=("arn", "id", "name"),
    identity=("name",),
    is_global=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="path", default="/"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="policy"),
    ),
    source=f"{_DOCS}/iam_policy (2026-11-23)",
)

ATTACHMENT = Kind(
    name="aws_iam_role_policy_attachment",
    title="policy attachment",
    names=("id",),
    identity=("role", "policy_arn"),
    is_global=True,
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="role"),
        Attribute(name="policy_arn"),
    ),
    relations=(
        Relation(name="of_role", to=("aws_iam_role",), by="role", inverse="attachments", elsewhere=True),
        Relation(name="of_policy", to=("aws_iam_policy",), by="policy_arn", inverse="attachments", elsewhere=True),
    ),
    source=f"{_DOCS}/iam_role_policy_attachment (2026-11-23)",
)
