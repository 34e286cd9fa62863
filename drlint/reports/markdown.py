"""The report as Markdown: verdict, scorecard, findings with evidence, what could not be seen, what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TextIO

from msgspec import Struct

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding, Severity
from drlint.model.resource import Location
from drlint.reports import remedy, wording
from drlint.reports.escape import cell_code, code, fenced, markdown, prose
from drlint.reports.grouping import Group, across_roots, grouped
from drlint.reports.options import Options

# What thousands of findings say in the same words.
_again = lru_cache(1024)(prose)
_again_code = lru_cache(1024)(code)

NAME = "markdown"

INSTANCES = 10  # instances of one block listed without --full
USUAL_REASONS = 3  # reasons for a severity that are told once
_FIX_AS_ABOVE = "  - Fix: as above.\n"


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write the whole report; nothing that an input says can open a heading, a link, a mention or a cell."""
    policies = {policy.id: policy for policy in report.policies}
    out.write(f"# Disaster recovery: {markdown(report.root) or 'report'}\n\n**{wording.tally(report)}**\n\n")
    # No line begins with a stranger's word: "/merge" at the start of a comment's line is an order to some bots.
    out.write(f"Read: {' · '.join(markdown(fact) for fact in wording.facts(report))}\n")
    out.write("\n" if report.notes else "")
    out.writelines(f"- {prose(wording.sentence(note))}\n" for note in report.notes)
    out.write("\n".join(_scorecard(report)))
    out.write("".join(_findings(report, policies, options)))
    out.write("".join(_unseen(report, policies, options)))
    out.write("".join(_aside(report, policies, options)))
    out.write("\n".join(_inputs(report)))
    out.write("\n")


