"""Adds the report to the summary that GitHub Actions shows of a job."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable

import click
from msgspec import structs

from drlint.engine.report import Report
from drlint.reports import formats
from drlint.reports.escape import terminal
from drlint.reports.options import LEAST, Options

MOST = 1024 * 1024  # bytes that a step may write; GitHub shows nothing of a longer one
_APART = b"\n\n"


def summarise(report: Report, options: Options, written: Iterable[str]) -> None:
    """Append the Markdown report where the runner reads the summary, fitted to what room is left.

    Not where one of the reports was `written` there. What goes wrong is told and changes nothing: the report was given
    already.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not path:
        _complain("GITHUB_STEP_SUMMARY names no file, so none was written")
        return
    if os.path.realpath(path) in map(os.path.realpath, written):
        return
    try:
        size = os.path.getsize(path) if os.path.exists(path) else 0  # noqa: PTH110, PTH202
        room = MOST - size - len(_APART)
        if room < LEAST:
            _complain(f"full, {size:,} of {MOST:,} bytes; the report is not added")
            return
        text = _markdown(report, structs.replace(options, full=False, max_bytes=room))
        with open(path, "ab") as file:  # noqa: PTH123
            file.write((_APART if size else b"") + text.encode("utf-8", "replace"))
    except OSError as error:
        _complain(f"cannot be written: {error.strerror}")


def _markdown(report: Report, options: Options) -> str:
    out = io.StringIO()
    formats.named("markdown").write(report, out, options)
    return out.getvalue()


def _complain(said: str) -> None:
    click.echo(f"drlint: step summary: {terminal(said)}", err=True)
