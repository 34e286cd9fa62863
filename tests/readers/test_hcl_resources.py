"""What a Terraform text declares: resources, their instances, Regions, tags, blocks and lines."""

from __future__ import annotations

from typing import Any

import pytest

from drlint.catalog.kind import CODE, SOURCE_ONLY, Attribute, Block, Kind
from drlint.catalog.registry import catalog_of, load
from drlint.model.resource import Location, Resource
from drlint.model.values import Address, Reference, Unknown
from drlint.readers.hcl.reader import read_source
from drlint.readers.result import ReadResult

CATALOG = catalog_of(
    [
        Kind(
            name="aws_s3_bucket",
            names=("arn", "id", "bucket"),
            attributes=(
                Attribute(name="bucket"),
                Attribute(name="tags", terraform="tags_all"),
                Attribute(
                    name="prevent_destroy", terraform="lifecycle.prevent_destroy", default=False, doors=SOURCE_ONLY
                ),
                Attribute(name="ignore_changes", terraform="lifecycle.ignore_changes", doors=SOURCE_ONLY),
                Block(
                    name="rule",
                    many=True,
                    attributes=(Attribute(name="status"), Attribute(name="to", terraform="target.bucket")),
                ),
                Attribute(name="subnets", default=(), doors=CODE),
                Attribute(name="days", default=0),
            ),
        ),
        Kind(
            name="aws_subnet",
            attributes=(
                Attribute(name="cidr_block"),
                Attribute(name="index", holds="number"),
                Attribute(name="region"),
            ),
        ),
        Kind(name="aws_iam_role", is_global=True, attributes=(Attribute(name="name"),)),
        Kind(name="aws_replica", region_by="region_name", attributes=(Attribute(name="region_name"),)),
    ]
)


def read(text: str) -> ReadResult:
    return read_source(text, uri="app/main.tf", root="app", catalog=CATALOG)


def only(text: str) -> Resource:
    (resource,) = read(text).resources
    return resource


def paths(text: str) -> list[str]:
    return [each.address.path for each in read(text).resources]


def targets(value: Any) -> list[str]:
    assert all(isinstance(each, Reference) for each in value)
    return [f"{each.to.path}.{each.attribute}" for each in value]


def test_kinds_that_the_catalog_does_not_know_are_counted() -> None:
    found = read('resource "aws_s3_bucket" "b" {}\nresource "aws_instance" "i" {}\nresource "random_id" "r" {}\n')
    assert [each.kind for each in found.resources] == ["aws_s3_bucket"]
    assert found.uncatalogued == 2
    assert found.blind_spots == ()
    assert found.resources[0].address == Address("app", "aws_s3_bucket.b")
    assert found.resources[0].account is None


def test_blocks() -> None:
    bucket = only(
        'resource "aws_s3_bucket" "b" {\n  rule {\n    status = "On"\n    target {\n      bucket = "x"\n    }\n  }\n'
        '  rule {\n    status = "Off"\n  }\n  lifecycle {\n    prevent_destroy = true\n'
        '    ignore_changes = [tags["a"], days, rule[0].status]\n  }\n}\n'
    )
    assert bucket["rule"] == ({"status": "On", "to": "x"}, {"status": "Off", "to": None})
    assert bucket["prevent_destroy"] is True
    assert bucket["ignore_changes"] == ('tags["a"]', "days", "rule[0].status")
    assert only('resource "aws_s3_bucket" "b" {\n  lifecycle {\n    ignore_changes = all\n  }\n}')[
        "ignore_changes"
    ] == ("all",)


