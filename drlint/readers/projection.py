"""Turns a Terraform-shaped body into a kind's catalogued attributes; nothing else of the body is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.model.resource import Location
from drlint.model.values import Reference, Unknown, Value, frozen

Path: TypeAlias = "tuple[str | int, ...]"
Locate: TypeAlias = Callable[[Path], Location | None]
Projected: TypeAlias = "tuple[dict[str, Value], dict[str, Location], frozenset[str]]"

REGION_OF_RESOURCE = "@region"


class MalformedError(Exception):
    """A body has another shape than its kind; the message names attribute and shape."""


def project(
    kind: Kind, body: Mapping[str, Any], region: str | Unknown | None, locate: Locate | None = None
) -> Projected:
    """Attributes, the lines of those that have one, and the names of those that nobody set.

    A body maps attribute names to values and block names to sequences of mappings; leaves may be Unknown or Reference.
    """
    attributes: dict[str, Value] = {}
    where: dict[str, Location] = {}
    defaulted: list[str] = []
    for declared in kind.attributes:
        name = declared.name
        owner_type, _, path = declared.path.rpartition(":")
        if owner_type and owner_type != kind.name:
            attributes[name] = _absent(declared)
            defaulted.append(name)
            continue
        if path == REGION_OF_RESOURCE:
            attributes[name] = region
            continue
        found, trail = _walk(body, path) if "." in path else (body.get(path) if path else (body,), (path,))
        if isinstance(declared, Block):
            attributes[name] = _block(declared, found, region)
        else:
            attributes[name] = _scalar(declared, found, body)
        if found is None or (isinstance(found, str) and not found):
            defaulted.append(name)
        elif locate is not None and (line := locate(trail)) is not None:
            where[name] = line
    return attributes, where, frozenset(defaulted)


def _absent(declared: Attribute | Block) -> Value:
    if isinstance(declared, Block):
        return () if declared.many else None
    return declared.default


def _walk(body: Mapping[str, Any], path: str) -> tuple[Any, Path]:
    """Follow "a.b.c", going into the first of a block's elements; an unknown on the way is the answer."""
    here: Any = body
    trail: list[str | int] = []
    for step in path.split("."):
        if isinstance(here, list | tuple):
            if not here:
                return None, tuple(trail)
            trail.append(0)
            here = here[0]
        if here is None or isinstance(here, Unknown | Reference):
            return here, tuple(trail)
        if not isinstance(here, Mapping):
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
    elements = (found,) if isinstance(found, Mapping) else found
    if not isinstance(elements, list | tuple):
        message = f"{declared.path}: expected a block, found {_shape(found)}"
        raise MalformedError(message)
    if declared.many:
        return tuple(_element(declared, each, region) for each in elements if each is not None)
    return _element(declared, elements[0], region) if elements and elements[0] is not None else None


def _element(declared: Block, element: Any, region: str | Unknown | None) -> Value:
    if isinstance(element, Unknown | Reference):
        return element
    if not isinstance(element, Mapping):
        message = f"{declared.path}: expected a block, found {_shape(element)}"
        raise MalformedError(message)
    made: dict[str, Value] = {}
    for inner in declared.attributes:
        path = inner.path.rpartition(":")[2]
        found = region if path == REGION_OF_RESOURCE else _walk(element, path)[0]
        made[inner.name] = _block(inner, found, region) if isinstance(inner, Block) else _scalar(inner, found, element)
    return made


def _scalar(declared: Attribute, found: Any, body: Mapping[str, Any]) -> Value:
    if found is None or (isinstance(found, str) and not found):
        return _omitted(declared, body)
    if isinstance(found, bool | Unknown):
        return found
    if isinstance(found, Reference):
        return (found,) if declared.many else found
    if found == declared.unset:
        return _omitted(declared, body)
    if isinstance(declared.default, int) and not isinstance(found, str | int | float):
        wanted = "true or false" if isinstance(declared.default, bool) else "a number"
        message = f"{declared.path}: expected {wanted}, found {_shape(found)}"
        raise MalformedError(message)
    if isinstance(found, list | tuple):
        return tuple(frozen(each) for each in found)
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
    if isinstance(declared.default, int | float) or declared.unit:
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
