"""`drlint evidence`: writes an evidence bundle for auditors."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from drlint.cli import options
from drlint.cli.discovery import STDIN, of_the_shell
from drlint.cli.named import named_in
from drlint.model.errors import DrlintError

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("evidence")
@click.argument("paths", nargs=-1)
@options.by_kind
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.zip",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive to write.",
)
@click.option("--from", "since", type=_DAY, metavar="DATE", help="The period's first day. Default: its last one.")
@click.option("--to", "until", type=_DAY, metavar="DATE", help="The period's last day. Default: today, or --as-of.")
@options.as_of
@options.baseline
@options.no_waivers
@options.chosen_policies
@options.profile
@options.judging
@options.lost_region
@options.values_of_source
@click.option("--no-cache", is_flag=True, help="Neither read nor keep parsed source in the user's cache.")
@click.option("--root", help="What to call the root module. Default: its folder in the repository.")
@options.own_policies
@options.config
def command(paths: tuple[str, ...], output: Path, **flags: Any) -> int:
    """Write what drlint looked at and what it found, passes included, into one archive, for people who were not there.

    It judges as drlint check does, and holds every resource, every verdict with its evidence, what was waived, in the
    baseline or could not be seen, digests of all that was read, and a page for each framework of controls.

    Exit codes: 0 written, whatever the verdicts, 2 wrong usage, 3 nothing to read (nothing is written), 4 written, but
    not everything could be read, 5 written, but a policy broke.
    """
    named = named_in(paths, flags)
    paths, flags["kinds"] = named.paths or (".",), dict(named.kinds)
    if any(path == STDIN or of_the_shell(path) for path in (*paths, *flags["context"])):
        raise DrlintError("evidence names each file and its digest, and a pipe has neither: save the plan to a file")
    day = options.day_of(flags)
    since, until = _period(flags, day)
    from drlint.cli.evidencing import bundled  # noqa: PLC0415 - a mistake in the period needs none of it

    return bundled(paths, output, flags, day, (since, until))


def _period(flags: dict[str, Any], day: date) -> tuple[date, date]:
    """The first and the last day; DrlintError where they are in the wrong order."""
    said_until: datetime | None = flags.pop("until")
    said_since: datetime | None = flags.pop("since")
    until = said_until.date() if said_until else day
    since = said_since.date() if said_since else until
    if since > until:
        raise DrlintError(f"--from {since} is after --to {until}")
    if until > day:
        raise DrlintError(f"--to {until} is after {day}, the day that the bundle is of (--as-of)")
    return since, until
