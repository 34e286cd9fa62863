"""Code quality as GitLab reads it: what an entry must have, and one entry for each fingerprint."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import msgspec
from hypothesis import given, settings

from drlint.engine.report import Report
from drlint.reports import gitlab
from drlint.reports.options import Options

from . import samples
from .test_escape import ANYTHING

# docs.gitlab.com, "Code Quality", "Import Code Quality results from a CI/CD job", read 2026-11-26.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\.{0,2}/|\.\.?$).+"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def entries(report: Report) -> list[dict[str, Any]]:
    out = io.StringIO()
    gitlab.write(report, out, Options())
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    jsonschema.validate(found, SCHEMA)
    fingerprints = [each["fingerprint"] for each in found]
    assert len(set(fingerprints)) == len(fingerprints)
    return found


def test_a_finding_has_its_place_and_our_fingerprint() -> None:
    first = entries(samples.ORDINARY)[0]
    assert first["check_name"] == "rds-automated-backups-replicated"
    assert first["fingerprint"] == samples.ORDINARY.findings[0].fingerprint
    assert first["severity"] == "blocker"
    assert first["location"] == {"path": "modules/db/main.tf", "lines": {"begin": 14}}


def test_severities_and_what_gates_nothing() -> None:
    found = {each["check_name"]: each["severity"] for each in entries(samples.ORDINARY)}
    assert found["s3-bucket-versioning"] == "major"
    assert found["route53-record-ttl"] == "info"
    assert found["kms-key-multi-region"] == "info"


def test_the_fingerprint_does_not_move_with_the_line() -> None:
    def one(line: int) -> Report:
        return samples.report((samples.finding("rds-instance-multi-az", "aws_x.a", "it", ("no", "a.tf", line)),))

    assert entries(one(3))[0]["fingerprint"] == entries(one(30))[0]["fingerprint"]


def test_what_is_said_twice_of_a_resource_is_two_entries() -> None:
    one = samples.finding("rds-instance-multi-az", "aws_x.a", "it stops", ("no", "main.tf", 3))
    found = entries(samples.report((one, msgspec.structs.replace(one, message="it stops again"))))
    assert [each["description"] for each in found] == ["it stops.", "it stops again."]


def test_what_has_no_file_here_is_shown_at_the_anchor() -> None:
    for uri in ("../main.tf", "/home/me/main.tf", "arn:aws:rds:x"):
        one = samples.finding("rds-instance-multi-az", "aws_x.a", "it stops", ("no", uri, 3))
        (found,) = entries(samples.report((one,)))
        assert found["location"] == {"path": "drlint.yaml", "lines": {"begin": 1}}
        assert "/home/me" not in found["description"]
        assert f"{uri.rsplit('/', 1)[-1]}:3" in found["description"]


def test_what_got_worse_has_both_numbers() -> None:
    (said,) = [each["description"] for each in entries(samples.changed()) if "Before" in each["description"]]
    assert said == "it stops. Before: backup_retention_period: 35 → 1 day."


def test_nothing_found_is_an_empty_list() -> None:
    assert entries(samples.HEALTHY) == []


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_make_entries(one: str, other: str) -> None:
    report = samples.hostile((one, other))
    found = entries(report)
    assert len(found) >= len(report.findings)
    assert all(each["description"].isprintable() for each in found)
