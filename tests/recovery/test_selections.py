"""Which resources a backup selection takes, said in Terraform."""

from __future__ import annotations

from functools import cache

import pytest

from drlint.catalog.registry import Catalog, load
from drlint.estate.join import join
from drlint.model.values import Unknown
from drlint.readers.hcl.reader import read_source
from drlint.recovery.selections import selection_covers

HERE = 'provider "aws" { region = "eu-central-1" }\n'
TABLE = 'resource "aws_dynamodb_table" "it" {\n  name = "orders"\n  tags = { Backup = "daily", Tier = "gold-1" }\n}\n'


@cache
def catalog() -> Catalog:
    return load()


def answer(selection: str, candidate: str = TABLE, more: str = "") -> bool | str:
    """True, False, or the reason why nobody can know."""
    block = (
        f'resource "aws_backup_selection" "s" {{\n plan_id = "p"\n iam_role_arn = "r"\n name = "s"\n{selection}\n}}\n'
    )
    found = read_source(HERE + candidate + block + more, uri="main.tf", root=".", catalog=catalog())
    assert not found.blind_spots
    estate = join(found.resources, catalog())
    (chosen,) = estate.of_kind("aws_backup_selection")
    (taken,) = (each for each in estate.resources if each.address.path.endswith(".it"))
    said = selection_covers(chosen, taken, estate)
    return said.reason if isinstance(said, Unknown) else said


@pytest.mark.parametrize(
    "resources",
    [
        "[aws_dynamodb_table.it.arn]",
        '["*"]',
        '["arn:aws:dynamodb:*:*:table/*"]',
        '["arn:aws:dynamodb:eu-central-1:*:table/orders"]',
        '["arn:aws:rds:*:*:db:*", "arn:aws:dynamodb:*:*:table/ord*"]',
    ],
)
def test_an_arn_or_a_pattern_takes_the_resource(resources: str) -> None:
    assert answer(f"resources = {resources}") is True


@pytest.mark.parametrize(
    "resources",
    [
        '["arn:aws:rds:*:*:db:*"]',
        '["arn:aws:dynamodb:us-east-1:*:table/*"]',
        '["arn:aws:dynamodb:*:*:table/Orders"]',
        '["arn:aws-cn:dynamodb:*:*:table/orders"]',
        '["orders"]',
    ],
)
def test_a_pattern_of_something_else_does_not(resources: str) -> None:
    assert answer(f"resources = {resources}") is False


def test_the_arn_of_another_resource_does_not() -> None:
    more = 'resource "aws_dynamodb_table" "b" { name = "b" }\n'
    assert answer("resources = [aws_dynamodb_table.b.arn]", more=more) is False


def test_an_account_that_nobody_named_may_or_may_not_match() -> None:
    said = answer('resources = ["arn:aws:dynamodb:*:111122223333:table/orders"]')
    assert said == (
        "the ARN of aws_dynamodb_table.it is not known, "
        "so arn:aws:dynamodb:*:111122223333:table/orders may or may not match it"
    )


def test_an_id_that_aws_will_choose_matches_only_a_pattern() -> None:
    volume = 'resource "aws_ebs_volume" "it" { availability_zone = "eu-central-1a" }\n'
    assert answer('resources = ["arn:aws:ec2:*:*:volume/*"]', volume) is True
    assert isinstance(answer('resources = ["arn:aws:ec2:*:*:volume/vol-1"]', volume), str)
    assert answer('resources = ["arn:aws:ec2:*:*:instance/*"]', volume) is False


def test_a_bucket_has_no_region_and_no_account_in_its_arn() -> None:
    bucket = 'resource "aws_s3_bucket" "it" { bucket = "orders-1" }\n'
    assert answer('resources = ["arn:aws:s3:::orders-*"]', bucket) is True
    assert answer('resources = ["arn:aws:s3:::logs-*"]', bucket) is False


def test_a_variable_may_name_anything() -> None:
    more = 'variable "arns" { type = list(string) }\n'
    assert isinstance(answer("resources = var.arns", more=more), str)


def test_any_of_several_tags_is_enough() -> None:
    other = 'selection_tag {\n type = "STRINGEQUALS"\n key = "Team"\n value = "a"\n}\n'
    fits = other.replace("Team", "Backup").replace('"a"', '"daily"')
    assert answer(other + fits) is True
    assert answer(other) is False
    assert answer(fits.replace("daily", "Daily")) is False


