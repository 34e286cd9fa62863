"""Turns a Terraform-shaped body into a kind's catalogued attributes; nothing else of the body is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.model.resource import Location
from drlint.model.values import UNSEEN, Reference, Unknown, Value, frozen

Path: TypeAlias = "tuple[str | int, ...]"
Locate: TypeAlias = Callable[[Path], Location | None]
Projected: TypeAlias = "tuple[dict[str, Value], dict[str, Location], frozenset[str]]"

REGION_OF_RESOURCE = "@region"
_BLOCKS = (dict, Mapping)  # the plain case first: a Mapping is slow to ask for
_SEVERAL = (list, tuple)
_NUMBERS = (int, float)  # bools are ints
_AS_IT_IS = (bool, Unknown)
_PLAIN = frozenset({str, bool, int, float, Unknown, Reference})


class MalformedError(Exception):
    """A body has another shape than its kind; the message names attribute and shape."""


class _Brought(Struct, frozen=True):
    """An attribute that a key of a body brings: itself, or at a path below it; `plain` where any text is its value."""

    declared: Attribute | Block
    name: str
    path: str
    is_deep: bool
    is_plain: bool


class _Recipe(Struct, frozen=True):
    """A kind taken apart once: what each attribute is where nothing is said, and what the keys of a body bring."""

    silent: Mapping[str, Value]
    names: frozenset[str]
    brought: Mapping[str, tuple[_Brought, ...]]
    whole: tuple[Block, ...]  # the body itself is their element
    inheriting: tuple[Attribute, ...]
    by_region: tuple[str, ...]
    unset: dict[tuple[str, ...], frozenset[str]]  # by what was given: thousands of resources leave the same names unset


def project(
    kind: Kind, body: Mapping[str, Any], region: str | Unknown | None, locate: Locate | None = None
) -> Projected:
    """Attributes, the lines of those that have one, and the names of those that nobody set.

    A body maps attribute names to values and block names to sequences of mappings; leaves may be Unknown or Reference.
    """
    recipe = _recipe(kind)
    attributes = dict(recipe.silent)
    where: dict[str, Location] = {}
    given: list[str] = []
    for name in recipe.by_region:
        attributes[name] = region
    for block in recipe.whole:
        attributes[block.name] = _block(block, (body,), region)
        given.append(block.name)
    for key, value in body.items():
        if value is None or key not in recipe.brought:
            continue
        for each in recipe.brought[key]:
            found, trail = _walk(body, each.path) if each.is_deep else (value, (key,))
            if found is None or (found.__class__ is str and not found and not isinstance(each.declared, Block)):
                continue
            is_itself = each.is_plain and found.__class__ in _PLAIN
            attributes[each.name] = found if is_itself else _value(each.declared, found, body, region)
            given.append(each.name)
            if locate is not None and (line := locate(trail)) is not None:
                where[each.name] = line
    for inheriting in recipe.inheriting:
        if inheriting.name not in given:
            attributes[inheriting.name] = _omitted(inheriting, body)
    return attributes, where, _unset(recipe, tuple(given))


def _value(declared: Attribute | Block, found: Any, body: Mapping[str, Any], region: str | Unknown | None) -> Value:
    if isinstance(declared, Block):
        return _block(declared, found, region)
    return _scalar(declared, found, body)


def _unset(recipe: _Recipe, given: tuple[str, ...]) -> frozenset[str]:
    if given not in recipe.unset:
        recipe.unset[given] = recipe.names.difference(given)
    return recipe.unset[given]


@lru_cache(maxsize=1024)
def _recipe(kind: Kind) -> _Recipe:
    brought: dict[str, tuple[_Brought, ...]] = {}
    whole: list[Block] = []
    by_region: list[str] = []
    for declared in kind.attributes:
        owner_type, _, path = declared.path.rpartition(":")
        if owner_type and owner_type != kind.name:
            continue
        if path == REGION_OF_RESOURCE:
            by_region.append(declared.name)
        elif path:
            key = path.partition(".")[0]
            brought[key] = (*brought.get(key, ()), _brought(declared, path))
        elif isinstance(declared, Block):
            whole.append(declared)
    return _Recipe(
        silent={each.name: _absent(each) for each in kind.attributes},
        names=frozenset(each.name for each in kind.attributes) - set(by_region),
        brought=brought,
        whole=tuple(whole),
        inheriting=tuple(each for each in kind.attributes if isinstance(each, Attribute) and each.inherits),
        by_region=tuple(by_region),
        unset={},
    )


def _brought(declared: Attribute | Block, path: str) -> _Brought:
    return _Brought(declared, declared.name, path, "." in path, isinstance(declared, Attribute) and _is_plain(declared))


def _is_plain(declared: Attribute) -> bool:
    """Whether any text, number or reference is its value as it stands."""
    wants_number = isinstance(declared.default, _NUMBERS) or declared.unit
    return not (wants_number or declared.words or declared.many or declared.unset is not None)


def _absent(declared: Attribute | Block) -> Value:
    if isinstance(declared, Block):
        return () if declared.many else None
    return declared.default


def _walk(body: Mapping[str, Any], path: str) -> tuple[Any, Path]:
    """Follow "a.b.c", going into the first of a block's elements; an unknown on the way is the answer."""
    here: Any = body
    trail: list[str | int] = []
    for step in path.split("."):
        if isinstance(here, _SEVERAL):
            if not here:
                return None, tuple(trail)
            trail.append(0)
            here = here[0]
        if here is None or isinstance(here, UNSEEN):
            return here, tuple(trail)
        if not isinstance(here, _BLOCKS):
            message = f"{path}: expected a block, found {_shape(here)}"
            raise MalformedError(message)
        trail.append(step)
        here = here.get(step)
    return here, tuple(trail)


