"""A large text is cut where its items end: no item is cut in two, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.catalog.kind import Attribute, Kind
from drlint.catalog.registry import catalog_of
from drlint.readers.hcl import stretches as module
from drlint.readers.hcl.reader import read_source
from drlint.readers.hcl.stretches import stretches

CATALOG = catalog_of([Kind(name="aws_example", attributes=(Attribute(name="value"),))])
SMALL = 200
ITEMS = [
    'resource "aws_example" "r@" {\n  value = "${lookup(local.m, "}")}"\n}\n',
    'resource "aws_example" "r@" {\n  value = <<-EOT\n}\n  EOT2\nresource "aws_example" "not" {\n  EOT\n}\n',
    '/* resource "aws_example" "not@" {\n}\n*/\nresource "aws_example" "r@" {\n  value = "x" # {\n}\n',
    'resource "aws_example" "r@" {\n  value = "a/*" // "{\n  other = [\n\n    1, (\n 2)\n\n  ]\n}\n\n\n',
    'locals {\n  a@ = "\\"{"\n}\n\nresource "aws_example" "r@" {\n  value = "/* \\\\"\n}\n',
]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", SMALL)


def test_a_long_text_reads_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(ITEMS[n % len(ITEMS)].replace("@", str(n)) for n in range(60))
    cut = list(stretches(text.encode()))
    assert len(cut) > 20
    found = read_source(text, uri="main.tf", root="", catalog=CATALOG)
    assert found.blind_spots == ()
    assert [each.address.path for each in found.resources] == [f"aws_example.r{n}" for n in range(60)]
    monkeypatch.setattr(module, "LARGEST", len(text))
    whole = read_source(text, uri="main.tf", root="", catalog=CATALOG)
    assert [each.location_of() for each in found.resources] == [each.location_of() for each in whole.resources]
    assert [str(each["value"]) for each in found.resources] == [str(each["value"]) for each in whole.resources]


def test_an_item_that_is_too_long_stands_alone() -> None:
    text = "a = 1\nb = [\n" + "  1,\n" * 100 + "]\nc = 2\n"
    assert [text[start:end].partition(" ")[0] for start, end in stretches(text.encode())] == ["a", "b", "c"]


@given(
    st.lists(st.sampled_from([*'"#/<{}[]()\n\\* ', "<<E\n", "E\n", "/*", "*/", "a = 1\n"]), max_size=300).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost(text: str) -> None:
    data = text.encode()
    cut = list(stretches(data))
    assert b"".join(data[start:end] for start, end in cut) == data
    assert all(start < end for start, end in cut) or data == b""
