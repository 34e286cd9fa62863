"""What `audit` does: collects, judges, records, tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from drlint.cli.accounts import Asking
from drlint.cli.checking import judge
from drlint.cli.collecting import collected
from drlint.cli.named import named_in
from drlint.cli.telling import outputs_asked, tell
from drlint.history.recording import Night, record
from drlint.history.since import since
from drlint.history.store import Store
from drlint.model.errors import DrlintError
from drlint.model.since import Since

_OF_COLLECT = ("resume", "max_age", "quiet")


def audited(paths: Sequence[str], flags: dict[str, Any]) -> int:
    """One night: the exit code of what was judged; raises DrlintError."""
    outputs = outputs_asked(flags)
    store = None if flags.pop("no_history") else Store(flags["history"])  # which may be refused
    del flags["history"]
    started = datetime.now(UTC)
    folder = flags.pop("inventory")
    asking = Asking(**{name: flags.pop(name) for name in Asking.__struct_fields__})
    how = {name: flags[name] for name in _OF_COLLECT}
    collected(asking, output=folder, **how, is_audit=True)
    named = named_in(paths, {"inventory": (folder,)})
    flags = {name: value for name, value in flags.items() if name not in _OF_COLLECT}
    run = judge(named.paths, **_beside(flags))
    if isinstance(run, int):
        return run
    if store is not None:
        whole = frozenset(each for part in run.parts for read in part.given.results for each in read.whole)
        night = Night(report=run.report, code=run.code, started=started, ended=datetime.now(UTC), whole=whole)
        _say(since(store, record(store, night)), quiet=how["quiet"])
        store.close()
    tell(run.report, outputs, flags, run.least)
    return run.code


def _beside(flags: dict[str, Any]) -> dict[str, Any]:
    """The flags with code as what is looked at beside AWS, and never judged itself."""
    code = (*flags.pop("plan"), *flags.pop("state"), *filter(None, (flags.pop("source"),)))
    missing = next((each for each in code if not Path(each).exists()), None)
    if missing is not None:
        raise DrlintError(f"{missing}: no such file or folder")
    return {**flags, "context": (*flags["context"], *code)}


def _say(found: Since, *, quiet: bool) -> None:
    """What changed since the run before, in one line on standard error."""
    if quiet:
        return
    if found.before is None:
        click.echo(f"drlint: run {found.run}, the first one recorded", err=True)
        return
    click.echo(
        f"drlint: run {found.run}; since {found.before}: {len(found.new):,} new, {len(found.worse):,} worse, "
        f"{len(found.resolved):,} resolved, {len(found.new_spots):,} new blind spots",
        err=True,
    )
