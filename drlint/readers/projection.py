"""Turns a Terraform-shaped body into a kind's catalogued attributes; nothing else of the body is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.model.resource import Location
from drlint.model.values import UNSEEN, Reference, Unknown, Value, frozen
from drlint.readers.recipes import REGION_OF_RESOURCE, Recipe, Source, inner, recipe_of

Path: TypeAlias = "tuple[str | int, ...]"
Locate: TypeAlias = Callable[[Path], Location | None]
Projected: TypeAlias = "tuple[dict[str, Value], dict[str, Location], frozenset[str]]"

_BLOCKS = (dict, Mapping)  # the plain case first: a Mapping is slow to ask for
_SEVERAL = (list, tuple)
_NO_TEXT = frozenset({bool, int, float})


class MalformedError(Exception):
    """A body has another shape than its kind; the message names attribute and shape."""


def project(
    kind: Kind, body: Mapping[str, Any], region: str | Unknown | None, locate: Locate | None = None
) -> Projected:
    """Attributes, the lines of those that have one, and the names of those that nobody set.

    A body maps attribute names to values and block names to sequences of mappings; leaves may be Unknown or Reference.
    """
    sources = recipe_of(kind).sources
    attributes = {name: projected(source, body, region) for name, source in sources.items()}
    unset = frozenset(name for name, source in sources.items() if not is_given(source, body))
    where: dict[str, Location] = {}
    for name, source in sources.items():
        if locate is not None and source.key and name not in unset:
            line = locate(_walk(body, source.path)[1])
            if line is not None:
                where[name] = line
    return attributes, where, unset


def projected(source: Source, body: Mapping[str, Any], region: str | Unknown | None) -> Value:
    """What an attribute is where a body stands; raises MalformedError."""
    declared = source.declared
    if source.is_region:
        return region
    if source.is_whole and isinstance(declared, Block):
        return _block(declared, (body,), region)
    found: Any = _walk(body, source.path)[0] if source.is_deep else body.get(source.key)
    if source.is_plain and (found.__class__ in UNSEEN or (found.__class__ is str and found != "")):
        return found
    if isinstance(declared, Block):
        return _block(declared, found, region)
    return _scalar(declared, found, body)


def is_given(source: Source, body: Mapping[str, Any]) -> bool:
    """Whether anybody set it; what stands for the Region or the whole body always is. Raises MalformedError."""
    if source.is_region or source.is_whole:
        return True
    found = _walk(body, source.path)[0] if source.is_deep else body.get(source.key)
    return found is not None and (found.__class__ is not str or bool(found) or isinstance(source.declared, Block))


def require_shape(recipe: Recipe, body: Mapping[str, Any], region: str | Unknown | None) -> None:
    """Refuse a body that is malformed at its top; raises MalformedError."""
    fine = recipe.fine
    for key, value in body.items():
        if value.__class__ not in fine[key]:
            for source in recipe.of_key[key]:
                projected(source, body, region)


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
    for each, path, is_deep in inner(declared):
        if path == REGION_OF_RESOURCE:
            found: Any = region
        else:
            found = _walk(element, path)[0] if is_deep else element.get(path)
        if isinstance(each, Block):
            made[each.name] = _block(each, found, region)
        else:
            made[each.name] = _scalar(each, found, element)
    return made


def _scalar(declared: Attribute, found: Any, body: Mapping[str, Any]) -> Value:
    if isinstance(found, Reference):
        return (found,) if declared.many else found
    if isinstance(found, Unknown):
        return found
    if found is None or found == "":
        return _omitted(declared, body)
    if found == declared.unset and found.__class__ is not bool:
        return _omitted(declared, body)
    if isinstance(declared.default, int) and not isinstance(found, str | int | float):
        wanted = "true or false" if isinstance(declared.default, bool) else "a number"
        message = f"{declared.path}: expected {wanted}, found {_shape(found)}"
        raise MalformedError(message)
    if isinstance(found, _SEVERAL):
        return tuple([_each(declared, each) for each in found])
    if isinstance(found, _BLOCKS):
        return {str(key): _each(declared, each) for key, each in found.items()}
    found = _written(declared, found)
    if isinstance(found, str):
        return declared.words[found] if found in declared.words else _converted(declared, found)
    return frozen(found)


def _each(declared: Attribute, found: Any) -> Value:
    """An element of a list or a map, as Terraform's type of it has it."""
    return frozen(_written(declared, found))


def _written(declared: Attribute, found: Any) -> Any:
    """Terraform makes text of a number, and of true and false, where text is meant."""
    if found.__class__ not in _NO_TEXT or declared.kept_as != "text":
        return found
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(int(found)) if isinstance(found, float) and found.is_integer() else str(found)


def _omitted(declared: Attribute, body: Mapping[str, Any]) -> Value:
    for source in declared.inherits:
        given, _ = _walk(body, source)
        if given is not None and not (isinstance(given, str | list | tuple) and not given):
            return Unknown(f"not set, so it is taken from what {source} names")
    return declared.default


def _converted(declared: Attribute, text: str) -> Value:
    """Terraform accepts "true" and "7" where a bool or a number is meant."""
    if declared.kept_as == "truth":
        if text in {"true", "false"}:
            return text == "true"
        message = f"{declared.path}: expected true or false, found text"
        raise MalformedError(message)
    if declared.kept_as == "number":
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
