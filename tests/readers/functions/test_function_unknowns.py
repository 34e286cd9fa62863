"""Functions keep what is known of what is not, and name the resources that an unknown may come from."""

from __future__ import annotations

from typing import Any

import pytest
from worth import candidates, reason, refusal, worth

from drlint.model.values import Reference, Unknown

WORLD = """
variable "u" {}
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
resource "aws_kms_key" "a" {}
resource "aws_kms_key" "b" {}
resource "aws_subnet" "s" {
  count = 2
}
resource "aws_subnet" "named" {
  for_each = toset(["x", "y"])
}
"""


def of(expression: str) -> Any:
    return worth(expression, WORLD)


def target(value: Any) -> str:
    assert isinstance(value, Reference)
    return f"{value.to.path}.{value.attribute}"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("length([var.u, var.u])", 2),
        ("length(aws_subnet.s)", 2),
        ("length(aws_subnet.s[*].id)", 2),
        ("length(concat([var.u], [1]))", 2),
        ("length(setproduct([var.u], [1, 2]))", 2),
        ("keys({b = var.u, a = 1})", ("a", "b")),
        ('keys(zipmap(["k"], var.u))', ("k",)),
        ("keys(aws_subnet.named)", ("x", "y")),
        ("merge({a = 1}, {b = var.u}).a", 1),
        ('lookup({a = 1, b = var.u}, "a", 2)', 1),
        ('lookup({b = var.u}, "a", 2)', 2),
        ("concat([1], [var.u])[0]", 1),
        ("flatten([[1], [{a = var.u}]])[0]", 1),
        ('zipmap(["a", "b"], [1, var.u]).a', 1),
        ("values({a = 1, b = var.u})[0]", 1),
        ("element([1, var.u], 2)", 1),
        ("slice([1, var.u], 0, 1)", (1,)),
        ("reverse([var.u, 1])[0]", 1),
        ("chunklist([1, var.u], 1)[0]", (1,)),
        ("tolist([1, var.u])[0]", 1),
        ("tomap({a = 1, b = var.u}).a", 1),
        ('coalesce(null, "x", var.u)', "x"),
        ("coalescelist([1], var.u)", (1,)),
        ("contains([var.u, 1], 1)", True),
        ("index([1, var.u], 1)", 0),
        ("alltrue([var.u, false])", False),
        ("anytrue([var.u, true])", True),
        ("one([])", None),
        ("issensitive(var.secret)", True),
        ('matchkeys([1, var.u], ["a", "b"], ["a"])', (1,)),
    ],
)
def test_what_is_known_stays_known(expression: str, value: object) -> None:
    assert of(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "element([aws_kms_key.a.arn], 0)",
        'element(concat(aws_kms_key.a[*].arn, [""]), 0)',
        "one([aws_kms_key.a.arn])",
        'join("", [aws_kms_key.a.arn])',
        'join(",", aws_kms_key.a[*].arn)',
        'format("%s", aws_kms_key.a.arn)',
        'formatlist("%s", [aws_kms_key.a.arn])[0]',
        "tostring(aws_kms_key.a.arn)",
        "nonsensitive(aws_kms_key.a.arn)",
        'coalesce(null, "", aws_kms_key.a.arn)',
        'compact(["", aws_kms_key.a.arn, null])[0]',
        'lookup({k = aws_kms_key.a.arn}, "k", null)',
        "merge({k = 1}, {k = aws_kms_key.a.arn}).k",
        "flatten([[aws_kms_key.a.arn]])[0]",
        "distinct([aws_kms_key.a.arn, aws_kms_key.a.arn])[0]",
        "sort([aws_kms_key.a.arn])[0]",
        "values({k = aws_kms_key.a.arn})[0]",
        'zipmap(["k"], [aws_kms_key.a.arn]).k',
        "tolist(toset([aws_kms_key.a.arn]))[0]",
        "tolist(setunion([aws_kms_key.a.arn], []))[0]",
        "tomap({k = aws_kms_key.a.arn}).k",
        "coalescelist([], [aws_kms_key.a.arn])[0]",
        "core::one([aws_kms_key.a.arn])",
    ],
)
def test_a_reference_stays_one(expression: str) -> None:
    assert target(of(expression)) == "aws_kms_key.a.arn"


