"""Joins what readers found: views of one thing laid together, companions gathered into their owners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import msgspec

from drlint.catalog.kind import Block, Companion, Door, Kind
from drlint.catalog.registry import Catalog
from drlint.estate.beside import laid_beside
from drlint.estate.estate import Estate, exists_for, regions_of
from drlint.estate.observed import laid_together, on_code, shown_live
from drlint.estate.world import World
from drlint.model.collection import Collection
from drlint.model.resource import Location, Resource, View
from drlint.model.unseen import Unseen
from drlint.model.values import Unknown, Value, first_of

_Additions: TypeAlias = "dict[int, dict[str, Mapping[str, Value]]]"  # of a resource's attributes, who lends them


class _Lent(Mapping[str, Value]):
    """Attributes that others lend, each read from its lender when it is asked for."""

    __slots__ = ("_lenders",)

    def __init__(self, lenders: Mapping[str, Mapping[str, Value]]) -> None:
        self._lenders = lenders

    def __getitem__(self, name: str) -> Value:
        return self._lenders[name][name]

    def __contains__(self, name: object) -> bool:
        return name in self._lenders

    def __iter__(self) -> Iterator[str]:
        return iter(self._lenders)

    def __len__(self) -> int:
        return len(self._lenders)

    def __ror__(self, attributes: Mapping[str, Value]) -> dict[str, Value]:
        return {**attributes, **self}


def join(
    resources: Iterable[Resource],
    catalog: Catalog,
    *,
    world: str = "auto",
    regions: frozenset[str] = frozenset(),
    context: Iterable[Resource] = (),
    recovery_regions: tuple[str, ...] = (),
    moment: str = "after",
    source: Iterable[Resource] | None = None,
    unseen: Sequence[Unseen] = (),
) -> Estate:
    """One estate of everything in view; `moment="before"` is the one that the plan starts from.

    `world` is auto, open or closed; auto is closed where the inputs hold a recovery Region, or, where none is named,
    more than one Region. `source` is the code that plans among the resources were made from. Of kinds in `unseen` there
    may be more than is in view, in a closed world as well.
    """
    own = [each for each in map(_before if moment == "before" else _same, resources) if each is not None]
    if source is not None or any(map(_is_source, own)):
        own = laid_beside(own, source or (), catalog)
    own, context = on_code(own, list(context), catalog)
    judged = {each.address for each in own}
    beside = [each for each in context if each.address not in judged or each.observed is not None]
    living = laid_together([each for each in (*own, *beside) if each.declared or each.observed])
    deleted = [each for each in own if each.declared is None and each.observed is None]
    in_view = regions | regions_of(living)
    estate = Estate(
        living,
        catalog,
        _with_unseen(world_of(world, _recovered_to(living, in_view, catalog), recovery_regions), unseen),
        regions=in_view,
        context=frozenset(each.address for each in beside) - judged,
        deleted=deleted,
    )
    return _gathered(estate)


# Where global services keep what belongs to them (certificates of CloudFront, metrics of Route 53):
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html (2026-11-23)
_GLOBAL_HOME = "us-east-1"


def _recovered_to(living: Sequence[Resource], regions: frozenset[str], catalog: Catalog) -> frozenset[str]:
    """The Regions in view without the home of global services where nothing stands there that a recovery needs."""
    needed = any(
        each.region == _GLOBAL_HOME and (catalog[each.kind].holds_data or catalog[each.kind].serves)
        for each in living
        if isinstance(each.region, str)
    )
    return regions if needed else regions - {_GLOBAL_HOME}


def world_of(wanted: str, regions: frozenset[str], recovery_regions: tuple[str, ...] = ()) -> World:
    """Whether absence can be seen, and why."""
    if wanted == "closed":
        return World(closed=True, because="configured as closed")
    if wanted == "open":
        return World(closed=False, because="configured as open")
    if recovery_regions:
        found = sorted(regions.intersection(recovery_regions))
        named = ", ".join(found or recovery_regions)
        said = "hold the recovery Region" if found else "do not hold the recovery Region"
        return World(closed=bool(found), because=f"the inputs {said} {named}")
    if len(regions) > 1:
        return World(closed=True, because=f"the inputs hold {len(regions)} Regions: {', '.join(sorted(regions))}")
    seen = f"the inputs hold {next(iter(regions))} alone" if regions else "no Region of the inputs is known"
    return World(closed=False, because=f"{seen}; copies may be declared in another root")


def _with_unseen(world: World, unseen: Sequence[Unseen]) -> World:
    """The same world, where some kinds were not listed whole."""
    whys = {each.kind: each.why for each in reversed(unseen)}
    return msgspec.structs.replace(world, unseen=whys) if whys else world


def _is_source(resource: Resource) -> bool:
    return resource.change is None and resource.declared is not None


def _same(resource: Resource) -> Resource | None:
    return resource


def _before(resource: Resource) -> Resource | None:
    """The resource as it stood before the plan; None where the plan creates it."""
    change = resource.change
    if change is None or resource.observed is not None:
        return resource
    if change.before is None:
        return None if "create" in change.actions else resource
    return msgspec.structs.replace(
        resource, declared=change.before, address=change.previous_address or resource.address
    )


def _gathered(estate: Estate) -> Estate:
    """The same estate with every companion's attributes in its owner and code-only attributes beside observed ones."""
    catalog = estate.catalog
    additions: _Additions = {}
    lines: dict[int, dict[str, Location]] = {}
    unowned: dict[str, list[tuple[Resource, Companion, str]]] = {}
    for name, (kind, companion) in catalog.owners.items():
        for each in estate.of_kind(name):
            owners = estate.owner_of(each)
            if len(owners.certain) == 1 and exists_for(owners.certain[0], each) is True:
                target = owners.certain[0]
                _gather(additions, lines, target, kind, companion, each)
            elif owners.items or isinstance(each[companion.owner], Unknown):
                unowned.setdefault(kind.name, []).append((each, companion, _may_be(each, owners)))
    for kind_name, strays in unowned.items():
        _stray(estate, catalog[kind_name], strays, additions)
    replaced = [_with(each, additions, lines, catalog) for each in estate.resources]
    if all(new is old for new, old in zip(replaced, estate.resources, strict=True)):
        return estate
    return Estate(
        replaced, catalog, estate.world, regions=estate.regions, context=estate.context, deleted=estate.deleted
    )


