"""`drlint collect`: saves what an AWS account has, to be judged by `drlint check`."""

from __future__ import annotations

from typing import Any

import click

_DEFAULT = "inventory"


@click.command("collect")
@click.option(
    "-o", "--output", default=_DEFAULT, metavar="DIR", show_default=True, help="The folder to keep the inventory in."
)
@click.option("--profile", metavar="NAME", help="A profile of AWS's configuration. Default: the usual chain.")
@click.option("--role-arn", metavar="ARN", help="A role to take on with these credentials.")
@click.option("--external-id", metavar="ID", help="The external id that the role asks for.")
@click.option(
    "--regions",
    multiple=True,
    metavar="REGION",
    help="Only these Regions, several with commas between them. Default: all that are enabled. Repeatable.",
)
@click.option("--resume", is_flag=True, help="Go on where a run ended; what it could not read is tried again.")
@click.option("--max-age", metavar="AGE", help="Keep what was read no longer ago than this: 12h, 7 days.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def command(**flags: Any) -> int:
    """Read what an AWS account has, and keep it in a folder that `drlint check` judges. Changes nothing in AWS.

    What cannot be read is kept, too, with its reason: it is unknown then, and never fine.

    Exit codes: 0 all was read, 2 wrong usage or no credentials, 4 not everything could be read.
    """
    from drlint.cli.collecting import collected  # noqa: PLC0415 - help needs no AWS

    return collected(**flags)
