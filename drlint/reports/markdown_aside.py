"""What stands beside the findings in Markdown: waivers, baseline, what is declared elsewhere, what passed, inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from drlint.engine.report import Waived
from drlint.model.finding import Finding
from drlint.model.waiver import SOON, WaiverState, WaiverUse
from drlint.reports import wording
from drlint.reports.escape import cell_code, code, markdown, prose
from drlint.reports.grouping import Group, grouped
from drlint.reports.markdown_detail import ALL, Detail, short
from drlint.reports.markdown_findings import again_code
from drlint.reports.markdown_scorecard import scorecard
from drlint.reports.markdown_story import Story
from drlint.reports.waived import waived_lines


def expiring(story: Story, detail: Detail) -> Iterator[str]:
    """The waivers that end within 30 days, the first to end first."""
    uses = (each for each in story.report.waivers if each.state is WaiverState.EXPIRING)
    soon = sorted(uses, key=lambda each: each.waiver.until)
    if not soon:
        return
    if not detail.entries:
        yield f"\n{wording.count(len(soon), 'waiver')} {'ends' if len(soon) == 1 else 'end'} within {SOON} days.\n"
        return
    yield f"\n## Waivers that end within {SOON} days ({len(soon):,})\n\n"
    for use in soon[: detail.entries]:
        yield f"- {_expiring(use, story.report.today, detail)}\n"
    if len(soon) > detail.entries:
        yield f"- {len(soon) - detail.entries:,} more\n"


def _expiring(use: WaiverUse, today: date | None, detail: Detail) -> str:
    waiver = use.waiver
    left = wording.count((waiver.until - today).days, "day") if today else ""
    when = f", in {left}" if left else ""
    said = [
        again_code(short(waiver.policy or "blind spots", detail.words)),
        markdown(short(waiver.covers, detail.words)),
        wording.count(use.used, "finding"),
        f"until {waiver.until}{when}",
        markdown(short(waiver.owner, detail.words)),
        code(short(str(waiver.location), detail.words)),
    ]
    return " · ".join(said)


def aside(story: Story, detail: Detail) -> Iterator[str]:
    """What was set aside, and what another root is said to provide."""
    report = story.report
    yield from _waived(report.waived, detail)
    lines = islice(waived_lines(report), detail.entries)
    yield from (f"\n{prose(short(line, detail.words))}\n" for line in lines)
    yield from _baseline(report.baseline, detail)
    yield from (f"\n{prose(short(line, detail.words))}\n" for line in wording.adopted_lines(report)[: detail.entries])
    if report.elsewhere and detail.entries:
        yield f"\n## Declared elsewhere ({len(report.elsewhere):,})\n\n"
        for each in report.elsewhere[: detail.entries]:
            words = detail.words
            addresses = [code(short(address, words)) for address in each.addresses[: detail.entries]]
            if len(addresses) < len(each.addresses):
                addresses.append(f"{len(each.addresses) - len(addresses):,} more")
            where = f"{prose(short(each.where, words))} · {markdown(short(each.owner, words))}"
            policy = again_code(short(each.policy, words))
            yield f"- {policy} for {', '.join(addresses)}: {where} · {each.set_aside:,} set aside\n"
        if len(report.elsewhere) > detail.entries:
            yield f"- {len(report.elsewhere) - detail.entries:,} more\n"


def _waived(waived: tuple[Waived, ...], detail: Detail) -> Iterator[str]:
    yield from _folded("Waived", len(waived), (_of_waived(each, detail) for each in waived), detail)


def _of_waived(waived: Waived, detail: Detail) -> str:
    waiver = waived.waiver
    words = detail.words
    ticket = f" · {prose(short(waiver.ticket, words))}" if waiver.ticket else ""
    until = f"until {waiver.until} · {markdown(short(waiver.owner, words))}{ticket}"
    return f"- {_said(waived.finding, detail)}  \n  {until} · {prose(short(waiver.reason, words))}\n"


def _baseline(found: tuple[Finding, ...], detail: Detail) -> Iterator[str]:
    groups = grouped(found) if detail.entries == ALL else []
    lines = (_of_baseline(group, detail) for group in groups)
    yield from _folded("In the baseline", len(found), lines, detail, len(groups))


def _of_baseline(group: Group, detail: Detail) -> str:
    more = f" And {wording.count(len(group.others), 'more instance')} of this block." if group.others else ""
    owners = f" · {markdown(short(group.owners, detail.words))}" if group.owners else ""
    return f"- {_said(group.first, detail)}{more}{owners}\n"


def _said(finding: Finding, detail: Detail) -> str:
    message = prose(short(wording.told(finding), detail.words))
    return f"{finding.severity}: {message} {again_code(short(finding.policy, detail.words))}"


def _folded(title: str, number: int, lines: Iterable[str], detail: Detail, rows: int = 0) -> Iterator[str]:
    """A list that is folded away under its heading; only its number where lists are short."""
    if not number:
        return
    if detail.entries < ALL:
        yield f"\n{title}: {number:,}.\n"
        return
    entries = wording.count(rows or number, "entry", "entries")
    yield f"\n## {title} ({number:,})\n\n<details><summary>{entries}</summary>\n\n"
    yield from lines
    yield "\n</details>\n"


def background(story: Story, detail: Detail) -> Iterator[str]:
    """What few people open: the scorecard, what passed, the inputs."""
    if not detail.background:
        return
    yield "\n## Scorecard\n\n<details><summary>The 14 items of the checklist</summary>\n\n"
    yield from scorecard(story)
    yield "\n</details>\n"
    yield from _passed(story)
    yield from _inputs(story)


def _passed(story: Story) -> Iterator[str]:
    report = story.report
    if not (story.options.show_passed and report.passed):
        return
    yield f"\n## Passed ({report.pass_count:,})\n\n<details><summary>By policy</summary>\n\n"
    by_policy: dict[str, list[str]] = {}
    for passed in report.passed:
        by_policy.setdefault(passed.policy, []).append(code(passed.resource.path))
    for identity, names in by_policy.items():
        policy = story.policies.get(identity)
        title = f" {prose(policy.title)}" if policy else ""
        yield f"- {code(identity)}{title}: {', '.join(names)}\n"
    yield "\n</details>\n"


def _inputs(story: Story) -> Iterator[str]:
    yield "\n## Inputs\n\n<details><summary>What was read</summary>\n\n"
    yield "| Input | Kind | Status | Resources | Note |\n|---|---|---|---:|---|\n"
    for each in story.report.inputs:
        kind, status, note = markdown(each.kind), markdown(each.status), markdown(each.note)
        yield f"| {cell_code(each.uri)} | {kind} | {status} | {each.resources:,} | {note} |\n"
    yield "\n</details>\n"
