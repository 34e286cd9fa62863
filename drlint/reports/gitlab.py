"""The report as GitLab's code quality widget reads it: entries in the form of Code Climate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, TextIO

import msgspec

from drlint.engine.report import Report
from drlint.model.finding import Finding, Severity
from drlint.model.resource import Location
from drlint.reports import wording
from drlint.reports.escape import clean, json_bytes
from drlint.reports.grouping import Group, grouped
from drlint.reports.options import Options
from drlint.reports.sarif_places import in_repository, in_words
from drlint.reports.unseen import NAMED_INSTANCES, unseen

NAME = "gitlab"

SEVERITIES = {Severity.LOW: "minor", Severity.MEDIUM: "major", Severity.HIGH: "critical", Severity.CRITICAL: "blocker"}
UNGATED = "info"  # what gates no run
_UNSEEN = {"policy-failure": "critical", "blind-spot": "major", "cannot-tell": "info", "not-assessed": "info"}


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a list with an entry per source block, then one for each thing that could not be seen."""
    writer = _Writer(options.anchor)
    encode = msgspec.json.Encoder().encode
    entries = [msgspec.Raw(json_bytes(encode(each))) for each in writer.entries(report, options)]
    out.write(msgspec.json.format(msgspec.json.encode(entries), indent=2).decode())
    out.write("\n")


class _Writer:
    """One report's entries; `anchor` is the file of what has none of its own, which GitLab would leave out."""

    def __init__(self, anchor: str) -> None:
        self._anchor = Location(anchor, 1)
        self._turns: dict[str, int] = {}

    def entries(self, report: Report, options: Options) -> Iterator[dict[str, Any]]:
        for group in grouped(wording.announced(report, options)):
            yield self._finding(group, options)
        for each in unseen(report):
            place = each.places[0] if each.places else self._anchor
            identity = hashlib.sha256(f"{each.kind}\x1f{each.identity}".encode("utf-8", "replace")).hexdigest()[:32]
            name = each.policy or each.kind
            severity = UNGATED if each.accepted else _UNSEEN[each.kind]
            yield self._entry(name, wording.sentence(each.text), identity, severity, place)

    def _finding(self, group: Group, options: Options) -> dict[str, Any]:
        finding = group.first
        said = wording.told(finding)
        if group.others:
            said += f" And {wording.sentence(group.rest(NAMED_INSTANCES))}"
        place = finding.evidence[0].location if finding.evidence else self._anchor
        return self._entry(finding.policy, said, group.fingerprint, _severity(finding, options), place)

    def _entry(self, name: str, said: str, identity: str, severity: str, place: Location) -> dict[str, Any]:
        is_here = in_repository(place.uri)
        if not is_here:
            said = f"{said} ({in_words(place)})"
        shown = place if is_here else self._anchor
        return {
            "type": "issue",
            "check_name": clean(name),
            "description": clean(said),
            "categories": ["Bug Risk"],
            "fingerprint": self._unique(identity),
            "severity": severity,
            "location": {"path": _path(shown.uri), "lines": {"begin": shown.line or 1}},
        }

    def _unique(self, identity: str) -> str:
        """GitLab shows one entry per fingerprint: what is said twice of one resource gets one each."""
        turn = self._turns[identity] = self._turns.get(identity, 0) + 1
        return identity if turn == 1 else hashlib.sha256(f"{identity}\x1f{turn}".encode()).hexdigest()[:32]


def _severity(finding: Finding, options: Options) -> str:
    return SEVERITIES[finding.severity] if wording.gates(finding, options) else UNGATED


def _path(uri: str) -> str:
    """A path relative to the repository, as git has it."""
    parts = [part for part in clean(uri).split("/") if part not in {"", "."}]
    return "/".join(parts) or "unnamed"
