"""`drlint waivers`: the register of what is accepted, by whom and until when."""

from __future__ import annotations

from typing import Any

import click

from drlint.cli import options


@click.command("waivers")
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", "form", type=click.Choice(("text", "markdown", "json")), default="text", help="How.")
@click.option("--check", "is_check", is_flag=True, help="1 where some are malformed, expired or overlong.")
@options.as_of
@options.chosen_policies
@options.profile
@options.judging
@options.values_of_source
@click.option("--no-cache", is_flag=True, help="Neither read nor keep parsed source in the user's cache.")
@click.option("--root", help="What to call the root module. Default: its folder in the repository.")
@options.own_policies
@options.trusted_ref
@options.config
def command(paths: tuple[str, ...], form: str, is_check: bool, **flags: Any) -> int:  # noqa: FBT001 - click's way
    """List every waiver: its state, its term, who accepts what and why, what it sets aside, how often it was renewed.

    It judges as drlint check does. Renewals are counted in the history of git; where there is none, or not all of it,
    they are unknown.

    Exit codes: 0 listed, 1 with --check where some set nothing aside that they should, 2 wrong usage, 3 nothing to
    read, 5 drlint broke.
    """
    from drlint.cli.registering import listed  # noqa: PLC0415 - help needs none of it

    return listed(paths or (".",), form, flags, is_check=is_check)