class _Row(Struct):
    """One checklist item's numbers, over all its policies."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    assessed: int = 0
    policies: int = 0
    worst: Severity | None = None

    def add(self, policy: PolicySummary, worst: Severity | None) -> None:
        self.policies += 1
        self.assessed += policy.not_assessed is None
        self.passed += policy.passed
        self.failed += policy.failed
        self.unknown += policy.unknown
        if worst is not None:
            self.worst = max(worst, self.worst or worst)

    @property
    def status(self) -> str:
        """One plain word or two; `worst` counts only what was neither waived nor in the baseline."""
        if not self.assessed:
            return "not assessed"
        if self.worst is not None:
            return "**will hurt**" if self.worst >= Severity.HIGH else "**should fix**"
        if self.unknown:
            return "cannot tell"
        if self.failed:
            return "accepted"
        return "holds" if self.passed else "nothing to judge"


def _scorecard(report: Report) -> Iterator[str]:
    worst: dict[str, Severity] = {}
    for finding in report.findings:
        known = worst.get(finding.policy)
        if known is None or finding.severity > known:
            worst[finding.policy] = finding.severity
    rows = {slug: _Row() for slug in wording.CHECKLIST}
    for policy in report.policies:
        rows.setdefault(policy.checklist, _Row()).add(policy, worst.get(policy.id))
    yield "\n## Scorecard\n"
    yield "| Checklist | Status | Pass | Fail | Unknown | Policies |"
    yield "|---|---|---:|---:|---:|---:|"
    for slug, row in rows.items():
        title = wording.CHECKLIST.get(slug) or markdown(slug)
        numbers = (f"{row.passed:,}", f"{row.failed:,}", f"{row.unknown:,}") if row.assessed else ("-", "-", "-")
        policies = f"{row.assessed}" if row.assessed == row.policies else f"{row.assessed} of {row.policies}"
        yield f"| {title} | {row.status} | {' | '.join(numbers)} | {policies if row.policies else '-'} |"
    yield ""


def _findings(report: Report, policies: dict[str, PolicySummary], options: Options) -> Iterator[str]:
    listed = wording.shown(report, options)
    yield "\n## Findings\n"
    if not report.findings:
        yield "\nNone.\n"
    hidden = wording.hidden_line(report, options)
    if hidden:
        yield f"\n{hidden}\n"
    usual = _usual_reasons(listed, policies)
    if usual:
        yield f"\nSeverity, where a finding does not say why: {' · '.join(map(prose, usual))}.\n"
    groups = across_roots(grouped(listed)) if wording.has_roots(report) else grouped(listed)
    for severity in wording.WORST_FIRST:
        number = sum(1 for finding in listed if finding.severity == severity)
        if number:
            yield f"\n### {str(severity).capitalize()} ({number:,})\n\n"
            yield _told_above(groups, severity)
            items = [group for group in groups if group.first.severity == severity]
            yield from _items(items, usual, policies, options, with_root=wording.has_roots(report))


def _told_above(groups: Iterable[Group], severity: Severity) -> str:
    """How many findings of a severity belong to a block whose worst instance is listed above."""
    worse = (group for group in groups if group.others and group.first.severity != severity)
    number = sum(1 for group in worse for other in group.others if other.severity == severity)
    return f"{wording.count(number, 'instance')} listed above with a worse one of the same block.\n\n" if number else ""


def _items(
    groups: Iterable[Group],
    usual: Sequence[str],
    policies: dict[str, PolicySummary],
    options: Options,
    *,
    with_root: bool,
) -> Iterator[str]:
    told = ""
    for group in groups:
        fix = wording.fix_of(group.first, policies)
        because = "" if group.first.severity_because in usual else group.first.severity_because
        yield _item(group, because, options, with_root=with_root)
        yield _FIX_AS_ABOVE if fix == told and remedy.is_long(fix) else _fix(fix)
        told = fix


def _usual_reasons(findings: Iterable[Finding], policies: dict[str, PolicySummary]) -> list[str]:
    """The commonest reasons of findings as severe as their policy: told once."""
    own = {identity: policy.severity for identity, policy in policies.items()}
    reasons = (each.severity_because for each in findings if each.severity == own.get(each.policy))
    return [reason for reason, _ in wording.by_frequency(reasons) if reason][:USUAL_REASONS]


@lru_cache(1024)
def _fix(text: str) -> str:
    """A remedy as the last entry below a finding: prose as text, HCL fenced."""
    written = ""
    for part in remedy.parts(text):
        if part.is_hcl:
            written += ("\n" if written else "  - Fix:\n") + fenced(part.lines, "    ")
        elif written:
            written += f"\n\n    {prose(part.joined)}"
        else:
            written = f"  - Fix: {prose(part.joined)}"
    return f"{written}\n" if written else ""


def _item(group: Group, because: str, options: Options, *, with_root: bool) -> str:
    finding = group.first
    policy = _again_code(finding.policy)
    owner = f" · {_again(group.owners)}" if group.owners else ""
    ungated = wording.ungated(finding)
    preview = f" · {_again(ungated)}" if ungated else ""
    message = prose(wording.sentence(finding.message)) or policy
    severity = f" · {wording.SEVERITY_NAMES[finding.severity]}: {_again(because)}" if because else ""
    address = code(wording.address(finding, with_root=with_root))
    lines = [f"- **{message}**  \n  {address} · {policy}{owner}{preview}{severity}\n"]
    lines += [f"  - {_place(each.location)} {_again(each.says)}\n" for each in finding.evidence]
    lines += _others(group, options)
    return "".join(lines)


def _others(group: Group, options: Options) -> Iterator[str]:
    """The other instances by name, then what else is said of them."""
    if group.others:
        most = None if options.full else INSTANCES
        yield f"  - and {group.rest(most, code)}\n"
        yield from (f"  - {prose(wording.sentence(said))}\n" for said in group.other_words(most))


def _place(location: Location) -> str:
    if location.line is None:
        return _again_code(location.uri)
    return code(f"{location.uri}:{location.line}")


def _unseen(report: Report, policies: dict[str, PolicySummary], options: Options) -> Iterator[str]:
    unknowns = _unknowns(report, policies, options)
    told = "".join([*_broken(report), *_blind_spots(report), *unknowns, *_not_assessed(report)])
    if told:
        yield f"\n## What could not be seen\n{told}"


def _broken(report: Report) -> Iterator[str]:
    if report.failures:
        yield "\n### Policies that broke\n\n"
    for failure in report.failures:
        where = f"{code(failure.policy)} on {code(failure.resource.path)}"
        yield f"- {where}: {markdown(wording.sentence(failure.error))}\n"


def _blind_spots(report: Report) -> Iterator[str]:
    unread = wording.unread(report)
    if unread or report.blind_spots:
        yield "\n### Blind spots\n\n"
    for each in unread:
        yield f"- {code(each.uri)} {markdown(each.status)}{': ' if each.note else ''}{prose(each.note)}\n"
    for spot in report.blind_spots:
        yield f"- {prose(spot.what)}: {prose(wording.sentence(spot.reason))} {_place(spot.location)}\n"


def _unknowns(report: Report, policies: dict[str, PolicySummary], options: Options) -> Iterator[str]:
    if report.unknowns:
        yield f"\n### Unknown ({len(report.unknowns):,})\n"
    with_root = wording.has_roots(report)
    by_policy: dict[str, list[Finding]] = {}
    for unknown in report.unknowns:
        by_policy.setdefault(unknown.policy, []).append(unknown)
    for identity, unknowns in by_policy.items():
        title = f": {prose(policies[identity].title)}" if identity in policies else ""
        yield f"\n{code(identity)}{title}\n\n"
        for group in across_roots(grouped(unknowns)) if with_root else grouped(unknowns):
            yield _unknown(group.first, with_root=with_root)
            yield from _others(group, options)


def _not_assessed(report: Report) -> Iterator[str]:
    if report.not_assessed:
        yield "\n### Not assessed\n\n"
    reasons: dict[str, list[str]] = {}
    for each in report.not_assessed:
        reasons.setdefault(each.reason, []).append(code(each.policy))
    for reason, ids in reasons.items():
        yield f"- {', '.join(ids)}: {prose(wording.sentence(reason))}\n"


def _unknown(finding: Finding, *, with_root: bool) -> str:
    where = f" {_place(finding.evidence[0].location)}" if finding.evidence else ""
    return (
        f"- {code(wording.address(finding, with_root=with_root))}: {prose(wording.sentence(finding.message))}{where}\n"
    )


def _aside(report: Report, policies: dict[str, PolicySummary], options: Options) -> Iterator[str]:
    yield from _set_aside("Waived", tuple(each.finding for each in report.waived))
    yield from _set_aside("In the baseline", report.baseline)
    yield from (f"\n{prose(line)}\n" for line in wording.adopted_lines(report))
    if report.elsewhere:
        yield "\n## Declared elsewhere\n\n"
        for each in report.elsewhere:
            addresses = ", ".join([code(address) for address in each.addresses])
            place = f"{prose(each.where)} · {markdown(each.owner)}"
            yield f"- {code(each.policy)} for {addresses}: {place} · {each.set_aside:,} set aside\n"
    if options.show_passed and report.passed:
        yield f"\n## Passed ({report.pass_count:,})\n\n"
        by_policy: dict[str, list[str]] = {}
        for passed in report.passed:
            by_policy.setdefault(passed.policy, []).append(code(passed.resource.path))
        for identity, names in by_policy.items():
            title = f" {prose(policies[identity].title)}" if identity in policies else ""
            yield f"- {code(identity)}{title}: {', '.join(names)}\n"


def _set_aside(title: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    if not findings:
        return
    yield f"\n## {title} ({len(findings):,})\n\n"
    for group in grouped(findings):
        finding = group.first
        more = f" And {wording.count(len(group.others), 'more instance')} of this block." if group.others else ""
        owner = f" · {markdown(group.owners)}" if group.owners else ""
        yield f"- {finding.severity}: {prose(wording.sentence(finding.message))}{more} {code(finding.policy)}{owner}\n"


def _inputs(report: Report) -> Iterable[str]:
    yield "\n## Inputs\n"
    yield "| Input | Kind | Status | Resources | Note |"
    yield "|---|---|---|---:|---|"
    for each in report.inputs:
        kind, status, note = markdown(each.kind), markdown(each.status), markdown(each.note)
        yield f"| {cell_code(each.uri)} | {kind} | {status} | {each.resources:,} | {note} |"
    yield f"\ndrlint {report.tool_version}"
