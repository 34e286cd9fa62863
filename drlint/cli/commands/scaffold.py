"""`drlint scaffold`: writes recovery resources that an estate lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drlint.catalog.registry import load
from drlint.cli import options
from drlint.cli.changing import complain, exit_code, shown, summary, written
from drlint.cli.configuration import configuration
from drlint.cli.declared import declared
from drlint.cli.judged import judged, policies_for
from drlint.cli.naming import uri_of
from drlint.cli.scaffolding import WHAT, scaffolds
from drlint.cli.scaffolds.building import Building
from drlint.cli.source_inputs import SourceInputs
from drlint.edits.desk import Desk


@click.command("scaffold")
@click.argument("paths", nargs=-1)
@click.option(
    "--what", multiple=True, type=click.Choice(tuple(WHAT)), help="Only this. Repeatable. Default: all of them."
)
@click.option("--region", help="The recovery Region, where the root has no provider for another Region yet.")
@options.values_of_source
@options.patch_or_write
@options.config
def command(paths: tuple[str, ...], what: tuple[str, ...], diff: bool, **flags: Any) -> int:  # noqa: FBT001
    """Write what the estate of these paths lacks to recover: lag alarms, copies in another Region, vault locks.

    New resources go to drlint-recovery.tf beside what they belong to; a plan's rule gets its copy_action. What is in
    the paths is taken for all there is; configuration says under elsewhere: what another root provides.

    Exit codes: as of drlint fix.
    """
    paths = paths or (".",)
    what = what or tuple(WHAT)
    ids = tuple(policy for each in what for policy in WHAT[each])
    settings = configuration(Path(paths[0]), flags["config"], {"select": ids, "world": "closed"})
    catalog = load()
    inputs = SourceInputs(
        provider_regions=settings["provider_regions"], given=flags["given"], workspace=flags["workspace"]
    )
    given = declared(paths, catalog, inputs)
    if not given.roots:
        click.echo("drlint: no Terraform source here", err=True)
        return 3
    found = judged(given, policies_for(settings, catalog, {}), catalog, settings)
    desk = Desk(uri_of)
    building = Building(
        given=given,
        judged=found,
        desk=desk,
        what=what,
        region=flags["region"],
        provider_regions=settings["provider_regions"],
    )
    made = scaffolds(building)
    changed = shown(desk.edited()) if diff else written(desk.edited())
    summary(made, changed, ("write", "written"), diff=diff)
    complain(given.blind_spots, changed.left)
    incomplete = bool(given.blind_spots) and settings["incomplete"] == "fail"
    return exit_code(changed, found, incomplete=incomplete, diff=diff)