def test_dynamic_blocks() -> None:
    bucket = only(
        'resource "aws_s3_bucket" "b" {\n  rule {\n    status = "first"\n  }\n  dynamic "rule" {\n'
        '    for_each = { a = "x", b = "y" }\n    iterator = it\n    content {\n      status = it.key\n'
        '      dynamic "target" {\n        for_each = [it.value]\n        content {\n'
        "          bucket = target.value\n        }\n      }\n    }\n  }\n}\n"
    )
    assert bucket["rule"] == (
        {"status": "first", "to": None},
        {"status": "a", "to": "x"},
        {"status": "b", "to": "y"},
    )
    assert bucket.location_of("rule").line == 2
    assert (
        only('resource "aws_s3_bucket" "b" {\n  dynamic "rule" {\n    for_each = []\n    content {}\n  }\n}')["rule"]
        == ()
    )


def test_a_dynamic_block_of_an_unknown_list_is_unknown_and_names_what_it_mentions() -> None:
    found = read(
        'variable "l" {}\nresource "aws_s3_bucket" "b" {\n  dynamic "rule" {\n    for_each = var.l\n    content {\n'
        "      status = rule.value\n      to = aws_kms_key.a.arn\n    }\n  }\n}\n"
    )
    rule = found.resources[0]["rule"]
    assert isinstance(rule, Unknown)
    assert rule.reason == "dynamic block rule: variable l has no value (app/main.tf:1)"
    assert rule.candidates == (Address("app", "aws_kms_key.a"),)
    assert found.resources[0].location_of("rule").line == 3


def test_null_is_as_good_as_not_set() -> None:
    bucket = only('resource "aws_s3_bucket" "b" {\n  days = null\n}\n')
    assert bucket["days"] == 0
    assert "days" in bucket.view.defaulted


def test_lines() -> None:
    bucket = only(
        '# é\nresource "aws_s3_bucket" "b" {\n  /* ü */ bucket = "x"\n  tags = {\n    a = 1\n  }\n'
        "  lifecycle {\n    prevent_destroy = true\n  }\n}\n"
    )
    assert bucket.location_of() == Location("app/main.tf", 2, 1, 10)
    assert bucket.location_of("bucket") == Location("app/main.tf", 3, 11, 3)
    assert bucket.location_of("tags") == Location("app/main.tf", 4, 3, 6)
    assert bucket.location_of("prevent_destroy") == Location("app/main.tf", 8, 5, 8)
    assert bucket.location_of("days") == bucket.location_of()


NOT_SET = (
    "provider aws sets no region (it comes from the environment); "
    "name it in drlint.yaml under provider_regions: {aws: …}"
)
PROVIDERS = """
variable "dr" { default = "eu-central-1" }
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Team = "shop", Env = "prod" }
  }
}
provider "aws" {
  alias = "dr"
  region = var.dr
}
provider "aws" {
  alias = "open"
  region = var.nowhere
}
"""


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("", "eu-west-1"),
        ("provider = aws.dr", "eu-central-1"),
        ('provider = "aws.dr"', "eu-central-1"),
        ('region = "us-east-1"', "us-east-1"),
        ("region = var.dr", "eu-central-1"),
    ],
)
def test_region(body: str, region: str) -> None:
    assert only(f'{PROVIDERS}resource "aws_s3_bucket" "b" {{\n{body}\n}}').region == region


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            'resource "aws_s3_bucket" "b" {}',
            NOT_SET,
        ),
        (
            'provider "aws" {}\nresource "aws_s3_bucket" "b" {}',
            NOT_SET,
        ),
        ('resource "aws_s3_bucket" "b" { provider = aws.dr }', "provider aws.dr is not declared here"),
        (PROVIDERS + 'resource "aws_s3_bucket" "b" { provider = aws.open }', "variable nowhere is not declared here"),
    ],
)
def test_region_unknown(text: str, reason: str) -> None:
    region = only(text).region
    assert isinstance(region, Unknown)
    assert region.reason == reason


def test_region_of_global_kinds_and_of_those_that_name_it() -> None:
    assert only(PROVIDERS + 'resource "aws_iam_role" "r" {}').region is None
    assert only(PROVIDERS + 'resource "aws_replica" "r" { region_name = "us-east-2" }').region == "us-east-2"
    assert only(PROVIDERS + 'resource "aws_replica" "r" {}').region == "eu-west-1"


