"""Writes reports to where they were asked for."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from drlint.engine.report import Report
from drlint.model.errors import DrlintError
from drlint.reports import formats
from drlint.reports.options import Options


def outputs_of(words: Sequence[str]) -> list[tuple[formats.Format, str]]:
    """`FORMAT=PATH` or `FORMAT` (standard output) taken apart; DrlintError for a format that there is not."""
    found = []
    for word in words:
        name, _, path = word.partition("=")
        found.append((formats.named(name), path or "-"))
    if sum(path == "-" for _, path in found) > 1:
        raise DrlintError("only one report can go to standard output; give the others a file: -o markdown=report.md")
    return found


def write_all(report: Report, outputs: Sequence[tuple[formats.Format, str]], options: Options) -> None:
    """Each report to its place."""
    for form, path in outputs:
        if path == "-":
            _to_stdout(report, form, options)
        else:
            _to_file(report, form, Path(path), options)


def _to_stdout(report: Report, form: formats.Format, options: Options) -> None:
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    form.write(report, out, options)
    out.flush()


def _to_file(report: Report, form: formats.Format, path: Path, options: Options) -> None:
    """A regular file appears whole or not at all; a pipe or a device is written directly."""
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
                form.write(report, out, options)
            return
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
                form.write(report, out, options)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise DrlintError(f"{path}: the report cannot be written: {error.strerror}") from error
