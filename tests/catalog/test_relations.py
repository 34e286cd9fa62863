"""What every relation of the catalog keeps to: both its ends exist, and its names clash with nothing."""

from __future__ import annotations

from collections.abc import Iterable

from drlint.catalog.kind import Attribute, Block, Kind, Relation
from drlint.catalog.registry import every_relation

from . import reviewed
from .schema import catalog, entries

RELATIONS = [(kind, relation) for kind in catalog().kinds.values() for relation in every_relation(kind)]
# What any resource has besides its kind's attributes and relations (docs/policies.md).
FACTS = {"region", "account", "environment", "address", "copies", "backed_up_by", "changes"}


def said(kind: Kind, relation: Relation) -> str:
    return f"{kind.name}.{relation.name}"


def reached(kind: Kind, path: str) -> tuple[Attribute | Block | None, str]:
    """The attribute that a relation's `by` goes to, and what is left of the path there."""
    here: Iterable[Attribute | Block] = kind.attributes
    steps = path.split(".")
    for position, step in enumerate(steps, start=1):
        found = next((each for each in here if each.name == step), None)
        if not isinstance(found, Block):
            return found, ".".join(steps[position:])
        here = found.attributes
    return found, ""


def is_map(kind: Kind, path: str) -> bool:
    spot = next(each.spot for each in entries() if each.kind is kind and each.name == path)
    return spot is not None and spot.type == ["map", "string"]


def test_what_a_relation_reads_exists() -> None:
    for kind, relation in RELATIONS:
        found, rest = reached(kind, relation.by)
        assert isinstance(found, Attribute), said(kind, relation)
        if rest:
            assert is_map(kind, relation.by.removesuffix(f".{rest}")), said(kind, relation)


def test_what_a_relation_goes_to_exists() -> None:
    missing = {name for _, relation in RELATIONS for name in relation.to if name not in catalog()}
    assert missing == set(reviewed.UNCATALOGUED)


def test_a_relation_goes_somewhere() -> None:
    assert [said(kind, relation) for kind, relation in RELATIONS if not relation.to] == []


def test_a_relation_is_told_once() -> None:
    for kind in catalog().kinds.values():
        names = [each.name for each in kind.relations]
        assert len(names) == len(set(names)), kind.name


def test_a_relation_has_a_name_of_its_own() -> None:
    for kind in catalog().kinds.values():
        assert not {each.name for each in kind.relations} & ({each.name for each in kind.attributes} | FACTS), kind.name


def test_an_inverse_clashes_with_nothing_of_its_target() -> None:
    for kind, relation in RELATIONS:
        for target in (catalog()[name] for name in relation.to if name in catalog()):
            taken = {each.name for each in target.attributes} | {each.name for each in target.relations} | FACTS
            assert relation.inverse not in taken, f"{said(kind, relation)} is {relation.inverse} of {target.name}"


def test_the_names_a_literal_may_equal_are_attributes_of_a_target() -> None:
    for kind, relation in RELATIONS:
        targets = [catalog()[name] for name in relation.to if name in catalog()]
        for name in relation.names:
            assert any(each.find(name) for each in targets), f"{said(kind, relation)}: {name}"
        for target in targets:
            known = {each.name for each in target.attributes}
            assert known & set(relation.names or target.names), f"{said(kind, relation)} cannot name a {target.name}"


def test_a_companion_names_its_owner() -> None:
    for name, (_, companion) in catalog().owners.items():
        assert isinstance(catalog()[name].find(companion.owner), Attribute), name


def test_a_companion_merges_into_a_repeated_block() -> None:
    for owner, companion in catalog().owners.values():
        if companion.merges_into is not None:
            block = owner.find(companion.merges_into)
            assert isinstance(block, Block), companion.name
            assert block.many, companion.name


def test_every_companion_that_an_attribute_reads_is_declared() -> None:
    for kind in catalog().kinds.values():
        named = {each.path.rpartition(":")[0] for each in kind.attributes} - {"", kind.name}
        assert named <= {each.name for each in kind.companions}, kind.name


def test_the_region_that_a_kind_names_is_one_of_its_own_words() -> None:
    """`region_by` is an attribute of Terraform's, or of the API's answer (tests/catalog/test_api.py looks there)."""
    for kind in catalog().kinds.values():
        if kind.region_by is not None and kind.listed_by is None:
            assert any(each.path == kind.region_by for each in kind.attributes), kind.name
