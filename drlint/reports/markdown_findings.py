"""Findings in Markdown: what is new and worse first, each with its evidence and its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from drlint.model.finding import Finding, Posture, Severity
from drlint.model.resource import Location
from drlint.reports import remedy, wording
from drlint.reports.escape import code, fenced, prose
from drlint.reports.grouping import Group
from drlint.reports.markdown_detail import Detail, short
from drlint.reports.markdown_story import Section, Story, groups_of, worst_by_policy
from drlint.reports.of_documents import is_said, listed_together, place_named

# What thousands of findings say in the same words.
again = lru_cache(1024)(prose)
again_code = lru_cache(1024)(code)

FOLDED = 10  # low findings that are more than that are folded away
ROWS = 60  # of a table
PRAISED = 30  # of what is fixed, named without --full
_FIX_AS_ABOVE = "  - Fix: as above.\n"


def findings(story: Story, detail: Detail, between: Iterator[str]) -> Iterator[str]:
    """Every section, what is fixed after what got worse; `between` stands before all that is neither."""
    is_fixed_told = not story.report.compared
    if not story.report.findings:
        yield "\n## Findings\n\nNone.\n"
    elif not is_fixed_told and all(each.posture is Posture.UNCHANGED for each in story.report.findings):
        yield "\nNothing is new, nothing is worse.\n"
    for section in story.sections:
        if section.title not in {"New", "Worse"} and not is_fixed_told:
            is_fixed_told = True
            yield from fixed(story, detail)
        if section.title not in {"New", "Worse"}:
            yield from between
        yield from _section(section, story, detail)
    if not is_fixed_told:
        yield from fixed(story, detail)
    yield from between
    if detail.findings and story.usual and detail.words > len(story.usual[0]):
        usual = " · ".join(again(short(each, detail.words)) for each in story.usual)
        yield f"\nSeverity, where a finding does not say why: {usual}.\n"


def fixed(story: Story, detail: Detail) -> Iterator[str]:
    """What was broken before and is kept now, or gone: before the plan, and in a baseline."""
    number = wording.fixed_count(story.report)
    if not number or not detail.entries:
        return
    yield f"\n## Fixed ({number:,})\n\n"
    most = detail.entries if story.options.full else min(detail.entries, PRAISED)
    known = list(islice(_fixed_of(story), most))
    named = [f"{again_code(short(policy, 100))} on {code(short(path, detail.words))}" for policy, path, _ in known]
    left = number - sum(count for _, _, count in known)
    rest = f" + {left:,} more" if left else ""
    yield f"{wording.count(number, 'finding')} fixed: {', '.join(named)}{rest}.\n"


def _fixed_of(story: Story) -> Iterator[tuple[str, str, int]]:
    """Policy, address and how often, each finding once."""
    for finding in story.report.fixed:
        yield finding.policy, wording.address(finding, with_root=story.with_root), 1
    for entry in wording.fixed_entries(story.report):
        address = f"{entry.root or '.'}: {entry.resource}" if story.with_root else entry.resource
        yield entry.policy, address, entry.count


def _section(section: Section, story: Story, detail: Detail) -> Iterator[str]:
    if not detail.findings and not detail.totals:
        return
    yield f"\n## {section.title} ({len(section.findings):,})\n"
    if not detail.findings:
        yield from _totals(section.findings, story)
        return
    if section.folded and not detail.others:
        yield from _counted(section.findings, story)
        return
    if section.folded:
        yield f"\n<details><summary>{section.folded}</summary>\n"
    if section.divisions:
        yield from _divisions(section, story, detail)
    else:
        for severity in wording.WORST_FIRST:
            yield from _severity(severity, section, story, detail)
    if section.folded:
        yield "\n</details>\n"


def _divisions(section: Section, story: Story, detail: Detail) -> Iterator[str]:
    """The findings under the headings that were asked for, each with its severity."""
    most = min(max(detail.entries, 1), ROWS) if not detail.others else len(section.divisions)
    for each in section.divisions[:most]:
        name = code(short(each.name, min(detail.words, 200)))
        yield f"\n### {story.options.group_by.capitalize()} {name}: {each.told}\n\n"
        listed = [one for one in each.findings if detail.others or one.severity is not Severity.LOW]
        yield from _items(groups_of(listed, with_root=story.with_root), story, detail, with_severity=True)
        if len(listed) < len(each.findings):
            yield f"- {len(each.findings) - len(listed):,} low\n"
    rest = sum(len(each.findings) for each in section.divisions[most:])
    if rest:
        yield f"\n{wording.count(rest, 'more finding')} under {len(section.divisions) - most:,} other headings.\n"


def _severity(severity: Severity, section: Section, story: Story, detail: Detail) -> Iterator[str]:
    number = sum(1 for finding in section.findings if finding.severity is severity)
    if not number:
        return
    yield f"\n### {str(severity).capitalize()} ({number:,})\n"
    if severity is Severity.LOW and not detail.others:
        yield from _counted([each for each in section.findings if each.severity is severity], story)
        return
    items = [group for group in section.groups if group.first.severity is severity]
    is_folded = severity is Severity.LOW and len(items) > FOLDED and not section.folded
    if is_folded:
        yield f"\n<details><summary>{wording.count(number, 'finding')} that should be fixed some day</summary>\n"
    yield "\n"
    yield _told_above(section.groups, severity)
    yield from _items(items, story, detail)
    if is_folded:
        yield "\n</details>\n"


def _counted(found: Iterable[Finding], story: Story) -> Iterator[str]:
    """How many findings each policy has, the most frequent first."""
    yield "\n"
    counts = wording.by_frequency(finding.policy for finding in found)
    for policy, number in counts[:ROWS]:
        yield f"- {number:,} × {again_code(short(policy, 100))}{_title(policy, story)}\n"
    if len(counts) > ROWS:
        rest = sum(number for _, number in counts[ROWS:])
        yield f"- {rest:,} more of {wording.count(len(counts) - ROWS, 'other policy', 'other policies')}\n"


def _totals(found: Sequence[Finding], story: Story) -> Iterator[str]:
    """The same as a table with the worst severity, worst first."""
    worst = worst_by_policy(found)
    counts = sorted(wording.by_frequency(finding.policy for finding in found), key=lambda item: -worst[item[0]])
    yield "\n| Findings | Worst | Policy |\n|---:|---|---|\n"
    for policy, number in counts[:ROWS]:
        title = _title(policy, story).removeprefix(" ")
        yield f"| {number:,} | {worst[policy]} | {title or again(short(policy, 100))} |\n"
    if len(counts) > ROWS:
        rest = sum(number for _, number in counts[ROWS:])
        yield f"| {rest:,} | | {wording.count(len(counts) - ROWS, 'other policy', 'other policies')} |\n"


def _title(policy: str, story: Story) -> str:
    known = story.policies.get(policy)
    return f" {again(short(known.title, 100))}" if known else ""


def _told_above(groups: Iterable[Group], severity: Severity) -> str:
    """How many findings of a severity belong to a block whose worst instance is listed above."""
    worse = (group for group in groups if group.others and group.first.severity != severity)
    number = sum(1 for group in worse for other in group.others if other.severity == severity)
    return f"{wording.count(number, 'instance')} listed above with a worse one of the same block.\n\n" if number else ""


def _items(groups: Iterable[Group], story: Story, detail: Detail, *, with_severity: bool = False) -> Iterator[str]:
    told = ""
    listed: Counter[str] = Counter()
    for group, *same in listed_together(groups):
        policy = group.first.policy
        listed[policy] += 1 + len(same)
        if listed[policy] - len(same) > detail.most:
            continue
        yield _item(group, story, detail, with_severity=with_severity)
        yield from _more_of_document(same, detail)
        if detail.fixes:
            fix = wording.fix_of(group.first, story.policies)
            yield _FIX_AS_ABOVE if fix == told and remedy.is_long(fix) else _fix(fix)
            told = fix
        yield _look(group.first, story, detail)
    more = [(policy, number - detail.most) for policy, number in listed.items() if number > detail.most]
    for policy, number in more[:ROWS]:
        yield f"- {number:,} more of {again_code(short(policy, 100))}\n"
    if len(more) > ROWS:
        rest = sum(number for _, number in more[ROWS:])
        yield f"- {rest:,} more of other policies\n"


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


def _item(group: Group, story: Story, detail: Detail, *, with_severity: bool) -> str:
    """A finding with its address, policy, owners, evidence and the other instances of its block."""
    finding = group.first
    policy = again_code(short(finding.policy, detail.words))
    about = [_address(finding, story, detail), policy]
    about += [again(short(group.owners, detail.words))] if group.owners else []
    ungated = wording.ungated(finding)
    about += [again(short(ungated, detail.words))] if ungated else []
    because = finding.severity_because
    if because and because not in story.usual:
        about.append(f"{wording.SEVERITY_NAMES[finding.severity]}: {again(short(because, detail.words))}")
    elif with_severity:
        about.append(wording.SEVERITY_NAMES[finding.severity])
    message = prose(short(wording.told(finding), detail.words)) or policy
    lines = [f"- **{message}**  \n  {' · '.join(about)}\n"]
    for each in finding.evidence[: detail.evidence]:
        told = each.says.removeprefix(each.location.uri).removeprefix(".")  # of what AWS has that is its ARN
        said = "" if is_said(each, finding) or not told else f" {again(short(told, detail.words))}"
        lines.append(f"  - {place(each.location, detail)}{said}\n")
    lines += others(group, detail)
    return "".join(lines)


def _look(finding: Finding, story: Story, detail: Detail) -> str:
    """The command that shows what is new or worse in a live account as it is now."""
    command = story.options.nightly.look.get(finding.fingerprint) if story.options.nightly else None
    return f"  - Look: {code(short(command, detail.words))}\n" if command else ""


def _more_of_document(groups: Sequence[Group], detail: Detail) -> Iterator[str]:
    """What else a policy says of the same document, a line each."""
    for group in groups[: detail.instances]:
        finding = group.first
        where = " ".join(place(each.location, detail) for each in finding.evidence[: min(detail.evidence, 2)])
        yield f"  - {where} {prose(short(wording.told(finding), detail.words))}\n"
    if detail.instances is not None and len(groups) > detail.instances:
        yield f"  - {len(groups) - detail.instances:,} more like this\n"


def _address(finding: Finding, story: Story, detail: Detail) -> str:
    return code(short(wording.address(finding, with_root=story.with_root), detail.words))


def others(group: Group, detail: Detail) -> Iterator[str]:
    """The other instances by name, then what else is said of them."""
    if group.others:
        yield f"  - and {group.rest(detail.instances, lambda name: code(short(name, detail.words)))}\n"
        for said in group.other_words(detail.instances):
            yield f"  - {prose(short(wording.sentence(said), detail.words))}\n"


def place(location: Location, detail: Detail) -> str:
    """A file and its line, in a document the column, too."""
    if location.line is None:
        return again_code(short(location.uri, detail.words))
    return code(f"{short(location.uri, detail.words)}{place_named(location).removeprefix(location.uri)}")
