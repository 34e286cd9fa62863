"""A difference as JSON for other programs; `drlint schema difference` describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import msgspec

from drlint import __version__
from drlint.engine.difference import Difference
from drlint.model.finding import Finding
from drlint.reports.escape import json_bytes, well_formed

SCHEMA_VERSION = "1.0"


def write(difference: Difference, out: TextIO, *, full: bool) -> None:  # noqa: ARG001 - other programs want everything
    """Write every field."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "drlint", "version": __version__},
        "before": difference.before,
        "after": difference.after,
        "counts": {
            "new": len(difference.new),
            "worse": len(difference.worse),
            "unchanged": difference.unchanged,
            "fixed": len(difference.fixed),
            "unasked": len(difference.unasked),
            "accepted": len(difference.accepted),
            "unseen": len(difference.unseen),
            "unknown_now": len(difference.came),
            "unknown_no_more": len(difference.went),
        },
        "new": _findings(difference.new),
        "worse": _findings(difference.worse),
        "fixed": _findings(difference.fixed),
        "unasked": _findings(difference.unasked),
        "accepted": _findings(difference.accepted),
        "unseen": [{**_finding(each.finding), "why": each.why} for each in difference.unseen],
        "unknown_now": _findings(difference.came),
        "unknown_no_more": _findings(difference.went),
        "notes": difference.notes,
    }
    encoded = msgspec.json.encode(well_formed(document))
    out.write(msgspec.json.format(json_bytes(encoded), indent=2).decode())
    out.write("\n")


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return list(map(_finding, findings))


def _finding(finding: Finding) -> dict[str, Any]:
    document: dict[str, Any] = {
        "policy": finding.policy,
        "root": finding.resource.root,
        "resource": finding.resource.path,
        "severity": str(finding.severity),
        "message": finding.message,
        "gates": finding.gates,
        "owner": finding.owner,
        "fingerprint": finding.fingerprint,
        "measured": [msgspec.structs.asdict(each) for each in finding.measured],
    }
    if finding.was:
        document["was"] = finding.was
    return document
