"""AWS IAM roles and the policies they hold."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"

ROLE = Kind(
    name="aws_iam_role",
    title="role",
    cloudformation="AWS::IAM::Role",
    names=("arn", "name", "id"),
    identity=("name",),
    is_global=True,
    arn="Arn",
    # One call tells of many roles with all their policies.
    listed_by=Call(
        service="iam",
        operation="GetAccountAuthorizationDetails",
        items="RoleDetailList",
        fixed={"Filter": ["Role"]},
        region="us-east-1",
    ),
    attributes=(
        Attribute(name="arn", api="Arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="RoleName", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="RoleName", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="path", api="Path", default="/"),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
        Attribute(name="assume_role_policy", api="AssumeRolePolicyDocument", holds="document"),
        Attribute(name="permissions_boundary", api="PermissionsBoundary.PermissionsBoundaryArn"),
        # Not set: whatever attachments there are.
        Attribute(name="managed_policy_arns", api="AttachedManagedPolicies[].PolicyArn", default=(), many=True),
        Block(
            name="inline_policy",
            api="RolePolicyList",
            many=True,
            attributes=(
                Attribute(name="name", api="PolicyName", default=CHOSEN_BY_AWS),
                Attribute(name="policy", api="PolicyDocument", holds="document"),
            ),
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
    arn="Arn",
    listed_by=Call(
        service="iam",
        operation="GetAccountAuthorizationDetails",
        items="Policies",
        fixed={"Filter": ["LocalManagedPolicy"]},
        region="us-east-1",
    ),
    attributes=(
        Attribute(name="arn", api="Arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="Arn", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="PolicyName", default=CHOSEN_BY_AWS),
        Attribute(name="name_prefix", doors=CODE),
        Attribute(name="path", api="Path", default="/"),
        # The call that tells all policies at once leaves their tags out.
        Attribute(name="tags", doors=CODE, terraform="tags_all"),
        Attribute(name="policy", api="PolicyVersionList[IsDefaultVersion=true].Document", holds="document"),
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
