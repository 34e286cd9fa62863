"""Writes reports to where they were asked for."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from drlint.engine.report import Report
from drlint.model.errors import DrlintError
from drlint.reports import formats
from drlint.reports.options import Options

STDOUT = frozenset({"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


def outputs_of(words: Sequence[str]) -> list[tuple[formats.Format, str]]:
    """`FORMAT=PATH` or `FORMAT` (standard output) taken apart; DrlintError for a format that there is not."""
    found = []
    for word in words:
        name, _, path = word.partition("=")
        found.append((formats.named(name), "-" if path in STDOUT else path or "-"))
    files = [os.path.realpath(path) for _, path in found if path != "-"]
    twice = next((path for position, path in enumerate(files) if path in files[:position]), None)
    if twice is not None:
        raise DrlintError(f"{Path(twice).name}: two reports cannot go to one file")
    if sum(path == "-" for _, path in found) > 1:
        raise DrlintError("only one report can go to standard output; give the others a file: -o markdown=report.md")
    return found


def write_all(report: Report, outputs: Sequence[tuple[formats.Format, str]], options: Options) -> None:
    """Each report to its place."""
    for form, path in outputs:
        if path == "-":
            to_stdout(partial(form.write, report, options=options))
        else:
            _to_file(report, form, Path(path), options)


def to_stdout(write: Callable[..., None]) -> None:
    """Let something write to standard output, `out`; whoever reads it may have seen enough."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        write(out=out)
        out.flush()
    except BrokenPipeError:
        silence_stdout()  # whoever read it has seen enough; the exit code is the run's
    except OSError as error:
        silence_stdout()
        raise DrlintError(f"standard output: the report cannot be written: {error.strerror}") from error


def silence_stdout() -> None:
    """Leave nothing for the interpreter to flush where nothing can be written any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_file(report: Report, form: formats.Format, path: Path, options: Options) -> None:
    """A regular file appears whole or not at all; a pipe or a device is written directly."""
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode if target.exists() else None
        if (mode is not None and not stat.S_ISREG(mode)) or path.is_relative_to("/dev"):
            with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
                form.write(report, out, options)
            return
        with replaced(target) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            form.write(report, out, options)
    except OSError as error:
        raise DrlintError(f"{path}: the report cannot be written: {error.strerror}") from error


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A file to write instead, which takes the target's place, and mode, once it is whole; else nothing is left."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
