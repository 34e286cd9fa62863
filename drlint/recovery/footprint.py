"""The Regions that a root's data and capacity stand in: what is lost there is what has to be rebuilt."""

from __future__ import annotations

from collections.abc import Collection as Several

from drlint.estate.estate import Estate
from drlint.model.collection import Collection
from drlint.model.resource import Resource
from drlint.model.values import Address, Unknown


def footprint_of(
    root: str, estate: Estate, *, recovery_regions: Several[str] = (), aside: Several[Address] = ()
) -> Collection:
    """The Regions, recovery Regions aside, where resources of the root stand that hold data or serve.

    A root without any such resource (one for DNS, one for roles) serves those of the others in view. `aside` are
    resources that do not count; `unseen` says why there may be further Regions.
    """
    at_work = estate.remembered(
        ("at work", 0), lambda: tuple(each for each in estate.resources if _works(each, estate))
    )
    counted = [each for each in at_work if each.address not in aside]
    own = [each for each in counted if each.address.root == root] or counted
    regions = sorted({each.region for each in own if isinstance(each.region, str)} - set(recovery_regions))
    unseen = next((each.region for each in own if isinstance(each.region, Unknown)), None)
    return Collection(tuple([(each, True) for each in regions]), unseen)


def _works(resource: Resource, estate: Estate) -> bool:
    kind = estate.catalog[resource.kind]
    return resource.region is not None and (kind.holds_data or kind.serves)


def stands_with(region: str | Unknown, footprint: Collection) -> bool | Unknown:
    """Whether something in that Region is lost together with the resources of a footprint."""
    if isinstance(region, Unknown):
        return region
    if region in set(footprint):
        return True
    return False if footprint.unseen is None else footprint.unseen
