"""`drlint history`: how things went from run to run."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path

import click

from drlint.cli.output import to_stdout

_FORMS = {"text": "text", "markdown": "markdown", "json": "json_"}


@click.command("history")
@click.option(
    "--history",
    default=".drlint/history.sqlite",
    type=click.Path(path_type=Path),
    metavar="FILE",
    show_default=True,
    help="The file in which runs are recorded.",
)
@click.option("--last", type=click.IntRange(min=1), default=30, show_default=True, help="How many runs to show.")
@click.option("-o", "--output", "form", type=click.Choice(tuple(_FORMS)), default="text", help="Default: text.")
def command(history: Path, last: int, form: str) -> int:
    """Show the trend of the runs that `drlint audit` recorded, by workload and item of the checklist."""
    from drlint.cli.options import day_of  # noqa: PLC0415 - help needs none of it
    from drlint.history.store import Store  # noqa: PLC0415
    from drlint.history.trend import trend  # noqa: PLC0415
    from drlint.model.errors import DrlintError  # noqa: PLC0415

    if not history.is_file():
        raise DrlintError(f"{history}: no such file; drlint audit records runs in it")
    store = Store(history)
    writer = importlib.import_module(f"drlint.reports.trends.{_FORMS[form]}")
    to_stdout(partial(writer.write, trend(store, last=last, today=day_of({}))))
    store.close()
    return 0
