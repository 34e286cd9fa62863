"""What `collect` and `audit` can be told alike: who asks, and where."""

from __future__ import annotations

import click

from drlint.cli import options

ROLE = "drlint-audit"

asking = options.together(
    click.option("--profile", metavar="NAME", help="A profile of AWS's configuration. Default: the usual chain."),
    click.option("--role-arn", metavar="ARN", help="A role to take on with these credentials."),
    click.option("--external-id", metavar="ID", help="The external id that the role asks for."),
    click.option(
        "--regions",
        multiple=True,
        metavar="REGION",
        help="Only these Regions, several with commas between them. Default: all that are enabled. Repeatable.",
    ),
    click.option(
        "--accounts",
        multiple=True,
        metavar="IDS|FILE",
        help="Read these accounts: ids with commas between them, or a file with one on each line. Repeatable.",
    ),
    click.option("--organization", is_flag=True, help="Read all accounts of the organization."),
    click.option("--ou", multiple=True, metavar="ID", help="Of the organization only this unit. Repeatable."),
    click.option(
        "--account-tag", multiple=True, metavar="KEY=VALUE", help="Of the organization only what has it. Repeatable."
    ),
    click.option(
        "--role-name",
        default=ROLE,
        metavar="NAME",
        show_default=True,
        help="The role to take on in each of several accounts, path included; see drlint permissions.",
    ),
    click.option("--resume", is_flag=True, help="Go on where a run ended; what it could not read is tried again."),
    click.option(
        "--dask",
        metavar="ADDRESS",
        help="Read on the workers of this Dask cluster (tcp://host:8786, tls://…), with credentials of their own.",
    ),
    click.option("--max-age", metavar="AGE", help="Keep what was read no longer ago than this: 12h, 7 days."),
)
