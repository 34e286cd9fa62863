"""The estate: all resources in view, and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar

from drlint.catalog.kind import CHOSEN_BY_AWS, Kind, Relation
from drlint.catalog.registry import Catalog
from drlint.estate.world import World, in_world
from drlint.model.arn import account_of_arn, region_of_arn
from drlint.model.collection import NOTHING, Collection, together
from drlint.model.resource import Resource
from drlint.model.values import Address, Reference, Unknown, first_of

_Answer = TypeVar("_Answer")
_FOLLOW = 4
_Index: TypeAlias = "tuple[dict[int, list[tuple[Resource, bool]]], Unknown | None]"


class Estate:
    """Resources by address, kind and name, and their links, each relation joined when it is first asked for."""

    def __init__(
        self,
        resources: Sequence[Resource],
        catalog: Catalog,
        world: World,
        *,
        regions: frozenset[str] = frozenset(),
        context: frozenset[Address] = frozenset(),
        deleted: Sequence[Resource] = (),
    ) -> None:
        self.resources = tuple(resources)
        self.deleted = tuple(deleted)
        self.catalog = catalog
        self.world = world
        self.regions = regions
        self.context = context
        self._by_root: dict[str, dict[str, Resource]] = {}
        self._by_kind: dict[str, list[Resource]] = {}
        for each in resources:
            self._by_root.setdefault(each.address.root, {})[each.address.path] = each
            self._by_kind.setdefault(each.kind, []).append(each)
        self._named: dict[tuple[str, tuple[str, ...]], dict[str, list[Resource]]] = {}
        self._inverse: dict[tuple[str, str, str], _Index] = {}
        self._answers: dict[tuple[str, int], Any] = {}
        self._forward: dict[tuple[int, str], Collection] = {}
        self._has_unsure = any(each.unsure is not None for each in resources)

    def of_kind(self, kind: str) -> Sequence[Resource]:
        return self._by_kind.get(kind, ())

    def at(self, address: Address) -> Resource | None:
        paths = self._by_root.get(address.root)
        return None if paths is None else paths.get(address.path)

    def all_of(self, kind: str, what: str | None = None) -> Collection:
        """Every resource of a kind; in an open world there may be others."""
        found = self.of_kind(kind)
        title = self.catalog[kind].title or kind
        items = tuple((each, each.unsure is None) for each in found)
        doubt = first_of(*[each.unsure for each in found])
        return in_world(Collection(items, more=doubt, doubt=doubt), self.world, title, what, kinds=(kind,))

    def links(self, resource: Resource, name: str) -> Collection:
        """The resources that a relation, forward or inverse, ties this one to; KeyError where it has none such."""
        key = (id(resource), name)
        found = self._forward.get(key)
        if found is None:
            relation = self.catalog[resource.kind].relation(name)
            found = self._inverse_links(resource, name) if relation is None else self._forward_links(resource, relation)
            if self._has_unsure and found.items:
                found = _sure_for(resource, found)
            self._forward[key] = found
        return found

    def _forward_links(self, resource: Resource, relation: Relation) -> Collection:
        if "." not in relation.by:
            return self.resolve(resource[relation.by], relation.to, near=resource, names=relation.names)
        values = _values(resource, relation.by)
        if not values:
            return NOTHING
        return together([self.resolve(each, relation.to, near=resource, names=relation.names) for each in values])

    def resolve(
        self,
        value: Any,
        kinds: Sequence[str],
        *,
        near: Resource | None = None,
        names: tuple[str, ...] = (),
        depth: int = 0,
    ) -> Collection:
        """The resources that a value names: a reference, an ARN, an id or a name, or several of them."""
        if value is None:
            return NOTHING
        if isinstance(value, Reference):
            return self._referred(value, kinds, near, names, depth)
        if isinstance(value, Unknown):
            return self._candidates(value, kinds, near, names, depth)
        if isinstance(value, str):
            return self._literal(value, kinds, near, names)
        if isinstance(value, tuple):
            return together([self.resolve(each, kinds, near=near, names=names, depth=depth) for each in value])
        return NOTHING

    def _referred(
        self, value: Reference, kinds: Sequence[str], near: Resource | None, names: tuple[str, ...], depth: int
    ) -> Collection:
        target = self.at(value.to)
        if target is None:
            return Collection((), Unknown(f"{value.to.path} is not in view"), named=True)
        if not kinds or target.kind in kinds:
            return Collection(((target, True),))
        through = target.view.attributes.get(value.attribute)
        if depth < _FOLLOW and through is not None and not _is_bare_unknown(through):
            return self.resolve(through, kinds, near=near, names=names, depth=depth + 1)
        return Collection((), Unknown(f"{value.to.path} is of another kind"), named=True)

    def _candidates(
        self, value: Unknown, kinds: Sequence[str], near: Resource | None, names: tuple[str, ...], depth: int
    ) -> Collection:
        items: tuple[tuple[Any, bool], ...] = ()
        whole = value.only
        for address in value.candidates:
            found = self._referred(Reference(address, "id"), kinds, near, names, depth + 1)
            items += tuple((each, False) for each, _ in found.items)
            whole = whole and len(found.items) > 0
        if value.only and len(items) == 1:
            return Collection(((items[0][0], True),))
        return Collection(items, None if whole else value, named=whole, doubt=value)

    def _literal(self, text: str, kinds: Sequence[str], near: Resource | None, names: tuple[str, ...]) -> Collection:
        found: list[Resource] = []
        for kind in kinds:
            index = self._named.get((kind, names))
            found += (self._names_of(kind, names) if index is None else index).get(text, ())
        if not found and text.startswith("arn:"):
            found = self._of_arn(text, kinds, names)
        if len(found) > 1 and near is not None:
            found = _nearest(found, near)
        if not found:
            return Collection((), Unknown(f"{text[:120]} is not in view"), named=True)
        sure = len(found) == 1
        return Collection(tuple([(each, sure) for each in found]))

    def _of_arn(self, arn: str, kinds: Sequence[str], names: tuple[str, ...]) -> list[Resource]:
        """What a literal ARN names by its last part, in the ARN's own Region and account."""
        tail = arn.rpartition("/")[2] if "/" in arn else arn.rpartition(":")[2]
        region, account = region_of_arn(arn), account_of_arn(arn)
        return [
            each
            for kind in kinds
            for each in self._names_of(kind, names).get(tail, ())
            if (region is None or (isinstance(each.region, str) and each.region == region))
            and (account is None or each.account in {None, account})
        ]

    def _names_of(self, kind: str, names: tuple[str, ...]) -> Mapping[str, list[Resource]]:
        key = (kind, names)
        index = self._named.get(key)
        if index is None:
            index = self._named[key] = {}
            declared = self.catalog.kinds.get(kind)
            for resource in self.of_kind(kind):
                attributes = resource.view.attributes
                for name in dict.fromkeys(names or (declared.names if declared else ())):
                    value = attributes.get(name)
                    if isinstance(value, str):
                        known = index.setdefault(value, [])
                        if not known or known[-1] is not resource:
                            known.append(resource)
        return index

    def _inverse_links(self, resource: Resource, name: str) -> Collection:
        sources = self.catalog.inverse(resource.kind, name)
        if not sources:
            raise KeyError(name)
        found: list[Collection] = []
        for kind, relation in sources:
            index, unseen = self._inverse_index(kind, relation)
            links = Collection(tuple(index.get(id(resource), ())), unseen)
            if (relation.elsewhere and not self.world.closed) or kind.name in self.world.unseen:
                title = f"{kind.title or kind.name} of {resource.address.path}"
                links = in_world(links, self.world, title, kinds=(kind.name,))
            found.append(links)
        return together(found)

    def _inverse_index(self, kind: Kind, relation: Relation) -> _Index:
        key = (kind.name, relation.by, relation.name)
        if key not in self._inverse:
            index: dict[int, list[tuple[Resource, bool]]] = {}
            unseen: Unknown | None = None
            for source in self.of_kind(kind.name):
                links = self._forward_links(source, relation)
                for target, certain in links.items:
                    index.setdefault(id(target), []).append((source, certain))
                if links.unseen is not None and not links.items and _may_be_any(source, relation):
                    unseen = Unknown(f"{source.address.path} may be its: {links.unseen.reason}")
            self._inverse[key] = (index, unseen)
        return self._inverse[key]

    def remembered(self, key: tuple[str, int], answer: Callable[[], _Answer]) -> _Answer:
        """An answer about the estate, computed once; `key` names the question and what it is asked of."""
        if key not in self._answers:
            self._answers[key] = answer()
        found: _Answer = self._answers[key]
        return found

    def owner_of(self, companion: Resource) -> Collection:
        """The resource that a companion is part of."""
        kind, declared = self.catalog.owners[companion.kind]
        return self.resolve(companion[declared.owner], (kind.name,), near=companion)


