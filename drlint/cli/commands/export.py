"""`drlint export`: writes policies and workloads for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drlint.cli import options


@click.group("export")
def command() -> None:
    """Write drlint's policies, or workloads, in the words of another tool."""


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


@command.command("resilience-hub")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--api", type=click.Choice(("v2", "v1")), default="v2", help="For which Resilience Hub. Default: v2.")
@click.option("--round-down", is_flag=True, help="v2: of 90 seconds make 1 minute, the stricter, instead of refusing.")
def resilience_hub(folder: Path, paths: tuple[str, ...], api: str, *, round_down: bool) -> int:
    """Write the workloads of documents as policies of AWS Resilience Hub, the JSON input of the call that makes one.

    v2 is CreatePolicy of resiliencehubv2, v1 CreateResiliencyPolicy of resiliencehub. PATHs are documents or folders,
    this folder where none is given.

    No number is changed: v2 holds whole minutes, so that an objective of 90 seconds is refused. What a policy has no
    place for is left out, and told on standard error and in README.md of DIR: in v2 the objectives for software,
    hardware and account, and the tier; in v1 that for account, strategy, availability and backups; in both owner,
    members, runbooks and the like.

    All workloads are written or none, and no file that is there is written over.

    Exit codes: 0 written, 2 wrong usage or a workload that is no such policy, 3 no workload there, 5 drlint broke.
    """
    from drlint.cli.hub_exporting import export  # noqa: PLC0415 - not for `drlint export --help`

    return export(folder, paths or (".",), api=api, round_down=round_down)
