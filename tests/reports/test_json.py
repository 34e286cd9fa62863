"""The JSON report keeps the schema that is published beside it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drlint import reports
from drlint.engine.report import Report
from drlint.model.finding import Severity
from drlint.reports import json_
from drlint.reports.options import Options

from . import samples

SCHEMA = json.loads((Path(reports.__path__[0]) / "report-1.schema.json").read_text(encoding="utf-8"))


def document(report: Report, options: Options | None = None) -> dict[str, Any]:
    out = io.StringIO()
    json_.write(report, out, options or Options())
    loaded: dict[str, Any] = json.loads(out.getvalue())
    return loaded


def _is_younger(said: Any) -> bool:
    """Whether a field came later, and stands only where there is something to tell."""
    return str(said.get("description", "")).startswith("Since ")


def closed(schema: Any) -> Any:
    """The schema with every unnamed field forbidden: what we write today is all described."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
        tight["additionalProperties"] = False
        if schema.get("title") != SCHEMA["title"]:
            optional = {name for name, said in schema["properties"].items() if _is_younger(said)}
            assert set(schema["required"]) == set(schema["properties"]) - optional, schema
    return tight


@pytest.mark.parametrize("report", [samples.EMPTY, samples.HEALTHY, samples.ORDINARY, samples.hostile()])
def test_reports_keep_the_schema(report: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    tight = closed({**SCHEMA, "properties": {**SCHEMA["properties"], "severities": {}}})
    tight["$defs"]["counts"]["properties"]["severities"].pop("additionalProperties")
    for options in (Options(), Options(show_passed=True)):
        jsonschema.Draft202012Validator(tight).validate(document(report, options))


def test_the_fields_that_others_rely_on() -> None:
    found = document(samples.ORDINARY)
    assert found["schema_version"] == "1.4"
    assert found["findings"][0] == {
        "policy": "rds-automated-backups-replicated",
        "root": "infra/live",
        "resource": "module.db.aws_db_instance.orders",
        "kind": "aws_db_instance",
        "region": "eu-west-1",
        "verdict": "fail",
        "severity": "critical",
        "severity_because": "the policy says so",
        "gates": True,
        "message": "module.db.aws_db_instance.orders has no backup outside eu-west-1; losing the Region loses its data",
        "fix": "",
        "owner": "payments",
        "evidence": [
            {
                "says": "no aws_db_instance_automated_backups_replication names it",
                "location": {"uri": "modules/db/main.tf", "line": 14},
            },
            {
                "says": "its objective allows 15 minutes of loss",
                "location": {"uri": "dr/orders.yaml", "line": 9},
            },
        ],
        "fingerprint": samples.ORDINARY.findings[0].fingerprint,
    }
    assert found["counts"]["policies"]["kms-key-multi-region"] == {
        "pass": 3,
        "fail": 0,
        "unknown": 2,
        "not_assessed": 0,
    }
    assert {policy["id"] for policy in found["policies"]} == set(found["counts"]["policies"])
    assert "passed" not in found


def test_passes_are_listed_when_asked_for() -> None:
    found = document(samples.ORDINARY, Options(show_passed=True))
    assert found["passed"] == [
        {
            "policy": "rds-instance-multi-az",
            "root": "infra/live",
            "resource": "aws_db_instance.users",
            "verdict": "pass",
        }
    ]


def test_a_filter_leaves_the_counts_alone() -> None:
    found = document(samples.ORDINARY, Options(min_severity=Severity.HIGH))
    assert {each["severity"] for each in found["findings"]} == {"critical", "high"}
    assert found["counts"]["severities"] == {"critical": 1, "high": 2, "medium": 30, "low": 1}


def test_names_come_through_as_they_are() -> None:
    found = document(samples.hostile())
    names = {each["resource"] for each in found["findings"]}
    assert names == {name.replace("\ud800", "\ufffd") for name in samples.NASTY}
