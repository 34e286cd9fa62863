"""The report as Markdown, for a comment on a pull request: what changed first, and never longer than it may be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TextIO

from drlint.engine.report import Report
from drlint.model.errors import DrlintError
from drlint.reports import wording
from drlint.reports.escape import comment_word, markdown, prose
from drlint.reports.markdown_aside import aside, background, expiring
from drlint.reports.markdown_detail import STEPS, WHOLE, Detail, short, within
from drlint.reports.markdown_diagram import diagrams
from drlint.reports.markdown_findings import findings
from drlint.reports.markdown_nightly import changed, managed, read
from drlint.reports.markdown_story import Story, story_of
from drlint.reports.markdown_unseen import unseen
from drlint.reports.of_workloads import workload_table
from drlint.reports.options import LEAST, Options

NAME = "markdown"

_MARKED = 80  # characters of a comment's name


def write(report: Report, out: TextIO, options: Options) -> None:
    """Write the report in the fewest steps of shortening after which it takes `options.max_bytes` at most.

    Nothing that an input says can open a heading, a link, a mention, a cell or a comment.
    """
    story = story_of(report, options)
    if options.full or not options.max_bytes:
        out.writelines(_told(story, WHOLE if options.full else STEPS[0]))
        return
    for detail in STEPS:
        text = within(_told(story, detail), options.max_bytes)
        if text is not None:
            out.write(text)
            return
    raise DrlintError(f"no report fits into {options.max_bytes} bytes; give it {LEAST:,}")


def marker(report: Report, options: Options) -> str:
    """The line by which a bot finds the comment that it wrote last time."""
    given = options.comment_id or report.root or "."
    name = comment_word(given[:_MARKED])
    if len(given) > _MARKED or len(name) > _MARKED:
        digest = hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()[:12]
        name = f"{name[:_MARKED].rstrip('-')}.{digest}"
    return f"<!-- drlint:comment:{name} -->"


def _told(story: Story, detail: Detail) -> Iterator[str]:
    """The report, part by part."""
    yield from _head(story, detail)
    yield from changed(story, detail)
    yield from findings(story, detail, managed(story, detail))
    yield from unseen(story, detail)
    yield from read(story, detail)
    yield from expiring(story, detail)
    yield from diagrams(story, detail)
    yield from workload_table(story, detail)
    yield from aside(story, detail)
    yield from background(story, detail)
    yield f"\ndrlint {story.report.tool_version}\n"


def _head(story: Story, detail: Detail) -> Iterator[str]:
    report = story.report
    yield f"{marker(report, story.options)}\n"
    yield f"# Disaster recovery: {markdown(short(report.root, detail.words)) or 'report'}\n\n"
    yield f"**{wording.tally(report)}**\n"
    if report.compared and detail.facts:
        yield f"\n{prose(short(wording.posture_line(report), detail.words))}.\n"
    if detail.said:
        limit = f"{story.options.max_bytes:,} bytes"
        yield f"\nShortened to fit {limit}: {detail.said}. `--full` and `-o json=FILE` leave nothing out.\n"
    if not detail.facts:
        return
    facts = " · ".join(markdown(short(fact, detail.words)) for fact in wording.facts(report))
    # No line begins with a stranger's word: "/merge" at the start of a comment's line is an order to some bots.
    yield f"\nRead: {facts}\n"
    yield from _remarks(story, detail)


def _remarks(story: Story, detail: Detail) -> Iterator[str]:
    report = story.report
    notes = [prose(short(wording.sentence(note), detail.words)) for note in report.notes[: detail.entries]]
    if len(report.notes) > len(notes):
        notes.append(f"{wording.count(len(report.notes) - len(notes), 'more note')}.")
    unowned = sum(1 for finding in report.findings if not finding.owner)
    if unowned and report.findings:
        notes.append(f"{wording.count(unowned, 'finding has', 'findings have')} no owner.")
    notes += [prose(short(line, detail.words)) for line in wording.ungated_lines(report)[: detail.entries]]
    hidden = wording.hidden_line(report, story.options)
    if hidden:
        notes.append(hidden)
    yield "\n" if notes else ""
    yield from (f"- {note}\n" for note in notes)
