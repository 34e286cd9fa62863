"""Merges other tools' findings about recovery into a report, each once and marked with its origin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from drlint.engine.matching import Index
from drlint.engine.order import worst_first
from drlint.engine.ownership import CodeOwners, owner_of
from drlint.engine.report import Input, PolicySummary, Report
from drlint.model.finding import Evidence, Finding, Severity, Verdict, fingerprint
from drlint.model.resource import Location, Resource
from drlint.model.values import Address
from drlint.readers.foreign.rules import Rule
from drlint.readers.foreign.told import ForeignFinding, ForeignReport
from drlint.recovery.objectives import Objectives

_SEVERITIES = {str(each): each for each in Severity}
_TYPE = re.compile(r"(?:^|\.)(aws_[a-z0-9_]+)\.")
_BESIDE = {Verdict.PASS: "passes it", Verdict.UNKNOWN: "cannot tell"}


class Import(Struct, frozen=True):
    """A file of another tool's findings."""

    uri: str
    kind: str
    told: ForeignReport


class Beside(Struct, frozen=True):
    """What drlint judged under one configuration."""

    resources: Sequence[Resource]
    objectives: Objectives
    code_owners: CodeOwners | None = None

    def owner(self, resource: Resource, policy: str, place: Location) -> str | None:
        """Who owns one of its resources, for a finding of that policy at that place."""
        return owner_of(resource, policy, place, self.objectives, self.code_owners).name


def merged(report: Report, judged: Sequence[Beside], imports: Sequence[Import], rules: Mapping[str, Rule]) -> Report:
    """The report with what other tools found and drlint did not; none of it gates.

    Where drlint fails the same resource for the same reason, its own finding stands alone. The report needs its passes.
    """
    merger = _Merger(report, judged, rules)
    notes = [merger.take(each) for each in imports]
    if not imports:
        return report
    inputs = [Input(uri=each.uri, kind=each.kind, status="read") for each in imports]
    return structs.replace(
        report,
        findings=worst_first((*report.findings, *merger.found.values())),
        policies=(*report.policies, *merger.summaries()),
        inputs=(*report.inputs, *inputs),
        notes=(*report.notes, *notes),
    )


