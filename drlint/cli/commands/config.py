"""`drlint config`: shows each setting and where it came from."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from drlint.cli.configuration import configuration


@click.command("config")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--config", "given", type=click.Path(path_type=Path), help="A configuration file. Default: the nearest upward."
)
def command(path: Path, given: Path | None) -> None:
    """Show each setting, its value and where it came from, as `check PATH` would use them."""
    found = configuration(path, given, {})
    click.echo(f"configuration: {found.path or 'none found; defaults'}\n")
    for key, setting in found.settings.items():
        value = msgspec.json.encode(setting.value).decode()
        click.echo(f"  {key:17} {value:32} {setting.origin}")
