"""What expressions in a Terraform text are worth: known, a reference, or unknown with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Kind
from drlint.catalog.registry import catalog_of
from drlint.model.values import Address, Reference, Unknown
from drlint.readers.hcl.reader import read_source

CATALOG = catalog_of(
    [
        Kind(name="aws_example", attributes=(Attribute(name="value", holds="any"),)),
        Kind(
            name="aws_db_instance",
            names=("arn", "id", "identifier"),
            attributes=(
                Attribute(name="identifier", default=CHOSEN_BY_AWS),
                Attribute(name="multi_az", default=False, inherits=("replicate_source_db",)),
                Attribute(name="kms_key_id"),
            ),
        ),
    ]
)


def value_of(expression: str, world: str = "") -> Any:
    """The value of one expression in a resource of a text."""
    text = f'{world}\nresource "aws_example" "it" {{\n  value = {expression}\n}}\n'
    read = read_source(text, uri="main.tf", root="app", catalog=CATALOG)
    assert [spot for spot in read.blind_spots if not spot.what.startswith("module")] == []
    return next(each for each in read.resources if each.address.path.startswith("aws_example.it"))["value"]


def reason_of(expression: str, world: str = "") -> str:
    unknown = value_of(expression, world)
    assert isinstance(unknown, Unknown)
    return unknown.reason


def target_of(value: Any) -> tuple[str, str]:
    assert isinstance(value, Reference)
    assert value.to.root == "app"
    return value.to.path, value.attribute


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("2.5", 2.5),
        ("2.0", 2),
        ("1.5e3", 1500),
        ("true", True),
        ("!true", False),
        ("null", None),
        ('"text"', "text"),
        ('"é ü 漢"', "é ü 漢"),
        (r'"a\n\"b\"\t\\ \u00e9"', 'a\n"b"\t\\ é'),
        ('"$${kept} %%{kept}"', "${kept} %{kept}"),
        ('"a${1 + 1}b${true}"', "a2btrue"),
        ('"${5}"', 5),
        ('"${"${"deep"}"}"', "deep"),
        ('"a ${~ "b" ~} c"', "abc"),
        ('"${2.5}x"', "2.5x"),
        ('[1, "a", [true]]', (1, "a", (True,))),
        ("[]", ()),
        ("[\n1,\n# a comment\n2,\n]", (1, 2)),
        ('{a = 1, "b c" = 2, (upper) : 3}["a"]', 1),
        ('{a = {b = "x"}}.a.b', "x"),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3.5),
        ("6 / 2", 3),
        ("-7 % 3", -1),
        ("10 - 3 - 2", 5),
        ('"5" + 1', 6),
        ("1 == 1.0", True),
        ('1 == "1"', False),
        ("true == 1", False),
        ("[1, 2] == [1, 2]", True),
        ("{a = 1} != {a = 2}", True),
        ("3 > 2 && 2 >= 2", True),
        ("1 < 1 || false", False),
        ("!(true && false)", True),
        ("true ? 1 : 2", 1),
        ("false ? 1 : true ? 2 : 3", 2),
        ("true ? 1 : false ? 2 : 3", 1),
        ("false ? 1 : false ? 2 : false ? 3 : 4", 4),
        ("1 == 2 ? 1 : 2 + 3", 5),
        ("[10, 20, 30][1]", 20),
        ("[10, 20].1", 20),
        ("[{a = 1}, {a = 2}][*].a", (1, 2)),
        ("[{a = 1}, {a = 2}].*.a", (1, 2)),
        ("[{a = 1}, {a = 2}].*.a[1]", 2),
        ("null[*]", ()),
        ("{a = 1}[*].a", (1,)),
        ('toset(["b", "a", "b"])', ("a", "b")),
        ('jsonencode({b = [1, true, null], a = "<x>"})', '{"a":"\\u003cx\\u003e","b":[1,true,null]}'),
    ],
)
def test_known(expression: str, value: object) -> None:
    found = value_of(expression.replace("(upper)", '("c")'))
    assert found == value
    assert type(found) is type(value)


def test_heredocs() -> None:
    assert value_of("<<EOT\n  a ${1 + 1}\n\n\tb \\n $${c}\nEOT") == "  a 2\n\n\tb \\n ${c}\n"
    assert value_of("<<-EOT\n    a ${1} b\n\n      c\n    EOT") == "a 1 b\n\n  c\n"
    assert value_of("<<EOT\nEOT") is None  # the empty text is what an omitted attribute is


def test_json_of_a_heredoc_with_windows_line_ends() -> None:
    text = 'resource "aws_example" "it" {\r\n  value = <<EOT\r\n{"a":\r\n 1}\r\nEOT\r\n}\r\n'
    (found,) = read_source(text, uri="main.tf", root="app", catalog=CATALOG).resources
    assert json.loads(str(found["value"])) == {"a": 1}


def test_variables() -> None:
    world = 'variable "x" {\n  default = {a = [1]}\n}\nvariable "n" {\n  type = number\n  default = "5"\n}\n'
    assert value_of("var.x.a[0] + var.n", world) == 6
    assert value_of("var.x", 'variable "x" { default = null }') is None
    assert reason_of("var.x", 'variable "x" { type = bool }') == "variable x has no value (main.tf:1)"
    assert (
        reason_of("var.x", 'variable "x" {\n default = var.y\n}\nvariable "y" {}')
        == "variable y has no value (main.tf:4)"
    )
    assert reason_of("var.y") == "variable y is not declared here"
    assert "sensitive" in reason_of("var.x", 'variable "x" {\n  default = "hunter2"\n  sensitive = true\n}')


def test_locals() -> None:
    assert value_of("local.b", 'locals {\n  a = 2\n}\nlocals {\n  b = "${local.a}x"\n}') == "2x"
    assert target_of(value_of("local.key", "locals {\n  key = aws_kms_key.main.arn\n}")) == ("aws_kms_key.main", "arn")
    assert reason_of("local.a") == "local a is not declared here"
    assert "is made from itself" in reason_of("local.a", "locals {\n  a = local.b\n  b = local.a\n}")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("data.aws_ami.x.id", "data source aws_ami.x is not declared here"),
        ("module.network.subnets[0]", "module network is not called here"),
        ("path.cwd", "path.cwd depends on where the checkout lies"),
        ("path.module == path.root ? 1 / 0 : 0", "a number is divided by zero"),
        ('file("x.txt")', "x.txt is read from a folder, and this text lies in none"),
        ("each.key", "each.key means nothing here"),
        ("[for x in 7 : x]", "for goes over what is neither a list nor a map"),
        ('{for x in [1, 1] : "a" => x}', "for gives the key 'a' twice"),
        ("[for x in [1] : x if 7]", "the condition of a for is neither true nor false"),
        ("1 / 0", "a number is divided by zero"),
        ('"a" + 1', "+ needs two numbers"),
        ("!7", "! needs true or false"),
        ("[1][4]", "there is no element 4 among 1"),
        ("{a = 1}.b", "there is no b in the value"),
        ('"${[1]} "', "a template holds what is no text"),
        ("7 ? 1 : 2", "a condition is neither true nor false"),
    ],
)
def test_unknown(expression: str, reason: str) -> None:
    assert reason_of(expression) == reason


UNSEEN = 'variable "u" {}'


def test_unknown_operands() -> None:
    assert value_of("var.u || true", UNSEEN) is True
    assert value_of("false && var.u", UNSEEN) is False
    assert reason_of("var.u && true", UNSEEN) == "variable u has no value (main.tf:1)"
    assert reason_of("var.u == 1", UNSEEN) == "variable u has no value (main.tf:1)"
    assert reason_of('"a-${var.u}"', UNSEEN) == "variable u has no value (main.tf:1)"
    assert value_of("var.u ? 7 : 7", UNSEEN) == 7
    assert reason_of("var.u ? 7 : 8", UNSEEN) == "variable u has no value (main.tf:1)"
    assert value_of("[1, 2] == [3, var.u]", UNSEEN) is False
    found = value_of("[1, var.u]", UNSEEN)
    assert found[0] == 1
    assert isinstance(found[1], Unknown)


def test_references() -> None:
    key = 'resource "aws_kms_key" "main" {}'
    assert target_of(value_of("aws_kms_key.main.arn", key)) == ("aws_kms_key.main", "arn")
    assert target_of(value_of('aws_kms_key.main["arn"]', key)) == ("aws_kms_key.main", "arn")
    assert target_of(value_of('"${aws_kms_key.main.arn}"', key)) == ("aws_kms_key.main", "arn")
    assert value_of("aws_kms_key.main.arn != null", key) is True
    assert value_of("aws_kms_key.main.arn == aws_kms_key.main.arn", key) is True
    assert target_of(value_of("true ? aws_kms_key.main.arn : null", key)) == ("aws_kms_key.main", "arn")


def test_attributes_that_the_text_sets_are_read_through() -> None:
    world = (
        'resource "aws_db_instance" "main" {\n  identifier = "orders"\n  kms_key_id = aws_kms_key.main.arn\n}\n'
        'resource "aws_lb" "it" {\n  access_logs {\n    bucket = "logs"\n  }\n}\n'
    )
    assert value_of("aws_db_instance.main.identifier", world) == "orders"
    assert target_of(value_of("aws_db_instance.main.id", world)) == ("aws_db_instance.main", "id")
    assert target_of(value_of("aws_db_instance.main.kms_key_id", world)) == ("aws_kms_key.main", "arn")
    assert value_of("aws_lb.it.access_logs[0].bucket", world) == "logs"


def test_an_attribute_that_may_be_null_is_no_reference() -> None:
    world = (
        'resource "aws_db_instance" "main" {\n  allocated_storage = 5\n}\n'
        'resource "aws_db_instance" "copy" {\n  replicate_source_db = "a"\n}\n'
    )
    assert value_of("aws_db_instance.main.multi_az", world) is False
    unknown = value_of("aws_db_instance.copy.multi_az", world)
    assert unknown.candidates == (Address("app", "aws_db_instance.copy"),)
    assert reason_of("aws_db_instance.main.publicly_accessible", world) == (
        "aws_db_instance.main.publicly_accessible is known after apply"
    )


@pytest.mark.parametrize(
    "expression",
    [
        "var.u ? aws_kms_key.a.arn : aws_kms_key.b.arn",
        "coalesce(aws_kms_key.a.arn, aws_kms_key.b.arn)",
        '"${aws_kms_key.a.arn},${aws_kms_key.b.arn}"',
        "jsonencode([aws_kms_key.a.arn, {b = aws_kms_key.b.arn}])",
        "[for k in [aws_kms_key.a, aws_kms_key.b] : k.arn if var.u]",
    ],
)
def test_what_may_be_one_of_several_names_them(expression: str) -> None:
    unknown = value_of(expression, UNSEEN)
    assert isinstance(unknown, Unknown)
    assert unknown.candidates == (Address("app", "aws_kms_key.a"), Address("app", "aws_kms_key.b"))


def test_data_sources() -> None:
    declared = 'data "aws_ami" "x" {}\n'
    reason = "data source aws_ami.x is read from AWS (main.tf:1)"
    assert reason_of("data.aws_ami.x.id", declared) == reason
    assert reason_of("data.aws_ami.x[0].id", declared) == reason
    world = 'provider "aws" { region = "eu-west-1" }\ndata "aws_region" "here" {}\n'
    assert value_of("data.aws_region.here.name", world) == "eu-west-1"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[for x in [1, 2, 3] : x * 2 if x != 2]", (2, 6)),
        ('[for i, x in ["a", "b"] : "${i}${x}"]', ("0a", "1b")),
        ('{for k, v in {a = 1, b = 2} : "${k}x" => v + 1}', {"ax": 2, "bx": 3}),
        ("[for k, v in {b = 1, a = 2} : v]", (2, 1)),
        ('{for x in ["a", "b", "ab"] : length(x) => x...}', {"1": ("a", "b"), "2": ("ab",)}),
        ('{for k, v in toset(["b", "a"]) : k => v}', {"a": "a", "b": "b"}),
        ("[for x in [[1, 2], [3]] : [for y in x : y + 1]]", ((2, 3), (4,))),
        ('"%{ if 1 > 0 }yes%{ else }no%{ endif }"', "yes"),
        ('"%{ for x in [1, 2] ~} ${x}, %{ endfor ~} end"', "1, 2, end"),
        ('"%{ for i, x in [7, 8] }${i}=${x};%{ endfor }"', "0=7;1=8;"),
        ('"%{ if false }a%{ if true }b%{ endif }%{ endif }c"', "c"),
        ("try(0 / 0, {a = 1}.b, 7)", 7),
        ("try({a = 1}.a, 7)", 1),
        ("can({a = 1}.b)", False),
        ("can({a = 1}.a)", True),
        ("terraform.workspace", "default"),
        ("path.module", "."),
        ('templatestring("a $${x}", {x = 1})', "a 1"),
        ("core::length([1, 2])", 2),
    ],
)
def test_loops_and_templates(expression: str, value: Any) -> None:
    assert value_of(expression) == value


def test_try_waits_for_what_is_not_known() -> None:
    assert reason_of("try(var.u.x, 7)", UNSEEN) == "variable u has no value (main.tf:1)"
    assert reason_of("can(var.u.x)", UNSEEN) == "variable u has no value (main.tf:1)"
    key = 'resource "aws_kms_key" "main" {}'
    assert target_of(value_of('try(aws_kms_key.main.arn, "")', key)) == ("aws_kms_key.main", "arn")
