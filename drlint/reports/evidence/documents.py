"""The JSON documents of a bundle: what was asked and read, by which policies and which drlint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from drlint.engine.report import Report
from drlint.model.finding import PolicyId
from drlint.reports.escape import json_bytes, well_formed
from drlint.reports.evidence.archive import Member
from drlint.reports.evidence.contents import Bundle
from drlint.reports.evidence.tally import Tally

SCHEMA_VERSION = "1.0"
MANIFEST = "manifest.json"


def about(bundle: Bundle, tallies: Mapping[PolicyId, Tally]) -> str:
    """Of which day and period the bundle is, what was asked, and what came out."""
    report = bundle.report
    total = Tally()
    for each in tallies.values():
        total.add(each)
    return _document(
        {
            "schema_version": SCHEMA_VERSION,
            "as_of": bundle.as_of.isoformat(),
            "period": {"from": bundle.since.isoformat(), "to": bundle.until.isoformat()},
            "asked": bundle.asked,
            "root": report.root,
            "configurations": [
                {
                    "path": each.configuration,
                    "roots": each.roots,
                    "world": {"is": each.world, "because": each.world_because},
                }
                for each in report.ruled
            ],
            "counts": {
                "resources": report.resources,
                "uncatalogued": report.uncatalogued,
                "policies": len(report.policies),
                "not_assessed": len(report.not_assessed),
                "blind_spots": len(report.blind_spots),
                "resources_by_verdict": _counts(total),
            },
            "compared": report.compared,
            "notes": report.notes,
        }
    )


def elsewhere(report: Report) -> str:
    """What configuration declares to be provided by another root, and how many verdicts that set aside."""
    return _document(msgspec.to_builtins(report.elsewhere))


def inputs(bundle: Bundle) -> str:
    """What was given and whether it could be read whole, and every file that was read for it."""
    return _document(
        {
            "inputs": msgspec.to_builtins(bundle.report.inputs),
            "files": [msgspec.to_builtins(each) for each in bundle.files],
        }
    )


def policies(bundle: Bundle, tallies: Mapping[PolicyId, Tally]) -> str:
    """Every policy that was asked, as it was in force, with what it supports."""
    in_force: dict[PolicyId, list[dict[str, Any]]] = {}
    for each in bundle.in_force:
        said = {"configuration": each.configuration, "parameters": each.parameters}
        in_force.setdefault(each.policy, []).append(said)
    return _document(
        [
            {
                "id": policy.id,
                "sha256": bundle.digests.get(policy.id),
                "title": policy.title,
                "category": policy.category,
                "checklist": policy.checklist,
                "stage": policy.stage,
                "severity": str(policy.severity),
                "scope": policy.scope,
                "controls": policy.controls,
                "in_force": in_force.get(policy.id, []),
                "not_assessed": policy.not_assessed,
                "resources_by_verdict": _counts(tallies[policy.id]),
            }
            for policy in bundle.report.policies
        ]
    )


def tool(bundle: Bundle) -> str:
    """Which drlint made the bundle, on which Python."""
    return _document({"name": "drlint", "version": bundle.report.tool_version, "python": bundle.python})


def manifest(members: Sequence[Member]) -> str:
    """The digest of every other member."""
    return _document({"algorithm": "SHA-256", "members": [msgspec.to_builtins(each) for each in members]})


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "pass": tally.passed,
        "fail": tally.failed,
        "unknown": tally.unknown,
        "waived": tally.waived,
        "baseline": tally.baseline,
        "elsewhere": tally.elsewhere,
        "policy_broke": tally.broke,
    }


def _document(value: Any) -> str:
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate in a name
        encoded = msgspec.json.encode(well_formed(value))
    return msgspec.json.format(json_bytes(encoded), indent=2).decode() + "\n"
