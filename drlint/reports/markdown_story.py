"""What a Markdown report tells of findings, sorted once for all steps in which it may get shorter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding, Posture, Severity
from drlint.reports import wording
from drlint.reports.divided import Division, divided
from drlint.reports.grouping import Group, across_roots, grouped
from drlint.reports.options import Options

USUAL_REASONS = 3  # reasons for a severity that are told once

_COMPARED = (
    (Posture.NEW, "New", ""),
    (Posture.WORSE, "Worse", ""),
    (None, "Not comparable", ""),
    (Posture.UNCHANGED, "Unchanged", "What stood so before"),
)
_ALONE = ((None, "Findings", ""),)


class Section(Struct, frozen=True, kw_only=True):
    """Findings under one heading, worst first; `divisions` are them again, where headings of another kind are wanted.

    `folded` says in words what is folded away; empty where it stands open.
    """

    title: str
    findings: Sequence[Finding]
    groups: Sequence[Group]
    divisions: Sequence[Division] = ()
    folded: str = ""


class Story(Struct, frozen=True, kw_only=True):
    """A report with what every part of it needs; `usual` are the reasons for a severity that are told once."""

    report: Report
    options: Options
    policies: dict[str, PolicySummary]
    with_root: bool
    sections: Sequence[Section]
    usual: Sequence[str]


def story_of(report: Report, options: Options) -> Story:
    """What is new comes first, then what is worse; one section where nothing was compared."""
    announced = wording.announced(report, options)
    policies = {policy.id: policy for policy in report.policies}
    by_posture: dict[Posture | None, list[Finding]] = {}
    for finding in announced:
        by_posture.setdefault(finding.posture if report.compared else None, []).append(finding)
    sections = [
        _section(title, folded, by_posture[posture], report, options)
        for posture, title, folded in (_COMPARED if report.compared else _ALONE)
        if posture in by_posture
    ]
    observed = wording.observed(report, options)
    if observed:
        sections.append(_section("Only observed", "Of policies that are not in force yet", observed, report, options))
    return Story(
        report=report,
        options=options,
        policies=policies,
        with_root=wording.has_roots(report),
        sections=sections,
        usual=_usual_reasons(announced, policies),
    )


def _section(title: str, folded: str, findings: Sequence[Finding], report: Report, options: Options) -> Section:
    return Section(
        title=title,
        findings=findings,
        groups=groups_of(findings, with_root=wording.has_roots(report)),
        divisions=divided(findings, options.group_by) if options.group_by else (),
        folded=folded,
    )


def groups_of(findings: Iterable[Finding], *, with_root: bool) -> Sequence[Group]:
    """Findings by source block; where there are several roots, what stands in a module that they share is told once."""
    groups = grouped(findings)
    return across_roots(groups) if with_root else groups


def _usual_reasons(findings: Iterable[Finding], policies: dict[str, PolicySummary]) -> list[str]:
    """The commonest reasons of findings as severe as their policy: told once."""
    own = {identity: policy.severity for identity, policy in policies.items()}
    reasons = (each.severity_because for each in findings if each.severity == own.get(each.policy))
    return [reason for reason, _ in wording.by_frequency(reasons) if reason][:USUAL_REASONS]


def worst_by_policy(findings: Iterable[Finding]) -> dict[str, Severity]:
    """The worst severity that each policy found."""
    worst: dict[str, Severity] = {}
    for finding in findings:
        known = worst.get(finding.policy)
        if known is None or finding.severity > known:
            worst[finding.policy] = finding.severity
    return worst
