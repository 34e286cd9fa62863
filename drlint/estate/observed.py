"""Finds the code of what AWS showed: by ARN where a state tells it, else by name, account and Region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drlint.catalog.kind import Door, Kind
from drlint.catalog.registry import Catalog
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown, Value

_LIVE = re.compile(r"\d{12}/[a-z0-9-]+")


def is_live(resource: Resource) -> bool:
    """Whether AWS itself showed it, and no state."""
    return resource.observed is not None and _LIVE.fullmatch(resource.address.root) is not None


def on_code(
    own: Sequence[Resource], context: Sequence[Resource], catalog: Catalog
) -> tuple[list[Resource], list[Resource]]:
    """What AWS showed, at the place of its code, which is no other resource then.

    Live resources that are only looked at stay apart: a plan is judged by what it declares.
    """
    placed = _in_code(own, context, catalog)
    if not placed:
        return list(own), list(context)
    places = frozenset(placed.values())
    coded: dict[Address, Resource] = {}
    for each in (*own, *context):
        if not is_live(each) and each.address in places:
            known = coded.get(each.address)
            coded[each.address] = each if known is None else _merged(known, each)

    def laid(resources: Sequence[Resource]) -> list[Resource]:
        moved = (
            _laid_on_code(each, coded[placed[each.address]]) if is_live(each) and each.address in placed else each
            for each in resources
            if is_live(each) or each.address not in coded
        )
        return list(moved)

    return laid(own), laid(context)


def laid_together(resources: Sequence[Resource]) -> list[Resource]:
    """One resource per address: declared and observed views of one thing side by side."""
    if not any(each.observed for each in resources):
        return list(resources)
    found: dict[Address, Resource] = {}
    for each in resources:
        known = found.get(each.address)
        found[each.address] = each if known is None else _merged(known, each)
    return list(found.values())


def _merged(one: Resource, other: Resource) -> Resource:
    region = other.region if isinstance(one.region, Unknown) else one.region
    return msgspec.structs.replace(
        one,
        region=region,
        account=one.account or other.account,
        declared=one.declared or other.declared,
        observed=one.observed or other.observed,
        change=one.change or other.change,
    )


def _in_code(own: Sequence[Resource], context: Sequence[Resource], catalog: Catalog) -> dict[Address, Address]:
    """The address in code of each live resource that is certainly of that code: one candidate on either side."""
    live = [each for each in own if is_live(each)]
    coded = [each for each in (*own, *context) if not is_live(each) and catalog[each.kind].of_aws]
    if not live or not coded:
        return {}
    by_arn: dict[tuple[str, str], set[Address]] = {}
    by_name: dict[tuple[object, ...], set[Address]] = {}
    for each in coded:
        for arn in _arns(each):
            by_arn.setdefault((each.kind, arn), set()).add(each.address)
        for key in _keys(each, catalog[each.kind]):
            by_name.setdefault(key, set()).add(each.address)
    accounts = {each.address: each.account for each in coded}
    found = [(each.address, _code_of(each, catalog[each.kind], by_arn, by_name, accounts)) for each in live]
    claimed: dict[Address, int] = {}
    for _, address in found:
        if address is not None:
            claimed[address] = claimed.get(address, 0) + 1
    return {live: code for live, code in found if code is not None and claimed[code] == 1}


def _code_of(
    live: Resource,
    kind: Kind,
    by_arn: Mapping[tuple[str, str], set[Address]],
    by_name: Mapping[tuple[object, ...], set[Address]],
    accounts: Mapping[Address, object],
) -> Address | None:
    told = {address for arn in _arns(live) for address in by_arn.get((kind.name, arn), ())}
    if not told:
        told = {address for key in _keys(live, kind) for address in by_name.get(key, ())}
        told = {each for each in told if not isinstance(accounts[each], str) or accounts[each] == live.account}
    return next(iter(told)) if len(told) == 1 else None


def _arns(resource: Resource) -> Iterator[str]:
    if resource.address.path.startswith("arn:"):
        yield resource.address.path
    for view in _views(resource):
        arn = view.attributes.get("arn")
        if isinstance(arn, str):
            yield arn


def _views(resource: Resource) -> Iterator[View]:
    """What the resource is now; of a change also what it was, where it keeps its identity."""
    before = None if resource.change is None or resource.change.replaces else resource.change.before
    yield from (each for each in (resource.observed, resource.declared, before) if each is not None)


def _keys(resource: Resource, kind: Kind) -> Iterator[tuple[object, ...]]:
    """Kind, Region and identity, as each view tells it; nothing where a part of it is not known."""
    if not kind.identity or not (resource.region is None or isinstance(resource.region, str)):
        return
    for view in _views(resource):
        values = [view.attributes.get(name) for name in kind.identity]
        if all(_names(value) for value in values) and isinstance(values[0], str):
            yield (kind.name, None if kind.is_global else resource.region, *values)


def _names(value: Value) -> bool:
    return value is None or (isinstance(value, str) and value != "")


def _laid_on_code(live: Resource, code: Resource) -> Resource:
    """One thing in both views: AWS's answers at the lines of the code; what only code shows is the code's."""
    observed, declared = live.observed, code.declared
    if observed is None:
        return live
    place = declared or code.observed
    view = View(
        attributes=observed.attributes,
        location=observed.location if place is None else place.location,
        where={} if place is None else place.where,
        as_of=observed.as_of,
    )
    return msgspec.structs.replace(
        live, address=code.address, observed=view, declared=declared or code.observed, change=None
    )


def shown_live(kind: Kind) -> frozenset[str]:
    """The attributes that AWS shows, of which code must not tell what it hoped for."""
    return frozenset(each.name for each in kind.attributes if Door.LIVE in each.doors)


def arn_of(resource: Resource) -> Location | None:
    """Where AWS has a thing whose place is its code."""
    view = resource.observed
    if view is None or view.as_of is None or view.location.uri.startswith(("arn:", "aws://")):
        return None
    arn = view.attributes.get("arn")
    return Location(arn) if isinstance(arn, str) else Location(f"aws://{resource.account}/{resource.region}")
