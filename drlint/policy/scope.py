"""The static side of expressions: what each name is, checked against the catalog when a policy loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

from drlint.catalog.kind import Block, Door, Relation
from drlint.catalog.registry import Catalog
from drlint.model.nearness import near

FACTS: Mapping[str, str] = {
    "region": "value",
    "account": "value",
    "environment": "value",
    "address": "value",
    "copies": "copies",
    "backed_up_by": "protections",
    "changes": "changes",
}
RECORDS: Mapping[str, Mapping[str, str]] = {
    "copies": {"region": "value", "account": "value", "mechanism": "value", "target": "value"},
    "protections": {"plan": "resource:aws_backup_plan", "selection": "resource:aws_backup_selection"},
    "changes": {"actions": "value", "deletes": "value", "replaces": "value"},
    "objectives": {"rpo_minutes": "value", "rto_minutes": "value", "recovery_regions": "value"},
}
PSEUDO_KINDS = frozenset({"estate", "region"})
EVERY_KIND = "*"
HOLDS_DATA = "holds_data"


class UnknownNameError(Exception):
    """An expression reads a name that does not exist; the message has the remedy."""


class OfKinds(Struct, frozen=True):
    """A resource of one of these kinds; `several` where it is a relation or another collection of them."""

    kinds: tuple[str, ...]
    several: bool = False


class OfBlock(Struct, frozen=True):
    """An element of a block, or where `several` all of them."""

    block: Block
    several: bool = False


class OfRecord(Struct, frozen=True):
    """A fact with named parts."""

    name: str
    several: bool = False


class Anything(Struct, frozen=True):
    """A value about which nothing is known before it is read."""


Type: TypeAlias = OfKinds | OfBlock | OfRecord | Anything
ANYTHING = Anything()


class Read(Struct, frozen=True):
    """An attribute that an expression reads from the resource judged."""

    kind: str
    attribute: str
    doors: frozenset[Door]


def kinds_named(words: Iterable[str], catalog: Catalog) -> tuple[str, ...]:
    """The kinds that `applies_to` means: `*` is every kind of AWS, `holds_data` every kind whose loss loses data."""
    found: list[str] = []
    for word in words:
        if word == EVERY_KIND:
            found += [name for name, kind in catalog.kinds.items() if kind.of_aws]
        elif word == HOLDS_DATA:
            found += [name for name, kind in catalog.kinds.items() if kind.holds_data]
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def element_of(found: Type) -> Type:
    """The type of what one gets by going through a collection."""
    match found:
        case OfKinds(kinds=kinds):
            return OfKinds(kinds)
        case OfBlock(block=block):
            return OfBlock(block)
        case OfRecord(name=name):
            return OfRecord(name)
        case _:
            return ANYTHING


class Scope:
    """The names an expression may read, and a note of those it does."""

    def __init__(self, catalog: Catalog, kinds: tuple[str, ...], parameters: Iterable[str]) -> None:
        self.catalog = catalog
        self.kinds = kinds
        self.parameters = frozenset(parameters)
        self.reads: set[Read] = set()
        self.asks_for_absence = False
        self.asks_for_changes = False
        self.doors = frozenset(Door)  # through which the kinds can be seen of which it asks for all in view

    def attribute(self, of: Type, name: str) -> Type:
        """The type of an attribute; raises UnknownNameError where there is none such."""
        match of:
            case OfKinds(kinds=kinds):
                return self._of_kinds(kinds, name)
            case OfBlock(block=block):
                return _of_block(block, name)
            case OfRecord(name="parameters"):
                _require(name, self.parameters, "the policy has no parameter")
                return ANYTHING
            case OfRecord(name=record):
                _require(name, RECORDS[record], f"{record} has no")
                return _typed(RECORDS[record][name])
            case _:
                raise UnknownNameError(f"nothing has an attribute {name!r} here; only resources, blocks and facts have")

    def is_plain(self, name: str) -> bool:
        """Whether each of the kinds has an attribute of that name, and no fact stands before it."""
        kinds = self.catalog.kinds
        return name not in FACTS and all(kind in kinds and kinds[kind].find(name) is not None for kind in self.kinds)

    def _of_kinds(self, kinds: tuple[str, ...], name: str) -> Type:
        found = [self._of_kind(kind, name) for kind in kinds]
        same = found[0] if found else ANYTHING
        if all(each == same for each in found):
            return same
        if all(isinstance(each, OfKinds) for each in found):
            every = tuple(dict.fromkeys(kind for each in found if isinstance(each, OfKinds) for kind in each.kinds))
            return OfKinds(every, several=True)
        return next((each for each in found if not isinstance(each, Anything)), ANYTHING)

    def _of_kind(self, kind: str, name: str) -> Type:
        if name in FACTS:
            self.asks_for_absence |= name in {"copies", "backed_up_by"}
            self.asks_for_changes |= name == "changes"
            return _typed(FACTS[name])
        if kind in PSEUDO_KINDS:
            _require(name, FACTS, f"{kind} has no attribute")
        declared = self.catalog[kind]
        found = declared.find(name)
        if found is not None:
            self.reads.add(Read(kind, name, found.doors))
            return OfBlock(found, several=found.many) if isinstance(found, Block) else ANYTHING
        relation = declared.relation(name)
        if relation is not None:
            self.reads.add(Read(kind, name, self._doors(kind, relation)))
            return OfKinds(relation.to, several=True)
        sources = self.catalog.inverse(kind, name)
        if sources:
            self.asks_for_absence |= any(relation.elsewhere for _, relation in sources)
            return OfKinds(tuple(source.name for source, _ in sources), several=True)
        raise UnknownNameError(f"{kind} has no attribute {name!r}{near(name, self._names(kind))}")

    def _doors(self, kind: str, relation: Relation) -> frozenset[Door]:
        found = self.catalog[kind].find(relation.by.partition(".")[0])
        return found.doors if found else frozenset(Door)

    def _names(self, kind: str) -> list[str]:
        declared = self.catalog[kind]
        inverses = [
            each.inverse for other in self.catalog.kinds.values() for each in other.relations if kind in each.to
        ]
        return [
            *(each.name for each in declared.attributes),
            *(each.name for each in declared.relations),
            *filter(None, inverses),
            *FACTS,
        ]


def _of_block(block: Block, name: str) -> Type:
    for each in block.attributes:
        if each.name == name:
            return OfBlock(each, several=each.many) if isinstance(each, Block) else ANYTHING
    for relation in block.relations:
        if relation.name == name:
            return OfKinds(relation.to, several=True)
    names = [each.name for each in block.attributes] + [each.name for each in block.relations]
    raise UnknownNameError(f"block {block.name!r} has no attribute {name!r}{near(name, names)}")


def relation_of(block: Block, name: str) -> Relation | None:
    """A block's relation of that name."""
    for each in block.relations:
        if each.name == name:
            return each
    return None


def _typed(said: str) -> Type:
    if said == "value":
        return ANYTHING
    if said.startswith("resource:"):
        return OfKinds((said.partition(":")[2],))
    return OfRecord(said, several=said in {"copies", "protections"})


def _require(name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise UnknownNameError(f"{what} {name!r}{near(name, known)}")
