"""`drlint diff`: says what changed from one report, plan or state to another."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path
from typing import Any

import click

from drlint.cli import options
from drlint.cli.output import to_stdout

_BROKEN = 5
_FORMS = {"text": "text", "markdown": "markdown", "json": "json_"}


@click.command("diff")
@click.argument("before")
@click.argument("after")
@click.option("-o", "--output", "form", type=click.Choice(tuple(_FORMS)), default="text", help="Default: text.")
@click.option("--full", is_flag=True, help="List everything, not the worst 50 of each kind.")
@click.option("--exit-code", is_flag=True, help="End with 1 where something is new or worse, save of preview policies.")
@click.option(
    "--history",
    default=".drlint/history.sqlite",
    type=click.Path(path_type=Path),
    metavar="FILE",
    show_default=True,
    help="Where `last`, `previous` and run:12 are recorded.",
)
@options.values_of_source
@options.as_of
@options.own_policies
@options.config
def command(before: str, after: str, form: str, full: bool, exit_code: bool, **flags: Any) -> int:  # noqa: FBT001 - click's way
    """Compare two of: JSON reports, plans, states, inventories, folders of source, recorded runs.

    A plan, a state or a folder is judged as `check` would judge it, under the configuration upward of it; `-` reads a
    report from standard input.

    Exit codes: 0 compared, 1 with --exit-code, 2 wrong usage, 3 nothing to read, 4 not everything could be read.
    """
    from drlint.cli.differing import compared  # noqa: PLC0415 - help needs none of it

    found = compared((before, after), flags)
    if isinstance(found, int):
        return found
    writer = importlib.import_module(f"drlint.reports.differences.{_FORMS[form]}")
    to_stdout(partial(writer.write, found.difference, full=full))
    worse = any(each.gates for each in (*found.difference.new, *found.difference.worse))
    return 1 if exit_code and worse and found.code != _BROKEN else found.code
