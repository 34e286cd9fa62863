"""The table as a spreadsheet opens it: nothing in it is a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings

from drlint.engine.report import Report
from drlint.reports import csv_
from drlint.reports.options import Options

from . import samples
from .test_escape import ANYTHING


def rows(report: Report, options: Options | None = None) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    csv_.write(report, out, options or Options())
    text = out.getvalue()
    assert all(line.startswith('"') and line.endswith('"') for line in text.removesuffix("\r\n").split("\r\n"))
    header, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == csv_.COLUMNS
    assert {len(row) for row in found} <= {len(csv_.COLUMNS)}
    return [dict(zip(header, row, strict=True)) for row in found]


def test_a_finding_is_a_row() -> None:
    first = rows(samples.ORDINARY)[0]
    assert first == {
        "status": "finding",
        "policy": "rds-automated-backups-replicated",
        "severity": "critical",
        "root": "infra/live",
        "resource": "module.db.aws_db_instance.orders",
        "kind": "aws_db_instance",
        "region": "eu-west-1",
        "owner": "payments",
        "message": f"{samples.ORDINARY.findings[0].message}.",
        "file": "modules/db/main.tf",
        "line": "14",
        "fix": "Add an `aws_db_instance_automated_backups_replication` in the recovery Region.",
        "gates": "yes",
        "checklist": "cross-region-replication",
        "fingerprint": samples.ORDINARY.findings[0].fingerprint,
        **dict.fromkeys(("posture", "was", "origin", "waived_by", "waived_until", "waived_because", "ticket"), ""),
        **dict.fromkeys(("stage", "workload", "account", "owner_because"), ""),
        "severity_because": "the policy says so",
    }


def test_a_waiver_says_who_accepts_what_until_when() -> None:
    (row,) = [row for row in rows(samples.ORDINARY) if row["status"] == "waived"]
    assert row["resource"] == "aws_db_instance.sandbox"
    assert (row["waived_by"], row["waived_until"], row["waived_because"]) == ("dev", "2027-01-31", "it holds test data")


def test_what_changed_is_told() -> None:
    found = {row["resource"]: (row["status"], row["posture"], row["was"]) for row in rows(samples.changed())}
    assert found == {
        "aws_db_instance.unchanged": ("finding", "unchanged", ""),
        "aws_db_instance.imported": ("finding", "", ""),
        "aws_db_instance.worse": ("finding", "worse", "backup_retention_period: 35 → 1 day"),
        "aws_db_instance.new": ("finding", "new", ""),
        "aws_s3_bucket.mended": ("fixed", "", ""),
    }


def test_everything_has_a_row() -> None:
    found = [row["status"] for row in rows(samples.ORDINARY, Options(show_passed=True))]
    assert {status: found.count(status) for status in found} == {
        "finding": 34,
        "unknown": 2,
        "waived": 1,
        "baseline": 2,
        "policy failure": 1,
        "blind spot": 1,
        "not assessed": 1,
        "pass": 1,
    }


def test_a_formula_becomes_text() -> None:
    for name in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"):
        (row,) = [row for row in rows(samples.hostile((name,))) if row["status"] == "finding"]
        assert row["resource"] == f"'{name.strip()}"
        assert row["owner"] == f"'{name.strip()}"


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_no_cell_is_a_formula(one: str, other: str) -> None:
    report = samples.hostile((one, other))
    found = rows(report, Options(show_passed=True))
    assert [row["status"] for row in found].count("finding") == len(report.findings)
    for row in found:
        for text in row.values():
            assert not text.lstrip().startswith(tuple("=+-@＝＋－＠"))
            assert text.isprintable()
