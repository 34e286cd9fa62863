"""Decodes a resource's values, and says which of them the catalog reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.catalog.registry import Catalog
from drlint.readers.projection import MalformedError
from drlint.readers.recipes import Recipe, recipe_of

# Skipping the keys that nobody reads takes longer than decoding them.
_BODY = msgspec.json.Decoder(dict[str, Any])
_ALWAYS = frozenset({"region", "arn", "availability_zone", "tags", "tags_all"})
_DEEPEST = 100


class Shape(Struct, frozen=True):
    """A kind with what reading its bodies needs: the keys that are read.

    `many` are the paths of attributes that hold a list or a set; `plain` the names and paths of those in no block.
    """

    kind: Kind
    recipe: Recipe
    keys: frozenset[str]
    many: frozenset[str]
    plain: tuple[tuple[str, str], ...]


def body_of(values: Raw, shape: Shape) -> dict[str, Any]:
    """Terraform's names and values; only what is projected from it is kept."""
    text = bytes(values)
    if text.count(b"{") + text.count(b"[") > _DEEPEST:
        _require_shallow(text)
    try:
        body = _BODY.decode(values)
    except msgspec.DecodeError:
        # a number out of range, perhaps in what nobody reads
        parts = msgspec.json.decode(values, type=dict[str, Raw])
        body = {key: msgspec.json.decode(parts[key]) for key in parts.keys() & shape.keys}
    if body.get("tags_all") is None:
        body["tags_all"] = body.get("tags")
    return body


def _require_shallow(text: bytes) -> None:
    """Refuse what is nested so deeply that reading it later would fail."""
    waiting = [(msgspec.json.decode(text), 0)]
    while waiting:
        here, depth = waiting.pop()
        if depth > _DEEPEST:
            message = f"it is nested more than {_DEEPEST} levels deep"
            raise MalformedError(message)
        below = here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
        waiting += [(each, depth + 1) for each in below if isinstance(each, dict | list)]


def is_aws(provider: str) -> bool:
    """Whether a provider is HashiCorp's for AWS, from whatever registry; old files name it "aws" or not at all."""
    return not provider or provider == "aws" or provider.endswith(("/hashicorp/aws", "/-/aws"))


class Shapes:
    """The shapes of the kinds that a file has, each made when it is first met."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[str, str], Shape | None] = {}

    def foreign(self, type_name: str, provider: str) -> bool:
        """Whether a resource has a type that drlint knows, from a provider that it does not."""
        return self._catalog.kind_of(type_name) is not None and not is_aws(provider)

    def of(self, type_name: str, provider: str) -> Shape | None:
        """The shape of a Terraform type; None where the catalog or AWS's provider does not have it."""
        key = (type_name, provider)
        if key not in self._known:
            kind = self._catalog.kind_of(type_name) if is_aws(provider) else None
            self._known[key] = _shape(kind) if kind is not None else None
        return self._known[key]


def _shape(kind: Kind) -> Shape:
    recipe = recipe_of(kind)
    many = frozenset(_lists(kind.attributes, ""))
    plain = tuple(
        (each.name, each.path)
        for each in kind.attributes
        if isinstance(each, Attribute) and not {".", ":"} & set(each.path) and each.name != "tags"
    )
    keys = recipe.keys | _ALWAYS | {kind.region_by or "region"}
    return Shape(kind, recipe, keys, many, plain)


def _lists(declared: Iterable[Attribute | Block], prefix: str) -> Iterator[str]:
    """The paths of the attributes that hold a list or a set, through blocks."""
    for each in declared:
        path = prefix + each.path.rpartition(":")[2]
        if isinstance(each, Block):
            yield from _lists(each.attributes, f"{path}." if path else "")
        elif each.many:
            yield path
