"""`drlint baseline`: keeps account of what was there when drlint was adopted."""

from __future__ import annotations

from typing import Any

import click

from drlint.cli import options
from drlint.cli.named import named_in

_ruling = options.together(
    options.by_kind,
    options.baseline,
    options.chosen_policies,
    options.profile,
    options.judging,
    options.lost_region,
    options.values_of_source,
    click.option("--root", help="What to call the root module. Default: its folder in the repository."),
    options.as_of,
    options.own_policies,
    options.config,
)


def _named(paths: tuple[str, ...], flags: dict[str, Any]) -> tuple[str, ...]:
    """The paths with the files that options name; those of `flags` that name them by kind become one."""
    named = named_in(paths, flags)
    flags["kinds"] = dict(named.kinds)
    return named.paths or (".",)


@click.group("baseline")
def command() -> None:
    """Keep account of what was there when drlint was adopted, so that only what is new or worse fails a run.

    The default file is that of `baseline:` in drlint.yaml, else drlint-baseline.json.

    Exit codes: 0 done, 2 wrong usage, 3 nothing to read, 4 not everything could be read, 5 drlint broke.
    """


@command.command("create")
@click.argument("paths", nargs=-1)
@_ruling
def create(paths: tuple[str, ...], **flags: Any) -> int:
    """Write a new baseline of what is broken now; refuses where there is one."""
    from drlint.cli import adopting  # noqa: PLC0415 - help needs none of it

    return adopting.create(_named(paths, flags), **flags)


@command.command("update")
@click.argument("paths", nargs=-1)
@_ruling
def update(paths: tuple[str, ...], **flags: Any) -> int:
    """Make what is broken now the baseline: new and worse findings come in, fixed ones go."""
    from drlint.cli import adopting  # noqa: PLC0415 - help needs none of it

    return adopting.update(_named(paths, flags), **flags)


@command.command("prune")
@click.argument("paths", nargs=-1)
@_ruling
def prune(paths: tuple[str, ...], **flags: Any) -> int:
    """Take out what is fixed; nothing comes in."""
    from drlint.cli import adopting  # noqa: PLC0415 - help needs none of it

    return adopting.prune(_named(paths, flags), **flags)
