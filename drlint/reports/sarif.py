"""The report as SARIF 2.1.0 for GitHub code scanning: one run, one result per source block, the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import msgspec

from drlint.engine.report import Report
from drlint.model.finding import Evidence, Finding, fingerprint
from drlint.model.resource import Location
from drlint.model.values import Address
from drlint.reports import remedy, wording
from drlint.reports.escape import clean, relative_uri
from drlint.reports.grouping import Group, grouped
from drlint.reports.linehash import LineHashes
from drlint.reports.options import Options
from drlint.reports.sarif_rules import LEVELS, rules
from drlint.reports.wording import count, sentence

NAME = "sarif"

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "%SRCROOT%"
HOME = "urn:drlint"  # the standard asks for an address and takes a name
NAMED_INSTANCES = 5  # in a message; GitHub shows 100 locations, people read fewer
LISTED_INSTANCES = 100

# Ids and names of what is told as a notification; results are for failures alone, because GitHub opens an alert for
# every result whatever its kind.
NOTIFICATIONS = (
    ("policy-failure", "PolicyFailure", "A policy broke while judging a resource."),
    ("blind-spot", "BlindSpot", "A place could not be looked at."),
    ("cannot-tell", "CannotTell", "A policy could not tell, because a value is not known."),
    ("not-assessed", "NotAssessed", "A policy was not run, because no input shows what it reads."),
    ("limits-reached", "LimitsReached", "Something was left out to keep within the limits of code scanning."),
)
_NOTIFICATION = {identity: index for index, (identity, _, _) in enumerate(NOTIFICATIONS)}


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write one run; at most `options.max_results` results and as many notifications, worst first."""
    writer = _Writer(report, options)
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [writer.run()]}
    out.write(msgspec.json.format(msgspec.json.encode(log), indent=2).decode())
    out.write("\n")


