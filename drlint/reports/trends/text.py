"""A trend for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from drlint.model.trend import Trend
from drlint.reports.escape import terminal
from drlint.reports.trends import words


def write(trend: Trend, out: TextIO) -> None:
    """Write the runs, then each workload's items with their bars."""
    out.writelines(f"{terminal(line)}\n" for line in _lines(trend))


def _lines(trend: Trend) -> Iterator[str]:
    if not trend.runs:
        yield words.NOTHING
        return
    yield f"{'run':>5}  {'began':20}  {'exit':>4}  {'seen':>7}  {'broken':>7}  {'new':>5}  {'resolved':>8}  blind spots"
    for run in trend.runs:
        seen = words.coverage(run)
        yield (
            f"{run.run:>5}  {run.started:20}  {run.code:>4}  {seen:>7}  {run.failed:>7,}  {run.new:>5,}  "
            f"{run.resolved:>8,}  {run.blind_spots:,}"
        )
    if trend.items:
        yield ""
        width = max(len(words.called(each.workload)) for each in trend.items)
        for item in trend.items:
            yield (
                f"{words.called(item.workload):{width}}  {item.checklist:32}  {words.sparkline(item.failed)}  "
                f"{item.failed[-1]:,} broken ({words.change(item)}), {item.unknown:,} unknown"
            )
    if trend.workloads:
        yield ""
        for each in trend.workloads:
            yield f"{each.name}: {words.tier(each)}, {each.verdict}, {words.drill(each)}, {words.restore(each)}"
