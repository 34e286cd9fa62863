"""A difference for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from drlint.engine.difference import Difference
from drlint.reports.differences import words
from drlint.reports.escape import terminal


def write(difference: Difference, out: TextIO, *, full: bool) -> None:
    """Write the numbers, then each change on two lines."""
    out.writelines(f"{terminal(line)}\n" for line in _lines(difference, full=full))


def _lines(difference: Difference, *, full: bool) -> Iterator[str]:
    yield words.verdict(difference)
    yield f"{difference.before} → {difference.after}"
    yield from difference.notes
    for section in words.sections(difference):
        yield ""
        yield f"{section.title} ({len(section.rows):,})"
        rows = section.rows if full else section.rows[: words.LISTED]
        for row in rows:
            finding = row.finding
            where = f"{finding.resource.root or '.'}: {finding.resource}"
            yield f"  {str(finding.severity).upper():8}  {finding.policy}  {where}"
            yield f"            {row.said}"
        if len(rows) < len(section.rows):
            yield f"  {len(section.rows) - len(rows):,} more: --full"