@pytest.mark.parametrize(
    ("expression", "resources"),
    [
        ("coalesce(aws_kms_key.a.arn, aws_kms_key.b.arn)", "ab"),
        ('coalesce(aws_kms_key.a.arn, "x")', "a"),
        ("concat([aws_kms_key.a.arn], var.u, [aws_kms_key.b.arn])", "ab"),
        ("merge({k = aws_kms_key.a.arn}, var.u)", "a"),
        ("merge(aws_kms_key.a, {})", "a"),
        ("lookup({k = aws_kms_key.a.arn}, var.u, aws_kms_key.b.arn)", "ab"),
        ('lookup(var.u, "k", aws_kms_key.a.arn)', "a"),
        ("element([aws_kms_key.a.arn, aws_kms_key.b.arn], var.u)", "ab"),
        ("flatten([[aws_kms_key.a.arn], var.u])", "a"),
        ("coalescelist(var.u, [aws_kms_key.a.arn])", "a"),
        ('join(",", [aws_kms_key.a.arn, aws_kms_key.b.arn])', "ab"),
        ('format("%s/*", aws_kms_key.a.arn)', "a"),
        ('formatlist("%s/*", [aws_kms_key.a.arn])[0]', "a"),
        ("jsonencode({k = [aws_kms_key.a.arn]})", "a"),
        ("yamlencode({k = aws_kms_key.a.arn})", "a"),
        ('replace(aws_kms_key.a.arn, ":*", "")', "a"),
        ('split(":", aws_kms_key.a.arn)[5]', "a"),
        ("sort([aws_kms_key.a.arn, aws_kms_key.b.arn])", "ab"),
        ("contains([aws_kms_key.a.arn], aws_kms_key.b.arn)", "ab"),
        ("sensitive(aws_kms_key.a.arn)", "a"),
        ("provider::aws::arn_parse(aws_kms_key.a.arn)", "a"),
        ("bcrypt(aws_kms_key.a.arn)", "a"),
        ("unheard_of(aws_kms_key.a.arn)", "a"),
        ('format("%s-%s", var.u...)', ""),
        ("merge([{k = aws_kms_key.a.arn}, var.u]...)", "a"),
        ('setsubtract([aws_kms_key.a.arn], ["x"])', "a"),
        ('zipmap(["k"], var.u).k', ""),
        ("keys(aws_kms_key.a)", "a"),
        ("length(aws_kms_key.a)", "a"),
    ],
)
def test_what_is_not_known_names_its_resources(expression: str, resources: str) -> None:
    assert candidates(of(expression)) == [f"aws_kms_key.{each}" for each in resources]


def test_a_set_keeps_what_can_be_told_apart() -> None:
    assert [target(each) for each in of("toset([aws_kms_key.b.arn, aws_kms_key.a.arn, aws_kms_key.b.arn])")] == [
        "aws_kms_key.b.arn",
        "aws_kms_key.a.arn",
    ]
    assert len(of("toset([var.u])")) == 1
    assert isinstance(of('toset(["a", var.u])'), Unknown)
    assert isinstance(of("distinct([1, var.u])"), Unknown)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("timestamp()", "timestamp is the time of the apply"),
        ("plantimestamp()", "plantimestamp is the time of the plan"),
        ("uuid()", "uuid makes a new value each time"),
        ("sensitive(1)", "marked sensitive, so its value is withheld"),
        ("upper(var.secret)", "marked sensitive, so its value is withheld"),
        ("upper(var.u)", "variable u has no value (:5)"),
        ("unheard_of(1)", "function unheard_of is not known"),
        ("provider::time::rfc3339_parse(1)", "function provider::time::rfc3339_parse is not evaluated"),
        ("pow(2, 100)", "pow is not exact beyond 2^53"),
        ("tostring(1 / 3)", "a number with more than 15 digits is not written out"),
        ('format("%s", null)', "an argument is null"),
        ('length("e\\u0301")', "a text with combined characters is not measured"),
        ('substr("🇩🇪x", 0, 1)', "a text with combined characters is not measured"),
        ('format("%5s", "👍🏽")', "a text with combined characters is not measured"),
        ('regex("\\\\p{Greek}", "α")', "characters of \\p{Greek} are not told apart"),
        ('textencodebase64("a", "GBK")', "the encoding 'GBK' is not known here"),
        ('cidrhost("::ffff:10.0.0.0/120", 1)', "IPv4 addresses within IPv6 are not computed"),
        ("range(0, 1, 0.3)", "a range over fractions is not computed"),
        ('yamlencode({"" = 1})', "a map with empty or long keys is not written as YAML"),
        ('base64gzip("a")', "what base64gzip compresses to is not computed"),
    ],
)
def test_reasons(expression: str, why: str) -> None:
    assert reason(expression, WORLD) == why


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ('tonumber("x")', "tonumber: 'x' is no number"),
        ("element([], 0)", "element: the list is empty"),
        ('lookup({}, "k")', "lookup: there is no element 'k'"),
        ("slice([1], 0, 2)", "slice: there is no part from 0 to 2 of 1 elements"),
        ('regex("b", "a")', "regex: the pattern does not match the text"),
        ('regex("(", "a")', "regex: the pattern is none: a ( is never closed"),
        ("one([1, 2])", "one: the list has 2 elements instead of one or none"),
        ('coalesce(null, "")', "coalesce: every value is null or empty"),
        ("upper(null)", "upper: an argument is null"),
        ("upper([])", "upper: a list is no text"),
        ("upper()", "upper: 0 arguments are not what it takes"),
        ("keys([])", "keys: a list is no map"),
        ("tolist([1, [2]])", "tolist: the elements of a list are of different types"),
        ('format("%d", 1.5)', "format: %d writes whole numbers, not 1.5"),
        ('cidrsubnet("10.0.0.0/16", 20, 1)', "cidrsubnet: 10.0.0.0/16 cannot be extended by 20 bits"),
        ('jsondecode("[")', "jsondecode: the text is no JSON: Expecting value: line 1 column 2 (char 1)"),
        ('uppper("a")', "there is no function uppper; did you mean upper?"),
        ("max(1...)", "... follows what is no list"),
    ],
)
def test_refusals(expression: str, why: str) -> None:
    assert refusal(expression, WORLD) == why


@pytest.mark.parametrize(
    "expression",
    [
        'length([tonumber("x")])',
        'lookup({a = 1}, "a", tonumber("x"))',
        'merge({a = var.u}, {b = [tonumber("x")]})',
        'coalesce(1, tonumber("x"))',
        'timestamp(tonumber("x"))',
        'concat(var.u, [tonumber("x")])',
    ],
)
def test_what_terraform_refuses_is_refused_wherever_it_stands(expression: str) -> None:
    assert refusal(expression, WORLD) == "tonumber: 'x' is no number"
