"""A night: accounts are read, judged, and the run is remembered."""

from __future__ import annotations

import json
from pathlib import Path

import boto3
import pytest

from tests.cli.running import drlint
from tests.readers.aws.conftest import aws, seeded  # noqa: F401 - fixtures
from tests.readers.aws.moto import Answer, Proxy, Request

WAIVER = """
waivers:
  - blind_spot: aws://123456789012/*/dynamodb:ListTables
    owner: platform
    reason: the organization denies it until the new policy is out
    until: 2026-12-31
"""
HERE = ("--regions", "eu-west-1,eu-central-1", "-q")


@pytest.fixture
def night(aws: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001, F811
    monkeypatch.chdir(tmp_path)
    return tmp_path


def denied(request: Request) -> Answer | None:
    body = b'{"__type": "AccessDeniedException"}'
    return Answer(400, body, "application/x-amz-json-1.0") if request.operation == "ListTables" else None


def test_a_night_and_the_one_after(night: Path) -> None:
    first = drlint("audit", *HERE, "-o", "json", "--no-cache")
    assert first.code == 1
    assert (night / "inventory" / "drlint-inventory.json").is_file()
    assert first.report["coverage"]["wanted"] > first.report["coverage"]["seen"] > 0
    second = drlint("audit", *HERE[:2], "-o", "json=after.json", "-o", "markdown=night.md", "--no-cache")
    assert "0 new, 0 worse, 0 resolved, 0 new blind spots" in second.err
    text = (night / "night.md").read_text()
    assert "Nothing is new, nothing is worse." in text
    assert "## Accounts (1 of 1 read)" in text
    trend = json.loads(drlint("history", "-o", "json").out)
    assert [each["failed"] for each in trend["runs"]] == [len(first.report["findings"])] * 2
    assert "0 new · 0 worse" in drlint("diff", "previous", "last").out


def test_only_what_is_new_since_the_night_before_fails(night: Path) -> None:  # noqa: ARG001
    chosen = ("--select", "dynamodb-pitr", "--no-cache", "--only-new", "--min-coverage", "10")
    assert drlint("audit", *HERE, *chosen).code == 1
    assert drlint("audit", *HERE, *chosen).code == 0
    tables = boto3.client("dynamodb", region_name="eu-west-1")
    tables.create_table(
        TableName="new",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    try:
        assert drlint("audit", *HERE, *chosen).code == 1
        assert drlint("audit", *HERE, *chosen).code == 0
        assert drlint("audit", *HERE, *chosen, "--no-history").code == 2
        trend = json.loads(drlint("history", "-o", "json").out)
        assert [each["code"] for each in trend["runs"]] == [1, 0, 1, 0]
    finally:
        tables.delete_table(TableName="new")


def test_a_finding_is_not_resolved_by_not_looking(night: Path, aws: Proxy) -> None:  # noqa: ARG001, F811
    chosen = ("--select", "dynamodb-pitr", "--no-cache")
    assert drlint("audit", *HERE, *chosen).code == 1
    aws.rule = denied
    blind = drlint("audit", *HERE[:2], *chosen)
    assert blind.code == 4
    assert "0 resolved" in blind.err
    trend = json.loads(drlint("history", "-o", "json").out)
    assert [each["resolved"] for each in trend["runs"]] == [0, 0]


@pytest.mark.parametrize(("least", "code"), [("10%", 0), ("99.99", 4)])
def test_how_much_must_be_seen(night: Path, aws: Proxy, least: str, code: int) -> None:  # noqa: F811
    aws.rule = denied
    assert drlint("audit", *HERE, "--select", "dynamodb-pitr", "--min-coverage", least, "--no-history").code == code
    assert not (night / ".drlint").exists()


def test_a_known_blind_spot_is_waived(night: Path, aws: Proxy) -> None:  # noqa: F811
    aws.rule = denied
    (night / "drlint.yaml").write_text(WAIVER)
    chosen = ("--select", "dynamodb-pitr", "--no-history", "--as-of", "2026-11-26")
    first = drlint("audit", *HERE, *chosen, "-o", "json")
    waived = [each["what"] for each in first.report["blind_spots"] if "waiver" in each]
    assert {each.rpartition("/")[2] for each in waived} == {"dynamodb:ListTables"}
    assert drlint("audit", *HERE, *chosen, "--min-coverage", "10").code == 0


@pytest.mark.parametrize("flags", [("--min-coverage", "lots"), ("--min-coverage", "101")])
@pytest.mark.usefixtures("night")
def test_what_is_no_percentage_is_refused(flags: tuple[str, ...]) -> None:
    outcome = drlint("audit", *flags)
    assert outcome.code == 2
    assert "is no percentage" in outcome.err


def test_a_history_that_cannot_be_kept_is_said_before_anything_is_asked(night: Path, aws: Proxy) -> None:  # noqa: F811
    (night / "file").write_text("")
    outcome = drlint("audit", "--history", str(night / "file" / "history.sqlite"))
    assert outcome.code == 2
    assert aws.asked == []


@pytest.mark.usefixtures("night")
def test_no_history_yet() -> None:
    outcome = drlint("history")
    assert outcome.code == 2
    assert "drlint audit records runs in it" in outcome.err
    assert drlint("diff", "previous", "last").code == 2
