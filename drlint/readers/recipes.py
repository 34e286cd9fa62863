"""Takes a kind apart once: from which keys of a Terraform-shaped body each of its attributes comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.model.values import Reference, Unknown

REGION_OF_RESOURCE = "@region"
_BLOCKLIKE = frozenset({list, dict})
_ANY = frozenset({str, bool, int, float, list, dict, Unknown, Reference})


class Source(Struct, frozen=True):
    """Where an attribute comes from: a key of the body, perhaps a path below it; no key where the body has none.

    `keys` are all that its value depends on. `is_whole`: the body itself is the block's element. `is_plain`: any text
    or reference is its value as it stands.
    """

    declared: Attribute | Block
    key: str
    path: str
    keys: tuple[str, ...]
    is_deep: bool
    is_plain: bool
    is_whole: bool
    is_region: bool


class Recipe(Struct, frozen=True):
    """What of a body is read, attribute by attribute and key by key.

    `fine` are the classes of a key's value that cannot be malformed, as far as its top tells.
    """

    sources: Mapping[str, Source]
    keys: frozenset[str]
    of_key: Mapping[str, tuple[Source, ...]]
    fine: Mapping[str, frozenset[type]]


@lru_cache(maxsize=1024)
def recipe_of(kind: Kind) -> Recipe:
    """The recipe of a kind."""
    sources: dict[str, Source] = {}
    of_key: dict[str, tuple[Source, ...]] = {}
    fine: dict[str, frozenset[type]] = {}
    for declared in kind.attributes:
        source, needs = _source(kind, declared)
        sources[declared.name] = source
        for key, classes in needs:
            of_key[key] = (*of_key.get(key, ()), source)
            fine[key] = fine.get(key, _ANY) & classes
    return Recipe(sources, frozenset(of_key), of_key, fine)


@lru_cache(maxsize=1024)
def inner(declared: Block) -> tuple[tuple[Attribute | Block, str, bool], ...]:
    """A block's attributes with their path in it, and whether that goes into further blocks."""
    paths = [(each, each.path.rpartition(":")[2]) for each in declared.attributes]
    return tuple((each, path, "." in path) for each, path in paths)


def _source(kind: Kind, declared: Attribute | Block) -> tuple[Source, list[tuple[str, frozenset[type]]]]:
    owner, _, path = declared.path.rpartition(":")
    is_foreign = owner not in {"", kind.name}  # a companion brings it
    path = "" if is_foreign else path
    is_region = path == REGION_OF_RESOURCE
    is_whole = not path and not is_foreign and isinstance(declared, Block)
    needs = list(_needs(declared, path))
    if is_whole and isinstance(declared, Block):
        needs += [need for each, below, _ in inner(declared) for need in _needs(each, below)]
    source = Source(
        declared=declared,
        key="" if is_region else path.partition(".")[0],
        path=path,
        keys=tuple(dict.fromkeys(key for key, _ in needs)),
        is_deep="." in path,
        is_plain=isinstance(declared, Attribute) and _is_plain(declared),
        is_whole=is_whole,
        is_region=is_region,
    )
    return source, needs


def _needs(declared: Attribute | Block, path: str) -> Iterator[tuple[str, frozenset[type]]]:
    """The keys that a value depends on, each with the classes that cannot be malformed there."""
    if path and path != REGION_OF_RESOURCE:
        is_below = "." in path or isinstance(declared, Block)
        yield path.partition(".")[0], _BLOCKLIKE if is_below else _fine(declared)
    for origin in () if isinstance(declared, Block) else declared.inherits:
        yield origin.partition(".")[0], _BLOCKLIKE if "." in origin else _ANY


def _fine(declared: Attribute | Block) -> frozenset[type]:
    """Text may be no number, nor true or false; a list may be neither."""
    if isinstance(declared, Block):
        return _BLOCKLIKE
    found = _ANY
    if declared.kept_as != "text":
        found -= {str}
    if isinstance(declared.default, int):
        found -= _BLOCKLIKE
    return found


def _is_plain(declared: Attribute) -> bool:
    return declared.kept_as == "text" and not (declared.words or declared.many or declared.unset is not None)
