"""Collects an inventory: every unit of every account, each kept as soon as it is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from drlint import __version__
from drlint.catalog.registry import Catalog
from drlint.model.errors import UnreadableError
from drlint.readers.aws.accounts import Regions
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.plan import kinds_of, listed, units_of
from drlint.readers.aws.reading import Run, read_unit
from drlint.readers.aws.workers import Workers
from drlint.readers.inventory.folder import held, unit_in, write_manifest, write_unit
from drlint.readers.inventory.gaps import Gaps
from drlint.readers.inventory.shape import Account, Manifest, Unit, UnitRead

_TIME = "%Y-%m-%dT%H:%M:%SZ"


class Task(Struct, frozen=True):
    """A unit to be read, by whom, and the Regions that are wanted of what stands in several."""

    unit: Unit
    caller: Caller
    regions: frozenset[str]


class Spread(Protocol):
    """What reads units elsewhere than in this process, each once."""

    def units(self, tasks: Iterable[Task]) -> Iterator[UnitRead]: ...


class Wanted(Struct, frozen=True, kw_only=True):
    """What to collect and how: units that were read since `not_before` and had no passing gap are kept as they are.

    `spread` reads them elsewhere; this process's threads do where it is None.
    """

    callers: Sequence[Caller]
    regions: Sequence[Regions]
    catalog: Catalog
    folder: Path
    not_before: datetime | None = None
    endpoint: str = ""
    spread: Spread | None = None


class Progress(Struct):
    """How far a run has come; a unit that was kept from before counts as done.

    `begun` is when each unit was that is being read, by the clock that never goes back.
    """

    units: int
    done: int = 0
    kept: int = 0
    resources: int = 0
    gaps: int = 0
    begun: dict[Unit, float] = {}

    @property
    def slowest(self) -> tuple[Unit, float] | None:
        """The unit that is being read for the longest time, and for how many seconds."""
        begun = dict(self.begun)  # which other threads change
        first = min(begun, key=lambda each: begun[each], default=None)
        return None if first is None else (first, time.monotonic() - begun[first])

    def add(self, read: UnitRead) -> None:
        """Count a unit."""
        self.begun.pop(Unit(read.account, read.region, read.service), None)
        self.done += 1
        self.resources += len(read.things)
        self.gaps += sum(not gap.optional for gap in read.gaps)


def collect(wanted: Wanted, tell: Callable[[Progress, UnitRead], None]) -> Progress:
    """Read and write all units, the manifest first; raises DrlintError where the folder cannot be written to."""
    with held(wanted.folder):
        return _collected(wanted, tell)


def _collected(wanted: Wanted, tell: Callable[[Progress, UnitRead], None]) -> Progress:
    manifest = _manifest(wanted)
    write_manifest(wanted.folder, manifest)
    progress = Progress(units=len(manifest.units))
    progress.gaps += sum(not gap.optional for account in manifest.accounts for gap in account.gaps)
    by_account = {caller.account: caller for caller in wanted.callers}
    regions = {caller.account: frozenset(each.enabled) for caller, each in _pairs(wanted)}
    left = _left(wanted, manifest.units, progress, tell)
    tasks = (Task(unit, by_account[unit.account], regions[unit.account]) for unit in left)
    for done in _here(wanted.catalog, tasks, progress) if wanted.spread is None else wanted.spread.units(tasks):
        write_unit(wanted.folder, done)
        progress.add(done)
        tell(progress, done)
    return progress


def _here(catalog: Catalog, tasks: Iterable[Task], progress: Progress) -> Iterator[UnitRead]:
    """Read units with this process's threads."""
    workers = Workers()

    def read(task: Task) -> UnitRead:
        progress.begun[task.unit] = time.monotonic()
        return read_unit(task.unit, task.caller, Run(catalog, workers, task.regions))

    try:
        yield from workers.units(read, tasks)
    except BaseException:
        workers.close(wait=False)
        raise
    workers.close()


def _pairs(wanted: Wanted) -> Iterator[tuple[Caller, Regions]]:
    return zip(wanted.callers, wanted.regions, strict=True)


def _manifest(wanted: Wanted) -> Manifest:
    accounts: list[Account] = []
    units: list[Unit] = []
    for caller, regions in _pairs(wanted):
        gaps = Gaps(caller.account)
        for region, failure in regions.refused:
            for kind in listed(wanted.catalog):
                gaps.unlisted(failure, kind.name, region, optional=kind.optional)
        accounts.append(
            Account(
                account=caller.account,
                regions=regions.enabled,
                partition=caller.partition,
                gaps=gaps.all(),
            )
        )
        units += units_of(caller.account, regions.enabled, wanted.catalog)
    now = datetime.now(UTC)
    return Manifest(
        drlint=__version__,
        started=now.strftime(_TIME),
        not_before=(wanted.not_before or now).astimezone(UTC).strftime(_TIME),
        accounts=tuple(accounts),
        units=tuple(units),
        endpoint=wanted.endpoint,
    )


def _left(
    wanted: Wanted, units: Sequence[Unit], progress: Progress, tell: Callable[[Progress, UnitRead], None]
) -> Iterator[Unit]:
    """The units that are still to be read."""
    for unit in units:
        known = _known(wanted, unit)
        if known is None:
            yield unit
            continue
        progress.kept += 1
        progress.add(known)
        tell(progress, known)


def _known(wanted: Wanted, unit: Unit) -> UnitRead | None:
    """A unit that need not be read again: young enough, of the same kinds, and without a gap that may have passed."""
    if wanted.not_before is None:
        return None
    try:
        found = unit_in(wanted.folder, unit)
    except UnreadableError:
        return None
    if found is None or any(gap.passing and not gap.optional for gap in found.gaps):
        return None
    try:
        read = datetime.fromisoformat(found.as_of)
    except ValueError:
        return None
    kinds = {kind.name for kind in kinds_of(unit, wanted.catalog)}
    is_young = wanted.not_before <= read <= datetime.now(UTC) + timedelta(minutes=5)
    return found if is_young and set(found.listed) == kinds else None
