"""Baselines that cannot be used: exit code 2, one line with place and remedy, and nothing is hidden by them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drlint.model.errors import DrlintError
from drlint.readers.baseline import read_baseline
from tests.cli.running import drlint, drlint_child

FILE = "known.json"
_FLAGS = ("--no-cache", "--select", "rds-instance-backup-retention", "--baseline", FILE)


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The baseline of a root with two databases, in which we stand; it is not written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    source = (
        f'resource "aws_db_instance" "{name}" {{\n  backup_retention_period = {days}\n}}\n'
        for name, days in (("a", 3), ("b", 4))
    )
    Path("main.tf").write_text("".join(source), encoding="utf-8")
    assert drlint("baseline", "create", ".", *_FLAGS[1:]).code == 0
    data = Path(FILE).read_bytes()
    Path(FILE).unlink()
    return data


def _edited(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    document = json.loads(data)
    change(document)
    return json.dumps(document, indent=1).encode()


def _entry(**said: Any) -> Callable[[bytes], bytes]:
    return lambda data: _edited(data, lambda document: document["entries"][1].update(said))


def _conflict(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[:4], b"<<<<<<< HEAD\n", lines[4], b"=======\n", lines[5], b">>>>>>> other\n", *lines[6:]])


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda data: data[:-40], ":6: ends in the middle; take it from git, or delete it"),
    "empty": (lambda _: b"", ": is empty; take it from git"),
    "merge conflict": (_conflict, ":5: has a merge conflict; take both sides and run drlint baseline update"),
    "newer schema": (
        lambda data: data.replace(b'"1.0"', b'"1.1"', 1),
        ": has schema 1.1, and this drlint knows 1.0; use",
    ),
    "much newer schema": (
        lambda _: b'{"schema_version": "2.0", "known": {}}',
        ": has schema 2.0, and this drlint knows",
    ),
    "no version": (lambda data: data.replace(b'"1.0"', b'"soon"', 1), ": schema_version 'soon' is none of a baseline"),
    "a plan": (lambda _: b'{"format_version": "1.2"}', ": is no baseline of drlint"),
    "a list": (lambda _: b"[]", ": is no baseline of drlint"),
    "no JSON": (lambda data: data.replace(b'{"root"', b"{root", 1), ":5: is not JSON"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), ":1: is not JSON"),
    "no UTF-8": (lambda data: data.replace(b".a", b"\xff\xfe", 1), ": is not JSON"),
    "a key twice": (
        lambda data: data.replace(b'"severity":"high"', b'"severity":"high","severity":"critical"', 1),
        ':5: "severity" stands twice; take one of them out',
    ),
    "the entries twice": (lambda data: data.replace(b'"entries"', b'"entries":[],"entries"', 1), "stands twice"),
    "an odd key": (_entry(mesured=[]), "mesured"),
    "a severity that is none": (_entry(severity="dire"), "dire"),
    "a severity of another type": (_entry(severity=3), "Expected"),
    "a count of none": (_entry(count=0), ">= 1"),
    "a count without end": (_entry(count=10**12), "<= 1000000"),
    "a count that is true": (_entry(count=True), "Expected"),
    "measured is a text": (_entry(measured="5 days"), "Expected"),
    "a value that is a list": (_entry(measured=[{"attribute": "a", "value": [1], "stronger": "higher"}]), "Expected"),
    "no policy": (_entry(policy=""), "length >= 1"),
    "no fingerprint": (lambda data: _edited(data, lambda all_: all_["entries"][1].pop("fingerprint")), "fingerprint"),
    "a fingerprint of another": (_entry(resource="aws_db_instance.harmless"), "the fingerprint is not that of"),
    "deep": (lambda _: b'{"schema_version":"1.0","entries":' + b"[" * 100_000, "is not JSON"),
}


@pytest.mark.parametrize(("spoil", "said"), BAD.values(), ids=BAD)
def test_it_is_refused_with_place_and_remedy(known: bytes, spoil: Callable[[bytes], bytes], said: str) -> None:
    Path(FILE).write_bytes(spoil(known))
    for command in (("check", "."), ("baseline", "update", "."), ("baseline", "prune", ".")):
        flags = _FLAGS if command[0] == "check" else _FLAGS[1:]
        ran = drlint(*command, *flags)
        assert ran.code == 2
        assert len(ran.complaints) == 1
        assert ran.err.startswith(f"drlint: {FILE}:")
        assert said in ran.err
        assert Path(FILE).read_bytes() == spoil(known)


def test_the_line_is_that_of_the_entry(known: bytes) -> None:
    Path(FILE).write_bytes(known.replace(b'"severity":"high"', b'"severity":"dire"').replace(b"dire", b"high", 1))
    assert f"{FILE}:6: Invalid enum value 'dire'" in drlint("check", ".", *_FLAGS).err


def _folder() -> None:
    Path(FILE).mkdir()


def _pipe() -> None:
    os.mkfifo(FILE)


def _loop() -> None:
    Path(FILE).symlink_to(FILE)


def _huge() -> None:
    with Path(FILE).open("wb") as file:
        file.truncate(300 * 1024 * 1024)


def _device() -> None:
    Path(FILE).symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_folder, _pipe, _loop, _huge, _device])
@pytest.mark.usefixtures("known")
def test_what_is_no_file_is_refused(make: Callable[[], None]) -> None:
    make()
    ran = drlint_child("check", ".", *_FLAGS)
    assert ran.code == 2
    assert ran.complaints[0].startswith(f"drlint: {FILE}: the baseline cannot be used: ")
    assert drlint_child("baseline", "create", ".", *_FLAGS[1:]).code == 2


@pytest.mark.usefixtures("known")
def test_one_that_is_not_there_is_refused() -> None:
    ran = drlint("check", ".", *_FLAGS)
    assert (ran.code, ran.complaints) == (
        2,
        [f"drlint: {FILE}: no such baseline; drlint baseline create writes one"],
    )


def test_a_place_that_cannot_be_written_is_told(known: bytes) -> None:
    assert known
    ran = drlint("baseline", "create", ".", *_FLAGS[1:-1], "nowhere/known.json")
    assert ran.code == 2
    assert "nowhere/known.json: the baseline cannot be written: No such file or directory" in ran.err


@pytest.mark.usefixtures("known")
def test_nothing_to_read_is_no_baseline() -> None:
    Path("main.tf").unlink()
    assert drlint("baseline", "create", ".", *_FLAGS[1:]).code == 3
    assert not Path(FILE).exists()


def test_what_could_not_be_read_is_no_success(known: bytes) -> None:
    Path("broken.tf").write_text('resource "aws_db_instance" {', encoding="utf-8")
    ran = drlint("baseline", "create", ".", *_FLAGS[1:])
    assert ran.code == 4
    assert "not all could be judged" in ran.err
    assert Path(FILE).read_bytes() == known


def test_lines_that_a_merge_doubled_are_one(known: bytes) -> None:
    lines = known.splitlines(keepends=True)
    Path(FILE).write_bytes(b"".join([*lines[:5], lines[4], *lines[5:]]))
    report = drlint("check", ".", "-o", "json=-", *_FLAGS).report
    assert (len(report["baseline"]), report["findings"], report["baselines"][0]["fixed"]) == (2, [], [])
    drlint("baseline", "prune", ".", *_FLAGS[1:])
    assert Path(FILE).read_bytes() == known


def test_hostile_names_do_nothing_to_a_terminal(known: bytes) -> None:
    assert known
    Path("main.tf").write_text(
        'resource "aws_db_instance" "a" {\n  for_each = {"\\u001b[2J\\u202e\\r::error::x" = 1}\n'
        "  backup_retention_period = 3\n}\n",
        encoding="utf-8",
    )
    assert drlint("baseline", "create", ".", *_FLAGS[1:]).code == 0
    assert Path(FILE).read_bytes().isascii()
    assert drlint("check", ".", *_FLAGS).code == 0
    Path("main.tf").write_text('resource "aws_s3_bucket" "a" {}\n', encoding="utf-8")
    ran = drlint("baseline", "prune", ".", *_FLAGS[1:])
    assert "1 gone" in ran.out
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert not any(line.startswith("::") for line in ran.out.splitlines())


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_to_it_it_is_read_or_refused(known: bytes, data: st.DataObject) -> None:
    spoiled = bytearray(known)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(spoiled) - 1))
        spoiled[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    refused = ""
    try:
        entries = read_baseline(bytes(spoiled), FILE)
    except DrlintError as error:
        entries, refused = (), str(error)
    assert {each.policy for each in entries} <= {"rds-instance-backup-retention"}
    if refused:
        assert refused.startswith(f"{FILE}:")
        assert "; " in refused
        assert "\n" not in refused


_VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=5))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_VALUES, stronger=st.sampled_from(["true", "false", "higher", "lower", "present", "more", "odd"]))
def test_whatever_is_said_to_have_been_measured_nothing_breaks(known: bytes, value: object, stronger: str) -> None:
    attribute = {"attribute": "backup_retention_period", "value": value, "stronger": stronger, "unit": "days"}
    data = _edited(known, lambda document: document["entries"][0].update(measured=[attribute]))
    Path(FILE).write_bytes(data.replace(b"NaN", b"null").replace(b"-Infinity", b"1e99").replace(b"Infinity", b"1e99"))
    ran = drlint("check", ".", *_FLAGS, "-o", "json=-")
    assert ran.code in {0, 1}
    number = isinstance(value, int | float) and not isinstance(value, bool)
    weaker = stronger == "higher" and (value is None or (number and value > 3))  # type: ignore[operator]
    if not weaker:
        assert all(each["resource"] != "aws_db_instance.b" for each in ran.report["findings"])
    if number and stronger == "higher" and 4 <= value < 2**53:  # type: ignore[operator]
        assert [each["posture"] for each in ran.report["findings"]] == ["worse"]
