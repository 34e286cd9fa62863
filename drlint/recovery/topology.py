"""What a change does to the copies of data, before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.topology import Copying, Holder, Topology, TopologyChange
from drlint.model.values import Address, Unknown
from drlint.recovery.copies import Copy, copies_of

MOST_HOLDERS = 60  # in a picture that shows each of them
MOST_COPYINGS = 120


def change_of_topology(before: Estate, after: Estate, moves: Mapping[Address, Address]) -> TopologyChange | None:
    """What a change does to copies; None where it does nothing to them. `moves` leads to addresses of now.

    Few holders are told one by one; of many those next to a change; of still more how many there are of a kind in a
    Region.
    """
    was, will = topology_of(before, moves), topology_of(after, {})
    if not was.without(will) and not will.without(was):
        return None
    was, will = _copied(was, will), _copied(will, was)
    if _is_small(was) and _is_small(will):
        return TopologyChange(was.in_order, will.in_order)
    touched = _names((*was.without(will), *will.without(was)))
    near = [_near(each, touched) for each in (was, will)]
    left_out = min(len(was.copyings) - len(near[0].copyings), len(will.copyings) - len(near[1].copyings))
    if not all(map(_is_small, near)):
        near, left_out = [_counted(was), _counted(will)], 0
    if not all(map(_is_small, near)):
        near = [_counted(each, by_kind=False) for each in (was, will)]
    return TopologyChange(near[0].in_order, near[1].in_order, left_out) if all(map(_is_small, near)) else None


def topology_of(estate: Estate, moves: Mapping[Address, Address]) -> Topology:
    """The holders of data that are judged, and every copy of theirs in view."""
    holders: dict[Holder, None] = {}
    copyings: dict[Copying, None] = {}
    for resource in estate.resources:
        if resource.address in estate.context or not estate.catalog[resource.kind].holds_data:
            continue
        source = _holder(resource, moves)
        holders[source] = None
        for copy, certain in copies_of(resource, estate).items:
            target = _target(copy, moves)
            holders[target] = None
            copying = Copying(source, target, copy.mechanism, certain)
            if copying.is_mutual and target < source:
                copying = Copying(target, source, copy.mechanism, certain)
            copyings[copying] = None
    return Topology(tuple(holders), tuple(copyings))


def _holder(resource: Resource, moves: Mapping[Address, Address]) -> Holder:
    address = moves.get(resource.address, resource.address)
    return Holder(_region(resource.region), resource.kind, address.root, address.path)


def _target(copy: Copy, moves: Mapping[Address, Address]) -> Holder:
    if copy.resource is not None:
        return _holder(copy.resource, moves)
    source = moves.get(copy.of.address, copy.of.address)
    return Holder(_region(copy.region), copy.of.kind, source.root, f"{copy.mechanism} of {source.path}")


def _region(region: str | Unknown | None) -> str:
    return region if isinstance(region, str) else ""


def _names(copyings: Sequence[Copying]) -> frozenset[tuple[str, str]]:
    """Root and name of all that have copies, or are some."""
    return frozenset((end.root, end.name) for each in copyings for end in (each.source, each.target))


def _copied(one: Topology, other: Topology) -> Topology:
    """Without holders that have no copy and are none, neither before nor after."""
    names = _names((*one.copyings, *other.copyings))
    return Topology(tuple(each for each in one.holders if (each.root, each.name) in names), one.copyings)


def _is_small(topology: Topology) -> bool:
    return len(topology.holders) <= MOST_HOLDERS and len(topology.copyings) <= MOST_COPYINGS


def _near(topology: Topology, names: Several[tuple[str, str]]) -> Topology:
    """What has one of the names, with the copies that one of those has or is."""
    copyings = tuple(
        each
        for each in topology.copyings
        if (each.source.root, each.source.name) in names or (each.target.root, each.target.name) in names
    )
    holders = {end for each in copyings for end in (each.source, each.target)}
    holders.update(each for each in topology.holders if (each.root, each.name) in names)
    return Topology(tuple(holders), copyings)


def _counted(topology: Topology, *, by_kind: bool = True) -> Topology:
    """How many there are of a kind in a Region, and how many copies between them."""
    kinds = {each: (each.region, each.kind if by_kind else "") for each in topology.holders}
    numbers = Counter(kinds.values())
    holders = {key: Holder(*key, number=number) for key, number in numbers.items()}
    copyings = Counter(
        (holders[kinds[each.source]], holders[kinds[each.target]], each.mechanism, each.certain)
        for each in topology.copyings
    )
    found = (Copying(*key, number=number) for key, number in copyings.items())
    return Topology(tuple(holders.values()), tuple(found))
