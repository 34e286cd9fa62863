"""What a policy's fix sets in a resource's code: checked when the policy loads, worked out for each resource."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.catalog.kind import Attribute, Block, Door, Kind
from drlint.catalog.registry import Catalog
from drlint.model.errors import DrlintError
from drlint.model.nearness import near
from drlint.model.values import UNSEEN, Unknown, UnknownRead, as_unknown
from drlint.policy.definition import Metadata
from drlint.policy.expression import Expression, ExpressionSyntaxError, compile_expression
from drlint.policy.reading import Reading
from drlint.policy.runnable import LineOf, spoken
from drlint.policy.scope import PSEUDO_KINDS, Scope, kinds_named

Plain: TypeAlias = bool | int | float | str

_HOLE = re.compile(r"\{([^{}]+)\}")


class Assignment(Struct, frozen=True):
    """An attribute and what it is to be set to.

    `path` is how Terraform code writes it, at most one block deep; `name` is what the catalog calls it, or the block.
    """

    name: str
    path: tuple[str, ...]
    value: Plain


class FixError(Exception):
    """A fix sets what it cannot set; the message says which and why."""


def require_fix(metadata: Metadata, catalog: Catalog, line_of: LineOf | None = None) -> None:
    """Refuse a fix that sets what one of the policy's kinds does not have; DrlintError with file, line and remedy."""
    kinds = kinds_named(metadata.applies_to, catalog)
    scope = Scope(catalog, kinds, metadata.parameters)
    for name, value in metadata.sets.items():
        try:
            parts = _parts(value, scope)
            for kind in kinds:
                _require_fitting(_written(kind, name, catalog), name, parts)
        except (FixError, ExpressionSyntaxError) as error:
            place = metadata.origin if line_of is None else f"{metadata.origin}:{line_of('fix', 'set', name)}"
            raise DrlintError(f"{place}: fix: {error}") from error


def _written(kind: str, name: str, catalog: Catalog) -> Attribute:
    if kind in PSEUDO_KINDS:
        raise FixError(f"{kind} has no code that could be changed")
    return path_of(catalog[kind], name)[1]


def assignments(metadata: Metadata, reading: Reading) -> tuple[Assignment, ...] | Unknown:
    """What the fix sets in the resource that is read; unknown where one of its values is."""
    catalog = reading.estate.catalog
    kind = catalog[reading.resource.kind]
    scope = Scope(catalog, kinds_named(metadata.applies_to, catalog), metadata.parameters)
    found: list[Assignment] = []
    for name, given in metadata.sets.items():
        try:
            value = _value(_parts(given, scope), reading)
        except UnknownRead as read:
            value = read.unknown
        if isinstance(value, UNSEEN):
            return as_unknown(value)
        if value is not None:
            found.append(Assignment(name.partition(".")[0], path_of(kind, name)[0], value))
    return tuple(found)


def path_of(kind: Kind, name: str) -> tuple[tuple[str, ...], Attribute]:
    """How code writes a kind's attribute ("block.attribute" of one in a block); raises FixError with the remedy."""
    first, _, second = name.partition(".")
    declared = _named(kind.attributes, first, f"{kind.name} has no attribute")
    if isinstance(declared, Block) != bool(second):
        raise FixError(f"{first} of {kind.name} is {'an attribute' if second else 'a block; name an attribute in it'}")
    path = declared.path
    if isinstance(declared, Block):
        if declared.many:
            raise FixError(f"{kind.name} may have several {first} blocks, so it is not clear which to change")
        block, declared = declared, _named(declared.attributes, second, f"block {first} of {kind.name} has no")
        path = f"{block.path}.{declared.path}"
    if isinstance(declared, Block):
        raise FixError(f"{name} of {kind.name} is a block in a block")
    if Door.SOURCE not in declared.doors or "@" in path or ":" in path or path.count(".") > 1:
        raise FixError(f"{name} of {kind.name} is not written in its own block")
    return tuple(path.split(".")), declared


def _named(declared: tuple[Attribute | Block, ...], name: str, otherwise: str) -> Attribute | Block:
    for each in declared:
        if each.name == name:
            return each
    raise FixError(f"{otherwise} {name!r}{near(name, [each.name for each in declared])}")


def _require_fitting(declared: Attribute, name: str, parts: list[str | Expression] | Plain) -> None:
    """Refuse a constant of another type than the attribute's default shows."""
    if isinstance(parts, list) and any(isinstance(each, Expression) for each in parts):
        return
    value: object = "".join(map(str, parts)) if isinstance(parts, list) else parts
    if declared.kept_as == "truth":
        fits, word = isinstance(value, bool), "true or false"
    elif declared.kept_as == "number":
        fits, word = isinstance(value, int | float) and not isinstance(value, bool), "a number"
    else:
        fits, word = True, ""
    if not fits:
        raise FixError(f"{name} is {word}, not {value!r}")


def _parts(given: Plain, scope: Scope) -> list[str | Expression] | Plain:
    """A value as its text and the expressions in it; what is no text stays what it is."""
    if not isinstance(given, str):
        return given
    found: list[str | Expression] = []
    end = 0
    for hole in _HOLE.finditer(given):
        found += [given[end : hole.start()], compile_expression(hole[1], scope)]
        end = hole.end()
    return [each for each in (*found, given[end:]) if each != ""] or [""]


def _value(parts: list[str | Expression] | Plain, reading: Reading) -> Any:
    """A lone expression is what it gives, with text around it a text; None where an expression gives that."""
    if not isinstance(parts, list):
        return parts
    values = [each.value(reading) if isinstance(each, Expression) else each for each in parts]
    unseen = next((each for each in values if isinstance(each, UNSEEN)), None)
    if unseen is not None:
        return unseen
    if any(each is None for each in values):
        return None
    value = values[0] if len(values) == 1 else "".join(map(spoken, values))
    if not isinstance(value, Plain):
        raise FixError(f"{parts[0].text if isinstance(parts[0], Expression) else value} is no plain value")
    return value
