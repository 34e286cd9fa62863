"""Decodes a resource's values, of which only what the catalog reads is decoded at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.catalog.registry import Catalog

_ALWAYS = frozenset({"region", "arn", "availability_zone", "tags", "tags_all"})


class Shape(Struct, frozen=True):
    """A kind with what decoding its bodies needs.

    `many` are the paths of attributes that hold a list or a set; `plain` the names and paths of those in no block.
    """

    kind: Kind
    decoder: msgspec.json.Decoder[Any]
    fields: tuple[tuple[str, str], ...]
    many: frozenset[str]
    plain: tuple[tuple[str, str], ...]

    def body(self, values: Raw) -> dict[str, Any]:
        """Terraform's names and values, None where it has none."""
        decoded = self.decoder.decode(values)
        body = {name: getattr(decoded, field) for field, name in self.fields}
        if body["tags_all"] is None:
            body["tags_all"] = body["tags"]
        return body


def is_aws(provider: str) -> bool:
    """Whether a provider is HashiCorp's for AWS, from whatever registry; old files name it "aws" or not at all."""
    return not provider or provider == "aws" or provider.endswith(("/hashicorp/aws", "/-/aws"))


class Shapes:
    """The shapes of the kinds that a file has, each made when it is first met."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[str, Shape | None] = {}

    def foreign(self, type_name: str, provider: str) -> bool:
        """Whether a resource has a type that drlint knows, from a provider that it does not."""
        return type_name in self._catalog and not is_aws(provider)

    def of(self, type_name: str, provider: str) -> Shape | None:
        """The shape of a Terraform type; None where the catalog or AWS's provider does not have it."""
        if not is_aws(provider):
            return None
        if type_name not in self._known:
            self._known[type_name] = _shape(self._catalog[type_name]) if type_name in self._catalog else None
        return self._known[type_name]


def _shape(kind: Kind) -> Shape:
    names = sorted(_keys(kind))
    fields = tuple((f"f{position}", name) for position, name in enumerate(names))
    declared: list[tuple[str, Any, Any]] = [(field, Any, None) for field, _ in fields]
    body: type[Struct] = msgspec.defstruct("Body", declared, rename=dict(fields), gc=False)
    many = frozenset(_lists(kind.attributes, ""))
    plain = tuple(
        (each.name, each.path)
        for each in kind.attributes
        if isinstance(each, Attribute) and not {".", ":"} & set(each.path) and each.name != "tags"
    )
    return Shape(kind, msgspec.json.Decoder(body), fields, many, plain)


def _keys(kind: Kind) -> set[str]:
    found = set(_ALWAYS)
    for declared in kind.attributes:
        owner, _, path = declared.path.rpartition(":")
        if owner and owner != kind.name:
            continue
        if not path and isinstance(declared, Block):
            found.update(inner.path.partition(".")[0] for inner in declared.attributes)
        else:
            found.add(path.partition(".")[0])
        if isinstance(declared, Attribute):
            found.update(source.partition(".")[0] for source in declared.inherits)
    if kind.region_by:
        found.add(kind.region_by)
    return {each for each in found if each and not each.startswith("@")}


def _lists(declared: Iterable[Attribute | Block], prefix: str) -> Iterator[str]:
    """The paths of the attributes that hold a list or a set, through blocks."""
    for each in declared:
        path = prefix + each.path.rpartition(":")[2]
        if isinstance(each, Block):
            yield from _lists(each.attributes, f"{path}." if path else "")
        elif each.many:
            yield path
