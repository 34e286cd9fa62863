"""Numbers with an exponent, of which the grammar takes only those with a fraction."""

from __future__ import annotations

import pytest

from drlint.readers.hcl import tree
from drlint.readers.hcl.source import parse


def value(expression: str) -> tree.Expression:
    read = parse(f"a = {expression}\n")
    assert read.problems == ()
    (attribute,) = read.body.attributes
    return attribute.value


@pytest.mark.parametrize(
    ("expression", "number"),
    [("5e8", 500_000_000), ("1E3", 1000), ("2e+3", 2000), ("25e-1", 2.5), ("1.5e3", 1500), ("12e0", 12)],
)
def test_exponents(expression: str, number: float) -> None:
    assert value(expression) == tree.Literal(number)
    assert value(f"[{expression}]") == tree.TupleOf((tree.Literal(number),))
    assert value(f"f(b - {expression})") == tree.Call("f", (tree.Binary("-", tree.Name("b"), tree.Literal(number)),))


@pytest.mark.parametrize("text", ['"5e8"', '"a 5e8 ${b} 1e3"', "b-5e8", "b5e8", "b.c5e8", "<<E\n5e8\nE"])
def test_what_only_looks_like_one(text: str) -> None:
    assert "5e8" in repr(value(text))
    assert "_" not in repr(value(text))


def test_one_that_nobody_writes() -> None:
    assert isinstance(value("5e999"), tree.Broken)