def _block(declared: Block, found: Any, region: str | Unknown | None) -> Value:
    if isinstance(found, Unknown):
        return found
    if isinstance(found, Reference):
        return Unknown(f"{found.to.path}.{found.attribute} is known after apply")
    if found is None:
        return () if declared.many else None
    elements = found if isinstance(found, _SEVERAL) else (found,) if isinstance(found, Mapping) else found
    if not isinstance(elements, _SEVERAL):
        message = f"{declared.path}: expected a block, found {_shape(found)}"
        raise MalformedError(message)
    if declared.many:
        return tuple(_element(declared, each, region) for each in elements if each is not None)
    return _element(declared, elements[0], region) if elements and elements[0] is not None else None


def _element(declared: Block, element: Any, region: str | Unknown | None) -> Value:
    if isinstance(element, UNSEEN):
        return element
    if not isinstance(element, _BLOCKS):
        message = f"{declared.path}: expected a block, found {_shape(element)}"
        raise MalformedError(message)
    made: dict[str, Value] = {}
    for inner, path, is_deep in _inner(declared):
        if path == REGION_OF_RESOURCE:
            found: Any = region
        else:
            found = _walk(element, path)[0] if is_deep else element.get(path)
        if isinstance(inner, Block):
            made[inner.name] = _block(inner, found, region)
        else:
            made[inner.name] = _scalar(inner, found, element)
    return made


@lru_cache(maxsize=1024)
def _inner(declared: Block) -> tuple[tuple[Attribute | Block, str, bool], ...]:
    """A block's attributes with their path in it, and whether that goes into further blocks."""
    paths = [(inner, inner.path.rpartition(":")[2]) for inner in declared.attributes]
    return tuple((inner, path, "." in path) for inner, path in paths)


def _scalar(declared: Attribute, found: Any, body: Mapping[str, Any]) -> Value:
    if isinstance(found, Reference):
        return (found,) if declared.many else found
    if isinstance(found, _AS_IT_IS):
        return found
    if found is None or found == "":
        return _omitted(declared, body)
    if found == declared.unset:
        return _omitted(declared, body)
    if isinstance(declared.default, int) and not isinstance(found, str | int | float):
        wanted = "true or false" if isinstance(declared.default, bool) else "a number"
        message = f"{declared.path}: expected {wanted}, found {_shape(found)}"
        raise MalformedError(message)
    if isinstance(found, _SEVERAL):
        return tuple([frozen(each) for each in found])
    if isinstance(found, str):
        return declared.words[found] if found in declared.words else _converted(declared, found)
    return frozen(found)


def _omitted(declared: Attribute, body: Mapping[str, Any]) -> Value:
    for source in declared.inherits:
        given, _ = _walk(body, source)
        if given is not None and not (isinstance(given, str | list | tuple) and not given):
            return Unknown(f"not set, so it is taken from what {source} names")
    return declared.default


def _converted(declared: Attribute, text: str) -> Value:
    """Terraform accepts "true" and "7" where a bool or a number is meant; the default tells which is meant."""
    if isinstance(declared.default, bool):
        if text in {"true", "false"}:
            return text == "true"
        message = f"{declared.path}: expected true or false, found text"
        raise MalformedError(message)
    if isinstance(declared.default, _NUMBERS) or declared.unit:
        try:
            number = float(text)
        except ValueError as error:
            message = f"{declared.path}: expected a number, found text"
            raise MalformedError(message) from error
        return int(number) if number.is_integer() else number
    return text


def _shape(value: Any) -> str:
    return {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list"}.get(
        type(value), "a value"
    )
