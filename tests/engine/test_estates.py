"""The five companies: what each must be told, and what it must not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drlint.cli.checking import check

REPOSITORY = Path(__file__).parent.parent.parent
ESTATES = REPOSITORY / "fixtures" / "estates"


def report_of(name: str, tmp_path: Path, **flags: object) -> tuple[int, dict[str, list[dict[str, str]]]]:
    out = tmp_path / "report.json"
    code = check([str(ESTATES / name)], outputs=(f"json={out}",), bare=True, **flags)
    return code, json.loads(out.read_text(encoding="utf-8"))


def said(report: dict[str, list[dict[str, str]]]) -> set[tuple[str, str]]:
    return {(each["policy"], each["resource"]) for each in report["findings"]}


def test_no_backups_is_told_so(tmp_path: Path) -> None:
    code, report = report_of("no-backups", tmp_path)
    assert code == 1
    assert {
        ("rds-instance-backup-retention", "aws_db_instance.orders"),
        ("rds-instance-multi-az", "aws_db_instance.orders"),
        ("rds-final-snapshot", "aws_db_instance.orders"),
        ("rds-instance-deletion-protection", "aws_db_instance.orders"),
        ("dynamodb-pitr", "aws_dynamodb_table.carts"),
        ("s3-versioning", 'aws_s3_bucket.this["uploads"]'),
        ("s3-versioning", 'aws_s3_bucket.this["invoices"]'),
        ("s3-ecr-force-destroy", 'aws_s3_bucket.this["uploads"]'),
        ("kms-deletion-window-max", "aws_kms_key.invoices"),
        ("asg-multi-az", "aws_autoscaling_group.web"),
    } <= said(report)


def test_active_active_is_what_good_looks_like(tmp_path: Path) -> None:
    code, report = report_of("active-active", tmp_path, fail_on="medium")
    assert code == 0
    above_low = [each for each in report["findings"] if each["severity"] != "low"]
    assert above_low == []


@pytest.mark.parametrize(
    ("estate", "policy", "resource"),
    [
        ("pilot-light", "s3-replication-kms-replica-key", "aws_s3_bucket.customs"),
        ("pilot-light", "health-check-depth", "aws_route53_health_check.primary"),
        ("pilot-light", "rds-replica-own-backups", "aws_db_instance.parcels_replica"),
        (
            "pilot-light",
            "rds-replicated-backup-retention-parity",
            "aws_db_instance_automated_backups_replication.parcels",
        ),
        ("pilot-light", "backup-selection-not-empty", "aws_backup_selection.critical"),
        ("warm-standby", "dynamodb-replica-pitr-and-protection", "aws_dynamodb_table.appointments"),
        ("warm-standby", "secrets-replicated", 'aws_secretsmanager_secret.this["lab-gateway"]'),
    ],
)
def test_deliberate_mistakes_are_found(tmp_path: Path, estate: str, policy: str, resource: str) -> None:
    _, report = report_of(estate, tmp_path)
    assert (policy, resource) in said(report)


def test_one_region_is_an_open_world(tmp_path: Path) -> None:
    """Copies may be declared in another root, so that their absence is unknown, not a finding."""
    _, report = report_of("single-region", tmp_path)
    assert report["world"]["is"] == "open"
    unknown = {(each["policy"], each["resource"]) for each in report["unknowns"]}
    copies = [each for each in unknown if each[0] == "rds-cross-region-copy-exists"]
    assert copies
    _, closed = report_of("single-region", tmp_path, world="closed")
    assert set(copies) <= said(closed)
