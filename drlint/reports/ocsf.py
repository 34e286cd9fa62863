"""The report as OCSF 1.6 compliance findings (class 2003), which Security Hub, Security Lake and SIEMs take.

A JSON array with a finding on each line. An unknown verdict and a place that could not be looked at have the status
Unknown, never Pass. https://schema.ocsf.io/1.6.0/classes/compliance_finding (2026-11-26)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec

from drlint.engine.report import PolicySummary, Report
from drlint.model.arn import account_of_arn
from drlint.model.finding import Finding, Severity, Verdict
from drlint.model.waiver import Waiver
from drlint.reports import wording
from drlint.reports.escape import clean, json_bytes, well_formed
from drlint.reports.options import Options
from drlint.reports.unseen import unseen

NAME = "ocsf"

_VERSION = "1.6.0"
_CLASS = {
    "activity_id": 1,
    "activity_name": "Create",
    "category_name": "Findings",
    "category_uid": 2,
    "class_name": "Compliance Finding",
    "class_uid": 2003,
    "type_name": "Compliance Finding: Create",
    "type_uid": 200301,
}
_SEVERITIES = {
    Severity.LOW: (2, "Low"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.HIGH: (4, "High"),
    Severity.CRITICAL: (5, "Critical"),
}
_CLOSED = {
    "activity_id": 3,
    "activity_name": "Close",
    "type_name": "Compliance Finding: Close",
    "type_uid": 200303,
}
_RESOLVED = {"status_id": 4, "status": "Resolved"}
_PASSED = {"status_id": 1, "status": "Pass"}
_FAIL, _UNKNOWN = (3, "Fail"), (0, "Unknown")


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a finding on each line; what was not run at all is a finding of its own."""
    lines = [json_bytes(msgspec.json.encode(well_formed(each))).decode() for each in _events(report, options)]
    out.write("[\n" + ",\n".join(lines) + ("\n]\n" if lines else "]\n"))


def _events(report: Report, options: Options) -> Iterator[dict[str, Any]]:
    common = {**_CLASS, "time": _time(report), "metadata": _metadata(report)}
    policies = {each.id: each for each in report.policies}
    for finding in (*wording.shown(report, options), *report.unknowns):
        yield {**common, **_event(finding, policies.get(finding.policy), None, _first_seen(finding, options))}
    for finding in report.fixed if options.nightly else ():  # what AWS shows is fixed; what a plan fixes is not yet
        closed = {**_event(finding, policies.get(finding.policy), None, _first_seen(finding, options)), **_RESOLVED}
        yield {**common, **_CLOSED, **closed, "compliance": {**closed["compliance"], **_PASSED}}
    for waived in report.waived:
        yield {**common, **_event(waived.finding, policies.get(waived.finding.policy), waived.waiver)}
    for each in unseen(report):
        if each.kind in {"blind-spot", "not-assessed", "policy-failure"}:
            place = each.places[0].uri if each.places else each.resource
            yield {**common, **_unseen(each.kind, clean(each.text), each.policy, clean(place))}


def _time(report: Report) -> int:
    """The day of the run, in milliseconds since 1970."""
    day = report.today
    return 0 if day is None else int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _metadata(report: Report) -> dict[str, Any]:
    product = {"name": "drlint", "vendor_name": "drlint", "version": report.tool_version}
    return {"version": _VERSION, "product": product, "profiles": ["cloud"]}


def _first_seen(finding: Finding, options: Options) -> dict[str, int]:
    """When the finding was first seen, in milliseconds since 1970, where a history tells it."""
    since = options.nightly.since if options.nightly else None
    said = since.first_seen.get(finding.fingerprint) if since else None
    return {"first_seen_time": int(datetime.fromisoformat(said).timestamp() * 1000)} if said else {}


def _event(
    finding: Finding, policy: PolicySummary | None, waiver: Waiver | None, seen: Mapping[str, int] = {}
) -> dict[str, Any]:
    number, word = _SEVERITIES[finding.severity]
    status, said = _FAIL if finding.verdict is Verdict.FAIL else _UNKNOWN
    return {
        "severity_id": number,
        "severity": word,
        "status_id": 1 if waiver is None else 3,
        "status": "New" if waiver is None else "Suppressed",
        "message": clean(finding.message),
        "finding_info": {
            "uid": finding.fingerprint,
            "title": clean(finding.policy if policy is None else policy.title or finding.policy),
            "desc": clean(finding.message),
            "types": ["Disaster Recovery"],
            **seen,
            "analytic": {"type_id": 1, "type": "Rule", "uid": finding.policy, "name": finding.policy},
        },
        "compliance": {"control": finding.policy, "status_id": status, "status": said, **_standards(policy)},
        "resources": [_resource(finding)],
        "cloud": _cloud(finding.account or _account(finding), finding.region),
        **({"remediation": {"desc": clean(finding.fix)}} if finding.fix else {}),
        "unmapped": {"drlint": _own(finding, waiver)},
    }


def _standards(policy: PolicySummary | None) -> dict[str, Any]:
    if policy is None or not policy.controls:
        return {"standards": ["drlint"]}
    said = [f"{framework}: {control}" for framework, controls in policy.controls.items() for control in controls]
    return {"standards": sorted(policy.controls), "requirements": said}


def _resource(finding: Finding) -> dict[str, Any]:
    arn = next((each.location.uri for each in finding.evidence if each.location.uri.startswith("arn:")), None)
    found: dict[str, Any] = {"uid": clean(arn or finding.resource.path), "type": finding.kind}
    if finding.region is not None:
        found["region"] = clean(finding.region)
    if finding.owner is not None:
        found["owner"] = {"name": clean(finding.owner)}
    return found


def _account(finding: Finding) -> str | None:
    path = finding.resource.path
    found = account_of_arn(path) if path.startswith("arn:") else None
    return found if isinstance(found, str) else None


def _cloud(account: str | None, region: str | None) -> dict[str, Any]:
    return {
        "provider": "AWS",
        **({} if account is None else {"account": {"uid": clean(account)}}),
        **({} if region is None else {"region": clean(region)}),
    }


def _own(finding: Finding, waiver: Waiver | None) -> Mapping[str, Any]:
    place = finding.evidence[0].location if finding.evidence else None
    return {
        "root": clean(finding.resource.root),
        "resource": clean(finding.resource.path),
        "workload": None if finding.workload is None else clean(finding.workload),
        "gates": finding.gates,
        "location": None if place is None else clean(str(place)),
        "waived_until": None if waiver is None else waiver.until.isoformat(),
        "waived_by": None if waiver is None else clean(waiver.owner),
    }


def _unseen(kind: str, text: str, policy: str, place: str) -> dict[str, Any]:
    """What could not be looked at or was not run: a finding that says so, and passes nothing."""
    status, said = _UNKNOWN
    return {
        "severity_id": 1,
        "severity": "Informational",
        "status_id": 1,
        "status": "New",
        "message": text,
        "finding_info": {"uid": f"{kind}:{policy}:{place}", "title": kind.replace("-", " "), "desc": text},
        "compliance": {"control": policy or kind, "status_id": status, "status": said, "standards": ["drlint"]},
        "resources": [{"uid": place or "-", "type": kind}],
        "cloud": _cloud(None, None),
    }
