"""The report as annotations in a GitHub pull request: workflow commands, the worst ten of each level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from msgspec import Struct

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding, Severity
from drlint.model.resource import Location
from drlint.reports import remedy, wording
from drlint.reports.escape import command_data, command_property
from drlint.reports.grouping import Group, across_roots, grouped
from drlint.reports.options import Options
from drlint.reports.sarif_places import in_repository, in_words
from drlint.reports.unseen import NAMED_INSTANCES, not_run, policies_named, unseen

NAME = "github"

# GitHub shows that many errors, warnings and notices of a step (docs.github.com, "Workflow commands", read 2026-11-26);
# one notice is for what these leave out.
MOST = {"error": 10, "warning": 10, "notice": 9}
_LEVELS = {"policy-failure": "error", "blind-spot": "warning", "cannot-tell": "notice"}
_TITLES = {"policy-failure": "a policy broke", "blind-spot": "not seen", "cannot-tell": "cannot tell"}


class _Annotation(Struct, frozen=True):
    level: str
    title: str
    message: str
    place: Location | None


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write a command a line: what is new and worst first, what could not be seen, and a notice with the verdict."""
    left = dict(MOST)
    more = dict.fromkeys(MOST, 0)
    for each in _annotations(report, options):
        if left[each.level]:
            left[each.level] -= 1
            out.write(_command(each))
        else:
            more[each.level] += 1
    out.write(_command(_Annotation("notice", "drlint", _verdict(report, options, more), None)))


def _annotations(report: Report, options: Options) -> Iterator[_Annotation]:
    policies = {policy.id: policy for policy in report.policies}
    groups = grouped(wording.newest_first(wording.announced(report, options)))
    with_posture = wording.has_postures(report)
    for group in across_roots(groups) if wording.has_roots(report) else groups:
        finding = group.first
        posture = f", {finding.posture}" if with_posture and finding.posture else ""
        title = f"{wording.SEVERITY_NAMES[finding.severity]}{posture}: {finding.policy}"
        yield _Annotation(_level(finding, options), title, _message(group, policies), _place(finding))
    for each in unseen(report):
        if each.kind != "not-assessed":  # which the last notice tells
            place = next((place for place in each.places if in_repository(place.uri)), None)
            title = f"{_TITLES[each.kind]}: {each.policy or 'an input'}"
            level = "notice" if each.accepted else _LEVELS[each.kind]
            yield _Annotation(level, title, wording.sentence(each.text), place)


def _level(finding: Finding, options: Options) -> str:
    """An error is what hurts; what gates no run is a notice."""
    if not wording.gates(finding, options) or finding.severity is Severity.LOW:
        return "notice"
    return "error" if finding.severity >= Severity.HIGH else "warning"


def _message(group: Group, policies: dict[str, PolicySummary]) -> str:
    finding = group.first
    said = wording.told(finding)
    if group.others:
        said += f" And {wording.sentence(group.rest(NAMED_INSTANCES))}"
    if finding.resource.path not in said:
        said += f" ({finding.resource.path})"
    first = finding.evidence[0].location if finding.evidence else None
    if first is not None and not in_repository(first.uri):
        said += f" Read in {in_words(first)}."
    short = remedy.in_short(wording.fix_of(finding, policies))
    return f"{said} {wording.sentence(short)}" if short else said


def _place(finding: Finding) -> Location | None:
    """The line it stands on; nothing where a reviewer cannot be taken there."""
    first = finding.evidence[0].location if finding.evidence else None
    return first if first is not None and first.line is not None and in_repository(first.uri) else None


def _command(each: _Annotation) -> str:
    properties = [f"file={command_property(each.place.uri)}", *_lines(each.place)] if each.place is not None else []
    properties.append(f"title={command_property(each.title)}")
    return f"::{each.level} {','.join(properties)}::{command_data(each.message)}\n"


def _lines(place: Location) -> Iterator[str]:
    """Where in the file; a column only with a single line, as the checks API has it."""
    if place.line is None:
        return
    yield f"line={place.line}"
    if place.end_line is not None and place.end_line > place.line:
        yield f"endLine={place.end_line}"
    elif place.column is not None:
        yield f"col={place.column}"


def _verdict(report: Report, options: Options, more: dict[str, int]) -> str:
    said = [str(wording.tally(report))]
    posture = wording.posture_line(report)
    said += [posture] if posture else []
    said += [line.rstrip(".") for line in wording.ungated_lines(report)]
    left_out = [wording.count(number, level) for level, number in more.items() if number]
    if left_out:
        said.append(f"{', '.join(left_out)} more than GitHub shows of one step; the other reports list them")
    hidden = wording.hidden_line(report, options)
    said += [hidden.rstrip(".")] if hidden else []
    said += [f"not assessed: {policies_named(ids)}: {reason}" for reason, ids in not_run(report).items()]
    return wording.sentence("; ".join(said))
