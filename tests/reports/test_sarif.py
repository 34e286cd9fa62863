"""The SARIF report: what GitHub code scanning takes, and no more."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import jsonschema
import msgspec
import pytest

from drlint.engine.report import Report
from drlint.model.finding import Posture, Severity
from drlint.reports import sarif
from drlint.reports.linehash import LineHashes
from drlint.reports.options import Options

from . import samples

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SHORT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 1024}},
}
PHYSICAL = {
    "type": "object",
    "required": ["artifactLocation", "region"],
    "additionalProperties": False,
    "properties": {
        "artifactLocation": {
            "type": "object",
            "required": ["uri", "uriBaseId"],
            "properties": {"uri": {"pattern": r"^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*$"}},
        },
        "region": {
            "type": "object",
            "required": ["startLine"],
            "additionalProperties": False,
            "properties": {
                "startLine": {"type": "integer", "minimum": 1},
                "startColumn": {"type": "integer", "minimum": 1},
                "endLine": {"type": "integer", "minimum": 1},
            },
        },
        "contextRegion": {
            "type": "object",
            "required": ["startLine", "endLine"],
            "additionalProperties": False,
            "properties": {"startLine": {"type": "integer"}, "endLine": {"type": "integer"}},
        },
    },
}
RULE = {
    "type": "object",
    "required": ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"],
    "properties": {
        "name": {"pattern": "^[A-Z][0-9A-Za-z]*$", "maxLength": 255},
        "shortDescription": SHORT,
        "fullDescription": SHORT,
        "help": {"required": ["text", "markdown"]},
        "helpUri": {"pattern": "^https://"},
        "defaultConfiguration": {"properties": {"level": {"enum": ["error", "warning", "note"]}}},
        "properties": {
            "required": ["tags", "precision", "problem.severity"],
            "not": {"required": ["security-severity"]},
            "properties": {
                "tags": {"type": "array", "maxItems": 20, "uniqueItems": True},
                "precision": {"enum": ["very-high", "high", "medium", "low"]},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
            },
        },
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "not": {"required": ["suppressions"]},
    "properties": {
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["error", "warning", "note"]},
        "message": TEXT,
        "locations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "required": ["physicalLocation", "logicalLocations"],
                "properties": {
                    "physicalLocation": PHYSICAL,
                    "logicalLocations": {"minItems": 1, "maxItems": 100, "uniqueItems": True},
                },
            },
        },
        "relatedLocations": {"items": {"required": ["id", "message"], "properties": {"physicalLocation": PHYSICAL}}},
        "partialFingerprints": {
            "required": ["primaryLocationLineHash", "drlintFinding/v1"],
            "properties": {
                "primaryLocationLineHash": {"pattern": "^[0-9a-f]{1,16}:[1-9][0-9]*$"},
                "drlintFinding/v1": {"pattern": "^[0-9a-f]{32}$"},
            },
        },
    },
}
LOG = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "required": ["tool", "results", "invocations", "automationDetails"],
                "properties": {
                    "tool": {"properties": {"driver": {"properties": {"rules": {"items": RULE}}}}},
                    "results": {"items": RESULT},
                    "automationDetails": {"properties": {"id": {"pattern": "^drlint/check/(.*/)?$"}}},
                    "invocations": {
                        "maxItems": 1,
                        "items": {
                            "required": ["toolExecutionNotifications"],
                            "properties": {
                                "executionSuccessful": {"const": True},
                                "toolExecutionNotifications": {
                                    "items": {"required": ["descriptor", "level", "message"]}
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def run(report: Report, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    sarif.write(report, out, Options(**options))
    log = json.loads(out.getvalue())
    jsonschema.Draft202012Validator(LOG).validate(log)
    found: dict[str, Any] = log["runs"][0]
    return found


def notifications(found: dict[str, Any], identity: str) -> list[str]:
    told = found["invocations"][0]["toolExecutionNotifications"]
    return [each["message"]["text"] for each in told if each["descriptor"]["id"] == identity]


@pytest.mark.parametrize("report", [samples.EMPTY, samples.HEALTHY, samples.ORDINARY, samples.hostile()])
def test_reports_have_the_shape_that_github_takes(report: Report) -> None:
    found = run(report)
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(policy.id for policy in report.policies)
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert "timeUtc" not in json.dumps(found)


def test_rules_do_not_depend_on_what_was_found() -> None:
    policies = samples.ORDINARY.policies
    without = samples.report((), (), policies)
    assert run(without)["tool"] == run(samples.ORDINARY)["tool"]


def test_a_result_leads_to_one_line_and_to_the_rest_of_its_evidence() -> None:
    result = run(samples.ORDINARY)["results"][0]
    assert result["level"] == "error"
    assert result["message"]["text"].endswith("losing the Region loses its data.")
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "modules/db/main.tf"
    assert location["physicalLocation"]["region"] == {"startLine": 14}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "module.db.aws_db_instance.orders"
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "its objective allows 15 minutes of loss"
    assert related["physicalLocation"]["region"]["startLine"] == 9


def test_instances_of_one_block_are_one_result_that_names_them() -> None:
    (result,) = [each for each in run(samples.ORDINARY)["results"] if each["ruleId"] == "s3-bucket-versioning"]
    assert "And 29 more instances of this block: " in result["message"]["text"]
    assert '"t05"] + 24 more.' in result["message"]["text"]
    addresses = [each["address"] for each in result["properties"]["instances"]]
    assert addresses == [f'aws_s3_bucket.tenant["t{index:02}"]' for index in range(30)]


def test_blocks_without_a_line_of_their_own_stay_apart() -> None:
    findings = tuple(
        samples.finding("rds-instance-multi-az", f"aws_db_instance.{name}[0]", "fails", ("false", "plan.json", None))
        for name in "abc"
    )
    results = run(samples.report(findings, (), (samples.policy("rds-instance-multi-az"),)))["results"]
    assert len(results) == 3
    assert len({each["partialFingerprints"]["primaryLocationLineHash"] for each in results}) == 3
    assert {each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in results} == {1}


def test_one_resource_failing_twice_stays_two_results() -> None:
    findings = tuple(
        samples.finding("rds-instance-multi-az", "aws_x.a[0]", detail, ("no", "main.tf", 3), detail=detail)
        for detail in ("rule one", "rule two")
    )
    results = run(samples.report(findings, (), (samples.policy("rds-instance-multi-az"),)))["results"]
    assert [each["message"]["text"] for each in results] == ["rule one.", "rule two."]


def test_a_block_keeps_its_identity_when_instances_come_and_go() -> None:
    def line_hash(index: int) -> str:
        finding = samples.finding("rds-instance-multi-az", f'aws_x.a["{index}"]', "fails", ("no", "main.tf", 3))
        (result,) = run(samples.report((finding,), (), (samples.policy("rds-instance-multi-az"),)))["results"]
        return str(result["partialFingerprints"]["primaryLocationLineHash"])

    assert line_hash(1) == line_hash(2)


def test_the_line_hash_is_githubs_where_the_source_can_be_read() -> None:
    source = [f"line {number}" for number in range(1, 31)]
    asked: list[str] = []

    def lines_of(uri: str) -> list[str] | None:
        asked.append(uri)
        return source if uri == "modules/db/main.tf" else None

    results = run(samples.ORDINARY, lines_of=lines_of)["results"]
    assert results[0]["partialFingerprints"]["primaryLocationLineHash"] == LineHashes(source).at(14)
    assert results[2]["partialFingerprints"]["primaryLocationLineHash"] == LineHashes(source).at(21)
    assert sorted(asked) == ["infra/live/buckets.tf", "infra/live/dns.tf", "modules/db/main.tf"]


def test_what_is_not_known_is_told_and_is_no_result() -> None:
    found = run(samples.ORDINARY)
    assert "kms-key-multi-region" not in {result["ruleId"] for result in found["results"]}
    assert len(notifications(found, "cannot-tell")) == 2
    assert notifications(found, "blind-spot") == [
        "aws_s3_bucket in us-east-1: AccessDenied on s3:GetBucketReplication (inventory.json:7)."
    ]
    assert notifications(found, "policy-failure") == ["drill-recent broke on drill.may: TypeError: None is no date."]
    assert notifications(found, "not-assessed") == [
        "drill-recent was not assessed: no input is a drill record; give --documents."
    ]


def test_what_changed_is_told_in_the_words_of_the_standard() -> None:
    found = run(samples.changed())["results"]
    states = {each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: each for each in found}
    assert {name.rpartition(".")[2]: each.get("baselineState") for name, each in states.items()} == {
        "unchanged": "unchanged",
        "imported": None,
        "worse": "updated",
        "new": "new",
    }
    assert "Before: backup_retention_period: 35 → 1 day." in states["aws_db_instance.worse"]["message"]["text"]


def test_instances_of_which_some_are_new_are_an_updated_result() -> None:
    postures = (Posture.UNCHANGED, Posture.NEW)
    pair = tuple(
        msgspec.structs.replace(
            samples.finding("rds-instance-multi-az", f"aws_x.a[{number}]", "it stops", ("no", "main.tf", 3)),
            posture=posture,
        )
        for number, posture in enumerate(postures)
    )
    (result,) = run(samples.report(pair, (), (samples.policy("rds-instance-multi-az"),)))["results"]
    assert result["baselineState"] == "updated"


def test_set_aside_findings_are_no_results() -> None:
    text = json.dumps(run(samples.ORDINARY)["results"])
    assert "aws_db_instance.sandbox" not in text
    assert "t30" not in text


def test_the_worst_are_kept_and_the_cut_is_told() -> None:
    found = run(samples.large(60), max_results=20)
    assert {result["level"] for result in found["results"]} == {"error"}
    assert len(found["results"]) == 20
    assert notifications(found, "limits-reached") == ["60 results were found; the worst 20 are listed."]


def test_a_severity_filter_is_told() -> None:
    found = run(samples.ORDINARY, min_severity=Severity.HIGH)
    assert len(found["results"]) == 3
    assert notifications(found, "limits-reached") == ["31 below high counted above and not listed (--min-severity)."]


def test_live_resources_are_anchored_in_a_file() -> None:
    arn = "arn:aws:rds:eu-west-1:123456789012:db:orders"
    finding = samples.finding(
        "rds-instance-multi-az", arn, f"{arn} fails", ("MultiAZ is false", arn, None), ("x", arn, None)
    )
    (result,) = run(
        samples.report((finding,), (), (samples.policy("rds-instance-multi-az"),)), anchor="dr/drlint.yaml"
    )["results"]
    location = result["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "dr/drlint.yaml"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == arn
    assert result["relatedLocations"][0]["logicalLocations"][0]["fullyQualifiedName"] == arn


def test_messages_hold_no_links() -> None:
    for result in run(samples.hostile())["results"]:
        assert not re.search(r"\]\(", result["message"]["text"])
