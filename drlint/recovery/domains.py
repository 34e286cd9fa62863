"""Failure domains: what is lost together, and which copies outlive it."""

from __future__ import annotations

from drlint.estate.estate import Estate
from drlint.model.values import Unknown
from drlint.recovery.copies import Copy

DISRUPTIONS = ("hardware", "zone", "region", "account")


def survives(copy: Copy, disruption: str, estate: Estate) -> bool | Unknown:
    """Whether a copy outlives the loss of what holds the original."""
    if disruption == "hardware":
        return True
    if disruption == "account":
        return _elsewhere(copy.account, copy.of.account, "account")
    if disruption == "region":
        return _elsewhere(copy.region, copy.of.region, "Region")
    apart = _elsewhere(copy.region, copy.of.region, "Region")
    if apart is True:
        return True
    zones = [
        each.view.attributes.get("availability_zone") if each is not None else None for each in (copy.of, copy.resource)
    ]
    if all(isinstance(each, str) for each in zones):
        return zones[0] != zones[1]
    return Unknown(f"the zone of {copy.target} is not known", about=estate.world.because)


def _elsewhere(there: object, here: object, what: str) -> bool | Unknown:
    if isinstance(there, Unknown):
        return there
    if isinstance(here, Unknown):
        return here
    if there is None or here is None:
        return Unknown(f"the {what} is not known")
    return there != here
