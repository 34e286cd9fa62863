"""The report for a terminal: the verdict, the worst findings, what could not be seen, what to run next."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TextIO

import msgspec

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Finding, Posture, Severity
from drlint.reports import remedy, wording
from drlint.reports.divided import divided
from drlint.reports.escape import terminal
from drlint.reports.grouping import Group, across_roots, grouped
from drlint.reports.lines import LABEL, Line, cut, labelled, paragraph
from drlint.reports.of_documents import LISTED, is_of_document, is_said, listed_together, more_of_document, place_named
from drlint.reports.options import Options
from drlint.reports.text_tables import ROWS, STYLES, heading, tables
from drlint.reports.unseen import not_run, policies_named
from drlint.reports.waived import waived_lines
from drlint.reports.wording import count

NAME = "text"

WORST = 20  # findings listed without --full
WORST_OF_EACH = 5  # under each of several headings
INSTANCES = 3  # other instances of a finding's block named without --full
HCL = 6  # lines of a remedy's HCL without --full
NOTES = 5  # on inputs, without --full
PLAIN_WIDTH = 100


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write to a terminal in colour, elsewhere the same lines plain."""
    on_screen = out.isatty()
    width = max(40, options.width or _width(on_screen=on_screen))
    color = options.color if options.color is not None else on_screen and not os.environ.get("NO_COLOR")
    lines = _lines(report, options, width)
    if color:
        _paint(lines, out, width)
        return
    out.writelines("".join([text for text, _ in line]).rstrip() + "\n" for line in lines)


def _width(*, on_screen: bool) -> int:
    if on_screen:
        import shutil  # noqa: PLC0415 - 3 ms that only a terminal pays

        return min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, 120)
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else PLAIN_WIDTH


def _paint(lines: Iterable[Line], out: TextIO, width: int) -> None:
    from rich.console import Console  # noqa: PLC0415 - 50 ms that only a terminal pays
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=out, force_terminal=True, width=width, highlight=False, markup=False, emoji=False)
    console.print(Text("\n").join([Text.assemble(*line, no_wrap=True) for line in lines]), soft_wrap=True)


def _lines(report: Report, options: Options, width: int) -> Iterator[Line]:
    policies = {policy.id: policy for policy in report.policies}
    yield from _verdict(report, options, width)
    with_root, with_posture = wording.has_roots(report), wording.has_postures(report)
    told = _Telling(policies, options, width, with_root=with_root, with_posture=with_posture)
    announced, observed = wording.announced(report, options), wording.observed(report, options)
    if options.group_by:
        for division in divided(announced, options.group_by):
            yield from heading(terminal(f"{cut(terminal(division.name), width // 2)}: {division.told}"))
            yield from told.findings(division.findings, WORST_OF_EACH)
    else:
        yield from told.findings(announced, WORST)
    if observed:
        yield from heading(f"Only observed: {count(len(observed), 'finding')} of policies that are not in force yet")
        yield from told.findings(observed, WORST if not announced else WORST_OF_EACH)
    hidden = wording.hidden_line(report, options)
    if hidden:
        yield []
        yield [(hidden, "dim")]
    yield from tables(report, policies, options, width)
    yield from _unseen(report, options, width)
    yield from _aside(report, width)
    yield from _next(report, width, truncated=told.left_out)


class _Telling:
    """Lists findings, and remembers whether any were left out."""

    def __init__(
        self, policies: dict[str, PolicySummary], options: Options, width: int, *, with_root: bool, with_posture: bool
    ) -> None:
        self._policies = policies
        self._options = options
        self._width = width
        self._with_root = with_root
        self._with_posture = with_posture
        self.left_out = False

    def findings(self, findings: Iterable[Finding], most: int) -> Iterator[Line]:
        """The findings, one for each block; without --full the first ones."""
        options, width = self._options, self._width
        groups = across_roots(grouped(findings)) if self._with_root else grouped(findings)
        lists = listed_together(groups)
        listed = lists if options.full else lists[:most]
        told = ""
        for group, *more in listed:
            yield []
            yield from _finding(group, options, width, with_root=self._with_root, with_posture=self._with_posture)
            yield from more_of_document(more, width, full=options.full)
            self.left_out = self.left_out or (len(more) > LISTED and not options.full)
            fix = wording.fix_of(group.first, self._policies)
            yield from _fix(fix, width, full=options.full, again=fix == told)
            told = fix
        rest = sum(1 + len(group.others) for some in lists[len(listed) :] for group in some)
        if rest:
            self.left_out = True
            yield []
            yield [(f"{count(rest, 'more finding')}: --full lists them all", "bold")]


