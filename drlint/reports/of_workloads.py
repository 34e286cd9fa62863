"""The workloads of a report in words: what is declared, what was measured, how long recovery took on average."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.model.periods import spoken_seconds
from drlint.model.workload_summary import WorkloadSummary
from drlint.reports.escape import markdown
from drlint.reports.lines import Line, labelled
from drlint.reports.markdown_detail import Detail, short
from drlint.reports.markdown_story import Story
from drlint.reports.wording import count

_NOTHING = "-"
_HEAD = "| Workload | Tier | Strategy | RTO, RPO for a Region | Last drill | Measured RTO, RPO | MTTR | Runbooks |\n"
_RULE = "|---|---|---|---|---|---|---|---:|\n"


def workload_lines(workloads: tuple[WorkloadSummary, ...], most: int, width: int) -> Iterator[Line]:
    """A few lines for each workload, and how many there are besides."""
    for each in workloads[:most]:
        yield from labelled("workload", "bold", f"{each.name}: {'; '.join(_told(each))}.", width, indent=2)
    if len(workloads) > most:
        yield [(f"            and {len(workloads) - most:,} more: --full", "dim")]


def _told(each: WorkloadSummary) -> Iterator[str]:
    declared = [f"tier {each.tier}" if each.tier else "", each.strategy or ""]
    yield ", ".join(filter(None, declared)) or "neither tier nor strategy declared"
    asked = _numbers(each.rto, each.rpo)
    yield f"for the loss of a Region {asked}" if asked else "no objective for the loss of a Region"
    measured = _numbers(each.measured_rto, each.measured_rpo)
    yield f"last drill {each.last_drill}" if each.last_drill else "never drilled"
    if measured:
        yield f"measured {measured} on {each.measured_on}"
    if each.mttr is not None:
        yield f"MTTR {spoken_seconds(each.mttr)} over {count(each.drills_measured, 'drill')}"
    yield count(len(each.runbooks), "runbook") if each.runbooks else "no runbook"


def _numbers(rto: int | None, rpo: int | None) -> str:
    said = [f"{name} {spoken_seconds(value)}" for name, value in (("RTO", rto), ("RPO", rpo)) if value is not None]
    return ", ".join(said)


def workload_table(story: Story, detail: Detail) -> Iterator[str]:
    """A row for each workload, where documents declare any."""
    workloads = story.report.workloads
    if not workloads or not detail.entries or not detail.findings:
        return
    yield f"\n## Workloads ({len(workloads):,})\n\n{_HEAD}{_RULE}"
    for each in workloads[: detail.entries]:
        yield f"| {' | '.join(_cells(each, detail))} |\n"
    if len(workloads) > detail.entries:
        yield f"\n{len(workloads) - detail.entries:,} more.\n"


def _cells(each: WorkloadSummary, detail: Detail) -> Iterator[str]:
    yield markdown(short(each.name, detail.words))
    yield str(each.tier or _NOTHING)
    yield each.strategy or _NOTHING
    yield _pair(each.rto, each.rpo)
    yield each.last_drill or _NOTHING
    yield _pair(each.measured_rto, each.measured_rpo)
    drills = count(each.drills_measured, "drill")
    yield _NOTHING if each.mttr is None else f"{spoken_seconds(each.mttr)} ({drills})"
    yield f"{len(each.runbooks):,}"


def _pair(rto: int | None, rpo: int | None) -> str:
    if rto is None and rpo is None:
        return _NOTHING
    return ", ".join(_NOTHING if value is None else spoken_seconds(value) for value in (rto, rpo))