class _Merger:
    """Goes through the imports; `found` are the findings to be added, by fingerprint."""

    def __init__(self, report: Report, judged: Sequence[Beside], rules: Mapping[str, Rule]) -> None:
        self.found: dict[str, Finding] = {}
        self._rules = rules
        self._used: dict[str, tuple[Rule, str]] = {}
        self._roots = tuple(root for each in report.ruled for root in each.roots)
        self._policies = {each.id: each for each in report.policies}
        self._index = Index(resource for each in judged for resource in each.resources)
        self._beside_of = {id(resource): each for each in judged for resource in each.resources}
        failed = (*report.findings, *(each.finding for each in report.waived), *report.baseline)
        self._verdicts = {
            **{(each.policy, each.resource): Verdict.PASS for each in report.passed},
            **{(each.policy, each.resource): Verdict.UNKNOWN for each in report.unknowns},
            **{(each.policy, each.resource): Verdict.FAIL for each in failed},
        }

    def take(self, given: Import) -> str:
        """Take over what one file tells; what became of it, in a sentence."""
        counts: Counter[str] = Counter()
        counts["suppressed"] = sum(1 for each in given.told.suppressed if each in self._rules)
        for told in dict.fromkeys(given.told.failed):
            rule = self._rules.get(told.rule)
            if rule is None:
                counts["other"] += 1
                continue
            tool = given.told.tool or rule.tool
            for resource in self._index.meant(told) or (None,):
                counts[self._beside(rule, told, tool, resource, given.uri)] += 1
        return _note(given, counts)

    def _beside(self, rule: Rule, told: ForeignFinding, tool: str, resource: Resource | None, uri: str) -> str:
        """What drlint says of it, a new finding being added where it does not say the same."""
        address = self._address(told) if resource is None else resource.address
        verdicts = {policy: self._verdicts.get((policy, address)) for policy in rule.policies}
        if Verdict.FAIL in verdicts.values():
            return "agree"
        policy, verdict = next(((name, each) for name, each in verdicts.items() if each is not None), ("", None))
        finding = self._finding(rule, told, tool, resource, uri)
        if verdict is not None:
            beside = f"; drlint's {policy} {_BESIDE[verdict]}"
            finding = structs.replace(finding, message=finding.message + beside)
        if finding.fingerprint in self.found:
            return "again"
        self.found[finding.fingerprint] = finding
        self._used.setdefault(rule.id, (rule, tool))
        return str(verdict or "shown")

    def _finding(self, rule: Rule, told: ForeignFinding, tool: str, resource: Resource | None, uri: str) -> Finding:
        address = self._address(told) if resource is None else resource.address
        place = _place(told, uri) if resource is None else resource.view.location
        region = resource.region if resource is not None and isinstance(resource.region, str) else None
        owner = None if resource is None else self._beside_of[id(resource)].owner(resource, rule.id, place)
        return Finding(
            policy=rule.id,
            resource=address,
            kind=_kind(told) if resource is None else resource.kind,
            verdict=Verdict.FAIL,
            severity=_SEVERITIES[rule.severity],
            severity_because=f"drlint's own severity for this rule of {tool}, which gates nothing",
            message=f"{address.path} {rule.says}, says {tool} ({rule.id})",
            owner=owner,
            evidence=(Evidence(f"{rule.id} of {tool} fails", place),),
            fingerprint=fingerprint(rule.id, address),
            gates=False,
            region=region,
            origin=tool,
        )

    def _address(self, told: ForeignFinding) -> Address:
        """What is in no view stands in the root whose folder holds its file, if there is one."""
        places = [each for each in told.places if not each.startswith("/")][:1]
        holding = [root for root in self._roots if root and any(each.startswith(f"{root}/") for each in places)]
        return Address(max(holding, key=len, default=""), _subject(told))

    def summaries(self) -> Iterator[PolicySummary]:
        """The rules that were taken over, as reports know policies: told and counted like them."""
        counts = Counter(each.policy for each in self.found.values())
        for rule, tool in self._used.values():
            like = next((self._policies[each] for each in rule.policies if each in self._policies), None)
            yield PolicySummary(
                id=rule.id,
                category=tool,
                title=f"{tool}: a resource {rule.says}" if like is None else like.title,
                severity=_SEVERITIES[rule.severity],
                stage="preview",
                scope="any",
                checklist=rule.checklist,
                why="" if like is None else like.why,
                fix="" if like is None else like.fix,
                controls={} if like is None else like.controls,
                references=() if like is None else like.references,
                failed=counts[rule.id],
                origin=tool,
            )


def _subject(told: ForeignFinding) -> str:
    """What a finding on no resource in view is about."""
    place = told.places[0] if told.places else ""
    line = f":{told.line}" if told.line else ""
    return told.address or (f"what stands at {place}{line}" if place else "something")


def _place(told: ForeignFinding, uri: str) -> Location:
    """Where they say it stands, if that is a path in a repository; else the file that tells."""
    inside = next((each for each in told.places if not each.startswith("/")), None)
    return Location(uri) if inside is None else Location(inside, told.line)


def _kind(told: ForeignFinding) -> str:
    found = _TYPE.findall(told.address)
    return found[-1] if found else ""


def _note(given: Import, counts: Mapping[str, int]) -> str:
    """What became of an import's findings."""
    shown = counts["shown"] + counts["pass"] + counts["unknown"]
    parts = [f"{shown:,} shown" if shown else "none shown"]
    beside = [f"{counts[key]:,} that drlint {words}" for key, words in _COUNTED.items() if counts[key]]
    if beside:
        parts[0] += f" ({', '.join(beside)})"
    parts += [f"{counts[key]:,} {words}" for key, words in _ASIDE.items() if counts[key]]
    if given.told.unparsed:
        parts.append(f"{_files(given.told.unparsed)} it could not parse")
    return f"{given.uri} ({given.told.tool or given.kind}): {', '.join(parts)}"


_COUNTED = {"pass": "passes", "unknown": "cannot tell"}
_ASIDE = {
    "agree": "found by drlint as well and not repeated",
    "again": "told before",
    "other": "of other rules, not about recovery",
    "suppressed": "suppressed there",
}


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