def _verdict(report: Report, options: Options, width: int) -> Iterator[Line]:
    tally = wording.tally(report)
    styles = [
        style if number else "dim"
        for style, number in zip(
            ("bold red", "yellow", "magenta", "green"), msgspec.structs.astuple(tally), strict=True
        )
    ]
    line: Line = []
    for part, style in zip(str(tally).split(" · "), styles, strict=True):
        line += [(" · ", "dim")] if line else []
        line.append((part, style))
    yield line
    yield from paragraph(" · ".join(wording.facts(report)), width, style="dim")
    posture = wording.posture_line(report)
    if posture:
        yield from paragraph(posture, width, style="dim")
    for said in wording.ungated_lines(report):
        yield from paragraph(said, width, style="dim")
    notes = report.notes if options.full else report.notes[:NOTES]
    for note in notes:
        yield from paragraph(note, width)
    if len(notes) < len(report.notes):
        yield [(f"{count(len(report.notes) - len(notes), 'more note')}: --full", "dim")]


def _finding(group: Group, options: Options, width: int, *, with_root: bool, with_posture: bool) -> Iterator[Line]:
    finding = group.first
    style = STYLES[finding.severity]
    message = wording.told(finding)
    bold = "" if finding.severity is Severity.LOW else "bold"
    yield from labelled(str(finding.severity).upper(), style, message, width, text_style=bold)
    yield from paragraph(
        " · ".join(_whereabouts(group, with_root=with_root, with_posture=with_posture)),
        width,
        indent=LABEL,
        style="dim",
    )
    if options.full:
        for because in _reasons(finding):
            yield from paragraph(because, width, indent=LABEL, style="dim")
        for evidence in finding.evidence:
            said = "" if is_said(evidence, finding) else f": {evidence.says}"
            yield from paragraph(f"{place_named(evidence.location)}{said}", width, indent=LABEL, style="dim")
    if group.others:
        rest = group.rest(None if options.full else INSTANCES)
        yield from paragraph(f"and {rest}", width, indent=LABEL, style="dim")
    if options.full:
        for said in group.other_words():
            yield from paragraph(wording.sentence(said), width, indent=LABEL, style="dim")


def _reasons(finding: Finding) -> Iterator[str]:
    """Why it is as severe as it is, and why somebody owns it."""
    if finding.severity_because:
        yield f"{finding.severity}: {finding.severity_because}"
    if finding.owner and finding.owner_because:
        yield f"owner {finding.owner}: {finding.owner_because}"


@lru_cache(256)
def _fix(text: str, width: int, *, full: bool, again: bool) -> tuple[Line, ...]:
    """A remedy: its first sentence where that says it; else, and with --full, the lines of its HCL as they stand."""
    short = "" if full else remedy.in_short(text)
    if short:
        return ([(" " * LABEL, ""), (cut(f"fix: {terminal(short)}", width - LABEL), "green")],)
    if again and remedy.is_long(text):
        return tuple(paragraph("fix: as above", width, indent=LABEL, style="green"))
    lines: list[Line] = []
    most = None
    for part in remedy.parts(text):
        if part.is_hcl:
            lines += [] if lines else paragraph("fix:", width, indent=LABEL, style="green")
            most = most or len(lines) + HCL
            lines += [[(" " * (LABEL + 2), ""), (line, "green")] for line in part.lines]
        else:
            said = part.joined if lines else f"fix: {part.joined}"
            lines += paragraph(said, width, indent=LABEL, style="green")
    if full or most is None or len(lines) <= most:
        return tuple(lines)
    rest = f"… {count(len(lines) - most, 'more line')}: --full"
    return (*lines[:most], [(" " * (LABEL + 2), ""), (rest, "dim")])


