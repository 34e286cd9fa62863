"""`drlint audit`: reads AWS accounts, judges what they have, and remembers it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drlint.cli import options
from drlint.cli.check_options import reporting_and_judging
from drlint.cli.collect_options import asking

_INVENTORY = "inventory"
_HISTORY = ".drlint/history.sqlite"


@click.command("audit")
@click.argument("paths", nargs=-1)
@click.option(
    "--inventory", default=_INVENTORY, metavar="DIR", show_default=True, help="The folder to keep the inventory in."
)
@click.option(
    "--history",
    default=_HISTORY,
    type=click.Path(path_type=Path),
    metavar="FILE",
    show_default=True,
    help="The file in which runs are recorded.",
)
@click.option("--no-history", is_flag=True, help="Record nothing.")
@asking
@click.option("--plan", multiple=True, metavar="FILE", help="A plan to look at beside AWS. Repeatable.")
@click.option("--state", multiple=True, metavar="FILE", help="A state to look at beside AWS. Repeatable.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
@reporting_and_judging
@click.option("--no-cache", is_flag=True, help="Neither read nor keep parsed source in the user's cache.")
@click.option("--root", help="What to call the root module. Default: its folder in the repository.")
@options.own_policies
@options.config
def command(paths: tuple[str, ...], **flags: Any) -> int:
    """Read what AWS accounts have (drlint collect), judge it (drlint check), and record the run (drlint history).

    The paths are recovery documents. Code given with --source, --plan and --state is laid beside what AWS has, so that
    findings lead to its lines, and is not judged itself. Changes nothing in AWS.

    Exit codes: 0 fine, 1 findings, 2 wrong usage or no credentials, 4 not everything could be read, 5 drlint broke.
    """
    from drlint.cli.auditing import audited  # noqa: PLC0415 - help needs no AWS

    return audited(paths, flags)
