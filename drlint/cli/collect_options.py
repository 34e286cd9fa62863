"""What `collect` and `audit` can be told alike: who asks, and where."""

from __future__ import annotations

import click

from drlint.cli import options

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
    click.option("--resume", is_flag=True, help="Go on where a run ended; what it could not read is tried again."),
    click.option("--max-age", metavar="AGE", help="Keep what was read no longer ago than this: 12h, 7 days."),
)
