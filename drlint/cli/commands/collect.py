"""`drlint collect`: saves what an AWS account has, to be judged by `drlint check`."""

from __future__ import annotations

from typing import Any

import click

from drlint.cli.collect_options import asking

_DEFAULT = "inventory"


@click.command("collect")
@click.option(
    "-o", "--output", default=_DEFAULT, metavar="DIR", show_default=True, help="The folder to keep the inventory in."
)
@asking
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def command(**flags: Any) -> int:
    """Read what an AWS account has, and keep it in a folder that `drlint check` judges. Changes nothing in AWS.

    What cannot be read is kept, too, with its reason: it is unknown then, and never fine.

    Exit codes: 0 all was read, 2 wrong usage or no credentials, 4 not everything could be read.
    """
    from drlint.cli.accounts import Asking  # noqa: PLC0415 - help needs no AWS
    from drlint.cli.collecting import collected  # noqa: PLC0415

    own = {name: flags.pop(name) for name in ("output", "resume", "max_age", "dask", "quiet")}
    return collected(Asking(**flags), **own)
