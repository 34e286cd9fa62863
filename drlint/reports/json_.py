"""The report as JSON for other programs; `report-1.schema.json` beside this file describes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TextIO

import msgspec

from drlint.engine.report import Adopted, PolicySummary, Report, Waived
from drlint.model.baseline import Entry
from drlint.model.coverage import Coverage
from drlint.model.finding import BlindSpot, Finding, Posture, Stage
from drlint.model.resource import Location
from drlint.model.workload_summary import WorkloadSummary
from drlint.reports import wording
from drlint.reports.escape import json_bytes, well_formed
from drlint.reports.options import Options
from drlint.reports.waived import register, said_of

NAME = "json"

_STAGED = {Stage.OBSERVE: "observed", Stage.WARN: "warned"}
SCHEMA_VERSION = "1.4"


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write every field; `passed` only with `options.show_passed`."""
    encoded = _encoded(_document(report, options))
    out.write(msgspec.json.format(json_bytes(encoded), indent=2).decode())
    out.write("\n")


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {"seen": coverage.seen, "wanted": coverage.wanted, "percent": round(coverage.percent, 3)}


def _encoded(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate in a name
        return msgspec.json.encode(well_formed(value))


def _document(report: Report, options: Options) -> dict[str, Any]:
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "drlint", "version": report.tool_version},
        "root": report.root,
        "roots": sorted({root for each in report.ruled for root in each.roots}),
        "world": {"is": report.world, "because": report.world_because},
        "counts": _counts(report),
        "findings": _findings(wording.shown(report, options)),
        "unknowns": _findings(report.unknowns),
        "blind_spots": [
            {"what": spot.what, "reason": spot.reason, "location": _location(spot.location), **_accepted(spot, report)}
            for spot in report.blind_spots
        ],
        "failures": [
            {"policy": each.policy, "root": each.resource.root, "resource": each.resource.path, "error": each.error}
            for each in report.failures
        ],
        "not_assessed": [{"policy": each.policy, "reason": each.reason} for each in report.not_assessed],
        "waived": [msgspec.Raw(_encoded(_waived(each))) for each in report.waived],
        "baseline": _findings(report.baseline),
        "elsewhere": msgspec.to_builtins(report.elsewhere),
        "inputs": msgspec.to_builtins(report.inputs),
        "notes": report.notes,
        "policies": [_policy(policy) for policy in report.policies],
        **_comparison(report),
        **({"waivers": found} if (found := register(report)) else {}),
        **({"workloads": list(map(_workload, report.workloads))} if report.workloads else {}),
        **({} if report.coverage is None else {"coverage": _coverage(report.coverage)}),
        **_configurations(report),
    }
    if options.show_passed:
        document["passed"] = [
            {"policy": each.policy, "root": each.resource.root, "resource": each.resource.path, "verdict": "pass"}
            for each in report.passed
        ]
    return document


def _workload(workload: WorkloadSummary) -> dict[str, Any]:
    return {**msgspec.structs.asdict(workload), "location": _location(workload.location)}


def _comparison(report: Report) -> dict[str, Any]:
    """With what the findings were compared, and what is broken no more."""
    found: dict[str, Any] = {"baselines": list(map(_adopted, report.adopted))} if report.adopted else {}
    return found | ({"compared": report.compared, "fixed": _findings(report.fixed)} if report.compared else {})


