"""AWS Lambda functions; their environment is never read, because secrets live there."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Kind, Relation

FUNCTION = Kind(
    name="aws_lambda_function",
    title="function",
    cloudformation="AWS::Lambda::Function",
    names=("arn", "function_name", "id", "qualified_arn", "invoke_arn"),
    identity=("function_name",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="qualified_arn", default=CHOSEN_BY_AWS),
        Attribute(name="invoke_arn", default=CHOSEN_BY_AWS),
        Attribute(name="function_name"),
        Attribute(name="role"),
        Attribute(name="runtime"),
        Attribute(name="package_type", default="Zip"),
        Attribute(name="image_uri"),
        Attribute(name="s3_bucket", doors=CODE),
        Attribute(name="kms_key_arn"),
        Attribute(name="timeout", default=3, unit="seconds"),
        Attribute(name="memory_size", default=128, unit="MB"),
        # -1 shares the account's concurrency; 0 stops the function.
        Attribute(name="reserved_concurrent_executions", default=-1),
        Attribute(name="publish", default=False, doors=CODE),
        Attribute(name="dead_letter_target_arn", terraform="dead_letter_config.target_arn", stronger="present"),
        Block(
            name="vpc_config",
            attributes=(
                Attribute(name="subnet_ids", many=True, stronger="more"),
                Attribute(name="security_group_ids", many=True),
            ),
        ),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(
        Relation(
            name="subnets_in", to=("aws_subnet",), by="vpc_config.subnet_ids", inverse="functions", elsewhere=True
        ),
        Relation(
            name="code_from",
            to=("aws_s3_bucket",),
            by="s3_bucket",
            inverse="holds_code_of",
            elsewhere=True,
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lambda_function (2026-11-23)",
)
