"""What `audit` does: collects, judges, records, tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from drlint.catalog.registry import load
from drlint.cli.accounts import Asking
from drlint.cli.checking import Run, judge
from drlint.cli.collecting import collected
from drlint.cli.named import named_in
from drlint.cli.telling import outputs_asked, tell
from drlint.engine.report import Report
from drlint.history.recording import Night, recode, record, workload_verdicts
from drlint.history.since import beside, since
from drlint.history.store import Store
from drlint.model.errors import DrlintError
from drlint.model.finding import GROWING
from drlint.model.nightly import Nightly
from drlint.model.since import Since
from drlint.readers.aws.looking import command_of
from drlint.readers.result import ReadResult

_OF_COLLECT = ("resume", "max_age", "dask", "quiet")


def audited(paths: Sequence[str], flags: dict[str, Any]) -> int:
    """One night: the exit code of what was judged; raises DrlintError."""
    outputs = outputs_asked(flags)
    store = None if flags.pop("no_history") else Store(flags["history"])  # which may be refused
    only_new = store is not None and flags.pop("only_new")  # beside the run before; else beside a baseline, as of check
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
    found, report, code = None, run.report, run.code
    reads = [read for part in run.parts for read in part.given.results]
    if store is not None:
        whole = frozenset(each for read in reads for each in read.whole)
        night = Night(report=run.report, code=code, started=started, ended=datetime.now(UTC), whole=whole)
        found = since(store, record(store, night))
        report = beside(report, found)
        if only_new:
            code = _code_of_new(run, found, flags["min_coverage"])
            recode(store, found.run, code)
        store.close()
        _say(found, quiet=how["quiet"])
    tell(report, outputs, {"only_new": only_new, **flags}, run.least, _nightly(report, found, reads))
    return code


def _code_of_new(run: Run, found: Since, least_seen: float | None) -> int:
    """The exit code where only what is new or worse counts; on a first night all is new."""
    if found.before is None and not run.report.compared:
        return run.code
    return run.code_of_new(lambda report: beside(report, found), least_seen)


def _beside(flags: dict[str, Any]) -> dict[str, Any]:
    """The flags with code as what is looked at beside AWS, and never judged itself."""
    code = (*flags.pop("plan"), *flags.pop("state"), *filter(None, (flags.pop("source"),)))
    missing = next((each for each in code if not Path(each).exists()), None)
    if missing is not None:
        raise DrlintError(f"{missing}: no such file or folder")
    return {**flags, "context": (*flags["context"], *code)}


def _nightly(report: Report, found: Since | None, reads: Iterable[ReadResult]) -> Nightly:
    """What the report tells besides, and how to look at what is new or worse."""
    catalog = load()
    commands: dict[str, Callable[[str, str | None], str]] = {}
    look = {}
    for each in report.findings:
        if each.posture in GROWING and each.account is not None and each.kind in catalog.kinds:
            if each.kind not in commands:
                commands[each.kind] = command_of(catalog.kinds[each.kind])
            look[each.fingerprint] = commands[each.kind](each.resource.path, each.region)
    return Nightly(
        since=found,
        verdicts=workload_verdicts(report),
        accounts=tuple(each for read in reads for each in read.accounts),
        look={fingerprint: command for fingerprint, command in look.items() if command},
    )


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
