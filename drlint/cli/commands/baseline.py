"""`drlint baseline`: keeps account of what was there when drlint was adopted."""

from __future__ import annotations

from typing import Any

import click

from drlint.cli import options

_ruling = options.together(
    options.baseline,
    options.chosen_policies,
    options.judging,
    options.values_of_source,
    click.option("--root", help="What to call the root module. Default: its folder in the repository."),
    options.as_of,
    options.own_policies,
    options.config,
)


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

    return adopting.create(paths or (".",), **flags)


@command.command("update")
@click.argument("paths", nargs=-1)
@_ruling
def update(paths: tuple[str, ...], **flags: Any) -> int:
    """Make what is broken now the baseline: new and worse findings come in, fixed ones go."""
    from drlint.cli import adopting  # noqa: PLC0415 - help needs none of it

    return adopting.update(paths or (".",), **flags)


@command.command("prune")
@click.argument("paths", nargs=-1)
@_ruling
def prune(paths: tuple[str, ...], **flags: Any) -> int:
    """Take out what is fixed; nothing comes in."""
    from drlint.cli import adopting  # noqa: PLC0415 - help needs none of it

    return adopting.prune(paths or (".",), **flags)
