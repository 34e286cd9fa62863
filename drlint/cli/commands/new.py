"""`drlint new`: begins a policy of your own, or a recovery document."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from drlint.catalog.kind import SOURCE_ONLY, Attribute, Kind
from drlint.catalog.registry import load
from drlint.model.errors import DrlintError
from drlint.model.nearness import near
from drlint.reports.escape import terminal

_LONGEST = 80

_TEMPLATE = """\
title: {{ title }}
severity: medium
checklist: backups-automated-and-verified
applies_to: [{{ kind }}]
require: {{ require }}
message: "{resource} …: say what will hurt on the night, with the number"
stage: preview
why: |
  Why it matters when the night comes.
fix: |
  What to write instead.
examples:
  - pass: |
      resource "{{ kind }}" "main" { {{ good }} }
  - fail: |
      resource "{{ kind }}" "main" { {{ bad }} }
"""


@click.group("new")
def command() -> None:
    """Begin something of your own."""


@command.command("policy")
@click.argument("name", metavar="CATEGORY/ID")
@click.option("--kind", default="aws_db_instance", help="The Terraform type it applies to.")
@click.option(
    "--policies", "folder", type=click.Path(path_type=Path), default=Path("drlint-policies"), help="Your policy folder."
)
def policy(name: str, kind: str, folder: Path) -> None:
    """Write a policy with a passing and a failing example, ready for `drlint verify`."""
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", name):
        raise DrlintError(f"{name}: say it as category/id in small letters, such as backups/orders-kept-a-year")
    catalog = load()
    if kind in catalog and not catalog[kind].of_aws:
        raise DrlintError(f"{kind} is no resource of AWS; copy a policy that judges it instead")
    if kind not in catalog:
        raise DrlintError(f"{kind} is not in the catalog{near(kind, catalog.kinds)}")
    path = folder / f"{name}.yaml"
    if path.exists():
        raise DrlintError(f"{path} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_filled(name, kind), encoding="utf-8")
    click.echo(f"{path} written; edit it, then: drlint verify {folder}")


_from = click.option(
    "--from", "paths", multiple=True, metavar="PATH", help="Source, plans or states to fill it from. Repeatable."
)
_output = click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Default: in dr/.")


@command.command("workload")
@click.argument("name")
@_from
@_output
def workload(name: str, paths: tuple[str, ...], output: Path | None) -> None:
    """Write a workload document: what belongs to it, its Regions, what the business asks for."""
    _begin("workload", name, "", paths, output)


@command.command("runbook")
@click.argument("name")
@click.option("--kind", type=click.Choice(("failover", "failback")), default="failover", help="Default: failover.")
@_from
@_output
def runbook(name: str, kind: str, paths: tuple[str, ...], output: Path | None) -> None:
    """Write a runbook for the workload NAME, with the commands for what its estate has."""
    _begin(kind, name, f"-{kind}", paths, output)


@command.command("drill")
@click.argument("name")
@_from
@_output
def drill(name: str, paths: tuple[str, ...], output: Path | None) -> None:
    """Write the record of a rehearsal of the workload NAME."""
    _begin("drill", name, "-drill", paths, output)


@command.command("test-plan")
@click.argument("name")
@_from
@_output
def test_plan(name: str, paths: tuple[str, ...], output: Path | None) -> None:
    """Write a plan of rehearsals of the workload NAME."""
    _begin("test-plan", name, "-test-plan", paths, output)


def _begin(template: str, name: str, ending: str, paths: tuple[str, ...], output: Path | None) -> None:
    from drlint.cli.beginnings.facts import facts_of  # noqa: PLC0415 - a policy needs none of it
    from drlint.cli.beginnings.writing import text_of, write_new  # noqa: PLC0415 - as above

    name = name.strip()
    stem = re.sub(r"[^\w.-]+", "-", name.lower()).strip("-.")
    if not stem or not name.isprintable() or len(name) > _LONGEST:
        raise DrlintError(f"{name!r}: name the workload, such as orders, in at most {_LONGEST} characters")
    path = output or Path("dr") / f"{stem}{ending}.yaml"
    if os.path.lexists(path):
        raise DrlintError(f"{path}: exists already, and is left as it is; name another file with -o")
    write_new(path, text_of(template, facts_of(name, paths)))
    click.echo(f"{terminal(str(path))} written; edit it, then: drlint check {terminal(str(path))}")


def _filled(name: str, kind: str) -> str:
    import jinja2  # noqa: PLC0415 - only this command needs a template

    require, good, bad = _question(load()[kind])
    environment = jinja2.Environment(autoescape=False, keep_trailing_newline=True)  # noqa: S701 - YAML of our own
    return environment.from_string(_TEMPLATE).render(
        title=name.partition("/")[2].replace("-", " ").capitalize(), kind=kind, require=require, good=good, bad=bad
    )


def _question(kind: Kind) -> tuple[str, str, str]:
    """Something to ask of a kind, with source that passes and source that fails."""
    plain = [
        each for each in kind.attributes if isinstance(each, Attribute) and "." not in each.path and not each.words
    ]
    switch = next((each for each in plain if each.default is False and each.doors != SOURCE_ONLY), None)
    if switch is not None:
        return f"resource.{switch.name}", f"{switch.path} = true", f"{switch.path} = false"
    if kind.find("tags") is not None:
        return 'resource.tags["Backup"] is not None', 'tags = { Backup = "daily" }', "tags = {}"
    return (
        "not resource.prevent_destroy",
        "lifecycle { prevent_destroy = false }",
        "lifecycle { prevent_destroy = true }",
    )
