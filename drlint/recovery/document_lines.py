"""Where a document says a part of what it says."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.model.resource import Resource


def said_at(document: Resource, name: str, says: str) -> Evidence:
    """A part of a document ("third_parties.0", "objectives.region") as evidence, on its own line where known."""
    where = document.view.where
    names = (name.rsplit(".", parts)[0] for parts in range(name.count(".") + 1))
    place = next((where[each] for each in names if each in where), document.view.location)
    return Evidence(f"{document.address.path}: {says}", place)
