"""AWS Lambda functions; their environment is never read, because secrets live there."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation

FUNCTION = Kind(
    name="aws_lambda_function",
    title="function",
    cloudformation="AWS::Lambda::Function",
    names=("arn", "function_name", "id", "qualified_arn", "invoke_arn"),
    identity=("function_name",),
    serves=True,
    arn="FunctionArn",
    listed_by=Call(service="lambda", operation="ListFunctions", items="Functions"),
    details=(
        Detail(operation="GetFunctionConcurrency", given={"FunctionName": "FunctionName"}),
        Detail(operation="ListTags", given={"Resource": "FunctionArn"}),
    ),
    attributes=(
        Attribute(name="arn", api="FunctionArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="FunctionName", default=CHOSEN_BY_AWS),
        Attribute(name="qualified_arn", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(
            name="invoke_arn",
            api="arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{FunctionArn}/invocations",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="function_name", api="FunctionName"),
        Attribute(name="role", api="Role"),
        Attribute(name="runtime", api="Runtime"),
        Attribute(name="package_type", api="PackageType", default="Zip"),
        Attribute(name="image_uri", doors=CODE),
        Attribute(name="s3_bucket", doors=CODE),
        Attribute(name="kms_key_arn", api="KMSKeyArn"),
        Attribute(name="timeout", api="Timeout", default=3, unit="seconds"),
        Attribute(name="memory_size", api="MemorySize", default=128, unit="MB"),
        # -1 shares the account's concurrency; 0 stops the function.
        Attribute(
            name="reserved_concurrent_executions", api="GetFunctionConcurrency:ReservedConcurrentExecutions", default=-1
        ),
        Attribute(name="publish", default=False, doors=CODE),
        Attribute(
            name="dead_letter_target_arn",
            api="DeadLetterConfig.TargetArn",
            terraform="dead_letter_config.target_arn",
            stronger="present",
        ),
        Block(
            name="vpc_config",
            api="VpcConfig",
            shown_by="VpcConfig.VpcId",
            attributes=(
                Attribute(name="subnet_ids", api="SubnetIds", many=True, stronger="more"),
                Attribute(name="security_group_ids", api="SecurityGroupIds", many=True),
            ),
        ),
        Attribute(name="tags", api="ListTags:Tags", terraform="tags_all"),
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
