"""All kinds by name, found in the services folder, with companions as kinds of their own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec
from msgspec import Struct

from drlint.catalog import services
from drlint.catalog.kind import SOURCE_ONLY, Attribute, Block, Companion, Kind, Relation


class Catalog(Struct, frozen=True):
    """Every kind drlint knows, companions included; `owners` says whose companion a kind is.

    `inverses` are the relations that lead to a kind, by its name and the relation's inverse name.
    """

    kinds: Mapping[str, Kind]
    owners: Mapping[str, tuple[Kind, Companion]]
    inverses: Mapping[tuple[str, str], tuple[tuple[Kind, Relation], ...]]
    others: Mapping[str, Kind] = {}

    def __getitem__(self, name: str) -> Kind:
        return self.kinds[name]

    def __contains__(self, name: object) -> bool:
        return name in self.kinds

    def kind_of(self, terraform_type: str) -> Kind | None:
        """The kind of a Terraform type, which may have several names; None where it is not catalogued."""
        return self.kinds.get(terraform_type) or self.others.get(terraform_type)

    def inverse(self, kind: str, name: str) -> tuple[tuple[Kind, Relation], ...]:
        """The kinds, and their relations, that a kind sees under that inverse name."""
        return self.inverses.get((kind, name), ())


def every_relation(kind: Kind) -> Iterator[Relation]:
    """A kind's relations and those of its blocks, the latter with their whole path in `by`."""
    yield from kind.relations
    yield from _block_relations(kind.attributes, "")


def _block_relations(declared: Iterable[Attribute | Block], path: str) -> Iterator[Relation]:
    for each in declared:
        if isinstance(each, Block):
            below = f"{path}{each.name}."
            for relation in each.relations:
                yield msgspec.structs.replace(relation, by=below + relation.by)
            yield from _block_relations(each.attributes, below)


@cache
def load() -> Catalog:
    """What every file of the services folder declares, read once."""
    found = [kind for module in _modules() for kind in vars(module).values() if isinstance(kind, Kind)]
    return catalog_of(found)


def catalog_of(found: Iterable[Kind]) -> Catalog:
    """A catalog of these kinds and of the companions they declare."""
    kinds: dict[str, Kind] = {}
    owners: dict[str, tuple[Kind, Companion]] = {}
    for kind in found:
        kinds[kind.name] = kind
        for companion in kind.companions:
            owners[companion.name] = (kind, companion)
    for name, (kind, companion) in owners.items():
        kinds.setdefault(name, companion_kind(kind, companion))
    whole = {name: _with_lifecycle(kind) for name, kind in kinds.items()}
    others = {name: kind for kind in whole.values() for name in kind.also}
    return Catalog(whole, owners, _inverses(whole.values()), others)


def _inverses(kinds: Iterable[Kind]) -> dict[tuple[str, str], tuple[tuple[Kind, Relation], ...]]:
    found: dict[tuple[str, str], tuple[tuple[Kind, Relation], ...]] = {}
    for kind in kinds:
        for relation in every_relation(kind):
            for target in relation.to if relation.inverse else ():
                key = (target, relation.inverse)
                found[key] = (*found.get(key, ()), (kind, relation))
    return found


# Terraform's own settings of any resource: no plan and no API shows them.
_LIFECYCLE = (
    Attribute(name="prevent_destroy", terraform="lifecycle.prevent_destroy", default=False, doors=SOURCE_ONLY),
    Attribute(name="ignore_changes", terraform="lifecycle.ignore_changes", default=(), doors=SOURCE_ONLY, many=True),
)


def _with_lifecycle(kind: Kind) -> Kind:
    if not kind.of_aws:
        return kind
    measured = [attribute for each in kind.metrics for attribute in each.attributes]
    return msgspec.structs.replace(kind, attributes=(*kind.attributes, *measured, *_LIFECYCLE))


def companion_kind(owner: Kind, companion: Companion) -> Kind:
    """A companion as a kind of its own: its owner's name for it and what the owner reads from it."""
    if companion.merges_into:
        block = owner.find(companion.merges_into)
        own = block.attributes if isinstance(block, Block) else ()
        attributes = tuple(each for each in own if not each.path.startswith("@"))
        attributes = tuple(each for each in attributes if each.name != companion.owner)
    else:
        attributes = tuple(each for each in owner.attributes if each.path.partition(":")[0] == companion.name)
    return Kind(
        name=companion.name,
        title=f"{companion.name.removeprefix('aws_').replace('_', ' ')}",
        cloudformation=companion.cloudformation,
        attributes=(Attribute(name=companion.owner), *attributes),
        names=(),
        source=owner.source,
    )


def _modules() -> list[object]:
    names = sorted(module.name for module in pkgutil.iter_modules(services.__path__))
    return [importlib.import_module(f"{services.__name__}.{name}") for name in names]
