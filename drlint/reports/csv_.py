"""The report as a table for spreadsheets: a row for each finding and for everything that is none of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding
from drlint.model.waiver import Waiver
from drlint.reports import wording
from drlint.reports.escape import cell
from drlint.reports.options import Options
from drlint.reports.unseen import unseen

NAME = "csv"

# Programs find columns by name or by place: new ones come at the end.
COLUMNS = (
    *("status", "policy", "severity", "root", "resource", "kind", "region", "owner", "message"),
    *("file", "line", "fix", "gates", "checklist", "fingerprint", "posture", "was", "origin"),
    *("waived_by", "waived_until", "waived_because", "ticket"),
    *("stage", "workload", "account", "owner_because", "severity_because"),
)
_STATUS = {
    "policy-failure": "policy failure",
    "blind-spot": "blind spot",
    "not-assessed": "not assessed",
}


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a header and the rows, every cell quoted and no cell a formula."""
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([row.get(column, "") for column in COLUMNS] for row in _rows(report, options))


def _rows(report: Report, options: Options) -> Iterator[dict[str, str]]:
    policies = {policy.id: policy for policy in report.policies}
    items = {identity: policy.checklist for identity, policy in policies.items()}
    yield from _findings("finding", wording.shown(report, options), policies)
    yield from _findings("unknown", report.unknowns, policies)
    for waived in report.waived:
        yield {**_finding("waived", waived.finding, policies), **_waiver(waived.waiver)}
    yield from _findings("baseline", report.baseline, policies)
    yield from _findings("fixed", report.fixed, policies)
    for row in (*_entries(report), *_unseen(report), *(_passed(report) if options.show_passed else ())):
        yield {**row, "checklist": cell(items.get(row["policy"], ""))}


def _entries(report: Report) -> Iterator[dict[str, str]]:
    """What of a baseline is fixed."""
    for entry in wording.fixed_entries(report):
        yield {
            "status": "fixed",
            "policy": cell(entry.policy),
            "severity": entry.severity,
            "root": cell(entry.root),
            "resource": cell(entry.resource),
            "fingerprint": cell(entry.fingerprint),
        }


def _unseen(report: Report) -> Iterator[dict[str, str]]:
    """What could not be seen, but for unknowns, which have rows like findings."""
    for each in unseen(report):
        if each.kind in _STATUS:
            place = each.places[0] if each.places else None
            yield {
                "status": _STATUS[each.kind],
                "policy": cell(each.policy),
                "root": cell(each.root),
                "resource": cell(each.resource),
                "message": cell(each.text),
                "file": cell(place.uri) if place else "",
                "line": str(place.line or "") if place else "",
            }


def _passed(report: Report) -> Iterator[dict[str, str]]:
    for passed in report.passed:
        yield {
            "status": "pass",
            "policy": cell(passed.policy),
            "root": cell(passed.resource.root),
            "resource": cell(passed.resource.path),
        }


def _findings(status: str, findings: Iterable[Finding], policies: dict[str, PolicySummary]) -> Iterator[dict[str, str]]:
    for finding in findings:
        yield _finding(status, finding, policies)


def _finding(status: str, finding: Finding, policies: dict[str, PolicySummary]) -> dict[str, str]:
    policy = policies.get(finding.policy)
    place = finding.evidence[0].location if finding.evidence else None
    return {
        "status": status,
        "policy": cell(finding.policy),
        "severity": wording.SEVERITY_NAMES[finding.severity],
        "root": cell(finding.resource.root),
        "resource": cell(finding.resource.path),
        "kind": cell(finding.kind),
        "region": cell(finding.region or ""),
        "owner": cell(finding.owner or ""),
        "message": cell(wording.sentence(finding.message)),
        "file": cell(place.uri) if place else "",
        "line": str(place.line or "") if place else "",
        "fix": cell(wording.fix_of(finding, policies)),
        "gates": "yes" if finding.gates else "no",
        "checklist": cell(policy.checklist if policy else ""),
        "fingerprint": finding.fingerprint,
        "posture": str(finding.posture or ""),
        "was": cell(finding.was),
        "origin": cell(finding.origin),
        "stage": cell(wording.ungated(finding)),
        "workload": cell(finding.workload or ""),
        "account": cell(finding.account or ""),
        "owner_because": cell(finding.owner_because),
        "severity_because": cell(finding.severity_because),
    }


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {
        "waived_by": cell(waiver.owner),
        "waived_until": waiver.until.isoformat(),
        "waived_because": cell(waiver.reason),
        "ticket": cell(waiver.ticket),
    }
