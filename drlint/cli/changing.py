"""Shows or writes changed files, and says what became of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping, Sequence

import click
from msgspec import Struct

from drlint.cli.judged import Judged
from drlint.cli.naming import uri_of
from drlint.cli.output import silence_stdout
from drlint.cli.repairs import Repair
from drlint.edits.desk import Edited
from drlint.edits.patch import patch
from drlint.edits.writing import create, replace
from drlint.model.errors import UnreadableError
from drlint.model.finding import BlindSpot
from drlint.reports.escape import terminal

_LISTED = 20  # of what a patch shows as well


class Changed(Struct, frozen=True):
    """What became of the files: those changed (or to be changed), and the reason for each that was left."""

    done: tuple[str, ...]
    left: Mapping[str, str]


def shown(files: Iterable[Edited]) -> Changed:
    """Print a patch of the files."""
    done: list[str] = []
    left: dict[str, str] = {}
    patches: list[bytes] = []
    for each in files:
        if each.trouble:
            left[each.path] = each.trouble
        else:
            done.append(each.path)
            patches.append(patch(uri_of(each.path), each.before, each.after))
    print_patch(b"".join(patches))
    return Changed(tuple(done), left)


def written(files: Iterable[Edited]) -> Changed:
    """Write the files, each whole or not at all."""
    done: list[str] = []
    left: dict[str, str] = {}
    for each in files:
        try:
            if each.trouble:
                raise UnreadableError(each.trouble)  # noqa: TRY301 - one way out for all that is left
            if each.before is None:
                create(each.disk, each.path, each.after)
            else:
                replace(each.disk, each.path, each.before, each.after)
        except UnreadableError as error:
            left[each.path] = str(error)
        else:
            done.append(each.path)
    return Changed(tuple(done), left)


def print_patch(data: bytes) -> None:
    """A patch as it is; on a terminal, which obeys what it is sent, without control characters."""
    out = sys.stdout
    if out.isatty():
        for line in data.decode("utf-8", "replace").split("\n")[:-1]:
            click.echo(_harmless(line))
        return
    try:
        if isinstance(out, io.TextIOWrapper):
            out.flush()
            out.buffer.write(data)
        else:
            out.write(data.decode("utf-8", "surrogateescape"))
        out.flush()
    except BrokenPipeError:
        silence_stdout()


def _harmless(line: str) -> str:
    """A line with its tabs and blanks as they are, but no other control character."""
    return "".join(each if each.isprintable() or each == "\t" else "" for each in line)


def complain(spots: Sequence[BlindSpot], left: Mapping[str, str], most: int = 10) -> None:
    """One line on standard error for each thing that was not read or not written."""
    said = [f"{uri_of(path)}: left as it is: {reason}" for path, reason in left.items()]
    for each in spots:
        what = "" if each.what == each.location.uri else f"{each.what}: "
        said.append(f"{each.location}: {what}{each.reason}")
    if len(said) > most:
        said[most:] = [f"{len(said) - most:,} more could not be read"]
    for line in said:
        click.echo(f"drlint: {terminal(line)}", err=True)


def summary(made: Sequence[Repair], changed: Changed, words: tuple[str, str], more: str = "", *, diff: bool) -> None:
    """What was done, what was not and why, and the sum; on standard error where standard output is a patch."""
    done: list[Repair] = []
    rest: list[Repair] = []
    for each in made:
        (rest if each.refused or changed.left.keys() & set(each.files) else done).append(each)
    would, did = words
    word = f"would {would}" if diff else did
    lines = [f"{word}: {each}" for each in done]
    if diff and len(lines) > _LISTED:
        lines[_LISTED:] = [f"{word}: {len(lines) - _LISTED:,} more, as the patch shows"]
    lines += [f"not {did}: {each}" for each in rest]
    total = f"{word} {len(done):,}, not {did} {len(rest):,}" if lines else f"nothing to {would}"
    for line in (*lines, f"{total}{more}"):
        click.echo(terminal(line), err=diff)


def exit_code(changed: Changed, judged: Judged, *, incomplete: bool, diff: bool) -> int:
    """0 nothing to do or all written · 1 something to do · 4 not all was read or verified · 5 a policy broke."""
    if judged.verdicts.failures:
        return 5
    if diff and changed.done:
        return 1
    return 4 if changed.left or incomplete else 0
