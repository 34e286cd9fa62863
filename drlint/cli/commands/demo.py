"""`drlint demo`: judges an estate that comes with drlint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import drlint
from drlint.cli.checking import check

_PACKAGE = Path(drlint.__file__).parent


@click.command("demo")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[=PATH]",
    help="Write a report, as of `drlint check`.",
)
@click.option("--full", is_flag=True, help="List every finding, not the worst 20.")
def command(**flags: Any) -> int:
    """Judge a bundled two-Region estate: a parcel company with a pilot light in another Region. Needs no files."""
    plan = _PACKAGE / "_demo" / "plan.json"
    if not plan.is_file():
        plan = _PACKAGE.parent / "fixtures" / "estates" / "pilot-light" / "plan.json"
    check([str(plan)], root="", exit_zero=True, bare=True, called="demo/plan.json", **flags)
    return 0
