"""The rows of a bundle's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.engine.report import Report, Waived
from drlint.model.finding import Evidence, Finding
from drlint.model.resource import Location
from drlint.reports import wording
from drlint.reports.evidence.contents import Judged

Row: TypeAlias = dict[str, Any]
Table: TypeAlias = "tuple[Sequence[str], Iterable[Row]]"

_POPULATION = (
    *("root", "address", "kind", "region", "account", "owner", "owner_because", "environment", "workload", "tier"),
    *("file", "line", "verdicts"),
)
_RESOURCE = ("root", "address", "kind", "region", "account", "owner", "owner_because", "workload")
_VERDICT = (
    *("verdict", "set_aside", "policy", "severity", "severity_because", "gates", "stage_because", *_RESOURCE),
    *("message", "evidence", "posture", "was", "origin", "fingerprint"),
)
_UNKNOWN = tuple(each for each in _VERDICT if each not in {"verdict", "set_aside", "was", "posture"})
_WAIVER = ("reason", "waived_by", "until", "ticket", "waiver", "file", "line")
_REGISTER = (*("state", "policy", "covers", "owner", "reason", "until", "ticket"), *("used", "matched", "file", "line"))
_WAIVED = (*(each for each in _VERDICT if each != "set_aside"), *_WAIVER)
_BASELINE = tuple(each for each in _VERDICT if each != "set_aside")
_REST = ("baseline", "became", "policy", "severity", "root", "address", "count", "fingerprint")
_BLIND_SPOT = ("what", "reason", "file", "line", "outside", "waived_by", "waived_because", "waived_until")
_NOT_ASSESSED = ("policy", "reason")
_FAILURE = ("policy", "root", "address", "error")


class _Again(Struct, frozen=True):
    """Rows that are made anew each time they are gone through."""

    make: Any
    arguments: tuple[Any, ...]

    def __iter__(self) -> Iterator[Row]:
        made: Iterator[Row] = self.make(*self.arguments)
        return made


def tables(report: Report, population: Iterable[Judged], passes: Iterable[Finding]) -> dict[str, Table]:
    """Every table by the name of its file."""
    made: Mapping[str, Table] = {
        "baseline": (_BASELINE, _Again(_findings, (report.baseline, ""))),
        "baseline-rest": (_REST, _Again(_rest, (report,))),
        "blind-spots": (_BLIND_SPOT, _Again(_blind_spots, (report,))),
        "not-assessed": (_NOT_ASSESSED, _Again(_not_assessed, (report,))),
        "policy-failures": (_FAILURE, _Again(_failures, (report,))),
        "population": (_POPULATION, _Again(_population, (population,))),
        "unknowns": (_UNKNOWN, _Again(_findings, (report.unknowns, ""))),
        "verdicts": (_VERDICT, _Again(_verdicts, (report, passes))),
        "waived": (_WAIVED, _Again(_waived, (report.waived,))),
        "waivers": (_REGISTER, _Again(_register, (report,))),
    }
    return {f"{name}.{form}": table for name, table in made.items() for form in ("csv", "json")}


def _population(population: Iterable[Judged]) -> Iterator[Row]:
    for each in population:
        yield {
            "root": each.root,
            "address": each.address,
            "kind": each.kind,
            "region": each.region,
            "account": each.account,
            "owner": each.owner,
            "owner_because": each.owner_because,
            "environment": each.environment,
            "workload": each.workload,
            "tier": each.tier,
            "file": each.location.uri,
            "line": each.location.line,
            "verdicts": each.verdicts,
        }


def _verdicts(report: Report, passes: Iterable[Finding]) -> Iterator[Row]:
    """What stands, worst first; what was set aside; then what passes."""
    yield from _findings(report.findings, "")
    yield from _findings(report.unknowns, "")
    yield from _findings((each.finding for each in report.waived), "waiver")
    yield from _findings(report.baseline, "baseline")
    yield from _findings(report.provided, "elsewhere")
    yield from _findings(passes, "")


def _findings(findings: Iterable[Finding], set_aside: str) -> Iterator[Row]:
    for each in findings:
        yield _finding(each, set_aside)


def _finding(finding: Finding, set_aside: str) -> Row:
    return {
        "verdict": str(finding.verdict),
        "set_aside": set_aside,
        "policy": finding.policy,
        "severity": wording.SEVERITY_NAMES[finding.severity],
        "severity_because": finding.severity_because,
        "gates": finding.gates,
        "stage_because": finding.stage_because,
        "root": finding.resource.root,
        "address": finding.resource.path,
        "kind": finding.kind,
        "region": finding.region or "",
        "account": finding.account or "",
        "owner": finding.owner or "",
        "owner_because": finding.owner_because,
        "workload": finding.workload or "",
        "message": finding.message,
        "evidence": [_evidence(each) for each in finding.evidence],
        "posture": str(finding.posture or ""),
        "was": finding.was,
        "origin": finding.origin,
        "fingerprint": finding.fingerprint,
    }


def _evidence(evidence: Evidence) -> Row:
    return {"says": evidence.says, **_place(evidence.location)}


def _place(location: Location) -> Row:
    return {"file": location.uri, "line": location.line}


def _waived(waived: Iterable[Waived]) -> Iterator[Row]:
    for each in waived:
        waiver = each.waiver
        yield {
            **_finding(each.finding, "waiver"),
            "reason": waiver.reason,
            "waived_by": waiver.owner,
            "until": waiver.until.isoformat(),
            "ticket": waiver.ticket,
            "waiver": waiver.policy,
            **_place(waiver.location),
        }


def _register(report: Report) -> Iterator[Row]:
    """All waivers, whether they set anything aside or not, and what was meant to be one."""
    for use in report.waivers:
        waiver = use.waiver
        yield {
            "state": str(use.state),
            "policy": waiver.policy or waiver.blind_spot,
            "covers": waiver.covers,
            "owner": waiver.owner,
            "reason": waiver.reason,
            "until": waiver.until.isoformat(),
            "ticket": waiver.ticket,
            "used": use.used,
            "matched": use.matched,
            **_place(waiver.location),
        }
    for broken in report.broken_waivers:
        yield {
            "state": f"malformed: {broken.problem}",
            "policy": broken.policy,
            "covers": broken.on,
            "owner": broken.owner,
            "reason": "",
            "until": "",
            "ticket": broken.ticket,
            "used": 0,
            "matched": 0,
            **_place(broken.location),
        }


def _rest(report: Report) -> Iterator[Row]:
    """The entries of baselines that no finding was held against."""
    for adopted in report.adopted:
        for became in ("fixed", "gone", "stale", "aside", "unjudged"):
            for each in getattr(adopted, became):
                yield {
                    "baseline": adopted.called,
                    "became": became,
                    "policy": each.policy,
                    "severity": each.severity,
                    "root": each.root,
                    "address": each.resource,
                    "count": each.count,
                    "fingerprint": each.fingerprint,
                }


def _blind_spots(report: Report) -> Iterator[Row]:
    waivers = {each.spot: each.waiver for each in report.waived_spots}
    for each in report.blind_spots:
        waiver = waivers.get(each)
        yield {
            "what": each.what,
            "reason": each.reason,
            **_place(each.location),
            "outside": each.outside,
            "waived_by": waiver.owner if waiver else "",
            "waived_because": waiver.reason if waiver else "",
            "waived_until": waiver.until.isoformat() if waiver else "",
        }


def _not_assessed(report: Report) -> Iterator[Row]:
    for each in report.not_assessed:
        yield {"policy": each.policy, "reason": each.reason}


def _failures(report: Report) -> Iterator[Row]:
    for each in report.failures:
        root, path = each.resource.root, each.resource.path
        yield {"policy": each.policy, "root": root, "address": path, "error": each.error}
