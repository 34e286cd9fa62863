"""JUnit XML as build servers read it."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import msgspec
from hypothesis import given, settings

from drlint.engine.report import Report
from drlint.reports import junit
from drlint.reports.options import Options

from . import samples
from .test_escape import ANYTHING


def suites(report: Report, options: Options | None = None) -> ET.Element:
    """The report read again, and in the shape that Jenkins' schema (xunit plugin, junit-10.xsd) asks for."""
    out = io.StringIO()
    junit.write(report, out, options or Options())
    top = ET.fromstring(out.getvalue().encode())  # noqa: S314 - we wrote it
    assert top.tag == "testsuites"
    for suite in top:
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == {"name", "tests", "failures", "errors", "skipped", "time"}
        assert suite.attrib["name"]
        cases = list(suite)
        assert {case.tag for case in cases} <= {"testcase"}
        names = [(case.attrib["classname"], case.attrib["name"]) for case in cases]
        assert len(set(names)) == len(names)
        for case in cases:
            assert set(case.attrib) == {"classname", "name", "time"}
            assert {part.tag for part in case} <= {"failure", "error", "skipped", "system-out"}
            assert len(case) <= 1
            assert not (case.text or "").strip()
        for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == sum(case.find(tag) is not None for case in cases)
        assert int(suite.attrib["tests"]) == len(cases)
    assert set(top.attrib) == {"name", "tests", "failures", "errors"}
    for name in ("tests", "failures", "errors"):
        assert int(top.attrib[name]) == sum(int(suite.attrib[name]) for suite in top)
    return top


def case(top: ET.Element, policy: str, name: str) -> ET.Element:
    (found,) = [each for each in top.iter("testcase") if (each.get("classname"), each.get("name")) == (policy, name)]
    return found


def outcome(top: ET.Element, policy: str, name: str) -> tuple[str, str]:
    (part,) = case(top, policy, name)
    return part.tag, part.get("message", "")


def test_a_policy_on_a_resource_is_a_case() -> None:
    top = suites(samples.ORDINARY)
    part = case(top, "rds-automated-backups-replicated", "module.db.aws_db_instance.orders")[0]
    assert (part.tag, part.get("type")) == ("failure", "critical")
    assert part.get("message") == (
        "module.db.aws_db_instance.orders has no backup outside eu-west-1; losing the Region loses its data."
    )
    assert (part.text or "").splitlines()[1:] == [
        "modules/db/main.tf:14: no aws_db_instance_automated_backups_replication names it",
        "dr/orders.yaml:9: its objective allows 15 minutes of loss",
        "fix: Add an `aws_db_instance_automated_backups_replication` in the recovery Region.",
        "owner: payments",
    ]
    assert [suite.get("name") for suite in top] == [
        *("backup", "availability", "traffic", "encryption", "drills", "inputs")
    ]


def test_what_does_not_fail_a_build_is_skipped_with_its_reason() -> None:
    top = suites(samples.ORDINARY)
    assert outcome(top, "kms-key-multi-region", "aws_kms_replica_key.dr")[0] == "skipped"
    assert outcome(top, "rds-instance-multi-az", "aws_db_instance.sandbox")[1].startswith(
        "waived until 2027-01-31 by dev (it holds test data, it holds test data): losing one"
    )
    assert outcome(top, "s3-bucket-versioning", 'aws_s3_bucket.tenant["t31"]')[1].startswith("in the baseline: ")
    assert outcome(top, "drill-recent", "not assessed")[0] == "skipped"
    assert outcome(top, "route53-record-ttl", "aws_route53_record.shop")[1].startswith("does not gate (preview): ")


def test_what_is_not_new_fails_no_build_where_only_that_counts() -> None:
    top = suites(samples.changed(), Options(only_new=True))
    found = {name: outcome(top, "rds-instance-multi-az", f"aws_db_instance.{name}")[0] for name in ("new", "worse")}
    assert found == {"new": "failure", "worse": "failure"}
    said = outcome(top, "rds-instance-multi-az", "aws_db_instance.unchanged")
    assert said == ("skipped", "does not gate (unchanged): it stops.")


def test_what_could_not_be_read_is_an_error_and_what_could_a_case() -> None:
    top = suites(samples.ORDINARY)
    assert outcome(top, "inputs", "inventory.json")[0] == "error"
    assert outcome(top, "drill-recent", "drill.may") == (
        "error",
        "drill-recent broke on drill.may: TypeError: None is no date.",
    )
    assert list(case(top, "inputs", "infra/live/plan.json")) == []


def test_a_blind_spot_that_somebody_accepts_is_no_error() -> None:
    tag, said = outcome(suites(samples.with_accepted_spots(samples.ORDINARY)), "inputs", "inventory.json")
    assert tag == "skipped"
    assert said.endswith("(inventory.json:7). Accepted by dev until 2027-01-31.")


def test_passes_are_cases_of_their_own_where_they_are_known() -> None:
    assert case(suites(samples.ORDINARY), "rds-instance-multi-az", "other resources")[0].text == "6 resources passed"
    top = suites(samples.ORDINARY, Options(show_passed=True))
    assert list(case(top, "rds-instance-multi-az", "aws_db_instance.users")) == []


def test_what_is_said_twice_of_a_resource_is_one_case() -> None:
    one = samples.finding("rds-instance-multi-az", "aws_x.a", "it stops", ("no", "main.tf", 3))
    top = suites(samples.report((one, msgspec.structs.replace(one, message="again"))))
    part = case(top, "rds-instance-multi-az", "aws_x.a")[0]
    assert part.get("message") == "it stops. And 1 more."
    assert "again." in (part.text or "").splitlines()


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_stay_text(one: str, other: str) -> None:
    top = suites(samples.hostile((one, other)), Options(full=True, show_passed=True))
    for each in top.iter():
        for text in (each.text or "", *each.attrib.values()):
            assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
