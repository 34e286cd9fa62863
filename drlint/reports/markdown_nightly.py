"""What a nightly report opens and ends with: what changed, a page for who answers for recovery, what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from drlint.engine.report import Report
from drlint.model.finding import Severity
from drlint.model.nightly import AccountRead, Nightly
from drlint.model.since import Since
from drlint.model.waiver import WaiverState, WaiverUse
from drlint.model.workload_summary import WorkloadSummary
from drlint.reports import wording
from drlint.reports.escape import code, markdown, prose
from drlint.reports.markdown_detail import Detail, short
from drlint.reports.markdown_findings import again_code
from drlint.reports.markdown_story import Story

_RISKS = 5
_NO_TIER = "none declared"
_TESTED = "procedures-tested"
_SPOTS = 20
_ACCOUNTS = "| Account | Regions read | Resources | Seen | Blind spots | Will hurt | Should fix | Cannot tell |\n"
_ACCOUNTS_RULE = "|---|---:|---:|---:|---:|---:|---:|---:|\n"


def changed(story: Story, detail: Detail) -> Iterator[str]:
    """What changed since the run before, as far as findings do not say it, and which places went out of sight since."""
    night = story.options.nightly
    if night is None or night.since is None:
        return
    since = night.since
    if since.before is None:
        yield "\nThis is the first run that is recorded; the next one tells what changed.\n"
        return
    if since.before not in " ".join(story.report.compared):
        yield f"\n**Since the run of {since.before}: {_changes(since)}.**\n"
    new = sorted(since.new_spots)
    shown = new[: min(detail.entries, _SPOTS)]
    if shown:
        yield "\n**Newly out of sight**, so that nothing can be said of it:\n\n"
    yield from (f"- {code(short(place, detail.words))}\n" for place in shown)
    if shown and len(shown) < len(new):
        yield f"- {len(new) - len(shown):,} more\n"


def _changes(since: Since) -> str:
    said = [f"{len(since.new):,} new", f"{len(since.worse):,} worse", f"{len(since.resolved):,} resolved"]
    return f"{', '.join(said)}, {wording.count(len(since.new_spots), 'new blind spot')}"


def managed(story: Story, detail: Detail) -> Iterator[str]:
    """A page for a manager: workloads by tier, biggest risks, what nobody tested, waivers past their day, coverage."""
    night = story.options.nightly
    if night is None or not detail.facts:
        return
    yield "\n## Can we recover?\n\n"
    yield from _tiers(story.report, night)
    lines = (_risks, _untested, _overdue, _seen)
    yield from (f"- {line}\n" for say in lines for line in say(story, night, detail))


def _tiers(report: Report, night: Nightly) -> Iterator[str]:
    """How many workloads of each tier keep all that matters, of how many, and how it was a month ago."""
    if not report.workloads:
        yield "No document declares a workload, so nothing says what has to be recovered, and how fast.\n\n"
        return
    month = night.since.month if night.since else None
    before = (night.since.met_before if night.since else None) or {}
    then = f"On {month[:10]}" if month else "30 days ago"
    yield f"| Tier | Workloads that keep all policies of severity high and above | Cannot be told | {then} |\n"
    yield "|---|---:|---:|---:|\n"
    for tier in sorted({each.tier for each in report.workloads}, key=lambda each: (each is None, each)):
        verdicts = Counter(night.verdicts.get(each.name, "unknown") for each in report.workloads if each.tier == tier)
        was = f"{before[tier][0]:,} of {before[tier][1]:,}" if tier in before else "not recorded"
        row = (_NO_TIER if tier is None else str(tier), f"{verdicts['pass']:,} of {verdicts.total():,}")
        yield f"| {' | '.join(row)} | {verdicts['unknown']:,} | {was} |\n"
    yield "\n"


_Say = Callable[[Story, Nightly, Detail], Iterator[str]]


def _risks(story: Story, _: Nightly, detail: Detail) -> Iterator[str]:
    """The policies with the most critical, then high, findings."""
    grave = [each for each in story.report.findings if each.severity >= Severity.HIGH]
    counts: Counter[tuple[Severity, str]] = Counter((each.severity, each.policy) for each in grave)
    ranked = sorted(counts.items(), key=lambda each: (-each[0][0], -each[1], each[0][1]))
    if not ranked:
        yield "Biggest risks: none of severity high or above was found."
    for (severity, policy), number in ranked[: min(_RISKS, detail.entries)]:
        known = story.policies.get(policy)
        title = prose(short(known.title if known else policy, min(detail.words, 200)))
        yield f"Risk, {wording.SEVERITY_NAMES[severity]}: {title} ({wording.count(number, 'finding')}, {_code(policy)})"


def _untested(story: Story, _: Nightly, detail: Detail) -> Iterator[str]:
    """The workloads of tier 1 of which no drill, or no recent one, shows that they can be recovered."""
    first = [each for each in story.report.workloads if each.tier == 1]
    late = {each.workload for each in story.report.findings if _checklist(story, each.policy) == _TESTED}
    untested = [each for each in first if each.last_drill is None or each.name in late]
    if not first:
        return
    if not untested:
        yield f"Tested: all {len(first):,} of tier 1 were drilled as their policies ask."
        return
    named = [_drilled(each, detail) for each in untested[: max(1, min(detail.entries, 10))]]
    left = len(untested) - len(named)
    more = f" + {left:,} more" if left else ""
    yield f"**Untested: {len(untested):,} of {len(first):,} of tier 1**: {', '.join(named)}{more}"


def _drilled(each: WorkloadSummary, detail: Detail) -> str:
    when = f"last drill {each.last_drill}" if each.last_drill else "never drilled"
    return f"{markdown(short(each.name, min(detail.words, 100)))} ({when})"


def _overdue(story: Story, _: Nightly, detail: Detail) -> Iterator[str]:
    over = [each for each in story.report.waivers if each.state is WaiverState.EXPIRED]
    if not story.report.waivers:
        return
    named = [_waiver(each, detail) for each in over[: min(detail.entries, _RISKS)]]
    left = len(over) - len(named)
    more = f" + {left:,} more" if left and named else ""
    listed = f": {', '.join(named)}{more}" if named else ""
    yield f"Waivers past their day: {len(over):,} of {len(story.report.waivers):,}{listed}"


def _waiver(use: WaiverUse, detail: Detail) -> str:
    waiver = use.waiver
    owner = markdown(short(waiver.owner, min(detail.words, 100)))
    return f"{_code(waiver.policy or 'blind spots')} ({owner}, until {waiver.until})"


def _seen(story: Story, night: Nightly, _: Detail) -> Iterator[str]:
    coverage = story.report.coverage
    if coverage is None:
        return
    was = night.since.coverage_before if night.since else None
    before = "" if was is None else f"; the run before: {was:.1f} %"
    yield f"Coverage: {coverage.said}{before}"


def _checklist(story: Story, policy: str) -> str:
    known = story.policies.get(policy)
    return known.checklist if known else ""


def _code(policy: str) -> str:
    return again_code(short(policy, 100))


def read(story: Story, detail: Detail) -> Iterator[str]:
    """Which accounts were to be read, and how much of each was."""
    night = story.options.nightly
    if night is None or not night.accounts:
        return
    done = sum(1 for each in night.accounts if each.is_read)
    yield f"\n## Accounts ({done:,} of {len(night.accounts):,} read)\n"
    if not detail.entries:
        return
    yield f"\n{_ACCOUNTS}{_ACCOUNTS_RULE}"
    counts = _by_account(story.report)
    shown = _least_seen_first(night.accounts)[: detail.entries]
    for each in shown:
        yield f"| {' | '.join(_cells(each, counts))} |\n"
    if len(shown) < len(night.accounts):
        yield f"\n{len(night.accounts) - len(shown):,} more.\n"


def _least_seen_first(accounts: Sequence[AccountRead]) -> list[AccountRead]:
    return sorted(accounts, key=lambda each: (each.seen / each.wanted if each.wanted else 0.0, each.account))


def _cells(each: AccountRead, counts: Counter[tuple[str | None, str]]) -> Iterator[str]:
    yield markdown(each.account)
    if not each.is_read:
        yield from ("**not read**", "-", f"0 of {each.wanted:,}", f"{each.spots:,}", "-", "-", "-")
        return
    yield f"{each.regions:,}"
    yield f"{each.resources:,}"
    yield f"{each.seen:,} of {each.wanted:,}"
    yield f"{each.spots:,}"
    yield from (f"{counts[each.account, word]:,}" for word in ("hurt", "fix", "unknown"))


def _by_account(report: Report) -> Counter[tuple[str | None, str]]:
    counts = Counter((each.account, "hurt" if each.severity >= Severity.HIGH else "fix") for each in report.findings)
    counts.update((each.account, "unknown") for each in report.unknowns)
    return counts