def exists_for(resource: Resource, other: Resource) -> Literal[True] | Unknown:
    """Whether another resource certainly exists where this one does; what hangs on one and the same doubt does."""
    return True if other.unsure is None or other.unsure is resource.unsure else other.unsure


def _sure_for(resource: Resource, found: Collection) -> Collection:
    """Links without certainty where the other end may not exist, or may be several."""
    doubts = [answer for each, _ in found.items if (answer := exists_for(resource, each)) is not True]
    if not doubts:
        return found
    items = tuple([(each, sure and exists_for(resource, each) is True) for each, sure in found.items])
    doubt = first_of(found.doubt, *doubts)
    return Collection(items, found.unseen, first_of(found.more, *doubts), found.named, doubt)


def _nearest(found: list[Resource], near: Resource) -> list[Resource]:
    """Of those that have one name, the ones of the same root, and of these the ones of the same Region."""
    own = [each for each in found if each.address.root == near.address.root] or found
    if not isinstance(near.region, str):
        return own
    return [each for each in own if isinstance(each.region, str) and each.region == near.region] or own


def _values(resource: Resource, path: str) -> list[Any]:
    """Every value at a path that may go through repeated blocks."""
    first, steps = _steps(path)
    return _below(resource[first], steps)


@cache
def _steps(path: str) -> tuple[str, tuple[str, ...]]:
    first, *steps = path.split(".")
    return first, tuple(steps)


def _below(value: Any, steps: tuple[str, ...]) -> list[Any]:
    for position, step in enumerate(steps):
        if isinstance(value, tuple):
            return [found for each in value for found in _below(each, steps[position:])]
        if type(value) is dict or isinstance(value, Mapping):
            value = value.get(step)
    return [] if value is None else [value]


def _may_be_any(source: Resource, relation: Relation) -> bool:
    """Whether what a source names is so unknown that it may be anything (a known name out of view is not)."""
    values = _values(source, relation.by)
    flat = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
    # what AWS chooses at creation is new, and nothing that stands in the estate
    return any(isinstance(each, Unknown) and not each.candidates and each is not CHOSEN_BY_AWS for each in flat)


def _is_bare_unknown(value: Any) -> bool:
    return isinstance(value, Unknown) and not value.candidates


def regions_of(resources: Iterable[Resource]) -> frozenset[str]:
    """The Regions that resources stand in, as far as known."""
    return frozenset(each.region for each in resources if isinstance(each.region, str))
