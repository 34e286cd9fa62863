"""Functions end soon, whatever they are given."""

from __future__ import annotations

import time

import pytest
from worth import worth

from drlint.model.values import Unknown

SOON = 1.0  # seconds

WORLD = """
locals {
  x10    = "xxxxxxxxxx"
  x100   = replace(local.x10, "x", local.x10)
  x1000  = replace(local.x100, "x", local.x10)
  x10000 = replace(local.x1000, "x", local.x10)
  x5     = replace(local.x10000, "x", local.x10)
  x6     = replace(local.x5, "x", local.x10)
  many   = split("", local.x1000)
  most   = concat(local.many, local.many, local.many)
}
"""


@pytest.mark.parametrize(
    "expression",
    [
        "range(10000000)",
        "range(0, 1, 0.0000001)",
        'format("%1000000000d", 1)',
        'format("%.1000000000f", 1.5)',
        'format("%999999999s", "x")',
        'indent(1000000000, "a\\nb")',
        'indent(10000, replace(local.x10000, "x", "\\n"))',
        "join(local.x6, local.many)",
        'replace(local.x6, "", local.x10)',
        'replace(local.x6, "x", local.x6)',
        'replace(local.x10000, "/x/", local.x1000)',
        'split("", local.x6)',
        'split("x", local.x6)',
        "formatlist(local.x1000, [])",
        'formatlist("%s%s", local.many, local.x6)',
        'format(replace(local.x6, "x", "%s"), 1)',
        "setproduct(local.many, local.many, local.many)",
        "setproduct(local.most, [1, 2, 3, 4])",
        "concat(local.most, local.most, local.most, local.most)",
        "flatten([local.most, local.most, local.most, local.most])",
        "merge(zipmap(local.many, local.many), jsondecode(local.x6))",
        'cidrsubnets("fd00::/8", 33)',
        "pow(10, 100000)",
        "pow(9999999999, 9999999999)",
        "parseint(local.x10000, 36)",
        'tonumber(replace(local.x10000, "x", "9"))',
        'jsondecode(replace(local.x10000, "x", "9"))',
        'jsondecode(replace(local.x5, "x", "["))',
        'jsondecode("[${join(",", split("", replace(local.x5, "x", "1")))}]")',
        'jsondecode("${replace(local.x100, "x", "[")}${replace(local.x100, "x", "]")}")',
        'yamldecode(replace(local.x10000, "x", "["))',
        'yamldecode(replace(local.x5, "x", "- "))',
        "yamldecode(local.x6)",
        "yamlencode(local.most)",
        'csvdecode(replace(local.x6, "x", "a,"))',
        'csvdecode(replace(local.x5, "x", "a\\n"))',
        'regexall("(x+)+y", local.x6)',
        'regexall(".*.*.*.*.*y", local.x5)',
        'regex("(x+x+)+y", local.x6)',
        'regex("(((x{100}){100}){100}){100}", local.x10)',
        'regexall("x", local.x6)',
        'regex(replace(local.x1000, "x", "("), "")',
        'regex(replace(local.x6, "x", "a?"), "")',
    ],
)
def test_it_ends(expression: str) -> None:
    start = time.perf_counter()
    found = worth(expression, WORLD)
    assert time.perf_counter() - start < SOON
    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('regexall("(x+)+y", local.x10000)', ()),
        ('regexall(".*.*.*.*.*y", local.x1000)', ()),
        ('regexall("(x|xx)*y", local.x1000)', ()),
        ('regex("(a|aa)+$", replace(local.x1000, "x", "a"))', ("a",)),
        ('length(regexall("x", local.x1000))', 1_000),
        ('length(join(",", local.most))', 5_999),
        ("length(distinct(local.most))", 1),
        ("length(setunion(local.most, local.most))", 1),
        ('contains(local.most, "y")', False),
        ("length(chunklist(local.most, 1))", 3_000),
        ("length(jsondecode(jsonencode(local.most)))", 3_000),
        ("length(local.x6)", 1_000_000),
        ("length(sha512(local.x6))", 128),
        ("length(upper(local.x6))", 1_000_000),
        ("length(title(local.x6))", 1_000_000),
    ],
)
def test_it_works_on_much(expression: str, value: object) -> None:
    start = time.perf_counter()
    assert worth(expression, WORLD) == value
    assert time.perf_counter() - start < SOON


def test_many_calls_on_much_end() -> None:
    """A text of 100 kB that asks 10,000 times for the digest of a million characters."""
    expression = f"[{', '.join(['sha1(local.x6)'] * 10_000)}]"
    start = time.perf_counter()
    found = worth(expression, WORLD)
    assert time.perf_counter() - start < 5 * SOON
    assert isinstance(found, Unknown)
