"""Turns the body of a block into a Terraform-shaped mapping: attribute name to value, block name to mappings."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TypeAlias

from drlint.model.resource import Location
from drlint.model.values import Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.evaluate import Scope, evaluate
from drlint.readers.hcl.seen import Seen, not_yet

Places: TypeAlias = "dict[tuple[str | int, ...], Location]"

META = frozenset({"count", "for_each", "provider", "depends_on"})

_EACH = Unknown("a dynamic block is not evaluated yet")


def values(body: tree.Body, scope: Scope, without: Collection[str] = ()) -> dict[str, Seen]:
    """A body's attributes (null ones left out, as Terraform does) and blocks."""
    made: dict[str, Seen] = {}
    for attribute in body.attributes:
        if attribute.name not in without:
            value = evaluate(attribute.value, scope)
            if value is not None:
                made[attribute.name] = value
    return made | block_values(body, scope)


def block_values(body: tree.Body, scope: Scope) -> dict[str, Seen]:
    """A body's blocks: name to a tuple of mappings; unknown where a dynamic block adds some."""
    made: dict[str, Seen] = {}
    for block in body.blocks:
        if block.type == "dynamic" and block.labels:
            continue
        made[block.type] = (*made.get(block.type, ()), scope.world.budget.within(partial(_element, block, scope)))
    for block in body.blocks_of("dynamic"):
        if block.labels:
            made[block.labels[0]] = _dynamic(block, scope)
    return made


def places(block: tree.Block, uri: str) -> Places:
    """Where everything in a block stands, by its path in the mapping that `values` makes."""
    found: Places = {}
    _add_places(block.body, uri, (), found)
    return found


def location(place: tree.Place, uri: str) -> Location:
    return Location(uri, place.line, place.column, place.end_line)


def _add_places(body: tree.Body, uri: str, path: tuple[str | int, ...], found: Places) -> None:
    for attribute in body.attributes:
        found[(*path, attribute.name)] = location(attribute.place, uri)
    counts: dict[str, int] = {}
    for block in body.blocks:
        name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
        number = counts.get(name, 0)
        counts[name] = number + 1
        found.setdefault((*path, name), location(block.place, uri))
        found[(*path, name, number)] = location(block.place, uri)
        _add_places(block.body, uri, (*path, name, number), found)


def _element(block: tree.Block, scope: Scope) -> Seen:
    if block.type != "lifecycle":
        return values(block.body, scope)
    made: dict[str, Seen] = {}
    for attribute in block.body.attributes:
        if attribute.name in {"ignore_changes", "replace_triggered_by"}:
            made[attribute.name] = _named(attribute.value)
        else:
            made[attribute.name] = evaluate(attribute.value, scope)
    return made


def _named(expression: tree.Expression) -> tuple[str, ...]:
    """What `ignore_changes` lists, as written; `all` is one of its words."""
    items = expression.items if isinstance(expression, tree.TupleOf) else (expression,)
    return tuple(_written(each) for each in items)


def _written(expression: tree.Expression) -> str:
    if isinstance(expression, tree.Name):
        return expression.name
    if isinstance(expression, tree.Literal):
        return str(expression.value)
    if isinstance(expression, tree.GetAttribute):
        return f"{_written(expression.of)}.{expression.name}"
    if isinstance(expression, tree.Index) and isinstance(expression.key, tree.Literal):
        key = expression.key.value
        return f"{_written(expression.of)}[{key}]" if isinstance(key, int) else f'{_written(expression.of)}["{key}"]'
    return "?"


def _dynamic(block: tree.Block, scope: Scope) -> Unknown:
    """What a dynamic block makes is unknown; the resources that it mentions are named."""
    name = block.labels[0]
    names = {**scope.names, name: {"key": _EACH, "value": _EACH}}
    inner = Scope(scope.world, names)
    content = [_element(each, inner) for each in block.body.blocks_of("content")]
    source = block.body.attribute("for_each")
    return not_yet(f"dynamic block {name}", *content, () if source is None else evaluate(source.value, scope))