def test_regions_in_view() -> None:
    assert read(PROVIDERS).regions == {"eu-west-1", "eu-central-1"}
    assert read('resource "aws_s3_bucket" "b" { region = "us-east-1" }').regions == {"us-east-1"}


def test_tags_of_the_provider_and_the_resource() -> None:
    tagged = only(PROVIDERS + 'resource "aws_s3_bucket" "b" {\n  tags = { Env = "test" }\n}\n')
    assert tagged["tags"] == {"Team": "shop", "Env": "test"}
    assert only(PROVIDERS + 'resource "aws_s3_bucket" "b" {}')["tags"] == {"Team": "shop", "Env": "prod"}
    assert only('resource "aws_s3_bucket" "b" {\n  tags = {}\n}')["tags"] == {}
    assert only('resource "aws_s3_bucket" "b" {}')["tags"] is None
    unseen = only(PROVIDERS + 'resource "aws_s3_bucket" "b" {\n  tags = var.tags\n}\n')["tags"]
    assert isinstance(unseen, Unknown)


def test_count() -> None:
    text = 'variable "n" { default = 2 }\nresource "aws_subnet" "s" {\n  count = var.n\n  index = count.index + 1\n}\n'
    found = read(text).resources
    assert [(each.address.path, each["index"]) for each in found] == [("aws_subnet.s[0]", 1), ("aws_subnet.s[1]", 2)]
    assert paths('resource "aws_subnet" "s" { count = 0 }') == []
    assert paths('resource "aws_subnet" "s" { count = true ? 1 : 0 }') == ["aws_subnet.s[0]"]


def test_for_each() -> None:
    text = 'resource "aws_s3_bucket" "b" {\n  for_each = toset(["y", "x"])\n  bucket = "${each.key}-${each.value}"\n}\n'
    found = read(text).resources
    assert [(each.address.path, each["bucket"]) for each in found] == [
        ('aws_s3_bucket.b["x"]', "x-x"),
        ('aws_s3_bucket.b["y"]', "y-y"),
    ]
    text = 'resource "aws_s3_bucket" "b" {\n  for_each = { "a\\"b" = { days = 7 } }\n  days = each.value.days\n}\n'
    (found_one,) = read(text).resources
    assert (found_one.address.path, found_one["days"]) == ('aws_s3_bucket.b["a\\"b"]', 7)


def test_for_each_over_a_resource_joins_the_same_key() -> None:
    found = read(
        'resource "aws_s3_bucket" "b" {\n  for_each = toset(["x", "y"])\n}\n'
        'resource "aws_s3_bucket" "c" {\n  for_each = aws_s3_bucket.b\n  bucket = each.value.id\n'
        "  subnets = [aws_s3_bucket.b[each.key].arn]\n}\n"
    ).resources[2:]
    assert [targets((each["bucket"],)) for each in found] == [['aws_s3_bucket.b["x"].id'], ['aws_s3_bucket.b["y"].id']]
    assert [targets(each["subnets"]) for each in found] == [['aws_s3_bucket.b["x"].arn'], ['aws_s3_bucket.b["y"].arn']]


@pytest.mark.parametrize("expression", ["aws_subnet.s[*].id", "aws_subnet.s.*.id", "aws_subnet.s", "local.s[*].id"])
def test_all_instances(expression: str) -> None:
    text = (
        'resource "aws_subnet" "s" {\n  count = 2\n}\nlocals {\n  s = aws_subnet.s\n}\n'
        f'resource "aws_s3_bucket" "b" {{\n  subnets = {expression}\n}}\n'
    )
    assert targets(read(text).resources[2]["subnets"]) == ["aws_subnet.s[0].id", "aws_subnet.s[1].id"]


