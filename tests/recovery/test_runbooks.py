"""Runbooks as they are handed around, held against an architecture: all that is wrong is found, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import drlint
from tests.recovery import shop
from tests.recovery.quayside import ARCHITECTURE, FAILBACK, FAILOVER, MENDED_FAILBACK, MENDED_FAILOVER

SELECTED = (
    "command-flag-abbreviated",
    "command-flag-exists",
    "command-operation-exists",
    "command-query-resolves",
    "command-required-parameters",
    "command-service-exists",
    "command-value-allowed",
    "runbook-async-awaited",
    "runbook-capacity-fits",
    "runbook-command-syntax",
    "runbook-control-plane-survives",
    "runbook-covers-stateful-members",
    "runbook-failover-mode",
    "runbook-has-rollback",
    "runbook-health-check-status-api",
    "runbook-identifier-exists",
    "runbook-identifier-in-region",
    "runbook-lag-check-measures-lag",
    "runbook-order",
    "runbook-promotion-fits",
    "runbook-region-explicit",
    "runbook-region-not-lost",
    "runbook-replication-target-fits",
    "runbook-step-verified",
)


def told(folder: Path, failover: str, failback: str, architecture: str = ARCHITECTURE, *more: str) -> dict[str, Any]:
    (folder / "dr").mkdir()
    (folder / "main.tf").write_text(architecture, encoding="utf-8")
    (folder / "dr" / "failover.yaml").write_text(failover, encoding="utf-8")
    (folder / "dr" / "failback.yaml").write_text(failback, encoding="utf-8")
    done = drlint("check", folder, "-o", "json", *(word for each in SELECTED for word in ("--select", each)), *more)
    assert done.err == ""
    return done.report


def lines(report: dict[str, Any], key: str = "findings") -> set[tuple[str, str, str]]:
    return {
        (each["policy"], Path(each["evidence"][0]["location"]["uri"]).name.partition(".")[0], each.get("detail", ""))
        for each in report[key]
    }


WRONG = {
    ("command-operation-exists", "failover", "step 1.1"),
    ("runbook-region-not-lost", "failover", "step 1.1"),
    ("runbook-health-check-status-api", "failover", "step 1.2"),
    ("runbook-promotion-fits", "failover", "step 4.1"),
    ("runbook-control-plane-survives", "failover", "step 5.1"),
    ("command-operation-exists", "failback", "checks 1.1"),
    ("runbook-lag-check-measures-lag", "failback", "checks 2.1"),
    ("runbook-region-explicit", "failback", "checks 2.1"),
    ("command-required-parameters", "failback", "step 1.1"),
    ("runbook-replication-target-fits", "failback", "step 1.1"),
    ("command-required-parameters", "failback", "step 2.1"),
    ("command-required-parameters", "failback", "step 3.1"),
    ("command-required-parameters", "failback", "step 4.1"),
    ("runbook-order", "failback", "makes the data writable"),
    ("runbook-failover-mode", "failback", "step 5.1"),
    ("runbook-region-explicit", "failback", "step 5.1"),
    ("runbook-step-verified", "failback", "step 7"),
    ("runbook-has-rollback", "failback", ""),
}


def test_all_that_is_wrong_is_found_and_nothing_else(tmp_path: Path) -> None:
    report = told(tmp_path, FAILOVER, FAILBACK)
    assert lines(report) == WRONG
    assert lines(report, "unknowns") == set()


def test_mended_runbooks_are_left_alone(tmp_path: Path) -> None:
    report = told(tmp_path, MENDED_FAILOVER, MENDED_FAILBACK)
    assert lines(report) == set()
    assert lines(report, "unknowns") == set()


def test_evidence_names_the_step_and_the_resource(tmp_path: Path) -> None:
    report = told(tmp_path, FAILOVER, FAILBACK)
    (found,) = [each for each in report["findings"] if each["policy"] == "runbook-promotion-fits"]
    assert [each["says"] for each in found["evidence"]] == [
        "step 4: aws rds promote-read-replica-db-cluster",
        "aws_rds_cluster.secondary is a member of a global database",
    ]
    places = [each["location"] for each in found["evidence"]]
    assert [(Path(each["uri"]).name, each["line"]) for each in places] == [
        ("failover.yaml", FAILOVER.splitlines().index("        aws rds promote-read-replica-db-cluster \\") + 1),
        ("main.tf", ARCHITECTURE[: ARCHITECTURE.index('"berths-secondary"')].count("\n") + 3),
    ]
    assert "us-west-2" not in found["evidence"][0]["says"]


@pytest.mark.parametrize("world", ["open", "auto"])
def test_a_runbook_of_another_estate_says_little(tmp_path: Path, world: str) -> None:
    other = 'provider "aws" { region = "eu-west-1" }\nresource "aws_s3_bucket" "b" { bucket = "something-else" }\n'
    report = told(tmp_path, MENDED_FAILOVER, MENDED_FAILBACK, other, "--world", world)
    assert lines(report) == set()
    unknown = [each for each in report["unknowns"] if each["policy"] == "runbook-identifier-exists"]
    assert len(unknown) == 2
    assert {each["policy"] for each in report["unknowns"]} <= {"runbook-identifier-exists", "runbook-region-not-lost"}


def test_a_runbook_that_covers_a_workload_out_of_view_is_not_judged_by_the_estate(tmp_path: Path) -> None:
    covers = MENDED_FAILOVER.replace('version: "3.0"', 'version: "3.0"\n  covers: [elsewhere]')
    report = told(tmp_path, covers.replace("berths-secondary", "gone"), MENDED_FAILBACK)
    assert lines(report) == set()


def test_a_shop_with_all_kinds_of_stores_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "workload.yaml").write_text(shop.WORKLOAD, encoding="utf-8")
    report = told(tmp_path, shop.FAILOVER, shop.FAILBACK, shop.ARCHITECTURE)
    assert lines(report) == set()
    (unknown,) = report["unknowns"]
    assert unknown["policy"] == "runbook-covers-stateful-members"
    assert unknown["message"].startswith("whether a step recovers aws_efs_file_system.files: step 5")


def test_what_a_shop_forgets_is_told(tmp_path: Path) -> None:
    (tmp_path / "workload.yaml").write_text(shop.WORKLOAD, encoding="utf-8")
    steps = [each for each in shop.FAILOVER.split("  - id: ") if not each.startswith(("3\n", "5\n"))]
    report = told(tmp_path, "  - id: ".join(steps), shop.FAILBACK, shop.ARCHITECTURE)
    assert {each[2] for each in lines(report)} == {"aws_db_instance.main", "aws_efs_file_system.files"}
