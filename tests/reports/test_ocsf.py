"""OCSF 1.6: what the class of compliance findings asks for, and that an unknown is no pass."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema

from drlint.reports import ocsf
from drlint.reports.options import Options
from tests.reports import samples

# The required attributes of class 2003 and of the objects in it: https://schema.ocsf.io/1.6.0 (2026-11-26)
SCHEMA = {
    "type": "object",
    "required": [
        "activity_id",
        "category_uid",
        "class_uid",
        "compliance",
        "finding_info",
        "metadata",
        "severity_id",
        "time",
        "type_uid",
        "cloud",
    ],
    "properties": {
        "class_uid": {"const": 2003},
        "category_uid": {"const": 2},
        "type_uid": {"const": 200301},
        "time": {"type": "integer"},
        "severity_id": {"enum": [0, 1, 2, 3, 4, 5, 6, 99]},
        "status_id": {"enum": [0, 1, 2, 3, 4, 5, 99]},
        "metadata": {
            "type": "object",
            "required": ["product", "version"],
            "properties": {"version": {"const": "1.6.0"}, "product": {"required": ["vendor_name"]}},
        },
        "finding_info": {"type": "object", "required": ["uid", "title"]},
        "compliance": {
            "type": "object",
            "required": ["status_id", "control", "standards"],
            "properties": {"status_id": {"enum": [0, 1, 2, 3, 99]}, "standards": {"minItems": 1}},
        },
        "cloud": {"type": "object", "required": ["provider"]},
        "resources": {"type": "array", "minItems": 1, "items": {"required": ["uid", "type"]}},
    },
}


def written(report: Any, **options: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    ocsf.write(report, out, Options(**options))
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    return found


def test_every_finding_is_of_the_class() -> None:
    for report in (samples.ORDINARY, samples.hostile(samples.NASTY)):
        found = written(report)
        assert found
        for each in found:
            jsonschema.validate(each, SCHEMA)


def test_findings_fail_and_unknowns_are_unknown() -> None:
    report = samples.ORDINARY
    statuses = {each["finding_info"]["uid"]: each["compliance"]["status"] for each in written(report)}
    assert all(statuses[each.fingerprint] == "Fail" for each in report.findings)
    assert all(statuses[each.fingerprint] == "Unknown" for each in report.unknowns)
    assert "Pass" not in statuses.values()


def test_what_is_waived_is_suppressed() -> None:
    report = samples.ORDINARY
    waived = {each.finding.fingerprint for each in report.waived}
    told = {each["finding_info"]["uid"]: each["status"] for each in written(report)}
    assert all(told[each] == "Suppressed" for each in waived)


def test_nothing_to_tell_is_an_empty_list() -> None:
    out = io.StringIO()
    ocsf.write(samples.HEALTHY, out, Options())
    assert isinstance(json.loads(out.getvalue()), list)
