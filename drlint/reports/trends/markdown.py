"""A trend as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from drlint.model.trend import Trend
from drlint.reports.escape import cell
from drlint.reports.trends import words


def write(trend: Trend, out: TextIO) -> None:
    """Write the runs, the workloads' items with their bars, and the drills."""
    out.writelines(_parts(trend))


def _parts(trend: Trend) -> Iterator[str]:
    yield "# Disaster recovery: the trend\n\n"
    if not trend.runs:
        yield f"{words.NOTHING}.\n"
        return
    yield "| run | began | exit | seen | broken | new | resolved | blind spots |\n|--:|---|--:|--:|--:|--:|--:|--:|\n"
    for run in trend.runs:
        yield (
            f"| {run.run} | {run.started} | {run.code} | {words.coverage(run)} | {run.failed:,} | {run.new:,} | "
            f"{run.resolved:,} | {run.blind_spots:,} |\n"
        )
    if trend.items:
        yield "\n| workload | item | trend | broken | change | unknown |\n|---|---|---|--:|--:|--:|\n"
        for item in trend.items:
            yield (
                f"| {cell(words.called(item.workload))} | {cell(item.checklist)} | {words.sparkline(item.failed)} | "
                f"{item.failed[-1]:,} | {words.change(item)} | {item.unknown:,} |\n"
            )
    if trend.workloads:
        yield "\n| workload | tier | policies of severity high and above | last drill | last restore |\n"
        yield "|---|---|---|---|---|\n"
        for each in trend.workloads:
            told = (words.tier(each), each.verdict, words.drill(each), words.restore(each))
            yield f"| {cell(each.name)} | {' | '.join(told)} |\n"
