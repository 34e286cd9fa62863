"""Broken and hostile Terraform texts: what cannot be read is said, the rest is read, and reading ends."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.catalog.kind import Attribute, Kind
from drlint.catalog.registry import catalog_of
from drlint.model.values import Unknown
from drlint.readers.hcl.code import MAX_PROBLEMS
from drlint.readers.hcl.reader import read_source
from drlint.readers.hcl.seen import gap
from drlint.readers.result import ReadResult

CATALOG = catalog_of(
    [Kind(name="aws_example", attributes=(Attribute(name="value", holds="any"), Attribute(name="other")))]
)
GOOD = 'resource "aws_example" "good" {\n  value = 7\n}\n'


def read(text: str) -> ReadResult:
    return read_source(text, uri="main.tf", root=".", catalog=CATALOG)


def said(found: ReadResult) -> list[tuple[str, str, int | None]]:
    return [(spot.what, spot.reason, spot.location.line) for spot in found.blind_spots]


@pytest.mark.parametrize(
    ("broken", "what", "reason", "line"),
    [
        ("{\n  value = 1\n", "resource aws_example.bad", "a { is never closed", 4),
        ("{\n  value = [1, 2\n}\n", "resource aws_example.bad", "a [ is never closed", 5),
        ('{\n  value = "abc\n}\n', "resource aws_example.bad", 'a " is never closed', 5),
        ("{\n  value = 1 other = 2\n}\n", "resource aws_example.bad", "two arguments stand on one line", 5),
        ("{\n  value = 1\n  value = 2\n}\n", "resource aws_example.bad", "value is set twice", 6),
        ("{\n  value = <<EOT\nabc\n}\n", "resource aws_example.bad", "a heredoc is never closed", 5),
    ],
)
def test_a_broken_block_is_said_and_the_others_are_read(broken: str, what: str, reason: str, line: int) -> None:
    after = GOOD.replace("good", "after")
    found = read(f'{GOOD}resource "aws_example" "bad" {broken}{after}')
    assert [each.address.path for each in found.resources] == ["aws_example.good", "aws_example.after"]
    assert found.resources[0].location_of("value").line == 2
    assert found.resources[1].location_of("value").line == 4 + broken.count("\n") + 1
    ((found_what, found_reason, found_line),) = said(found)
    assert (found_what, found_line) == (what, line)
    assert found_reason.startswith(reason)


@pytest.mark.parametrize(
    ("value", "reason"), [('"a${}"', "${} is empty"), ("0x1f", "0x1f is no number that can be read")]
)
def test_a_broken_value_is_said_where_it_is_read(value: str, reason: str) -> None:
    found = read(f'{GOOD}resource "aws_example" "bad" {{\n  value = {value}\n}}\n')
    assert found.resources[0]["value"] == 7
    assert isinstance(found.resources[1]["value"], Unknown)
    assert [(why, line) for _, why, line in said(found)] == [(reason, 5)]


def test_a_brace_too_many() -> None:
    found = read(f"{GOOD}}}\n{GOOD.replace('good', 'after')}")
    assert len(found.resources) == 2
    assert [(what, line) for what, _, line in said(found)] == [("text", 4)]


def test_a_swallowed_resource_is_not_taken_for_a_nested_block() -> None:
    found = read(f'resource "aws_example" "bad" {{\n  value = 1\n{GOOD}}}\n')
    assert [each.address.path for each in found.resources] == ["aws_example.good"]
    assert said(found)[0][0] == "resource aws_example.bad"


def test_nul() -> None:
    found = read(f"{GOOD}# \0\n{GOOD.replace('good', 'after')}")
    assert len(found.resources) == 2
    assert said(found) == [("text", "it holds a NUL byte, which no Terraform file does", 4)]


def test_windows_line_ends_and_byte_order_mark() -> None:
    found = read("\ufeff" + GOOD.replace("\n", "\r\n"))
    assert said(found) == []
    assert found.resources[0]["value"] == 7
    assert found.resources[0].location_of("value").line == 2
    assert found.resources[0].location_of().column == 1


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "/* */"])
def test_nothing_in_it(text: str) -> None:
    assert read(text) == ReadResult(resources=(), kind="source")


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 3000 + "1" + ")" * 3000,
        "[" * 3000 + "]" * 3000,
        "{a=" * 3000 + "1" + "}" * 3000,
        "-" * 3000 + "1",
        "1" + "+1" * 3000,
        "true?1:" * 3000 + "1",
        "a" + ".b" * 3000,
        "a" + "[0]" * 3000,
        "f(" * 3000 + ")" * 3000,
    ],
)
def test_nested_too_deeply(expression: str) -> None:
    found = read(f'resource "aws_example" "deep" {{\n  value = {expression}\n}}\n{GOOD}')
    assert [each.address.path for each in found.resources] == ["aws_example.deep", "aws_example.good"]
    assert isinstance(found.resources[0]["value"], Unknown)
    assert [(reason, line) for _, reason, line in said(found)] == [("it is nested deeper than 100 levels", 2)]


def test_blocks_nested_too_deeply() -> None:
    found = read("a {\n" * 3000 + "}\n" * 3000 + GOOD)
    assert [each.address.path for each in found.resources] == ["aws_example.good"]
    assert 1 <= len(found.blind_spots) <= MAX_PROBLEMS + 2


def test_templates_nested_too_deeply() -> None:
    expression = '"${' * 3000 + "1" + '}"' * 3000
    found = read(f'resource "aws_example" "deep" {{\n  value = {expression}\n}}\n{GOOD}')
    assert [each.address.path for each in found.resources] == ["aws_example.good"]
    assert [what for what, _, _ in said(found)] == ["resource aws_example.deep"]


def test_parentheses_that_never_close() -> None:
    found = read("a = " + "(" * 3000 + "\n" + GOOD)
    assert [each.address.path for each in found.resources] == ["aws_example.good"]
    assert len(found.blind_spots) == 1


def test_a_hundred_levels_are_fine() -> None:
    assert read(GOOD.replace("7", "(" * 45 + "7" + ")" * 45)).resources[0]["value"] == 7
    assert read(GOOD.replace("7", "[" * 45 + "7" + "]" * 45)).blind_spots == ()


def test_many_broken_blocks_are_summed_up() -> None:
    found = read('resource "aws_example" "bad" {\n  value = \n}\n' * 100)
    assert len(found.blind_spots) == MAX_PROBLEMS + 1
    assert found.blind_spots[-1].reason == "80 more parts of it cannot be parsed"


def test_too_large() -> None:
    found = read("# " + "x" * 4 * 1024 * 1024)
    assert said(found) == [("main.tf", "it is larger than 4 MiB, which no Terraform file written by people is", None)]


def in_world(expression: str, world: str) -> object:
    found = read(f'{world}\nresource "aws_example" "it" {{\n  value = {expression}\n}}\n')
    return found.resources[0]["value"]


def chain(first: str, following: str, links: int) -> str:
    lines = [f"  a0 = {first}", *(f"  a{n} = {following.replace('@', f'local.a{n - 1}')}" for n in range(1, links))]
    return "locals {\n" + "\n".join(lines) + "\n}"


@pytest.mark.parametrize(
    ("first", "following"),
    [
        ('"xxxxxxxxxxxxxxxx"', '"${@}${@}"'),
        ("[1, 2, 3, 4]", "[@, @, @, @]"),
        ("{a = 1}", "{a = @, b = @}"),
        ("10", "@ * @"),
        ("[1]", "jsonencode([@, @, @, @])"),
    ],
)
def test_values_that_grow_without_end(first: str, following: str) -> None:
    started = time.monotonic()
    assert gap(in_world("local.a90", chain(first, following, 91))) is not None
    assert time.monotonic() - started < 5


def test_values_that_nest_without_end() -> None:
    text = "".join(f'resource "aws_example" "r{n}" {{\n  value = local.a{n}\n}}\n' for n in range(500))
    found = read(text + chain("1", "[@]", 500)).resources
    assert gap(found[90]["value"]) is None
    assert gap(found[499]["value"]) is not None


def test_a_chain_of_locals_longer_than_the_stack() -> None:
    unknown = in_world("local.a2999", chain("1", "@", 3000))
    assert isinstance(unknown, Unknown)
    assert unknown.reason == "values are made from one another over too many steps"


def test_blocks_that_grow_without_end() -> None:
    read_through = (
        "value = aws_example.r@.rule\n  rule {\n    a = aws_example.r@.rule\n    b = aws_example.r@.rule\n  }"
    )
    found = read(
        "".join(
            f'resource "aws_example" "r{n}" {{\n  {read_through.replace("@", str(n + 1))}\n}}\n' for n in range(300)
        )
    )
    assert len(found.resources) == 300
    assert gap(found.resources[0]["value"]) is not None


@pytest.mark.parametrize("line", ["count = 1000000000", "count = -1", "count = 1.5", 'count = "many"', "for_each = 7"])
def test_instances_that_cannot_be(line: str) -> None:
    found = read(f'resource "aws_example" "it" {{\n  {line}\n}}\n')
    assert [each.address.path for each in found.resources] == ["aws_example.it"]
    assert [spot.what for spot in found.blind_spots] == ["aws_example.it"]


def test_resources_that_are_made_from_themselves() -> None:
    found = read(
        'resource "aws_example" "a" {\n  count = length(aws_example.b.value)\n  value = aws_example.a[0].value\n}\n'
        'resource "aws_example" "b" {\n  for_each = aws_example.b\n  value = aws_example.c.value\n}\n'
        'resource "aws_example" "c" {\n  value = aws_example.c.value\n}\n'
    )
    assert [each.address.path for each in found.resources] == ["aws_example.a", "aws_example.b", "aws_example.c"]
    assert all(isinstance(each["value"], Unknown) for each in found.resources)


def test_a_lone_surrogate() -> None:
    assert read('resource "aws_example" "a" {\n  value = "\udc80"\n}\n').resources[0]["value"] == "?"


WORDS = st.one_of(
    st.sampled_from('{}[]()"=.,:?!*+-<>$%~\n\r\0 \\é\u2028'),
    st.sampled_from(
        ["${", "%{", "<<A\n", "A\n", "resource ", '"aws_example" ', "value", "each", "count", "1", "var.x"]
    ),
    st.sampled_from(["local.a", "locals {\n", "for ", " in ", "dynamic ", "# ", "/*", "*/", "null", "f("]),
)


@given(st.lists(WORDS, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = read(GOOD + text)
    assert isinstance(found, ReadResult)


@given(st.integers(0, len(GOOD)), st.lists(WORDS, max_size=5).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_damaged_text_is_read_without_an_error(at: int, damage: str) -> None:
    text = GOOD[:at] + damage + GOOD[at:]
    found = read(text)
    assert all(
        spot.location.line is None or 1 <= spot.location.line <= text.count("\n") + 1 for spot in found.blind_spots
    )


def test_four_hundred_examples_take_no_time() -> None:
    started = time.monotonic()
    for _ in range(400):
        read(GOOD)
    assert time.monotonic() - started < 4
