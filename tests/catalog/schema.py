"""The provider's schema, and where in it each attribute and block of the catalog stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from drlint.catalog.kind import LIVE_ONLY, Attribute, Block, Kind
from drlint.catalog.registry import Catalog, load

SCHEMA = Path(__file__).parents[2] / "fixtures" / "provider-schema" / "aws-5.100.json"
# Paths that are in no schema: Terraform's own settings, and what a reader fills in ("@region", "@api" …).
OURS = ("lifecycle.prevent_destroy", "lifecycle.ignore_changes")


class Spot(NamedTuple):
    """A place in the schema: `type` is Terraform's ("string", ["set", "string"] …), of a block "block".

    `several`: a list or set without a limit of one. `through` names repeated blocks on the way to it.
    """

    type: Any
    several: bool
    flags: Mapping[str, Any]
    inner: Mapping[str, Any] | None = None
    through: tuple[str, ...] = ()


class Entry(NamedTuple):
    """An attribute or a block of the catalog, its name within its kind, and its place in the schema, if it has one."""

    kind: Kind
    name: str
    declared: Attribute | Block
    spot: Spot | None

    @property
    def label(self) -> str:
        return f"{self.kind.name}.{self.name}"


@cache
def catalog() -> Catalog:
    return load()


@cache
def types() -> Mapping[str, Any]:
    (provider,) = json.loads(SCHEMA.read_text(encoding="utf-8"))["provider_schemas"].values()
    found: Mapping[str, Any] = provider["resource_schemas"]
    return found


def is_ours(path: str) -> bool:
    return path in OURS or path.startswith("@")


def spot(block: Mapping[str, Any] | None, path: str) -> Spot | None:
    """The place of "a.b.c" below a block; None where the schema has no such place."""
    here = Spot("block", several=False, flags={}, inner=block)
    before = ""
    for step in path.split(".") if path else ():
        child = _child(here.inner, step) if here.inner is not None else None
        if child is None:
            return None
        here = child._replace(through=(*here.through, before) if here.several else here.through)
        before = step
    return here


def _child(block: Mapping[str, Any], step: str) -> Spot | None:
    nested = block.get("block_types", {}).get(step)
    if nested is not None:
        several = nested["nesting_mode"] in {"list", "set"} and nested.get("max_items") != 1
        return Spot("block", several, nested, nested["block"])
    found = block["attributes"].get(step)
    if found is None:
        return None
    if "nested_type" in found:
        inner = found["nested_type"]
        return Spot("block", inner["nesting_mode"] in {"list", "set"}, found, {"attributes": inner["attributes"]})
    kind = found["type"]
    is_many = isinstance(kind, list) and kind[0] in {"list", "set"}
    fields = kind[1][1] if is_many and isinstance(kind[1], list) and kind[1][0] == "object" else None
    inner = {"attributes": {name: {"type": each} for name, each in fields.items()}} if fields else None
    return Spot(kind, is_many, found, inner)


@cache
def entries() -> tuple[Entry, ...]:
    """Every attribute and block of every kind that a provider has."""
    return tuple(entry for kind in catalog().kinds.values() if kind.of_aws for entry in _entries(kind))


def _entries(kind: Kind) -> Iterator[Entry]:
    block = types().get(kind.name, {}).get("block")
    for declared in _of_terraform(kind.attributes):
        owner, _, path = declared.path.rpartition(":")
        home = types().get(owner, {}).get("block") if owner else block
        yield from _below(kind, declared, declared.name, home, path)


def _of_terraform(entries: Iterable[Attribute | Block]) -> Iterator[Attribute | Block]:
    """All but what AWS did or measured, of which no provider knows."""
    return (each for each in entries if each.doors != LIVE_ONLY)


def _below(
    kind: Kind, declared: Attribute | Block, name: str, home: Mapping[str, Any] | None, path: str
) -> Iterator[Entry]:
    found = spot(home, path) if home is not None and not is_ours(path) else None
    yield Entry(kind, name, declared, found)
    if isinstance(declared, Block):
        for inner in _of_terraform(declared.attributes):
            inside = found.inner if found else None
            yield from _below(kind, inner, f"{name}.{inner.name}", inside, inner.path.rpartition(":")[2])
