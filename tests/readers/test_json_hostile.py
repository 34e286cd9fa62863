"""Broken and hostile JSON: what cannot be read is said with its line, what stands before it is read, reading ends."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from as_json import read_file
from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.catalog.kind import Attribute, Kind
from drlint.catalog.registry import catalog_of
from drlint.readers.hcl.json_syntax import parse_json
from drlint.readers.hcl.json_text import MAX_DEPTH, MAX_VALUES, nodes
from drlint.readers.result import ReadResult

CATALOG = catalog_of(
    [Kind(name="aws_example", attributes=(Attribute(name="value", holds="any"), Attribute(name="other")))]
)
BEFORE = '{"resource": {"aws_example": {\n  "good": {"value": 7},\n  "bad": '


def read(folder: Path, text: str) -> ReadResult:
    return read_file(folder, "main.tf.json", text, CATALOG)


def said(found: ReadResult) -> list[tuple[str, str, int | None]]:
    return [(spot.what, spot.reason, spot.location.line) for spot in found.blind_spots]


@pytest.mark.parametrize(
    ("broken", "reason", "line"),
    [
        ('{\n"value": NaN', "syntax error near 'NaN", 4),
        ('{"value": Infinity}', "syntax error near 'Infinity", 3),
        ('{\n"value": 01}', "syntax error: a value is expected", 4),
        ('{"value": 1', "a { is never closed", 3),
        ('{"value":\n[1, 2}', "syntax error near '}", 4),
        ('{"value": 1,\n}}}}', "JSON allows no comma before a }", 3),
        ('{"value": "abc}\n}', 'a " is not closed on its line', 3),
        ('{"value": "abc', 'a " is never closed', 3),
        ('{"value": "a\\qb"}', "JSON has no escape \\q in a text", 3),
        ('{"value": "a\tb"}', "a text holds a control character", 3),
        ('{\n# no\n"value": 1}', "JSON has no comments", 4),
        ('{"value" = 1}', "syntax error: a key in quotes and a colon are expected", 3),
        ('{"value": 1 "other": 2}', "syntax error: a comma or a } is", 3),
        ("{value: 1}", "syntax error: a key in quotes", 3),
    ],
)
def test_what_stands_before_the_trouble_is_read(broken: str, reason: str, line: int, tmp_path: Path) -> None:
    found = read(tmp_path, BEFORE + broken)
    assert [each.address.path for each in found.resources] == ["aws_example.good"]
    ((what, found_reason, found_line),) = said(found)
    assert what == "resource aws_example.bad"
    assert found_reason.startswith(reason)
    assert found_reason.endswith("; nothing after it is read")
    assert found_line == line


@pytest.mark.parametrize(
    ("bad", "reason", "line"),
    [
        ('{"value": 1,\n "value": 2}', "value is set twice", 4),
        ('"text"', "expected an object, found text", 3),
        ("7", "expected an object, found a number", 3),
        ("[{}, true]", "expected an object, found true or false", 3),
        ('{"lifecycle":\n 1}', "expected an object, found a number", 4),
        ('{"dynamic":\n ["x"]}', "expected an object, found text", 4),
    ],
)
def test_what_terraform_refuses_is_said_and_all_else_is_read(bad: str, reason: str, line: int, tmp_path: Path) -> None:
    found = read(tmp_path, BEFORE + bad + ',\n  "after": {"value": 8}\n}}}')
    paths = {each.address.path for each in found.resources}
    assert {"aws_example.good", "aws_example.after"} <= paths
    assert said(found) == [("resource aws_example.bad", reason, line)]


def test_labels_that_are_missing(tmp_path: Path) -> None:
    found = read(tmp_path, '{"resource": {\n"aws_example": "x"},\n"provider": 1,\n"variable": [null, []]}')
    assert said(found) == [
        ("resource aws_example", "expected an object, found text", 2),
        ("provider", "expected an object, found a number", 3),
        ("variable", "expected an object, found a list", 4),
    ]


def test_what_terraform_does_not_know(tmp_path: Path) -> None:
    found = read(tmp_path, '{"resorce": {"aws_example": {"x": {}}},\n"region": "eu-west-1"}')
    assert {(what, line) for what, _, line in said(found)} == {("resorce", 1), ("region", 2)}


def test_a_value_that_cannot_be_read_is_said_when_it_is_asked_for(tmp_path: Path) -> None:
    code = BEFORE + '{"value": "${1 +}",\n "other": [{"a": 1, "a": 2}, 1]}}}}'
    found = read(tmp_path, code)
    assert len(found.resources) == 2
    assert all(found.resources[each]["value"] is not None for each in (0, 1))
    assert [line for _, _, line in said(found)] == [3, 4]
    assert said(found)[1][1] == "'a' stands in one object twice"


def test_nul_and_what_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "main.tf.json").write_bytes((BEFORE + '{"value": "').encode() + b'\xff"}}}}')
    found = read_file(tmp_path, "other.tf.json", BEFORE.replace("good", "g2") + '{"value": "\0"}}}}', CATALOG)
    assert sorted(each.address.path for each in found.resources) == [
        *("aws_example.bad", "aws_example.g2", "aws_example.good")
    ]
    assert {("text", "it is not UTF-8; save the file as UTF-8", 3)} <= set(said(found))
    assert {("text", "it holds a NUL byte, which no Terraform file does", 3)} <= set(said(found))


@pytest.mark.parametrize(
    "value",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "[" + "1," * 2_000_000 + "1]",
        "{" + '"a":1,' * 600_000 + '"b":1}',
        '"' + "a" * 4_000_000 + '"',
        '"' + "\\u00e4" * 600_000 + '"',
        '"' + "\\n" * 2_000_000,
        '"' * 4_000_000,
        "1" * 4_000_000,
        "-" * 4_000_000,
        " " * 4_000_000,
        "\n" * 4_000_000,
        '"' + "${" * 100_000 + '"',
        '"' + "${[" * 100_000 + '"',
        '"' + "%{ if true }" * 50_000 + '"',
    ],
    ids=lambda value: f"{value[:6]!r}…{len(value)}",
)
def test_reading_ends(value: str, tmp_path: Path) -> None:
    text = BEFORE + '{"value": ' + value + "}}}}"
    (tmp_path / "main.tf.json").write_text(text, encoding="utf-8")
    start = time.process_time()
    source = parse_json(text.encode(), "main.tf.json")
    took = time.process_time() - start
    assert source.body.blocks[0].labels == ("aws_example", "good")
    assert took < 3, "CPU seconds: below one where nothing else runs"
    for block in source.body.blocks[1:]:
        for attribute in block.body.attributes:
            assert attribute.value is not None


def test_bounds_are_said() -> None:
    deep = "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)
    assert "nested deeper than 100" in str(nodes(deep.encode())[1])
    assert nodes(deep[1:-1].encode())[1] is None
    many = "[" + "1," * MAX_VALUES + "1]"
    assert "more than 200,000 values" in str(nodes(many.encode())[1])


@pytest.mark.parametrize(
    ("number", "value"), [("0", 0), ("-5", -5), ("1.50", 1.5), ("2.0", 2), ("1e3", 1000), ("12E-1", 1.2)]
)
def test_numbers(number: str, value: float, tmp_path: Path) -> None:
    found = read(tmp_path, BEFORE + f'{{"value": {number}}}}}}}}}')
    (bad,) = [each for each in found.resources if each.address.path == "aws_example.bad"]
    assert bad["value"] == value
    assert type(bad["value"]) is type(value)


@pytest.mark.parametrize("number", ["1e999999999", "9" * 400])
def test_a_number_beyond_all_that_people_write(number: str, tmp_path: Path) -> None:
    found = read(tmp_path, BEFORE + f'{{"value": {number}}}}}}}}}')
    ((_, reason, line),) = said(found)
    assert reason.endswith("is no number that can be read")
    assert line == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_all_json_is_read(value: object) -> None:
    for indent in (None, 1):
        node, trouble = nodes(json.dumps(value, indent=indent).encode())
        assert trouble is None
        assert node is not None
        assert node.end == len(json.dumps(value, indent=indent))


@given(JSON, st.data())
@settings(max_examples=60, deadline=None)
def test_any_cut_is_noticed(value: object, data: st.DataObject) -> None:
    """Nothing that Python's reader refuses is taken for JSON, and nothing breaks."""
    text = json.dumps({"resource": {"aws_example": {"x": value}}, "locals": value})
    at = data.draw(st.integers(0, len(text) - 1))
    broken = text[:at] + data.draw(st.sampled_from(["", "}", "]", ",", '"', "x", "\\"])) + text[at + 1 :]
    source = parse_json(broken.encode(), "x")
    try:
        json.loads(broken)
    except ValueError:
        assert source.problems
    for block in source.body.blocks:
        assert (block.place.line or 0) >= 1
