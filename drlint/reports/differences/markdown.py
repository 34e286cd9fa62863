"""A difference as Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from drlint.engine.difference import Difference
from drlint.reports.differences import words
from drlint.reports.escape import code, markdown, prose


def write(difference: Difference, out: TextIO, *, full: bool) -> None:
    """Write the numbers, then a list for each kind of change; nothing that an input says can open anything."""
    out.writelines(_parts(difference, full=full))


def _parts(difference: Difference, *, full: bool) -> Iterator[str]:
    yield f"# Disaster recovery: what changed\n\n**{words.verdict(difference)}**\n\n"
    yield f"From {code(difference.before)} to {code(difference.after)}.\n"
    yield "\n" if difference.notes else ""
    yield from (f"- {prose(note)}.\n" for note in difference.notes)
    for section in words.sections(difference):
        yield f"\n## {section.title} ({len(section.rows):,})\n\n"
        rows = section.rows if full else section.rows[: words.LISTED]
        for row in rows:
            finding = row.finding
            where = f"{finding.resource.root or '.'}: {finding.resource}"
            yield f"- **{finding.severity}** {code(finding.policy)} {code(where)}: {prose(row.said)}\n"
        if len(rows) < len(section.rows):
            yield f"- {markdown(f'{len(section.rows) - len(rows):,} more')}\n"
