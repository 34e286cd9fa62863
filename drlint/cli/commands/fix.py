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
from drlint.cli.fixing import fixes, has_fix
from drlint.cli.judged import Judged, judged, policies_for
from drlint.cli.naming import uri_of
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
    module decides is not touched, and said. Policies in preview change nothing unless --select names them.

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
    preview = bool(settings["select"])
    made = fixes(given, found, desk, preview=preview)
    changed = shown(desk.edited()) if diff else written(desk.edited())
    summary(made, changed, ("fix", "fixed"), _more(found, preview=preview), diff=diff)
    complain(given.blind_spots, changed.left)
    incomplete = bool(given.blind_spots) and settings["incomplete"] == "fail"
    return exit_code(changed, found, incomplete=incomplete, diff=diff)


def _more(found: Judged, *, preview: bool) -> str:
    """How many findings were left aside, and why."""
    without = sum(not has_fix(each, found) for each in found.findings)
    said = f"; {without:,} more {_findings(without)} no fix that drlint can write" if without else ""
    aside = 0 if preview else sum(has_fix(each, found) and not each.gates for each in found.findings)
    named = "which are fixed where --select names them"
    return said + (f"; {aside:,} more by preview policies, {named}" if aside else "")


def _findings(number: int) -> str:
    return "finding has" if number == 1 else "findings have"
