"""Attributes of resources as expressions read them: nothing is taken for known that the provider may decide."""

from __future__ import annotations

from typing import Any

import pytest
from plan_json import catalog

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.code import Code
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.root import Root
from drlint.readers.hcl.seen import Invalid
from drlint.readers.hcl.source import parse
from drlint.readers.hcl.variables import Settings

WORLD = """
provider "aws" { region = "eu-west-1" }
data "aws_region" "one" { count = 1 }
resource "aws_sns_topic" "a" { name = "a" }
resource "aws_db_instance" "a" {
  backup_retention_period = "7"
  deletion_protection     = "true"
  tags                    = { Team = "x" }
}
resource "aws_instance" "a" {
  root_block_device { volume_size = 10 }
}
resource "aws_security_group" "a" { description = "x" }
"""


def value_of(expression: str) -> Any:
    source = parse(f"{WORLD}\nlocals {{\n  it = {expression}\n}}\n")
    assert source.problems == ()
    return Module(Code(folder="", body=source.body), Root("app", "", catalog(), Settings())).local("it")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("aws_sns_topic.a.kms_master_key_id", None),  # the provider leaves it null, so it is no reference
        ("aws_sns_topic.a.kms_master_key_id != null", False),
        ("aws_db_instance.a.backup_retention_period == 7", True),
        ("aws_db_instance.a.deletion_protection == true", True),
        ('try(aws_db_instance.a.tags["Env"], "none")', "none"),
        ("aws_instance.a.root_block_device[0].volume_size", 10),
        ("data.aws_region.one[0].name", "eu-west-1"),
    ],
)
def test_known(expression: str, value: object) -> None:
    assert value_of(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        'try(aws_instance.a.root_block_device[0].encrypted, "none")',
        'try(aws_instance.a.root_block_device[0]["encrypted"], "none")',
        'lookup(aws_instance.a.root_block_device[0], "encrypted", "none")',
        "try(data.aws_region.one[0].endpoint, false)",
        'aws_db_instance.a.tags == { Team = "x" }',  # a map and an object, but only the provider's schema knows
        "aws_security_group.a.revoke_rules_on_delete",
        "aws_instance.a.host_id == null",
    ],
)
def test_unknown(expression: str) -> None:
    found: Any = value_of(expression)
    assert isinstance(found, Unknown)
    assert not isinstance(found, Invalid)


def test_what_identifies_a_resource_is_there() -> None:
    assert isinstance(value_of("aws_security_group.a.id"), Reference)
    assert value_of("aws_security_group.a.arn != null") is True
