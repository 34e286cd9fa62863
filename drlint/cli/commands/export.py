"""`drlint export`: writes policies for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drlint.cli import options


@click.group("export")
def command() -> None:
    """Write drlint's policies for another tool."""


@command.command("checkov")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.chosen_policies
@options.own_policies
@options.config
def checkov(folder: Path, **flags: Any) -> None:
    """Write custom policies for checkov: those that one resource's attributes decide, the others being listed.

    Policies in preview are written where --select names them. Files that drlint did not write stay as they are.
    """
    from drlint.cli.exporting import told, write_policies  # noqa: PLC0415 - not for `drlint export --help`
    from drlint.cli.exports import checkov_policies  # noqa: PLC0415 - not for `drlint export --help`

    policies, refused = checkov_policies(flags)
    left = write_policies(folder, policies, refused)
    click.echo(told(folder, policies, refused, left))