def _whereabouts(group: Group, *, with_root: bool, with_posture: bool) -> list[str]:
    """Places as `file:line`, which many terminals open; address where the message does not name it, policy, owners."""
    finding = group.first
    places = [place_named(each.location) for each in finding.evidence if each.location.line is not None]
    parts = [", ".join(list(dict.fromkeys(places))[:3])] if places else []
    is_named = finding.resource.path in finding.message and not with_root
    if not places or not (is_named or is_of_document(finding)):
        parts.append(wording.address(finding, with_root=with_root))
    parts.append(finding.policy)
    if group.owners:
        parts.append(group.owners)
    if with_posture and finding.posture in {Posture.NEW, Posture.WORSE}:
        parts.append(str(finding.posture))
    ungated = wording.ungated(finding)
    return [*parts, ungated] if ungated else parts


def _unseen(report: Report, options: Options, width: int) -> Iterator[Line]:
    rows = list(_unseen_rows(report))
    if not rows:
        return
    yield from heading("What could not be seen")
    for label, style, text in rows if options.full else rows[: 2 * ROWS]:
        yield from labelled(label, style, text, width, indent=2)
    if not options.full and len(rows) > 2 * ROWS:
        yield [(f"  {len(rows) - 2 * ROWS:,} more of these: --full", "dim")]


def _unseen_rows(report: Report) -> Iterator[tuple[str, str, str]]:
    for failure in report.failures:
        yield "broke", "bold red", f"{failure.policy} on {failure.resource}: {wording.sentence(failure.error)}"
    unread: dict[tuple[str, str], list[str]] = {}
    for each in wording.unread(report):
        unread.setdefault((each.status, each.note), []).append(each.uri)
    for (status, note), names in unread.items():
        yield status, "magenta", f"{wording.listed(names)}{': ' if note else ''}{wording.sentence(note)}"
    for line in wording.blind_spot_lines(report.blind_spots):
        yield "blind", "magenta", line
    by_policy: dict[str, list[Finding]] = {}
    for unknown in report.unknowns:
        by_policy.setdefault(unknown.policy, []).append(unknown)
    for policy, unknowns in by_policy.items():
        first = unknowns[0]
        more = f" And {len(unknowns) - 1:,} more." if len(unknowns) > 1 else ""
        named = first.resource.path in first.message
        about = wording.sentence(first.message if named else f"{first.resource}: {first.message}")
        yield "unknown", "magenta", f"{policy}: {about}{more}"
    for reason, ids in not_run(report).items():
        yield "not run", "dim", f"{policies_named(ids)}: {wording.sentence(reason)}"


def _aside(report: Report, width: int) -> Iterator[Line]:
    rows = [*waived_lines(report)]
    rows += [f"Set aside: {len(report.baseline):,} in the baseline."] if report.baseline else []
    rows += [
        f"Declared elsewhere: {each.policy} for {', '.join(each.addresses)} in {each.where} ({each.owner}); "
        f"{each.set_aside:,} set aside."
        for each in report.elsewhere
    ]
    rows += wording.adopted_lines(report)
    if rows:
        yield []
    for row in rows:
        yield from paragraph(row, width, style="dim")


def _next(report: Report, width: int, *, truncated: bool) -> Iterator[Line]:
    rows = []
    own = next((each for each in (*report.findings, *report.unknowns) if not each.origin), None)
    if own is not None:
        policy = terminal(own.policy)
        rows.append((f"drlint explain {policy}", "why it matters, and how to mend it"))
    if truncated:
        rows.append(("--full", f"all {count(len(report.findings), 'finding')} with their evidence"))
    if report.findings or report.unknowns:
        rows.append(("-o markdown=report.md", "the whole report, to hand on"))
    if not rows:
        return
    yield from heading("Next")
    wide = max(len(command) for command, _ in rows)
    for command, purpose in rows:
        fits = 2 + wide + 2 + len(purpose) <= width
        yield [("  ", ""), (f"{command:<{wide}}", "bold"), (f"  {purpose}" if fits else "", "dim")]
