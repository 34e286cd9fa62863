"""What `drlint baseline` does: takes findings for known, takes in what is new, takes out what is fixed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from drlint.catalog.registry import load
from drlint.cli.baselines import Shelf, entries_in, named, write
from drlint.cli.checking import Judged, Run, judge
from drlint.cli.configuration import Configuration
from drlint.cli.naming import uri_of
from drlint.cli.run import Known
from drlint.engine.baseline import unknowable
from drlint.engine.report import Adopted
from drlint.model.baseline import Entry, counted, counts_of, entries_of, entry_of
from drlint.model.errors import DrlintError
from drlint.model.finding import Finding, Posture
from drlint.reports.escape import terminal
from drlint.reports.wording import count

_LISTED = 20  # lines of each kind of change


class _Ruled(Struct, frozen=True):
    """The parts of a run that one baseline rules, what it held, and what became of it."""

    path: Path
    parts: Sequence[Judged]
    adopted: Adopted

    @property
    def is_configured(self) -> bool:
        """Whether a configuration file names it already."""
        settings = self.parts[0].part.settings
        return settings.path is not None and settings.settings["baseline"].origin == str(settings.path)

    @property
    def findings(self) -> Iterator[Finding]:
        """All that is broken, save what another tool found."""
        for each in self.parts:
            yield from (one for one in (*each.report.findings, *each.report.baseline) if not one.origin)

    @property
    def unknowable(self) -> set[str]:
        """Policies on what a plan does, and on the gate, whose findings no baseline knows."""
        return unknowable((policy for each in self.parts for policy in each.policies), load())

    @property
    def lasting(self) -> list[Finding]:
        """What is broken, whatever the plan does."""
        passing = self.unknowable
        return [each for each in self.findings if each.policy not in passing]


def create(paths: Sequence[str], **flags: Any) -> int:
    """Write new baselines; raises DrlintError where there is one already."""

    def none_yet(settings: Configuration) -> Known:
        path = named(settings)
        if os.path.lexists(path):
            raise DrlintError(f"{path}: exists already; drlint baseline update takes in what is new")
        return Known(uri_of(str(path)), ())

    return _done(paths, none_yet, _create, flags)


def update(paths: Sequence[str], **flags: Any) -> int:
    """Make what is broken now the baseline; of what a run does not judge, what it was."""
    return _done(paths, Shelf().known, _update, flags)


def prune(paths: Sequence[str], **flags: Any) -> int:
    """Take out what is fixed or gone, and what is of policies that there are not."""
    return _done(paths, Shelf().known, _prune, flags)


def _done(
    paths: Sequence[str],
    known: Callable[[Configuration], Known],
    change: Callable[[_Ruled], None],
    flags: dict[str, Any],
) -> int:
    run = judge(paths, known=known, exit_zero=True, **flags)
    if isinstance(run, int):
        return run
    for each in _ruled(run):
        change(each)
    if run.code:
        click.echo("drlint: not all could be judged; what is found once it can be is new", err=True)
    return run.code


def _ruled(run: Run) -> Iterator[_Ruled]:
    adopted = {each.called: each for each in run.report.adopted}
    parts: dict[str, list[Judged]] = {}
    for each in run.parts:
        parts.setdefault(uri_of(str(named(each.part.settings))), []).append(each)
    for called, some in parts.items():
        yield _Ruled(named(some[0].part.settings), some, adopted[called])


def _create(ruled: _Ruled) -> None:
    entries = counted(map(entry_of, ruled.lasting))
    write(ruled.path, entries)
    policies, roots = {each.policy for each in entries}, {each.root for each in entries}
    _say(
        f"{ruled.path}: {count(sum(each.count for each in entries), 'finding')} of "
        f"{count(len(policies), 'policy', 'policies')} in {count(len(roots), 'root')}"
    )
    _say_left_out(ruled)
    if ruled.is_configured:
        _say("Next: commit it; drlint check goes by it")
    else:
        _say(
            f"Next: commit it, and say `baseline: {ruled.path}` in drlint.yaml or drlint check --baseline {ruled.path}"
        )


def _update(ruled: _Ruled) -> None:
    before = entries_in(ruled.path)
    now = counted([*map(entry_of, ruled.lasting), *ruled.adopted.unjudged])
    known = {each.fingerprint for each in before}
    moved = {each.fingerprint for part in ruled.parts for each in part.report.baseline} - known
    worse = [each for each in ruled.lasting if each.posture is Posture.WORSE and each.fingerprint in known]
    added = [each for each in now if each.fingerprint not in known | moved]
    gone = [*ruled.adopted.fixed, *ruled.adopted.gone, *ruled.adopted.stale, *ruled.adopted.aside]
    write(ruled.path, now)
    kept = _number(now) - _number(added) - len(worse) - len(moved)
    elsewhere = f"{len(moved):,} under another name, " if moved else ""
    _say(
        f"{ruled.path}: {_number(added):,} added, {len(worse):,} worse, {_number(gone):,} taken out, {elsewhere}"
        f"{kept:,} as before"
    )
    _list("added", added)
    _list("worse", [entry_of(each) for each in worse], [each.was for each in worse])
    _list("taken out", gone)
    _say_left_out(ruled)


def _prune(ruled: _Ruled) -> None:
    before = counts_of(entries_in(ruled.path))
    fixed, gone, stale = ruled.adopted.fixed, ruled.adopted.gone, ruled.adopted.stale
    now = entries_of(before - counts_of((*fixed, *gone, *stale)))
    write(ruled.path, now)
    _say(
        f"{ruled.path}: {_number(fixed):,} fixed, {_number(gone):,} gone and {_number(stale):,} of policies that there "
        f"are not taken out, {_number(now):,} left"
    )
    _list("fixed", fixed)
    _list("gone", gone)
    _list("no policy", stale)


def _say_left_out(ruled: _Ruled) -> None:
    """What is not in the file though it was found."""
    passing = ruled.unknowable
    number = sum(each.policy in passing for each in ruled.findings)
    if number:
        _say(f"{count(number, 'finding')} left out: a baseline knows nothing of what a plan does, nor of waivers")
    waived = sum(len(each.report.waived) for each in ruled.parts)
    if waived:
        _say(f"{count(waived, 'waived finding')} left out: their waivers answer for them")


def _list(what: str, entries: Sequence[Entry], said: Sequence[str] = ()) -> None:
    for at, each in enumerate(entries[:_LISTED]):
        times = f" ({each.count:,} times)" if each.count > 1 else ""
        more = f": {said[at]}" if said else ""
        _say(f"  {what:9}  {each.severity:8}  {each.policy}  {each.root or '.'}: {each.resource}{times}{more}")
    if len(entries) > _LISTED:
        _say(f"  {what:9}  {len(entries) - _LISTED:,} more")


def _number(entries: Iterable[Entry]) -> int:
    return sum(each.count for each in entries)


def _say(text: str) -> None:
    click.echo(terminal(text))
