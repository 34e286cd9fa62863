"""`drlint history`: how things went from run to run."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path

import click

from drlint.cli.output import to_stdout
from drlint.reports.escape import terminal

_FORMS = {"text": "text", "markdown": "markdown", "json": "json_"}


@click.group("history", invoke_without_command=True)
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
@click.pass_context
def command(context: click.Context, history: Path, last: int, form: str) -> int:
    """Show the trend of the runs that `drlint audit` recorded, by workload and item of the checklist."""
    context.obj = history
    if context.invoked_subcommand is not None:
        return 0
    from drlint.cli.options import day_of  # noqa: PLC0415 - help needs none of it
    from drlint.history.store import recorded  # noqa: PLC0415
    from drlint.history.trend import trend  # noqa: PLC0415

    store = recorded(history)
    writer = importlib.import_module(f"drlint.reports.trends.{_FORMS[form]}")
    to_stdout(partial(writer.write, trend(store, last=last, today=day_of({}))))
    store.close()
    return 0


@command.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--history", "own", type=click.Path(path_type=Path), metavar="FILE", help="As of drlint history.")
@click.pass_obj
def export(history: Path, folder: Path, own: Path | None) -> int:
    """Write the recorded runs into FOLDER as Parquet, a file for each table, for DuckDB and others."""
    from drlint.history.exporting import export as exported  # noqa: PLC0415 - help needs none of it
    from drlint.history.store import recorded  # noqa: PLC0415

    store = recorded(own or history)
    rows = exported(store, folder)
    store.close()
    click.echo(f"{terminal(str(folder))}: {rows['run']:,} runs, {rows['sighting']:,} sightings of findings")
    return 0
