"""The report as SARIF 2.1.0 for GitHub code scanning: one run, one result per source block, the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TextIO

import msgspec

from drlint.engine.report import Report
from drlint.model.finding import Evidence, Finding, Posture, Stage, Verdict
from drlint.reports import remedy, wording
from drlint.reports.escape import clean, relative_uri
from drlint.reports.grouping import Group, grouped
from drlint.reports.linehash import LineHashes
from drlint.reports.options import Options
from drlint.reports.sarif_notifications import Notifications, descriptors, plain
from drlint.reports.sarif_places import BASE, Places, in_words
from drlint.reports.sarif_rules import LEVELS, rules
from drlint.reports.unseen import NAMED_INSTANCES
from drlint.reports.waived import suppression
from drlint.reports.wording import count, sentence

NAME = "sarif"

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_STATES = {Posture.NEW: "new", Posture.WORSE: "updated", Posture.UNCHANGED: "unchanged", None: ""}
HOME = "urn:drlint"  # the standard asks for an address and takes a name
LISTED_INSTANCES = 100  # of one result, for other programs
LISTED_IN_ALL = 100_000  # of all results: GitHub takes 10 MB, compressed


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
        self._places = Places(options.anchor)
        self._texts: dict[str, str] = {}
        self._hashes: dict[str, LineHashes | None] = {}
        self._hashed: dict[str, int] = {}
        self._room = LISTED_IN_ALL
        self._shortened = 0

    def run(self) -> dict[str, Any]:
        """The run; deterministic, without times."""
        report = self._report
        groups = grouped(wording.announced(report, self._options))
        # Encoded one by one, so that the many small objects of a result live no longer than it takes.
        encode = msgspec.json.Encoder().encode
        results = [msgspec.Raw(encode(self._result(group))) for group in groups[: self._options.max_results]]
        results += [msgspec.Raw(encode(each)) for each in self._waived(self._options.max_results - len(results))]
        notifying = Notifications(self._index, self._places)
        notifications = list(notifying.of(report))
        cut = list(self._cuts(notifying, len(groups), len(notifications)))
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

    def _waived(self, most: int) -> Iterator[dict[str, Any]]:
        """What is waived, as suppressed results, where that is asked for."""
        for each in self._report.waived[:most] if self._options.suppressed else ():
            if each.finding.verdict is Verdict.FAIL:
                (group,) = grouped([each.finding])
                yield {**self._result(group), "suppressions": [suppression(each.waiver)]}

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
            "notifications": descriptors(),
        }

    def _result(self, group: Group) -> dict[str, Any]:
        finding = group.first
        instances = self._listed(group)
        properties = self._properties(finding)
        if finding.origin:
            properties["origin"] = clean(finding.origin)
        elif not finding.gates:
            properties["preview" if finding.stage is Stage.BLOCK else "warned"] = True
        if group.block:
            properties["instanceCount"] = 1 + len(group.others)
            properties["instances"] = self._instances(group, len(instances))
        result: dict[str, Any] = {
            "ruleId": finding.policy,
            "ruleIndex": self._index.get(finding.policy, -1),
            "level": _level(finding),
            "message": {"text": self._message(group)},
            "locations": [self._primary(finding, instances)],
            "partialFingerprints": {
                "primaryLocationLineHash": self._line_hash(group),
                "drlintFinding/v1": group.fingerprint,
            },
            "properties": properties,
        }
        state = _baseline_state(group)
        if state:
            result["baselineState"] = state
        if len(finding.evidence) > 1:
            result["relatedLocations"] = [
                self._related(number, each) for number, each in enumerate(finding.evidence[1:], start=1)
            ]
        return result

    def _listed(self, group: Group) -> list[Finding]:
        """The instances that are listed in full: all, as far as there is room."""
        if not group.block:
            return [group.first]
        most = min(LISTED_INSTANCES, max(1, self._room))
        listed = [group.first, *group.others[: most - 1]]
        self._room -= len(listed)
        self._shortened += len(listed) <= len(group.others)
        return listed

    def _properties(self, finding: Finding) -> dict[str, Any]:
        found: dict[str, Any] = {
            "severity": wording.SEVERITY_NAMES[finding.severity],
            "because": self._once(finding.severity_because),
        }
        if finding.owner:
            found["owner"] = self._once(finding.owner)
        if finding.region:
            found["region"] = self._once(finding.region)
        return found

    def _instances(self, group: Group, number: int) -> list[dict[str, Any]]:
        """Instances with what they do not share with the first, whose properties and message are the result's."""
        shared = self._properties(group.first)
        words = {id(other): said for other, said in group.own_words(number - 1)}
        found = []
        for each in islice(group.instances, number):
            own: dict[str, Any] = {"address": clean(each.resource.path), "fingerprint": each.fingerprint}
            if each is not group.first:
                own |= _differing(self._properties(each), shared)
            if id(each) in words:
                own["message"] = plain(words[id(each)])
            found.append(own)
        return found

    def _message(self, group: Group) -> str:
        """The first sentence is the alert's title; then the instances, then the remedy where a sentence says it."""
        text = wording.told(group.first)
        if group.others:
            text += f" And {sentence(group.rest(NAMED_INSTANCES))}"
        short = remedy.in_short(group.first.fix)
        if short:
            text += f" {sentence(short)}"
        return plain(text)

    def _primary(self, finding: Finding, instances: Sequence[Finding]) -> dict[str, Any]:
        """Where the alert stands, the only place that GitHub shows; the anchor for what is in no file of it."""
        names = dict.fromkeys(clean(each.resource.path) for each in instances)
        named = [{"fullyQualifiedName": name, "kind": "resource"} for name in names]
        if not finding.evidence:
            return {"physicalLocation": self._places.anchor(), "logicalLocations": named}
        first = finding.evidence[0]
        is_here = self._places.holds(first.location)
        physical = self._places.line(first.location) if is_here else self._places.anchor()
        located = {"physicalLocation": physical, "logicalLocations": named}
        if first.says:
            located["message"] = {"text": self._said(first)}
        return located

    def _related(self, number: int, evidence: Evidence) -> dict[str, Any]:
        located: dict[str, Any] = {"id": number}
        uri = evidence.location.uri
        if uri.startswith("arn:"):
            located["logicalLocations"] = [{"fullyQualifiedName": clean(uri), "kind": "resource"}]
        elif self._places.holds(evidence.location):
            located["physicalLocation"] = self._places.whole(evidence.location)
        located["message"] = {"text": self._said(evidence)}
        return located

    def _said(self, evidence: Evidence) -> str:
        """What evidence says, and where, if no viewer can be taken there."""
        place = evidence.location
        if place.uri.startswith("arn:") or self._places.holds(place):
            return self._once(evidence.says)
        return self._once(f"{evidence.says} ({in_words(place)})")

    def _once(self, text: str) -> str:
        """A text that many findings share, cleaned once."""
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = plain(text)
        return known

    def _line_hash(self, group: Group) -> str:
        """GitHub's hash where the source can be read, else one of our own in its form, the same for all instances."""
        finding = group.first
        location = finding.evidence[0].location if finding.evidence else None
        if location and location.line is not None and self._places.holds(location):
            hashes = self._hashes_of(location.uri)
            known = hashes.at(location.line) if hashes else None
            if known:
                return known
        own = group.fingerprint[:16]
        turn = self._hashed[own] = self._hashed.get(own, 0) + 1
        return f"{own}:{turn}"

    def _hashes_of(self, uri: str) -> LineHashes | None:
        if uri not in self._hashes:
            lines = self._options.lines_of(uri) if self._options.lines_of else None
            self._hashes[uri] = None if lines is None else LineHashes(lines)
        return self._hashes[uri]

    def _cuts(self, notifying: Notifications, results: int, notifications: int) -> Iterator[dict[str, Any]]:
        most = self._options.max_results
        if results > most:
            text = f"{results:,} results were found; the worst {most:,} are listed"
            yield notifying.one("limits-reached", "warning", text)
        if notifications > most:
            yield notifying.one(
                "limits-reached", "warning", f"{notifications:,} notifications; the first {most:,} are listed"
            )
        if self._shortened:
            text = f"of {count(self._shortened, 'result')} a part of the instances is listed; the JSON report holds all"
            yield notifying.one("limits-reached", "note", text)
        hidden = wording.hidden_line(self._report, self._options)
        if hidden:
            yield notifying.one("limits-reached", "note", hidden)
        observed = len(wording.observed(self._report, self._options))
        if observed:
            text = f"{count(observed, 'finding is', 'findings are')} of policies that are only observed, and no result"
            yield notifying.one("limits-reached", "note", text)


def _level(finding: Finding) -> str:
    """What gates no run is no error: GitHub's check fails at each."""
    level = LEVELS[finding.severity]
    return "warning" if level == "error" and not finding.gates else level


def _baseline_state(group: Group) -> str:
    """The standard's word for what became of a result; nothing where that cannot be told of an instance."""
    postures = {each.posture for each in group.instances}
    if None in postures:
        return ""
    return _STATES[postures.pop()] if len(postures) == 1 else _STATES[Posture.WORSE]


def _differing(own: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """Own properties that are not the shared ones; null for what is shared and not had."""
    return {name: own.get(name) for name in shared | own if own.get(name) != shared.get(name)}
