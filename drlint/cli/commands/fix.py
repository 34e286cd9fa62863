"""`drlint fix`: mends source where a policy knows a safe fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drlint.catalog.registry import load
from drlint.cli import options
from drlint.cli.changing import complain, exit_code, shown, summary, written
from drlint.cli.configuration import configuration
from drlint.cli.declared import declared
from drlint.cli.fixing import fixes
from drlint.cli.inputs import uri_of
from drlint.cli.judged import judged, policies_for
from drlint.cli.source_inputs import SourceInputs
from drlint.edits.desk import Desk


@click.command("fix")
@click.argument("paths", nargs=-1)
@options.chosen_policies
@options.patch_or_write
@options.values_of_source
@options.own_policies
@options.config
def command(paths: tuple[str, ...], diff: bool, **flags: Any) -> int:  # noqa: FBT001 - click's way
    """Change Terraform source where a policy that it breaks declares a safe fix; nothing else in the files changes.

    A patch goes to standard output: drlint fix . | git apply. What an expression, a dynamic block or an installed
    module decides is not touched, and said.

    Exit codes: 0 nothing to fix or all written, 1 there is something to fix (--diff), 2 wrong usage, 3 no Terraform
    source, 4 a file could not be read or verified, 5 drlint broke.
    """
    paths = paths or (".",)
    settings = configuration(Path(paths[0]), flags["config"], {name: flags[name] for name in ("select", "ignore")})
    catalog = load()
    policies = policies_for(settings, catalog, flags)
    inputs = SourceInputs(
        provider_regions=settings["provider_regions"], given=flags["given"], workspace=flags["workspace"]
    )
    given = declared(paths, catalog, inputs)
    if not given.roots:
        click.echo("drlint: no Terraform source here", err=True)
        return 3
    found = judged(given, policies, catalog, settings)
    desk = Desk(uri_of)
    made = fixes(given, found, desk)
    changed = shown(desk.edited()) if diff else written(desk.edited())
    others = sum(not found.policies[each.policy].metadata.sets for each in found.findings)
    more = f"; {others:,} more findings have no fix that drlint can write" if others else ""
    summary(made, changed, ("fix", "fixed"), more, diff=diff)
    complain(given.blind_spots, changed.left)
    incomplete = bool(given.blind_spots) and settings["incomplete"] == "fail"
    return exit_code(changed, found, incomplete=incomplete, diff=diff)