def _adopted(adopted: Adopted) -> dict[str, Any]:
    """What became of the entries of a baseline that no finding was held against."""
    unjudged = sum(each.count for each in adopted.unjudged)
    return {
        "path": adopted.called,
        "fixed": list(map(_entry, adopted.fixed)),
        "gone": list(map(_entry, adopted.gone)),
        "stale": list(map(_entry, adopted.stale)),
        "not_judged": unjudged,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    names = ("policy", "root", "resource", "detail", "severity", "count", "fingerprint")
    return {name: getattr(entry, name) for name in names}


def _configurations(report: Report) -> dict[str, Any]:
    """What each of several configurations ruled."""
    if len(report.ruled) < 2:  # noqa: PLR2004 - one says nothing that `root` and `world` do not
        return {}
    return {
        "configurations": [
            {
                "path": each.configuration,
                "roots": each.roots,
                "world": {"is": each.world, "because": each.world_because},
            }
            for each in report.ruled
        ]
    }


def _findings(findings: Iterable[Finding]) -> list[msgspec.Raw]:
    """Each finding encoded by itself, so that its many small objects live no longer than that takes."""
    return [msgspec.Raw(_encoded(_finding(finding))) for finding in findings]


def _accepted(spot: BlindSpot, report: Report) -> dict[str, Any]:
    """The waiver of a blind spot, where it has one."""
    found = next((each.waiver for each in report.waived_spots if each.spot == spot), None)
    return {} if found is None else {"waiver": said_of(found)}


def _waived(waived: Waived) -> dict[str, Any]:
    """The finding, and what accepts it."""
    return {**_finding(waived.finding), "waiver": said_of(waived.waiver)}


def _finding(finding: Finding) -> dict[str, Any]:
    document = {
        "policy": finding.policy,
        "root": finding.resource.root,
        "resource": finding.resource.path,
        "kind": finding.kind,
        "region": finding.region,
        "verdict": finding.verdict,
        "severity": wording.SEVERITY_NAMES[finding.severity],
        "severity_because": finding.severity_because,
        "gates": finding.gates,
        "message": finding.message,
        "fix": finding.fix,
        "owner": finding.owner,
        "evidence": [{"says": each.says, "location": _location(each.location)} for each in finding.evidence],
        "fingerprint": finding.fingerprint,
    }
    if finding.posture is not None:
        document |= {"posture": finding.posture, "was": finding.was}
    if finding.measured:
        document["measured"] = [msgspec.structs.asdict(each) for each in finding.measured]
    for name in ("detail", "origin", "owner_because", "workload", "account", "stage_because"):
        said = getattr(finding, name)
        if said:
            document[name] = said
    if finding.stage_because:
        document["stage"] = finding.stage
    return document


def _location(location: Location) -> dict[str, Any]:
    return {"uri": location.uri, "line": location.line}


def _counts(report: Report) -> dict[str, Any]:
    severities = {str(severity): 0 for severity in wording.WORST_FIRST}
    for finding in report.findings:
        severities[wording.SEVERITY_NAMES[finding.severity]] += 1
    return {
        "resources": report.resources,
        "uncatalogued": report.uncatalogued,
        "pass": report.pass_count,
        "fail": len(report.findings),
        "unknown": len(report.unknowns),
        "not_assessed": len(report.not_assessed),
        "waived": len(report.waived),
        "baseline": len(report.baseline),
        **_postures(report),
        "blind_spots": len(report.blind_spots),
        "failures": len(report.failures),
        "severities": severities,
        "unowned": sum(1 for finding in report.findings if not finding.owner),
        **_stages(report),
        "policies": {policy.id: _verdicts(policy) for policy in report.policies},
    }


def _stages(report: Report) -> dict[str, int]:
    """How many findings are only observed or warned of, where a rollout says so of any."""
    counted = Counter(each.stage for each in report.findings if not each.gates and each.stage is not Stage.BLOCK)
    return {_STAGED[stage]: number for stage, number in sorted(counted.items())}


def _postures(report: Report) -> dict[str, int]:
    """How many findings are new, worse and unchanged, and how many of before are fixed."""
    if not report.compared:
        return {}
    counted = Counter(each.posture for each in report.findings)
    return {**{str(each): counted[each] for each in Posture}, "fixed": wording.fixed_count(report)}


def _verdicts(policy: PolicySummary) -> dict[str, int]:
    return {
        "pass": policy.passed,
        "fail": policy.failed,
        "unknown": policy.unknown,
        "not_assessed": int(policy.not_assessed is not None),
    }


def _policy(policy: PolicySummary) -> dict[str, Any]:
    origin = {"origin": policy.origin} if policy.origin else {}
    return {
        "id": policy.id,
        "category": policy.category,
        "title": policy.title,
        "severity": str(policy.severity),
        "stage": policy.stage,
        "scope": policy.scope,
        "checklist": policy.checklist,
        "controls": policy.controls,
        "references": policy.references,
        "not_assessed": policy.not_assessed,
        **origin,
    }