@cache
def _lent_by(kind: Kind, companion: str) -> tuple[str, ...]:
    """The attributes of a kind that a companion brings: its own lifecycle, for one, stays its own."""
    return tuple(each.name for each in kind.attributes if each.path.partition(":")[0] == companion)


def _may_be(companion: Resource, owners: Collection) -> str:
    why = first_of(owners.unseen, owners.doubt, companion.unsure)
    return f"{companion.address.path} may be its: {'several have that name' if why is None else why.reason}"


def _gather(
    additions: _Additions,
    lines: dict[int, dict[str, Location]],
    target: Resource,
    kind: Kind,
    companion: Companion,
    each: Resource,
) -> None:
    added = additions.setdefault(id(target), {})
    where = lines.setdefault(id(target), {})
    view = each.view
    if companion.merges_into is None:
        for name in _lent_by(kind, companion.name):
            added[name] = view.attributes
            where[name] = view.where.get(name, view.location)
        return
    name = companion.merges_into
    block = kind.find(name)
    element: dict[str, Any] = {key: value for key, value in view.attributes.items() if key != companion.owner}
    if isinstance(block, Block) and any(inner.name == "region_name" for inner in block.attributes):
        element["region_name"] = each.region
    present = added.get(name, target.view.attributes)[name]
    if isinstance(present, tuple):
        added[name] = {name: (*present, element)}
    where.setdefault(name, view.location)


def _stray(
    estate: Estate,
    kind: Kind,
    strays: Sequence[tuple[Resource, Companion, str]],
    additions: _Additions,
) -> None:
    """A companion of an unknown owner may be anybody's: what it brings is unknown where nothing else brought it."""
    for each, companion, reason in strays:
        candidates = {id(owner) for owner in estate.owner_of(each)}
        for owner in estate.of_kind(kind.name):
            if candidates and id(owner) not in candidates:
                continue
            added = additions.setdefault(id(owner), {})
            names = (companion.merges_into,) if companion.merges_into else _lent_by(kind, companion.name)
            for name in names:
                if name not in added:
                    added[name] = {name: Unknown(reason)}


def _declared(view: View, added: Mapping[str, Mapping[str, Value]]) -> View:
    """The declared view with what its companions declare."""
    return msgspec.structs.replace(view, attributes=view.attributes | _Lent(dict(added))) if added else view


def _with(
    resource: Resource,
    additions: _Additions,
    lines: Mapping[int, Mapping[str, Location]],
    catalog: Catalog,
) -> Resource:
    added = dict(additions.get(id(resource), {}))
    if resource.observed is not None and resource.declared is not None:
        declared, kind = resource.declared, catalog[resource.kind]
        hidden = [each.name for each in kind.attributes if Door.LIVE not in each.doors]
        if resource.observed.as_of is not None:  # AWS itself says what there is; what companions say is declared
            resource = msgspec.structs.replace(resource, declared=_declared(declared, added))
            added = {name: each for name, each in added.items() if name not in shown_live(kind)}
        added |= dict.fromkeys(hidden, declared.attributes)
    if not added:
        return resource
    view = resource.view
    new = View(
        attributes=view.attributes | _Lent(added),
        location=view.location,
        where={**view.where, **lines.get(id(resource), {})},
        defaulted=view.defaulted - added.keys(),
        as_of=view.as_of,
    )
    if resource.observed is not None:
        return msgspec.structs.replace(resource, observed=new)
    return msgspec.structs.replace(resource, declared=new)
