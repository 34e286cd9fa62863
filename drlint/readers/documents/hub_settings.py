"""Reads what a workload keeps for its policy of AWS Resilience Hub, and for nobody else."""

from __future__ import annotations

from typing import Any

from drlint.catalog.resilience_hub import DATA_LOCATIONS, TIERS
from drlint.readers.documents.fields import Fields

TIERS_THERE = {each.lower(): each for each in TIERS}
LOCATIONS_THERE = {each.lower(): each for each in DATA_LOCATIONS}


def hub_settings(fields: Fields) -> dict[str, Any] | None:
    """The block `resilience_hub`, None where there is none."""
    said, trail = fields.raw("resilience_hub")
    inner = fields.within(said, trail) if said is not None else None
    if inner is None:
        return None
    tags, at = inner.raw("tags")
    if tags is not None and not (isinstance(tags, dict) and all(isinstance(each, str) for each in tags.values())):
        tags = fields.paper.refuse(at, "tags must be a mapping of names to texts")
    made = {
        "name": inner.text("name"),
        "tier": inner.choice(TIERS_THERE, "tier"),
        "data_location": inner.choice(LOCATIONS_THERE, "data_location"),
        "kms_key_id": inner.verbatim("kms_key_id"),
        "sharing": inner.truth("sharing"),
        "tags": tags,
    }
    inner.refuse_others(closed=True)
    return made
