"""Keeps the places of a root that could not be looked at: each once, and no more than a person can go through."""

from __future__ import annotations

from drlint.model.finding import BlindSpot
from drlint.model.resource import Location

MAX_BLIND = 1_000
LONGEST = 300  # characters of a name or a reason


class Blind:
    """Places in the order in which they were met; those beyond the bound are counted."""

    def __init__(self) -> None:
        self._spots: dict[tuple[str, str, str], BlindSpot] = {}
        self._what: set[str] = set()
        self._more = 0
        self._first: Location | None = None

    def add(self, what: str, reason: str, place: Location, *, outside: bool = False) -> None:
        """Note a place, once however many instances lead to it."""
        what, reason = _short(what), _short(reason)
        key = (what, reason, str(place))
        if key in self._spots:
            return
        if len(self._spots) < MAX_BLIND:
            self._spots[key] = BlindSpot(what, reason, place, outside)
            self._what.add(what)
        else:
            self._more += 1
            self._first = place if self._first is None else self._first

    def __contains__(self, what: str) -> bool:
        return _short(what) in self._what

    @property
    def spots(self) -> tuple[BlindSpot, ...]:
        """The places, with one that stands for all that are not listed."""
        if self._first is None:
            return tuple(self._spots.values())
        more = BlindSpot(self._first.uri, f"{self._more:,} more places could not be read", self._first)
        return (*self._spots.values(), more)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
