"""Orrery: what its documents get wrong about an estate that is in order, and that the mended ones are silent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drlint.cli.checking import check

ESTATE = Path(__file__).parent.parent.parent / "fixtures" / "estates" / "documents-drift"
DAY = datetime(2026, 11, 26, tzinfo=UTC)
DOCUMENTS = {"workload", "runbook", "drill", "test_plan"}
LEAVE, RETURN = "runbook.leave-us-east-1", "runbook.return-to-us-east-1"

# What its README names, in the README's order: policy, document, file and line.
MISTAKES = [
    ("command-operation-exists", LEAVE, "failover.yaml", "describe-target-status"),
    ("runbook-capacity-fits", LEAVE, "failover.yaml", "update-auto-scaling-group"),
    ("runbook-promotion-fits", LEAVE, "failover.yaml", "promote-read-replica-db-cluster"),
    ("runbook-control-plane-survives", LEAVE, "failover.yaml", "aws route53 change-resource-record-sets"),
    ("runbook-last-tested", LEAVE, "failover.yaml", "last_tested"),
    ("runbook-test-date-present", RETURN, "failback.yaml", "runbook:"),
    ("runbook-lag-check-measures-lag", RETURN, "failback.yaml", "aws rds describe-db-clusters"),
    ("command-required-parameters", RETURN, "failback.yaml", "aws rds create-db-cluster"),
    ("command-required-parameters", RETURN, "failback.yaml", "aws route53 change-resource-record-sets"),
    ("runbook-order", RETURN, "failback.yaml", "all.json"),
    ("runbook-has-rollback", RETURN, "failback.yaml", "runbook:"),
    ("runbook-script-exists", LEAVE, "failover.yaml", "tell-everybody.sh"),
    ("runbook-script-exists", LEAVE, "failover.yaml", "buy-a-ticket.sh"),
    ("runbook-script-exists", RETURN, "failback.yaml", "compare-releases.sh"),
    ("runbook-script-exists", RETURN, "failback.yaml", "copy-to-west.sh"),
    ("test-plan-not-overdue", "test_plan.rehearsals-of-orrery", "test-plan.yaml", "next_test"),
    ("drill-met-rto", "drill.first-time-to-us-west-2", "drill-2025-11.yaml", "rto"),
    ("plan-reviewed-after-drill", "drill.first-time-to-us-west-2", "drill-2025-11.yaml", "drill:"),
]


def report_of(folder: str, tmp_path: Path, *, with_plan: bool = True) -> dict[str, list[dict[str, str]]]:
    out = tmp_path / "report.json"
    paths = [str(ESTATE / folder), *([str(ESTATE / "plan.json")] if with_plan else [])]
    check(paths, outputs=(f"json={out}",), bare=True, as_of=DAY)
    found: dict[str, list[dict[str, str]]] = json.loads(out.read_text(encoding="utf-8"))
    assert found["failures"] == found["blind_spots"] == []
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str, str]]:
    """Policy, document, file and the text of the line that a finding leads to."""
    report = report_of("dr", tmp_path_factory.mktemp("drift"))
    return {
        (each["policy"], each["resource"], Path(place["uri"]).name, _line(Path(place["uri"]).name, place["line"]))
        for each in report["findings"]
        if each["kind"] in DOCUMENTS
        for place in [each["evidence"][0]["location"]]  # type: ignore[index]
    }


def _line(name: str, number: int) -> str:
    return (ESTATE / "dr" / name).read_text(encoding="utf-8").splitlines()[number - 1]


@pytest.mark.parametrize(("policy", "document", "file", "words"), MISTAKES)
def test_each_mistake_is_found_where_it_stands(
    said: set[tuple[str, str, str, str]], policy: str, document: str, file: str, words: str
) -> None:
    lines = [line for one, two, three, line in said if (one, two, three) == (policy, document, file)]
    assert any(words in line for line in lines), lines


def test_three_changes_of_records_lack_the_zone(tmp_path: Path) -> None:
    found = [each for each in report_of("dr", tmp_path)["findings"] if "--hosted-zone-id" in each["message"]]
    assert [each["detail"] for each in found] == ["step 2.1", "step 3.1", "step 4.1"]
    assert len({each["fingerprint"] for each in found}) == 3


def test_a_wrong_promotion_leads_to_the_database_in_terraform(tmp_path: Path) -> None:
    (found,) = (each for each in report_of("dr", tmp_path)["findings"] if each["policy"] == "runbook-promotion-fits")
    places = [each["location"]["uri"] for each in found["evidence"]]  # type: ignore[index]
    assert [Path(each).name for each in places] == ["failover.yaml", "database.tf"]


@pytest.mark.parametrize("with_plan", [True, False])
def test_the_mended_documents_are_silent(tmp_path: Path, with_plan: bool) -> None:  # noqa: FBT001
    report = report_of("mended", tmp_path, with_plan=with_plan)
    told = {(each["policy"], each["resource"]) for each in report["findings"] if each["kind"] in DOCUMENTS}
    # The plan makes all of it anew, after the day on which the runbooks were tested.
    anew = {("tested-topology-unchanged", LEAVE), ("tested-topology-unchanged", RETURN)}
    assert told == (anew if with_plan else set())
    unknown = {each["policy"] for each in report["unknowns"] if each["kind"] in DOCUMENTS}
    assert unknown <= {"tested-topology-unchanged", "change-touches-recovery-documents"}
