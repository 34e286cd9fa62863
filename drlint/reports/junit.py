"""The report as JUnit XML, which every build server reads: a test case for each policy on each resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from msgspec import Struct

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding
from drlint.model.waiver import Waiver
from drlint.reports import remedy, wording
from drlint.reports.escape import xml
from drlint.reports.options import Options
from drlint.reports.unseen import unseen

NAME = "junit"

INPUTS = "inputs"  # the suite of what was read, and of what could not be
_OUTCOMES = ("failure", "error", "skipped")
_ERRORS = {"policy-failure": "policy failure", "blind-spot": "blind spot"}


class _Said(Struct, frozen=True):
    """One thing that is said of a case: a failure, an error, why it was skipped, or (without outcome) a remark."""

    outcome: str
    kind: str
    message: str
    details: tuple[str, ...] = ()


class _Suites:
    """Cases by suite, class and name (both escaped), each with what is said of it; a case without an outcome passed."""

    def __init__(self) -> None:
        self.cases: dict[str, dict[tuple[str, str], list[_Said]]] = {}

    def add(self, suite: str, case: tuple[str, str], *said: _Said) -> None:
        policy, name = xml(case[0]), xml(case[1]).strip() or "unnamed"
        self.cases.setdefault(suite, {}).setdefault((policy, name), []).extend(said)


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a suite per category of policies, and one for the inputs; what a person must look at is never left out."""
    suites = _filled(report, options)
    rows = [(name, cases, _counts(cases)) for name, cases in suites.cases.items()]
    total = {name: sum(counts[name] for _, _, counts in rows) for name in ("tests", "failures", "errors")}
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<testsuites name="drlint"{_attributes(total)}>\n')
    for name, cases, counts in rows:
        out.write(f'  <testsuite name="{xml(name)}"{_attributes(counts)} time="0">\n')
        out.writelines(_case(*case, said) for case, said in cases.items())
        out.write("  </testsuite>\n")
    out.write("</testsuites>\n")


def _filled(report: Report, options: Options) -> _Suites:
    suites = _Suites()
    policies = {policy.id: policy for policy in report.policies}
    with_root = wording.has_roots(report)
    for finding in wording.shown(report, options):
        said = _of_finding(finding, policies, options)
        suites.add(_suite(finding.policy, policies), _named(finding, with_root=with_root), said)
    _add_unseen(suites, report, policies, with_root=with_root)
    aside = [(each.finding, _waived(each.waiver)) for each in report.waived]
    aside += [(each, "in the baseline") for each in report.baseline]
    for finding, why in aside:
        said = _Said("skipped", "", f"{why}: {wording.told(finding)}")
        suites.add(_suite(finding.policy, policies), _named(finding, with_root=with_root), said)
    if options.show_passed:
        for passed in report.passed:
            path, root = passed.resource.path, passed.resource.root or "."
            suites.add(_suite(passed.policy, policies), (passed.policy, f"{root}: {path}" if with_root else path))
    else:
        for policy in report.policies:
            if policy.passed:  # by number, because the names were not kept
                said = _Said("", "", f"{wording.count(policy.passed, 'resource')} passed")
                suites.add(policy.category, (policy.id, "other resources"), said)
    for each in report.inputs:
        suites.add(INPUTS, (INPUTS, each.uri))
    return suites


def _waived(waiver: Waiver) -> str:
    ticket = f", {waiver.ticket}" if waiver.ticket else ""
    return f"waived until {waiver.until} by {waiver.owner} ({waiver.reason}{ticket})"


def _of_finding(finding: Finding, policies: dict[str, PolicySummary], options: Options) -> _Said:
    """A failure; what gates no run is none, because a build server fails the build for each."""
    if not wording.gates(finding, options):
        why = wording.ungated(finding) or str(finding.posture or "not comparable")
        return _Said("skipped", "", f"does not gate ({why}): {wording.told(finding)}")
    severity = wording.SEVERITY_NAMES[finding.severity]
    return _Said("failure", severity, wording.told(finding), _details(finding, policies))


def _add_unseen(suites: _Suites, report: Report, policies: dict[str, PolicySummary], *, with_root: bool) -> None:
    for unknown in report.unknowns:
        said = _Said("skipped", "", f"cannot tell: {wording.told(unknown)}")
        suites.add(_suite(unknown.policy, policies), _named(unknown, with_root=with_root), said)
    for each in unseen(report):
        text = wording.sentence(each.text)
        if each.kind == "not-assessed":
            place = (each.policy, "not assessed") if each.policy else (INPUTS, each.identity)
            suites.add(_suite(place[0], policies), place, _Said("skipped", "", text))
        elif each.kind == "policy-failure":
            name = f"{each.root or '.'}: {each.resource}" if with_root else each.resource
            suites.add(_suite(each.policy, policies), (each.policy, name), _Said("error", _ERRORS[each.kind], text))
        elif each.kind == "blind-spot":
            said = _Said("skipped", "", text) if each.accepted else _Said("error", _ERRORS[each.kind], text)
            suites.add(INPUTS, (INPUTS, each.places[0].uri), said)


def _suite(policy: str, policies: dict[str, PolicySummary]) -> str:
    known = policies.get(policy)
    return known.category if known else policy


def _named(finding: Finding, *, with_root: bool) -> tuple[str, str]:
    return finding.policy, wording.address(finding, with_root=with_root)


def _details(finding: Finding, policies: dict[str, PolicySummary]) -> tuple[str, ...]:
    short = remedy.in_short(wording.fix_of(finding, policies))
    return (
        *(f"{each.location}: {each.says}" for each in finding.evidence),
        *([f"fix: {short}"] if short else []),
        *([f"owner: {finding.owner}"] if finding.owner else []),
    )


def _worst(said: Iterable[_Said]) -> str:
    """What a case counts as: failed before broken before skipped; empty where it passed."""
    outcomes = {each.outcome for each in said}
    return next((each for each in _OUTCOMES if each in outcomes), "")


def _counts(cases: dict[tuple[str, str], list[_Said]]) -> dict[str, int]:
    worst = [_worst(said) for said in cases.values()]
    return {
        "tests": len(worst),
        "failures": worst.count("failure"),
        "errors": worst.count("error"),
        "skipped": worst.count("skipped"),
    }


def _attributes(counts: dict[str, int]) -> str:
    return "".join(f' {name}="{number}"' for name, number in counts.items())


def _case(policy: str, name: str, said: list[_Said]) -> str:
    head = f'    <testcase classname="{policy}" name="{name}" time="0"'
    outcome = _worst(said)
    if not outcome:
        remark = "".join(f"<system-out>{xml(each.message)}</system-out>" for each in said)
        return f"{head}>{remark}</testcase>\n" if remark else f"{head}/>\n"
    told = [each for each in said if each.outcome == outcome]
    return f"{head}>\n      {_element(outcome, told)}\n    </testcase>\n"


def _element(outcome: str, told: list[_Said]) -> str:
    """One element for a case, whatever is said several times: readers take the first."""
    more = f" And {len(told) - 1:,} more." if len(told) > 1 else ""
    message = f'message="{xml(f"{told[0].message}{more}")}"'
    kind = f' type="{told[0].kind}"' if told[0].kind else ""
    lines = list(_lines(told))
    if len(lines) < 2:  # noqa: PLR2004 - the message alone
        return f"<{outcome} {message}{kind}/>"
    text = "\n".join(map(xml, lines))
    return f"<{outcome} {message}{kind}>{text}</{outcome}>"


def _lines(told: Iterable[_Said]) -> Iterator[str]:
    for each in told:
        yield each.message
        yield from each.details