def test_resources_and_tags_are_alternatives() -> None:
    tag = 'selection_tag {\n type = "STRINGEQUALS"\n key = "Backup"\n value = "daily"\n}\n'
    assert answer('resources = ["arn:aws:ec2:*:*:volume/*"]\n' + tag) is True


def test_nothing_chosen_is_everything() -> None:
    assert answer("") is True
    assert answer("not_resources = [aws_dynamodb_table.it.arn]") is False


def test_an_exclusion_wins() -> None:
    assert answer('resources = ["*"]\n not_resources = ["arn:aws:dynamodb:*:*:table/orders"]') is False
    assert answer('resources = ["*"]\n not_resources = ["arn:aws:s3:::*"]') is True


def condition(operator: str, key: str, value: str) -> str:
    return f'condition {{\n {operator} {{\n key = "aws:ResourceTag/{key}"\n value = "{value}"\n }}\n}}\n'


@pytest.mark.parametrize(
    ("operator", "key", "value", "expected"),
    [
        ("string_equals", "Backup", "daily", True),
        ("string_equals", "Backup", "weekly", False),
        ("string_equals", "Team", "a", False),
        ("string_like", "Tier", "gold*", True),
        ("string_like", "Tier", "*old-*", True),
        ("string_like", "Tier", "silver*", False),
        ("string_not_equals", "Backup", "none", True),
        ("string_not_equals", "Backup", "daily", False),
        ("string_not_like", "Tier", "gold*", False),
        ("string_not_like", "Tier", "test*", True),
    ],
)
def test_conditions(operator: str, key: str, value: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert answer('resources = ["*"]\n' + condition(operator, key, value)) is expected


def test_every_condition_must_hold() -> None:
    both = condition("string_equals", "Backup", "daily") + condition("string_like", "Tier", "silver*")
    assert answer('resources = ["*"]\n' + both) is False


def test_aws_does_not_say_what_a_negated_condition_makes_of_a_missing_tag() -> None:
    said = answer('resources = ["*"]\n' + condition("string_not_equals", "Team", "a"))
    assert said == "AWS describes its negated conditions for tagged resources only, and this tag is not set"


def test_tags_that_are_not_known_yet() -> None:
    table = 'variable "t" { type = map(string) }\nresource "aws_dynamodb_table" "it" {\n name = "o"\n tags = var.t\n}\n'
    tag = 'selection_tag {\n type = "STRINGEQUALS"\n key = "Backup"\n value = "daily"\n}\n'
    assert isinstance(answer(tag, table), str)
    assert answer('resources = ["*"]\n', table) is True


def test_a_plan_does_not_reach_another_region() -> None:
    there = 'provider "aws" {\n alias = "dr"\n region = "eu-west-1"\n}\n' + TABLE.replace(
        "{", "{\n provider = aws.dr", 1
    )
    assert answer('resources = ["*"]', there) is False


def test_a_kind_that_aws_backup_does_not_know() -> None:
    assert answer('resources = ["*"]', 'resource "aws_sns_topic" "it" { name = "t" }\n') is False


SETTINGS = """
resource "aws_backup_region_settings" "r" {
  resource_type_opt_in_preference = { "DynamoDB" = false, "Aurora" = false }
}
"""


def test_a_region_that_opted_out_backs_up_only_what_is_named_by_type() -> None:
    assert answer('resources = ["*"]', more=SETTINGS) is False
    assert answer("", more=SETTINGS) is False
    assert answer('resources = ["arn:aws:dynamodb:*:*:*"]', more=SETTINGS) is False
    assert answer('resources = ["arn:aws:dynamodb:*:*:table/*"]', more=SETTINGS) is True
    assert answer("resources = [aws_dynamodb_table.it.arn]", more=SETTINGS) is True


def test_aurora_always_needs_the_opt_in() -> None:
    cluster = 'resource "aws_rds_cluster" "it" {\n cluster_identifier = "orders"\n engine = "aurora-mysql"\n}\n'
    assert answer("resources = [aws_rds_cluster.it.arn]", cluster) is True
    assert answer("resources = [aws_rds_cluster.it.arn]", cluster, SETTINGS) is False