def test_all_instances_where_the_text_sets_the_attribute() -> None:
    text = (
        'resource "aws_subnet" "s" {\n  count = 2\n  cidr_block = "10.0.${count.index}.0/24"\n}\n'
        'resource "aws_s3_bucket" "b" {\n  subnets = aws_subnet.s[*].cidr_block\n'
        "  bucket = aws_subnet.s[1].cidr_block\n}\n"
    )
    bucket = read(text).resources[2]
    assert bucket["subnets"] == ("10.0.0.0/24", "10.0.1.0/24")
    assert bucket["bucket"] == "10.0.1.0/24"


@pytest.mark.parametrize("line", ["count = var.n", "for_each = var.n", 'for_each = toset(["a", var.n])'])
def test_instances_of_which_nobody_knows_how_many_stand_as_one(line: str) -> None:
    found = read(
        f'variable "n" {{}}\nresource "aws_subnet" "s" {{\n  {line}\n  cidr_block = "x"\n  index = each.key\n}}\n'
        'resource "aws_s3_bucket" "b" {\n  bucket = aws_subnet.s[0].id\n}\n'
    )
    subnet, bucket = found.resources
    assert subnet.address.path == "aws_subnet.s"
    assert subnet["cidr_block"] == "x"
    assert isinstance(subnet["index"], Unknown)
    name = bucket["bucket"]
    assert isinstance(name, Unknown)
    assert name.candidates == (subnet.address,)
    assert found.blind_spots == ()
    assert subnet.unsure is not None
    assert "variable n has no value (app/main.tf:1)" in subnet.unsure.reason
    assert bucket.unsure is None


def test_an_instance_of_an_unknown_key_names_all() -> None:
    text = (
        'variable "k" {}\nresource "aws_subnet" "s" {\n  for_each = toset(["x", "y"])\n}\n'
        'resource "aws_s3_bucket" "b" {\n  bucket = aws_subnet.s[var.k].id\n}\n'
    )
    name = read(text).resources[2]["bucket"]
    assert isinstance(name, Unknown)
    assert [each.path for each in name.candidates] == ['aws_subnet.s["x"]', 'aws_subnet.s["y"]']


@pytest.mark.parametrize(
    ("text", "what", "reason"),
    [
        (
            'module "net" { source = "./net" }',
            "module.net",
            "modules are read from folders, and this text lies in none",
        ),
        ('resource "aws_s3_bucket" {}', "resource aws_s3_bucket", "a resource block needs a type and a name"),
        ('resorce "aws_s3_bucket" "b" {}', "resorce aws_s3_bucket.b", "Terraform has no such block"),
        ("days = 7", "days", "an argument outside any block is not read"),
        (
            'resource "aws_s3_bucket" "b" {}\nresource "aws_s3_bucket" "b" {}',
            "aws_s3_bucket.b",
            "it is declared twice; the one in app/main.tf:1 is read",
        ),
    ],
)
def test_blind_spots(text: str, what: str, reason: str) -> None:
    (spot,) = read(text).blind_spots
    assert (spot.what, spot.reason) == (what, reason)
    assert spot.location.uri == "app/main.tf"


def test_an_attribute_of_the_wrong_shape_is_a_blind_spot() -> None:
    found = read('resource "aws_s3_bucket" "b" {\n  rule = "x"\n}\nresource "aws_s3_bucket" "c" {}\n')
    assert [each.address.path for each in found.resources] == ["aws_s3_bucket.c"]
    assert [spot.what for spot in found.blind_spots] == ["aws_s3_bucket.b"]


def test_a_value_is_what_terraform_makes_of_it() -> None:
    """Text of a number, and of true and false, where the provider's type is text; and the other way round."""
    body = 'engine_version = 16\n  multi_az = "true"\n  tags = { Backup = true, N = 7.0 }'
    text = f'resource "aws_db_instance" "db" {{\n  {body}\n}}\n'
    (found,) = read_source(text, uri="main.tf", root="app", catalog=load()).resources
    assert (found["engine_version"], found["multi_az"], found["tags"]) == ("16", True, {"Backup": "true", "N": "7"})
