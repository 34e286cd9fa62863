"""Turns the body of a block into a Terraform-shaped mapping: attribute name to value, block name to mappings."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from drlint.model.values import Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.seen import OpenBlock, OpenList, Seen, SetOf, because, candidates, gap
from drlint.readers.hcl.world import Scope

_TURN = 4  # steps of a dynamic block's turn


def values(body: tree.Body, scope: Scope, only: Collection[str] | None = None) -> dict[str, Seen]:
    """A body's attributes (null ones left out, as Terraform does) and blocks; of these names only, where given."""
    made: dict[str, Seen] = {}
    for attribute in body.attributes:
        if only is None or attribute.name in only:
            value = evaluate(attribute.value, scope)
            if value is not None:
                made[attribute.name] = value
    return made | block_values(body, scope, only) if body.blocks else made


def block_values(body: tree.Body, scope: Scope, only: Collection[str] | None = None) -> dict[str, Seen]:
    """A body's blocks: name to a tuple of mappings; unknown where it is not known how many a dynamic block makes."""
    found: dict[str, list[Seen] | Unknown] = {}
    budget = scope.world.budget
    for block in body.blocks:
        is_dynamic = block.type == "dynamic" and bool(block.labels)
        name = block.labels[0] if is_dynamic else block.type
        if only is not None and name not in only:
            continue
        known = found.setdefault(name, [])
        if isinstance(known, Unknown):
            continue
        if not is_dynamic:
            known.append(budget.within(partial(_element, block, scope)))
            continue
        more = budget.bounded(budget.within(partial(_dynamic, block, scope)))
        if isinstance(more, Unknown):
            found[name] = more
        else:
            known += more
    return {
        name: each if isinstance(each, Unknown) else tuple(each)
        for name, each in found.items()
        if isinstance(each, Unknown) or each
    }


def opened(value: Seen) -> Seen:
    """A block's values as expressions read them: what the code leaves out is not null, but the provider's to say."""
    if isinstance(value, tuple):
        return OpenList(map(opened, value))
    return OpenBlock({name: opened(each) for name, each in value.items()}) if isinstance(value, dict) else value


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


def _dynamic(block: tree.Block, scope: Scope) -> Seen:
    """The blocks that a dynamic block makes, as a tuple of mappings."""
    name = block.labels[0]
    iterator = block.body.attribute("iterator")
    if iterator is not None and isinstance(iterator.value, tree.Name):
        name = iterator.value.name
    source = block.body.attribute("for_each")
    over = Unknown(f"dynamic block {name} has no for_each") if source is None else evaluate(source.value, scope)
    content = block.body.blocks_of("content")
    if isinstance(over, dict):
        pairs = tuple((key, over[key]) for key in sorted(over))
    elif isinstance(over, tuple):
        pairs = tuple((value, value) if isinstance(over, SetOf) else (at, value) for at, value in enumerate(over))
    else:
        return _unseen(block, content, name, over, scope)
    scope.world.budget.spend(_TURN * len(pairs) * len(content))
    turns = (scope.naming({name: {"key": key, "value": value}}) for key, value in pairs)
    return tuple(values(each.body, turn) for turn in turns for each in content)


def _unseen(block: tree.Block, content: Collection[tree.Block], name: str, over: Seen, scope: Scope) -> Unknown:
    """What a dynamic block makes is not known; the resources that it mentions are named."""
    missing = gap(over)
    reason = f"dynamic block {block.labels[0]}: " + ("it has no list" if missing is None else missing.reason)
    unknown = Unknown(reason)
    inner = scope.naming({name: {"key": unknown, "value": unknown}})
    return because(reason, candidates(over, *[values(each.body, inner) for each in content]))


def _named(expression: tree.Expression) -> tuple[str, ...]:
    """What `ignore_changes` lists, as written; `all` is one of its words."""
    items = expression.items if isinstance(expression, tree.TupleOf) else (expression,)
    return tuple(written(each) for each in items)


def written(expression: tree.Expression) -> str:
    """A traversal as its author wrote it."""
    if isinstance(expression, tree.Name):
        return expression.name
    if isinstance(expression, tree.Literal):
        return str(expression.value)
    if isinstance(expression, tree.GetAttribute):
        return f"{written(expression.of)}.{expression.name}"
    if isinstance(expression, tree.Index) and isinstance(expression.key, tree.Literal):
        key = expression.key.value
        return f"{written(expression.of)}[{key}]" if isinstance(key, int) else f'{written(expression.of)}["{key}"]'
    return "?"
