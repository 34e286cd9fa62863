"""`drlint schema`: prints the JSON Schemas of what drlint writes and reads."""

from __future__ import annotations

from pathlib import Path

import click

from drlint import reports

_FOLDER = Path(reports.__path__[0])


@click.command("schema")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print a JSON Schema; without a name, list them."""
    known = {path.name.removesuffix(".schema.json"): path for path in sorted(_FOLDER.glob("*.schema.json"))}
    if name is None:
        click.echo("\n".join(known))
        return
    if name not in known:
        raise click.UsageError(f"there is no schema {name!r}; choose from {', '.join(known)}")
    click.echo(known[name].read_text(encoding="utf-8"), nl=False)
