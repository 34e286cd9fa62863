"""Commands that somebody wrote to hurt: bounded cost, nothing repeated that a report should not hold."""

from __future__ import annotations

import json
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lines import PLACE

from drlint.model.procedure import Call, Fault, Word
from drlint.readers.awscli import names
from drlint.readers.awscli.calls import call_of

ITEM = '{"a":' + '{"M":{"a":' * 400 + "{}" + "}}" * 400 + "}"
CLUSTERS = ("rds", "describe-db-clusters")
RECORDS = ("route53", "change-resource-record-sets", "--hosted-zone-id", "Z")


def call(*texts: str | None) -> Call:
    return call_of([Word(raw=text or "$X", text=text, location=PLACE, several=text is None) for text in texts], PLACE)


DEEP = 10_000
HUGE = "x" * 100_000
HOSTILE = {
    "a huge service": [HUGE],
    "a huge operation": ["rds", HUGE],
    "a huge flag": [*CLUSTERS, f"--{HUGE}"],
    "a huge value": [*CLUSTERS, "--max-items", "9" * 100_000],
    "a huge number": ["ecs", "update-service", "--service", "a", "--desired-count", "9" * 4_000],
    "a huge query": [*CLUSTERS, "--query", "a." * 50_000 + "a"],
    "a deep query": [*CLUSTERS, "--query", "(" * 2_000 + "a" + ")" * 2_000],
    "a query of many steps": [*CLUSTERS, "--query", ".".join("a" * 2_000)],
    "a query of brackets": [*CLUSTERS, "--query", "[" * 4_000],
    "many flags": [*CLUSTERS, *(f"--flag{number}" for number in range(10_000))],
    "a flag many times": [*CLUSTERS, *["--filters", "Name=a,Values=b"] * 5_000],
    "many words": [*CLUSTERS, *["word"] * 10_000],
    "many values": ["ec2", "describe-instances", "--filters", *["Nam=a,Values=b"] * 10_000],
    "deep lists": [*RECORDS, "--change-batch", "[" * DEEP + "]" * DEEP],
    "deep objects": [*RECORDS, "--change-batch", '{"Changes":' * DEEP + "1" + "}" * DEEP],
    "deep items": ["dynamodb", "put-item", "--table-name", "a", "--item", ITEM],
    "a wide object": [*RECORDS, "--change-batch", json.dumps({f"k{number}": 1 for number in range(5_000)})],
    "deep shorthand": ["dynamodb", "update-table", "--table-name", "a", "--replica-updates", "a=" + "{b=" * 10_000],
    "shorthand of lists": ["dynamodb", "update-table", "--table-name", "a", "--replica-updates", "a=" + "[" * 10_000],
    "shorthand of commas": ["ec2", "describe-instances", "--filters", "Name=a,Values=" + "," * 90_000],
    "shorthand of values": ["ec2", "describe-instances", "--filters", "Name=a,Values=" + "b," * 45_000 + "c=d"],
    "shorthand of quotes": ["ec2", "describe-instances", "--filters", "Name=a,Values=" + "'" * 90_001],
    "shorthand of backslashes": ["ec2", "describe-instances", "--filters", "Name=" + "\\," * 45_000],
    "shorthand of keys": ["ec2", "describe-instances", "--filters", ",".join(f"k{n}=1" for n in range(9_000))],
    "what is not known": ["rds", "create-db-cluster", *[None] * 10_000],
    "dashes": ["rds", "create-db-cluster", "-", "--", "---", "-1", "--=", "--=x", "-=", "--"],
}  # fmt: skip


@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE)
def test_the_cost_is_bounded(texts: list[str | None]) -> None:
    start = time.process_time()
    found = call(*texts)
    assert time.process_time() - start < 2
    assert len(found.problems) <= 20
    assert all(len(each.message) < 1_000 for each in found.problems)


def test_thousands_of_mistyped_names_cost_seconds_at_most() -> None:
    start = time.process_time()
    for number in range(3_000):
        call("ec2", f"describe-instanzes-{number}")
    assert time.process_time() - start < 20
    names._near.cache_clear()


@pytest.mark.parametrize("text", ["\x1b[2Jrds", "::error::x", "a\nb", "rds\u202e", "<script>", "a`b", "\x00", "é"])
@pytest.mark.parametrize("place", range(6))
def test_odd_characters_reach_no_message(text: str, place: int) -> None:
    texts = ["rds", "describe-db-clusters", "--filters", "Name=a,Values=b", "--query", "DBClusters[0]"]
    texts[place] = text if place != 2 else f"--{text}"
    printable = set(string.ascii_letters + string.digits + string.punctuation + " ")
    for each in call(*texts).problems:
        assert set(each.message) <= printable
        assert "::error::" not in each.message
        assert "<script>" not in each.message


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=30), st.sampled_from([
    "rds", "ec2", "s3", "cp", "wait", "describe-db-clusters", "create-db-cluster", "--region", "--query", "--filters",
    "--engine", "-", "--", "[", "{", "Name=a,Values=b", "DBClusters[?a==`1`]", "help", "--cli-input-json", "=", "a=",
])), max_size=12))  # fmt: skip
def test_nothing_breaks_it(texts: list[str | None]) -> None:
    found = call(*texts)
    assert all(each.message.startswith("aws") for each in found.problems)


def test_deep_json_is_told() -> None:
    found = call(*RECORDS, "--change-batch", "[" * DEEP + "]" * DEEP).problems
    assert [each.fault for each in found] == [Fault.SHAPE]


def test_a_file_is_never_opened() -> None:
    start = ["rds", "create-db-cluster", "--cli-input-json"]
    for path in ("file:///dev/zero", "file:///etc/passwd", "fileb://x", "https://example.com/x"):
        assert call(*start, path).problems == ()
        assert call(*RECORDS, "--change-batch", path).problems == ()
