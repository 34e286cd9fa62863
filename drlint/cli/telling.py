"""Writes a run's report in the forms that were asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import click
from msgspec import structs

from drlint.cli.output import outputs_of, write_all
from drlint.engine.report import Input, Report
from drlint.model.finding import BlindSpot, Severity
from drlint.model.nightly import Nightly
from drlint.reports.escape import terminal
from drlint.reports.formats import Format
from drlint.reports.options import COMMENT, Options

# Is told a report, the exit code, and the least severity that is shown.
Keep: TypeAlias = Callable[[Report, int, Severity], None]

_COMPLAINTS = 10  # lines on standard error
_LINE_END = re.compile(r"\r\n|\r|\n")


def outputs_asked(flags: Mapping[str, Any]) -> list[tuple[Format, str]]:
    """The forms asked for and their places; where none is standard output, text goes there. Raises DrlintError."""
    outputs = outputs_of(flags.get("outputs") or ("text",))
    return outputs if any(path == "-" for _, path in outputs) else [*outputs, *outputs_of(("text",))]


def complain(blind_spots: Iterable[BlindSpot], inputs: Iterable[Input]) -> None:
    """One line on standard error for each thing that was not read, as far as a person reads them."""
    said = [
        f"{spot.location}: {spot.reason}"
        if spot.what == spot.location.uri
        else f"{spot.location}: {spot.what}: {spot.reason}"
        for spot in dict.fromkeys(blind_spots)
    ]
    if len(said) > _COMPLAINTS:
        said[_COMPLAINTS:] = [f"{len(said) - _COMPLAINTS:,} more could not be read; the report lists them"]
    for line in (*said, *(f"{each.uri}: {each.note}" for each in inputs if each.status == "skipped")):
        click.echo(f"drlint: {terminal(line)}", err=True)


def tell(
    report: Report,
    outputs: list[tuple[Format, str]],
    flags: Mapping[str, Any],
    least: Severity,
    nightly: Nightly | None = None,
) -> None:
    """Write a report to each of its places, and to the summary of the job."""
    options = structs.replace(_options(flags, least), nightly=nightly)
    write_all(report, outputs, options)
    if _is_summarised(flags):
        from drlint.cli.summary import summarise  # noqa: PLC0415 - few runs are those of a job

        summarise(report, options, [path for _, path in outputs if path != "-"])


def is_drawn(flags: Mapping[str, Any]) -> bool:
    """Whether a report is asked for that has diagrams."""
    return _is_summarised(flags) or any(word.partition("=")[0] == "markdown" for word in flags.get("outputs") or ())


def _is_summarised(flags: Mapping[str, Any]) -> bool:
    asked = flags.get("github_step_summary", False)
    return bool(asked) or (asked is None and os.environ.get("GITHUB_ACTIONS") == "true")


def _options(flags: Mapping[str, Any], least: Severity) -> Options:
    from drlint.cli.discovery import top_of  # noqa: PLC0415 - only a report that quotes lines needs the repository

    def lines_of(uri: str) -> list[str] | None:
        try:
            return _LINE_END.split(((top_of(Path.cwd()) or Path.cwd()) / uri).read_bytes().decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            return None

    return Options(
        full=bool(flags.get("full")),
        show_passed=bool(flags.get("show_passed")),
        min_severity=least,
        suppressed=flags.get("sarif_suppressed") == "include",
        lines_of=lines_of,
        max_bytes=COMMENT if flags.get("max_bytes") is None else flags["max_bytes"],
        comment_id=flags.get("comment_id") or "",
        group_by=flags.get("group_by") or "",
        only_new=bool(flags.get("only_new")),
    )
