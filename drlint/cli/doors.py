"""Through which doors the inputs of a run can be seen."""

from __future__ import annotations

from collections.abc import Iterable

from drlint.catalog.kind import Door
from drlint.readers.result import ReadResult

_DOORS = {
    "plan": Door.PLAN,
    "state": Door.PLAN,
    "source": Door.SOURCE,
    "inventory": Door.LIVE,
    "document": Door.DOCUMENT,
}


def doors_of(results: Iterable[ReadResult]) -> frozenset[Door]:
    """The doors of what was read."""
    return frozenset(_DOORS[each.kind] for each in results if each.kind in _DOORS)