class _Writer:
    """One report on its way to SARIF; remembers what results share: rule indexes, URIs, hashes of source lines."""

    def __init__(self, report: Report, options: Options) -> None:
        self._report = report
        self._options = options
        self._rules = rules(report.policies)
        self._index = {rule["id"]: index for index, rule in enumerate(self._rules)}
        self._artifacts: dict[str, dict[str, str]] = {}
        self._texts: dict[str, str] = {}
        self._places: dict[tuple[str, int | None, int | None], dict[str, Any]] = {}
        self._hashes: dict[str, LineHashes | None] = {}

    def run(self) -> dict[str, Any]:
        """The run; deterministic, without times."""
        report = self._report
        groups = grouped(wording.shown(report, self._options), on_real_lines=True)
        # Encoded one by one, so that the many small objects of a result live no longer than it takes.
        encode = msgspec.json.Encoder().encode
        results = [msgspec.Raw(encode(self._result(group))) for group in groups[: self._options.max_results]]
        notifications = list(self._notifications())
        cut = list(self._cuts(len(groups), len(notifications)))
        root = relative_uri(report.root) + "/" if report.root not in {"", "."} else ""
        return {
            "tool": {"driver": self._driver()},
            "invocations": [
                {
                    "executionSuccessful": True,
                    "toolExecutionNotifications": cut + notifications[: self._options.max_results],
                }
            ],
            "automationDetails": {"id": f"drlint/check/{root}"},
            "originalUriBaseIds": {BASE: {"description": {"text": "The root of the repository."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {"verdict": str(wording.tally(report))},
        }

    def _driver(self) -> dict[str, Any]:
        version = self._report.tool_version
        return {
            "name": "drlint",
            "fullName": f"drlint {version}",
            "version": version,
            "semanticVersion": version,
            "informationUri": HOME,
            "shortDescription": {"text": "Audits disaster recovery on AWS."},
            "rules": self._rules,
            "notifications": [
                {"id": identity, "name": name, "shortDescription": said, "fullDescription": said, "help": said}
                for identity, name, text in NOTIFICATIONS
                for said in ({"text": text},)
            ],
        }

    def _result(self, group: Group) -> dict[str, Any]:
        finding = group.first
        properties: dict[str, Any] = {
            "severity": wording.SEVERITY_NAMES[finding.severity],
            "because": self._once(finding.severity_because),
        }
        if finding.owner:
            properties["owner"] = self._once(finding.owner)
        if finding.region:
            properties["region"] = self._once(finding.region)
        if not finding.gates:
            properties["preview"] = True
        if group.others:
            properties["instances"] = [
                {"address": clean(each.resource.path), "fingerprint": each.fingerprint}
                for each in (finding, *group.others[: LISTED_INSTANCES - 1])
            ]
        result: dict[str, Any] = {
            "ruleId": finding.policy,
            "ruleIndex": self._index.get(finding.policy, -1),
            "level": LEVELS[finding.severity],
            "message": {"text": self._message(group)},
            "locations": [self._primary(finding)],
            "partialFingerprints": {
                "primaryLocationLineHash": self._line_hash(group),
                "drlintFinding/v1": finding.fingerprint,
            },
            "properties": properties,
        }
        if len(finding.evidence) > 1:
            result["relatedLocations"] = [
                self._related(number, each) for number, each in enumerate(finding.evidence[1:], start=1)
            ]
        return result

    def _message(self, group: Group) -> str:
        """The first sentence is the alert's title; then the instances, then the remedy where a sentence says it."""
        text = sentence(group.first.message) or group.first.policy
        if group.others:
            names = ", ".join(each.resource.path for each in group.others[:NAMED_INSTANCES])
            rest = ", …" if len(group.others) > NAMED_INSTANCES else "."
            text += f" The same holds for {count(len(group.others), 'more instance')} of this block: {names}{rest}"
        short = remedy.in_short(group.first.fix)
        if short:
            text += f" {sentence(short)}"
        return _plain(text)

    def _primary(self, finding: Finding) -> dict[str, Any]:
        """Where the alert stands.

        GitHub shows the first location alone, only in a file of the repository, and in a pull request only where all
        lines of its region were changed: hence one line, the attribute's.
        """
        name = {"fullyQualifiedName": clean(finding.resource.path), "kind": "resource"}
        if not finding.evidence:
            anchor = {"artifactLocation": self._artifact(self._options.anchor), "region": {"startLine": 1}}
            return {"physicalLocation": anchor, "logicalLocations": [name]}
        first = finding.evidence[0]
        located = {"physicalLocation": self._physical(first.location), "logicalLocations": [name]}
        if first.says:
            located["message"] = {"text": self._once(first.says)}
        return located

    def _related(self, number: int, evidence: Evidence) -> dict[str, Any]:
        says = {"text": self._once(evidence.says)}
        uri = evidence.location.uri
        if uri.startswith("arn:"):
            named = [{"fullyQualifiedName": clean(uri), "kind": "resource"}]
            return {"id": number, "logicalLocations": named, "message": says}
        return {"id": number, "physicalLocation": self._physical(evidence.location), "message": says}

    def _once(self, text: str) -> str:
        """A text that many findings share, cleaned once."""
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = _plain(text)
        return known

    def _physical(self, location: Location) -> dict[str, Any]:
        key = (location.uri, location.line, location.column)
        known = self._places.get(key)
        if known is None:
            region = {"startLine": location.line or 1}
            if location.column and location.line:
                region["startColumn"] = location.column
            known = self._places[key] = {"artifactLocation": self._artifact(location.uri), "region": region}
        return known

    def _artifact(self, uri: str) -> dict[str, str]:
        known = self._artifacts.get(uri)
        if known is None:
            path = self._options.anchor if uri.startswith("arn:") else uri
            known = self._artifacts[uri] = {"uri": relative_uri(path), "uriBaseId": BASE}
        return known

    def _line_hash(self, group: Group) -> str:
        """GitHub's hash where the source can be read, else one of our own in its form, without instance keys."""
        finding = group.first
        location = finding.evidence[0].location if finding.evidence else None
        if location and location.line is not None:
            hashes = self._hashes_of(location.uri)
            known = hashes.at(location.line) if hashes else None
            if known:
                return known
        if not group.block:
            return f"{finding.fingerprint[:16]}:1"
        return f"{fingerprint(finding.policy, Address(finding.resource.root, group.block))[:16]}:1"

    def _hashes_of(self, uri: str) -> LineHashes | None:
        if uri not in self._hashes:
            lines = self._options.lines_of(uri) if self._options.lines_of else None
            self._hashes[uri] = None if lines is None else LineHashes(lines)
        return self._hashes[uri]

    def _notifications(self) -> Iterator[dict[str, Any]]:
        report = self._report
        for failure in report.failures:
            text = f"{failure.policy} broke on {failure.resource}: {failure.error}"
            yield self._notification("policy-failure", "error", text, policy=failure.policy)
        for each in wording.unread(report):
            text = f"{each.uri} was not read in full ({each.status}){': ' if each.note else ''}{each.note}"
            yield self._notification("blind-spot", "warning", text, (Location(each.uri),))
        for spot in report.blind_spots:
            yield self._notification("blind-spot", "warning", wording.blind_spot_line(spot), (spot.location,))
        for unknown in report.unknowns:
            text = f"{unknown.policy} cannot tell about {unknown.resource}: {unknown.message}"
            places = tuple(each.location for each in unknown.evidence[:1])
            yield self._notification("cannot-tell", "note", text, places, policy=unknown.policy)
        for skipped in report.not_assessed:
            text = f"{skipped.policy} was not assessed: {skipped.reason}"
            yield self._notification("not-assessed", "note", text, policy=skipped.policy)

    def _cuts(self, results: int, notifications: int) -> Iterator[dict[str, Any]]:
        most = self._options.max_results
        if results > most:
            text = f"{results:,} results were found; the worst {most:,} are listed"
            yield self._notification("limits-reached", "warning", text)
        if notifications > most:
            yield self._notification(
                "limits-reached", "warning", f"{notifications:,} notifications; the first {most:,} are listed"
            )
        hidden = wording.hidden_line(self._report, self._options)
        if hidden:
            yield self._notification("limits-reached", "note", hidden)

    def _notification(
        self, identity: str, level: str, text: str, places: Sequence[Location] = (), policy: str = ""
    ) -> dict[str, Any]:
        said: dict[str, Any] = {
            "descriptor": {"id": identity, "index": _NOTIFICATION[identity]},
            "level": level,
            "message": {"text": _plain(sentence(text))},
        }
        if policy in self._index:
            said["associatedRule"] = {"id": policy, "index": self._index[policy]}
        located = [{"physicalLocation": self._physical(place)} for place in places if not place.uri.startswith("arn:")]
        if located:
            said["locations"] = located
        return said


def _plain(text: str) -> str:
    """A message without links: "](" would make one (section 3.11.6 of the standard)."""
    return clean(text).replace("](", "] (")
