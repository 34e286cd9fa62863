"""Sets aside what somebody accepts, for as long as that may be, and keeps account of what each waiver did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from msgspec import Struct

from drlint.engine.report import Waived
from drlint.engine.waiver_index import Index, calls_in
from drlint.estate.beside import without_keys
from drlint.estate.estate import Estate
from drlint.model.finding import BlindSpot, Finding, Severity
from drlint.model.globs import matches
from drlint.model.waiver import (
    OF_BLIND_SPOTS,
    SOON,
    BrokenWaiver,
    Place,
    WaivedSpot,
    Waiver,
    WaiverState,
    WaiverUse,
)


class Accepted(Struct, frozen=True, kw_only=True):
    """A waiver with the ids of its policies, and the places that it stands on where it is written in source.

    `seen_whole`: all that it may speak of was given to this run.
    """

    waiver: Waiver
    policies: AbstractSet[str] = frozenset()
    places: tuple[Place, ...] = ()
    seen_whole: bool = False


class Waivers(Struct, frozen=True, kw_only=True):
    """What is accepted, and on which day; not `applied`, nothing is set aside and all is accounted for."""

    accepted: tuple[Accepted, ...] = ()
    broken: tuple[BrokenWaiver, ...] = ()
    terms: Mapping[Severity, int]
    today: date
    applied: bool = True


class SetAside(Struct, frozen=True, kw_only=True):
    """What is left after waivers, what they took, and the account of them."""

    findings: Sequence[Finding]
    unknowns: Sequence[Finding]
    waived: tuple[Waived, ...] = ()
    spots: tuple[WaivedSpot, ...] = ()
    uses: tuple[WaiverUse, ...] = ()


class _Tally(Struct):
    """What a waiver did so far."""

    used: int = 0
    matched: int = 0
    longest: int | None = None


def set_aside(
    findings: Sequence[Finding],
    unknowns: Sequence[Finding],
    spots: Sequence[BlindSpot],
    waivers: Waivers,
    estate: Estate,
    assessed: AbstractSet[str],
) -> SetAside:
    """Findings and unknowns without those that are waived; `assessed` are the policies that could say anything."""
    if not waivers.accepted:
        return SetAside(findings=findings, unknowns=unknowns)
    taking = _Taking(waivers, estate)
    waived: list[Waived] = []
    kept = [[each for each in some if not taking.takes(each, waived)] for some in (findings, unknowns)]
    accepted_spots = tuple(taking.spots(spots))
    is_whole = not spots
    return SetAside(
        findings=kept[0],
        unknowns=kept[1],
        waived=tuple(waived),
        spots=accepted_spots,
        uses=tuple(taking.uses(assessed, is_whole=is_whole)),
    )


class _Taking:
    """One run's waivers while they are held against what was found."""

    def __init__(self, waivers: Waivers, estate: Estate) -> None:
        self._waivers = waivers
        self._estate = estate
        self._index = Index(waivers.accepted, estate)
        self._tallies = [_Tally() for _ in waivers.accepted]

    def takes(self, finding: Finding, waived: list[Waived]) -> bool:
        """Whether a finding is set aside; it is added to the others then."""
        taken = False
        for at in self._index.covering(finding):
            tally = self._tallies[at]
            tally.matched += 1
            if not self._holds(at, finding.severity) or taken or not self._waivers.applied:
                continue
            tally.used += 1
            waived.append(Waived(finding, self._waivers.accepted[at].waiver))
            taken = True
        return taken

    def spots(self, spots: Sequence[BlindSpot]) -> Iterator[WaivedSpot]:
        """The blind spots that somebody accepts."""
        globs = [(at, each.waiver) for at, each in enumerate(self._waivers.accepted) if each.waiver.blind_spot]
        for spot in spots if globs else ():
            words = (spot.what, spot.reason, spot.location.uri)
            found = [(at, each) for at, each in globs if any(matches(word, each.blind_spot) for word in words)]
            for at, _ in found:
                self._tallies[at].matched += 1
            holding = [(at, each) for at, each in found if self._holds(at, OF_BLIND_SPOTS)]
            if holding and self._waivers.applied:
                self._tallies[holding[0][0]].used += 1
                yield WaivedSpot(spot, holding[0][1])

    def _holds(self, at: int, severity: Severity) -> bool:
        """Whether a waiver holds today for a finding of that severity, the term of which is noted."""
        days = (self._waivers.accepted[at].waiver.until - self._waivers.today).days
        most = self._waivers.terms[severity]
        tally = self._tallies[at]
        tally.longest = most if tally.longest is None else min(tally.longest, most)
        return 0 <= days <= most

    def uses(self, assessed: AbstractSet[str], *, is_whole: bool) -> Iterator[WaiverUse]:
        """The account of each waiver."""
        standing = _Standing(self._estate)
        for at, each in enumerate(self._waivers.accepted):
            tally = self._tallies[at]
            judged = tally.matched > 0 or (
                each.seen_whole
                and at not in self._index.doubted
                and (bool(each.waiver.blind_spot) or (is_whole and each.policies <= assessed))
                and standing.has(each.places)
            )
            yield WaiverUse(
                waiver=each.waiver,
                state=self._state(each.waiver, tally, judged=judged),
                used=tally.used,
                matched=tally.matched,
                longest=tally.longest,
                judged=judged,
            )

    def _state(self, waiver: Waiver, tally: _Tally, *, judged: bool) -> WaiverState:
        days = (waiver.until - self._waivers.today).days
        if days < 0:
            return WaiverState.EXPIRED
        if tally.longest is not None and days > tally.longest:
            return WaiverState.OVERLONG
        if not tally.matched:
            return WaiverState.UNUSED if judged else WaiverState.UNJUDGED
        return WaiverState.EXPIRING if days <= SOON else WaiverState.ACTIVE


class _Standing:
    """Knows whether what a waiver stands on made anything that could be judged."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._paths: set[tuple[str, str]] | None = None

    def has(self, places: Sequence[Place]) -> bool:
        """Whether one of these places made a resource; none are asked about where there are none."""
        if not places or any(not each.path for each in places):
            return True
        if self._paths is None:
            self._paths = set()
            for resource in self._estate.resources:
                self._add(resource.address.root, without_keys(resource.address.path))
        return any((each.root, each.path) in self._paths for each in places)

    def _add(self, root: str, path: str) -> None:
        if self._paths is None:
            return
        self._paths.add((root, path))
        self._paths.update((root, each) for each in calls_in(path))
