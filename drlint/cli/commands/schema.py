"""`drlint schema`: prints the JSON Schemas of what drlint writes and reads."""

from __future__ import annotations

from pathlib import Path

import click

from drlint import cli, reports
from drlint.model.errors import DrlintError
from drlint.model.nearness import near

_FOLDERS = (Path(reports.__path__[0]), Path(cli.__path__[0]) / "schemas")


@click.command("schema")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print a JSON Schema (of the report, of drlint.yaml, of a policy, of a baseline); without a name, list them."""
    known = {
        path.name.removesuffix(".schema.json"): path for folder in _FOLDERS for path in folder.glob("*.schema.json")
    }
    if name is None:
        click.echo("\n".join(sorted(known)))
        return
    path = known.get(name) or known.get(f"{name}-1")
    if path is None:
        raise DrlintError(f"there is no schema {name!r}{near(name, known)}; drlint schema lists them")
    click.echo(path.read_text(encoding="utf-8"), nl=False)
