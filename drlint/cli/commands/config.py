"""`drlint config`: shows each setting and where it came from."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from drlint.catalog.registry import load
from drlint.cli import options
from drlint.cli.configuration import Configuration, configured_folders
from drlint.cli.policy_sets import builtin_policies, own_policies
from drlint.cli.ruling import rules_by
from drlint.cli.run import require_fitting
from drlint.cli.waivers import require_waivers
from drlint.reports.escape import terminal


@click.command("config")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--config", "given", type=click.Path(path_type=Path), help="A configuration file. Default: the nearest upward."
)
@options.trusted_ref
def command(path: Path, given: Path | None, trusted_ref: str | None) -> None:
    """Show each setting, its value and where it came from, as `check PATH` would use them."""
    with rules_by(trusted_ref, (str(path),)) as rules:
        found = rules.given(given, {}) if given is not None else rules.configuration(rules.ruling(path), {})
        _tell(found)
        for note in rules.notes():
            click.echo(f"\n{terminal(note)}")


def _tell(found: Configuration) -> None:
    _require_policies(found)
    click.echo(f"configuration: {found.path or 'none found; defaults'}\n")
    objectives = found.objectives()
    in_force = {
        "tags": {
            "environment": objectives.environment_tags,
            "owner": objectives.owner_tags,
            "tier": objectives.tier_tags,
            "workload": objectives.workload_tags,
        }
    }
    for key, setting in found.settings.items():
        value = msgspec.json.encode(in_force.get(key, setting.value)).decode()
        click.echo(terminal(f"  {key:17} {value:32} {setting.origin}"))


def _require_policies(settings: Configuration) -> None:
    """What it says of policies must fit the policies that there are, as `check` demands."""
    catalog = load()
    found = list(builtin_policies(catalog))
    for folder in configured_folders(settings):
        found += own_policies(folder, catalog, allow_python=False)
    require_fitting(found, settings)
    require_waivers(found, settings)
