"""Reads a saved inventory: resources as AWS showed them, and all that nobody could look at."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from drlint.catalog.from_api import NOT_SHOWN
from drlint.catalog.kind import Door, Kind
from drlint.catalog.registry import Catalog
from drlint.model.coverage import Coverage
from drlint.model.errors import UnreadableError
from drlint.model.finding import BlindSpot
from drlint.model.nightly import AccountRead
from drlint.model.resource import Location, Resource, View
from drlint.model.unseen import Unseen
from drlint.model.values import Address, Unknown, Value
from drlint.readers.inventory.folder import manifest_in, unit_in
from drlint.readers.inventory.shape import GLOBAL, MANIFEST, Gap, Manifest, Thing, Unit, UnitRead
from drlint.readers.inventory.values import value_of
from drlint.readers.result import ReadResult

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LATER = Unknown("the inventory is of an earlier drlint, which did not ask for it")
_NOT_TOLD = Unknown("AWS did not tell its Region")
_NEVER = "it was not collected: the run ended before; drlint collect --resume goes on"
_SHOWN = 3
_MANY = 8


def is_manifest(path: str) -> bool:
    """Whether a file is the manifest of an inventory, by its name."""
    return os.path.basename(path) == MANIFEST  # noqa: PTH119 - asked of each file of a tree


def read_inventory(folder: str, *, uri: str, catalog: Catalog) -> ReadResult:
    """The resources of an inventory (observed); raises UnreadableError for a manifest that cannot be read."""
    manifest = manifest_in(folder)
    reading = _Reading(folder, uri, manifest, catalog)
    for account in manifest.accounts:
        for gap in account.gaps:
            reading.never(gap)
    for unit in manifest.units:
        reading.unit(unit)
    return reading.result()


class _Reading:
    """One inventory being read."""

    def __init__(self, folder: str, uri: str, manifest: Manifest, catalog: Catalog) -> None:
        self._folder, self._uri, self._manifest, self._catalog = folder, uri, manifest, catalog
        self._resources: dict[Address, Resource] = {}
        self._blind: list[BlindSpot] = []
        self._unseen: list[Unseen] = []
        self._asked: set[str] = set()
        self._uncatalogued = 0
        self._regions: set[str] = set()
        self._times: list[str] = []
        self._whole: set[tuple[str, str, str]] = set()
        self._wanted: Counter[str] = Counter()  # by account, as the next two
        self._taken: Counter[str] = Counter()
        self._spots: Counter[str] = Counter()
        self._passed_over: Counter[str] = Counter()  # by action

    def unit(self, unit: Unit) -> None:
        """Take in a unit, or that it is missing."""
        if not all(map(_NAME.fullmatch, (unit.account, unit.region, unit.service))):
            self._unread(unit, "the manifest names it as no account, Region and service are called")
            return
        try:
            read = unit_in(self._folder, unit)
        except UnreadableError as error:
            self._unread(unit, str(error))
            return
        if read is None:
            self._unread(unit, _NEVER)
            return
        if read.as_of < self._manifest.not_before:
            self._unread(unit, f"{_NEVER}; what is there is of {read.as_of}")
            return
        self._times.append(read.as_of)
        gone = {kind for gap in read.gaps for kind in gap.kinds}
        if unit.region != GLOBAL and (set(read.listed) - gone or read.things):
            self._regions.add(unit.region)
        self._asked.update(read.listed)
        self._whole |= {(unit.account, unit.region, kind) for kind in read.listed if kind not in gone}
        self._wanted[unit.account] += len(read.listed) + sum(1 for gap in read.gaps if not gap.kinds)
        self._wanted[unit.account] -= sum(len(gap.kinds) for gap in read.gaps if gap.optional)
        for gap in read.gaps:
            self.gap(gap)
        for thing in read.things:
            self._take(thing, read)

    def never(self, gap: Gap) -> None:
        """A gap before any unit: an account or a Region in which nothing was asked."""
        self._wanted[gap.account] += 0 if gap.optional else len(gap.kinds)
        self.gap(gap)
        if gap.optional:
            del self._passed_over[gap.action]  # which stands in the way of all, and is told as that

    def gap(self, gap: Gap) -> None:
        """A blind spot of a call that was not answered."""
        why = Unknown(f"{gap.action} in {gap.account}/{gap.region}: {gap.reason}")
        region = None if gap.region == GLOBAL else gap.region
        self._unseen += [Unseen(kind=kind, why=why, account=gap.account, region=region) for kind in gap.kinds]
        if gap.optional:
            self._passed_over[gap.action] += 1
            return
        place = f"aws://{gap.account}/{gap.region}/{gap.action}"
        told = "; ".join(each for each in (f"{gap.reason}{_concerning(gap)}", gap.remedy) if each)
        self._blind.append(BlindSpot(place, told, Location(place)))
        self._spots[gap.account] += 1

    def result(self) -> ReadResult:
        """All that was read."""
        self._unseen += self._never_asked()
        coverage = Coverage(len(self._whole), self._wanted.total())
        return ReadResult(
            resources=tuple(self._resources.values()),
            blind_spots=tuple(self._blind),
            regions=frozenset(self._regions),
            uncatalogued=self._uncatalogued,
            kind="inventory",
            notes=(*self._notes(), coverage.said),
            coverage=coverage,
            whole=frozenset(self._whole),
            accounts=tuple(self._accounts()),
            unseen=tuple(self._unseen),
        )

    def _accounts(self) -> Iterator[AccountRead]:
        seen = Counter(account for account, _, _ in self._whole)
        regions = Counter(account for account, region in {each[:2] for each in self._whole} if region != GLOBAL)
        for account in dict.fromkeys(each.account for each in self._manifest.accounts):
            yield AccountRead(
                account=account,
                regions=regions[account],
                resources=self._taken[account],
                seen=seen[account],
                wanted=self._wanted[account],
                spots=self._spots[account],
            )

    def _notes(self) -> Iterator[str]:
        accounts = len(self._manifest.accounts)
        if self._times:
            yield f"{accounts:,} account{'s' * (accounts != 1)}, read {min(self._times)} to {max(self._times)}"
        if self._manifest.endpoint:
            yield f"{self._manifest.endpoint} answered in AWS's place"
        for action, number in sorted(self._passed_over.items()):
            yield f"{action} was not answered in {number:,} place{'s' * (number != 1)}; it is read where it can be"

    def _never_asked(self) -> Iterator[Unseen]:
        """The kinds that the inventory cannot hold."""
        for kind in self._catalog.kinds.values():
            if not (kind.of_aws or kind.alone) or kind.name in self._catalog.owners or kind.name in self._asked:
                continue
            title = kind.title or kind.name
            why = "drlint does not read it from AWS yet" if kind.listed_by is None else _LATER.reason
            yield Unseen(kind=kind.name, why=Unknown(f"{title}: {why}"))

    def _unread(self, unit: Unit, reason: str) -> None:
        """A unit that is not there makes all that it might hold unseen."""
        place = f"{self._uri}/{unit.file}"
        self._blind.append(BlindSpot(place, reason, Location(place)))
        self._spots[unit.account] += 1
        region = None if unit.region == GLOBAL else unit.region
        why = Unknown(f"{unit.service} in {unit.account}/{unit.region}: {reason}")
        for kind in self._catalog.kinds.values():
            if kind.listed_by is not None and kind.listed_by.service == unit.service:
                self._wanted[unit.account] += 1
                self._unseen.append(Unseen(kind=kind.name, why=why, account=unit.account, region=region))
                self._asked.add(kind.name)

    def _take(self, thing: Thing, read: UnitRead) -> None:
        kind = self._catalog.kinds.get(thing.kind)
        if kind is None:
            self._uncatalogued += 1
            return
        address = Address(f"{read.account}/{thing.region or GLOBAL}", thing.path)
        uri = thing.path if thing.path.startswith("arn:") else f"aws://{address.root}/{thing.path}"
        region = _NOT_TOLD if thing.region == "" else thing.region
        view = View(
            attributes=_attributes(kind, thing.attributes),
            location=Location(uri),
            as_of=_moment(read.as_of),
        )
        self._taken[read.account] += address not in self._resources
        self._resources.setdefault(
            address,
            Resource(address=address, kind=kind.name, account=read.account, region=region, observed=view),
        )


def _concerning(gap: Gap) -> str:
    """What is not known for a gap."""
    if len(gap.kinds) > _MANY:
        return f"; {len(gap.kinds)} kinds of resources were not listed"
    if gap.kinds:
        return f"; not listed: {', '.join(gap.kinds)}"
    some = ", ".join(gap.things[:_SHOWN])
    more = f" and {gap.count - _SHOWN:,} more" if gap.count > _SHOWN else ""
    return f"; not known of {some}{more}"


def _attributes(kind: Kind, kept: Mapping[str, Any]) -> dict[str, Value]:
    """Every catalogued attribute of a kind, those that no call shows included."""
    return {
        each.name: value_of(kept[each.name])
        if each.name in kept
        else (_LATER if Door.LIVE in each.doors else NOT_SHOWN)
        for each in kind.attributes
    }


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
