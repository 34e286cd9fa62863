"""What a Markdown report tells of findings, sorted once for all steps in which it may get shorter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding, Posture, Severity
from drlint.reports import wording
from drlint.reports.grouping import Group, across_roots, grouped
from drlint.reports.options import Options

USUAL_REASONS = 3  # reasons for a severity that are told once

_TITLES = ((Posture.NEW, "New"), (Posture.WORSE, "Worse"), (None, "Not comparable"), (Posture.UNCHANGED, "Unchanged"))


class Section(Struct, frozen=True, kw_only=True):
    """Findings under one heading, worst first; `is_old` where a change is not to blame for them."""

    title: str
    findings: Sequence[Finding]
    groups: Sequence[Group]
    is_old: bool = False


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
    shown = wording.shown(report, options)
    with_root = wording.has_roots(report)
    policies = {policy.id: policy for policy in report.policies}
    by_posture: dict[Posture | None, list[Finding]] = {}
    for finding in shown:
        by_posture.setdefault(finding.posture if report.compared else None, []).append(finding)
    sections = [
        _section(title if report.compared else "Findings", by_posture[posture], posture, with_root=with_root)
        for posture, title in _TITLES
        if posture in by_posture
    ]
    return Story(
        report=report,
        options=options,
        policies=policies,
        with_root=with_root,
        sections=sections,
        usual=_usual_reasons(shown, policies),
    )


def _section(title: str, findings: Sequence[Finding], posture: Posture | None, *, with_root: bool) -> Section:
    groups = grouped(findings)
    return Section(
        title=title,
        findings=findings,
        groups=across_roots(groups) if with_root else groups,
        is_old=posture is Posture.UNCHANGED,
    )


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
