"""`drlint permissions`: prints what a role has to be allowed for `drlint collect`."""

from __future__ import annotations

import sys

import click

from drlint.cli import options
from drlint.cli.collect_options import ROLE

_FORMS = ("json", "terraform", "cloudformation-stackset")


@click.command("permissions")
@options.chosen_policies
@click.option(
    "--format", "form", type=click.Choice(_FORMS), default="json", help="Default: json, the IAM policy alone."
)
@click.option(
    "--trusted",
    metavar="ACCOUNT",
    help="The account that may take the role on. Needed for terraform and cloudformation-stackset.",
)
@click.option("--external-id", metavar="ID", help="The external id that the role asks for.")
@click.option("--role-name", default=ROLE, metavar="NAME", show_default=True, help="What to call the role.")
@click.option("--organization", is_flag=True, help="What the account that collects from all others needs besides.")
def command(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    trusted: str | None,
    external_id: str | None,
    role_name: str,
    organization: bool,  # noqa: FBT001 - click's way
) -> int:
    """Print the least that a role must be allowed so that the chosen policies can be judged: reading, nothing else.

    What is read beyond the chosen policies is then denied, and listed as a blind spot: give it the same choice.
    """
    from drlint.cli.permitting import permitted  # noqa: PLC0415 - help needs no catalog

    sys.stdout.write(
        permitted(
            select=select,
            ignore=ignore,
            form=form,
            trusted=trusted,
            external_id=external_id,
            role=role_name,
            organization=organization,
        )
    )
    return 0
