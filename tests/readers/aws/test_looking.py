"""The command that shows a thing: it exists, it asks about that thing, and no name can add a word to it."""

from __future__ import annotations

import shlex

import pytest
from botocore import xform_name
from botocore.session import get_session

from drlint.catalog.kind import Kind
from drlint.catalog.registry import load
from drlint.readers.aws.looking import command_of
from drlint.readers.aws.plan import listed

HERE = "arn:aws:rds:eu-west-1:111122223333:db:orders"
SERVICES = {"s3api": "s3"}


@pytest.mark.parametrize(
    ("kind", "path", "said"),
    [
        ("aws_db_instance", HERE, "aws rds describe-db-instances --db-instance-identifier orders --region eu-west-1"),
        ("aws_dynamodb_table", "x:table/carts", "aws dynamodb describe-table --table-name carts --region eu-west-1"),
        ("aws_s3_bucket", "aws_s3_bucket/o", "aws s3api get-bucket-versioning --bucket o --region eu-west-1"),
        ("aws_lb", HERE, f"aws elbv2 describe-load-balancers --load-balancer-arns {HERE} --region eu-west-1"),
        (
            "aws_secretsmanager_secret",
            HERE,
            f"aws secretsmanager describe-secret --secret-id {HERE} --region eu-west-1",
        ),
        ("aws_ebs_snapshot", HERE, "aws ec2 describe-snapshots --owner-ids self --region eu-west-1"),
        ("aws_cloudfront_distribution", HERE, "aws cloudfront list-distributions --region us-east-1"),
        ("aws_lb_listener", HERE, ""),
    ],
)
def test_what_is_asked_about_a_thing(kind: str, path: str, said: str) -> None:
    assert command_of(load()[kind])(path, "eu-west-1") == said


def test_a_global_thing_is_asked_for_in_no_region_of_its_own() -> None:
    assert command_of(load()["aws_iam_role"])("arn:aws:iam::1:role/x", None).endswith("--region us-east-1")
    assert "--region" not in command_of(load()["aws_db_instance"])(HERE, None)


@pytest.mark.parametrize("name", ["$(id)", "`id`", "a b; rm -rf .", "'", '"', "x\ny", "--help me"])
def test_a_name_stays_one_word(name: str) -> None:
    words = shlex.split(command_of(load()["aws_db_instance"])(f"aws_db_instance/{name}", "eu-west-1"))
    assert words[:4] == ["aws", "rds", "describe-db-instances", "--db-instance-identifier"]
    assert words[4:] == [name, "--region", "eu-west-1"]


@pytest.mark.parametrize("kind", listed(load()), ids=lambda kind: kind.name)
def test_every_command_is_one_of_awss(kind: Kind) -> None:
    words = shlex.split(command_of(kind)("arn:aws:x:eu-west-1:111122223333:thing/name", "eu-west-1"))
    if not words:
        return
    _, service, operation, *rest = words
    model = get_session().get_service_model(SERVICES.get(service, service))
    found = next(each for each in model.operation_names if xform_name(each, "-") == operation)
    shape = model.operation_model(found).input_shape
    options = {f"--{xform_name(each, '-')}" for each in (shape.members if shape else ())} | {"--region"}
    assert {each for each in rest if each.startswith("--")} <= options
    required = {f"--{xform_name(each, '-')}" for each in (shape.required_members if shape else ())}
    assert required <= set(rest)
