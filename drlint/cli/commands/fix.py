"""`drlint fix`: mends source where a policy knows a safe fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drlint.catalog.registry import load
from drlint.cli.changing import Changed, complain, say, shown, written
from drlint.cli.configuration import Configuration, configuration
from drlint.cli.declared import Declared, declared
from drlint.cli.fixing import Fix, fixes
from drlint.cli.inputs import uri_of
from drlint.cli.judged import Judged, judged, policies_for
from drlint.edits.desk import Desk


@click.command("fix")
@click.argument("paths", nargs=-1)
@click.option(
    "--select",
    multiple=True,
    metavar="POLICY",
    help="Only these policies: id, category, checklist item or glob. Repeatable.",
)
@click.option("--ignore", multiple=True, metavar="POLICY", help="Not these policies. Repeatable.")
@click.option("--diff/--write", "diff", default=True, help="Print a patch (the default), or write the files.")
@click.option("--policies", multiple=True, metavar="DIR", help="A folder of your own policies. Repeatable.")
@click.option("--allow-python-policies", is_flag=True, help="Run Python policies of --policies: they are code.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="A configuration file. Default: drlint.yaml upward of the input."
)
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
    given = declared(paths, catalog, settings["provider_regions"])
    if not given.roots:
        click.echo("drlint: no Terraform source here", err=True)
        return 3
    found = judged(given, policies, catalog, settings)
    desk = Desk(uri_of)
    made = fixes(given, found, desk)
    changed = shown(desk.edited()) if diff else written(desk.edited())
    _report(made, changed, found, diff=diff)
    complain(given.blind_spots, changed.left)
    return _exit_code(given, found, changed, settings, diff=diff)


def _report(made: list[Fix], changed: Changed, found: Judged, *, diff: bool) -> None:
    """What was fixed, what was not and why, and the sum."""
    fixed = [each for each in made if not each.refused and not changed.left.keys() & set(each.files)]
    rest = [each for each in made if each not in fixed]
    say((f"{'would fix' if diff else 'fixed'}: {each}" for each in fixed), beside_patch=diff)
    say((f"not fixed: {each}" for each in rest), beside_patch=diff)
    others = sum(not found.policies[each.policy].metadata.sets for each in found.findings)
    more = f"; {others:,} more findings have no fix that drlint can write" if others else ""
    word = "would fix" if diff else "fixed"
    say([f"{word} {len(fixed):,}, not fixed {len(rest):,}{more}"], beside_patch=diff)


def _exit_code(given: Declared, found: Judged, changed: Changed, settings: Configuration, *, diff: bool) -> int:
    if found.verdicts.failures:
        return 5
    if diff and changed.done:
        return 1
    incomplete = bool(given.blind_spots) and settings["incomplete"] == "fail"
    return 4 if changed.left or incomplete else 0
