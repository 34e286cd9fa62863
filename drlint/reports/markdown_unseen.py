"""What could not be seen, in Markdown: what broke, blind spots, unknowns, policies that were not assessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from drlint.model.finding import Finding
from drlint.reports import wording
from drlint.reports.escape import code, markdown, prose
from drlint.reports.grouping import Group
from drlint.reports.markdown_detail import Detail, short
from drlint.reports.markdown_findings import again_code, others, place
from drlint.reports.markdown_story import Story, groups_of
from drlint.reports.unseen import not_run, policies_named

FOLDED = 10  # unknowns that are more than that are folded away


def unseen(story: Story, detail: Detail) -> Iterator[str]:
    """All of it under one heading, or nothing."""
    report = story.report
    if not (report.failures or report.blind_spots or wording.unread(report) or report.unknowns or report.not_assessed):
        return
    yield "\n## What could not be seen\n"
    blind = list(_blind_spots(story, detail))
    yield from _section("Policies that broke", len(report.failures), _broken(story, detail), detail)
    yield from _section("Blind spots", len(blind), iter(blind), detail)
    yield from _unknowns(story, detail)
    reasons = len({each.reason for each in report.not_assessed})
    yield from _section("Not assessed", reasons, _not_assessed(story, detail), detail)


def _section(title: str, number: int, lines: Iterator[str], detail: Detail) -> Iterator[str]:
    if not number:
        return
    if not detail.entries:
        yield f"\n{title}: {number:,}.\n"
        return
    yield f"\n### {title}\n\n"
    yield from islice(lines, detail.entries)
    if number > detail.entries:
        yield f"- {number - detail.entries:,} more\n"


def _broken(story: Story, detail: Detail) -> Iterator[str]:
    for failure in story.report.failures:
        where = f"{again_code(failure.policy)} on {code(short(failure.resource.path, detail.words))}"
        yield f"- {where}: {markdown(short(wording.sentence(failure.error), detail.words))}\n"


def _blind_spots(story: Story, detail: Detail) -> Iterator[str]:
    words = detail.words
    for each in wording.unread(story.report):
        told = f": {prose(short(each.note, words))}" if each.note else ""
        yield f"- {code(short(each.uri, words))} {markdown(short(each.status, words))}{told}\n"
    night = story.options.nightly
    known = night.since.old_spots if night and night.since and not story.options.full else frozenset()
    for spot in story.report.blind_spots:
        if spot.what in known:
            continue
        reason = prose(short(wording.sentence(spot.reason), words))
        yield f"- {prose(short(spot.what, words))}: {reason} {place(spot.location, detail)}\n"
    old = sum(1 for spot in story.report.blind_spots if spot.what in known)
    if old:
        yield f"- {wording.count(old, 'blind spot is', 'blind spots are')} as before: `--full` lists all\n"


def _unknowns(story: Story, detail: Detail) -> Iterator[str]:
    found = story.report.unknowns
    if not found:
        return
    by_policy: dict[str, list[Finding]] = {}
    for unknown in found:
        by_policy.setdefault(unknown.policy, []).append(unknown)
    if not detail.entries:
        yield f"\nUnknown: {len(found):,}.\n"
        return
    is_folded = len(found) > FOLDED
    yield f"\n### Unknown ({len(found):,})\n"
    if is_folded:
        yield f"\n<details><summary>of {wording.count(len(by_policy), 'policy', 'policies')}</summary>\n"
    for identity, unknowns in list(by_policy.items())[: detail.entries]:
        policy = story.policies.get(identity)
        yield f"\n{code(short(identity, detail.words))}"
        yield f": {prose(short(policy.title, detail.words))}\n\n" if policy else "\n\n"
        yield from _of_policy(unknowns, story, detail)
    if len(by_policy) > detail.entries:
        yield f"\nUnknown to {len(by_policy) - detail.entries:,} more policies.\n"
    if is_folded:
        yield "\n</details>\n"


def _of_policy(unknowns: Sequence[Finding], story: Story, detail: Detail) -> Iterator[str]:
    groups = groups_of(unknowns, with_root=story.with_root)
    for group in groups[: detail.entries]:
        yield _unknown(group, story, detail)
        yield from others(group, detail)
    if len(groups) > detail.entries:
        yield f"- {len(groups) - detail.entries:,} more\n"


def _unknown(group: Group, story: Story, detail: Detail) -> str:
    finding = group.first
    address = code(short(wording.address(finding, with_root=story.with_root), detail.words))
    where = f" {place(finding.evidence[0].location, detail)}" if finding.evidence else ""
    return f"- {address}: {prose(short(wording.sentence(finding.message), detail.words))}{where}\n"


def _not_assessed(story: Story, detail: Detail) -> Iterator[str]:
    for reason, ids in not_run(story.report).items():
        named = policies_named([again_code(short(each, detail.words)) for each in ids])
        yield f"- {named}: {prose(short(wording.sentence(reason), detail.words))}\n"
