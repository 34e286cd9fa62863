"""`drlint check`: judges plans, states, source and recovery documents."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import click

from drlint.cli import options
from drlint.cli.caches import kept_in
from drlint.cli.check_options import reporting_and_judging
from drlint.cli.named import named_in
from drlint.cli.recall import Recall
from drlint.cli.telling import complain, is_drawn, outputs_asked, tell


@click.command("check")
@click.argument("paths", nargs=-1)
@options.by_kind
@reporting_and_judging
@options.profile
@click.option("--changed", is_flag=True, help="The paths are files of a change: judge the root modules they touch.")
@click.option("--no-cache", is_flag=True, help="Neither read nor keep parsed source and reports in the user's cache.")
@click.option("--root", help="What to call the root module. Default: its folder in the repository.")
@options.own_policies
@options.config
@options.trusted_ref
def command(paths: tuple[str, ...], **flags: Any) -> int:
    """Judge Terraform source, plans and states (terraform show -json), recovery documents, or folders of them.

    A source file stands for the root modules that it is part of; `-` reads a plan from standard input.

    Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 nothing to read, 4 not everything could be read, 5 drlint broke.
    """
    named = named_in(paths, flags)
    asked = named.paths if named.paths or flags["changed"] else (".",)
    flags["kinds"] = dict(named.kinds)
    recall = _recall(asked, flags)
    kept = recall.kept()
    if kept is not None:
        complain(kept.report.blind_spots, kept.report.inputs)
        tell(kept.report, outputs_asked(flags), flags, kept.least)
        return kept.code
    with recall.noting() as notes:
        if flags["changed"] and not flags["trusted_ref"]:
            from drlint.cli.changes import NOTHING, touched_by  # noqa: PLC0415 - as below

            flags["found"] = touched_by(asked, named.kinds)
            if flags["found"].is_empty:  # most commits touch nothing, and what follows costs ten times as much
                outputs_asked(flags)  # which may be refused
                click.echo(NOTHING, err=True)
                return 0
        from drlint.cli.checking import check  # noqa: PLC0415 - a report that is recalled needs none of it

        return check(asked, keep=partial(recall.keep, notes), **flags)


def _recall(paths: tuple[str, ...], flags: Mapping[str, Any]) -> Recall:
    """The memory of this question; none of what comes through a pipe or out of git, nor where the user's code runs."""
    is_fixed = not (flags["no_cache"] or flags["allow_python_policies"] or flags["trusted_ref"] or "-" in paths)
    said = {name: value for name, value in flags.items() if name not in options.TELLING}
    config = said["config"]
    day = options.day_of(flags).isoformat()  # on which a waiver may have expired since
    asked = {"config": None if config is None else str(config), "paths": paths, "as_of": day, "drawn": is_drawn(flags)}
    starts = (*paths, *(flags["context"] or ()), *([flags["source"]] if flags["source"] else []), ".")
    return Recall(kept_in("runs") if is_fixed else None, {**said, **asked}, tuple(map(str, starts)))
