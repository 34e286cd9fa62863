"""Places in a recorded plan where a value could be another one, or not known until apply."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import Struct
from plan_examples import recorded

Path = tuple[str | int, ...]
Plan = dict[str, Any]
# What another resource of the example may be called is no choice: two cannot have one name.
_NAMES = frozenset({"bucket", "name", "identifier", "cluster_identifier"})
_SECRET = {"references": ["var.unknown_1"]}


class Spot(Struct, frozen=True):
    """A value that somebody set: of which change, at which path, and what the plan knows of it (nothing: None)."""

    change: int
    kind: str
    path: Path
    value: Any

    @property
    def name(self) -> str:
        return ".".join(str(each) for each in self.path if isinstance(each, str))


def spots(plan: Plan) -> Iterator[Spot]:
    """Every value of a plan's resources that the configuration sets."""
    for number, change in enumerate(plan["resource_changes"]):
        block = _block(plan, change)
        inner = change["change"]
        for path, value in _set(inner["after"], inner["after_unknown"], block["expressions"], ()):
            yield Spot(number, change["type"], path, value)


def _block(plan: Plan, change: Mapping[str, Any]) -> dict[str, Any]:
    blocks = plan["configuration"]["root_module"]["resources"]
    found: dict[str, Any] = next(
        each for each in blocks if (each["type"], each["name"]) == (change["type"], change["name"])
    )
    return found


def _set(after: Any, unknown: Any, expressions: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    for name, expression in expressions.items():
        value = after.get(name) if isinstance(after, dict) else None
        mark = unknown.get(name) if isinstance(unknown, dict) else None
        if isinstance(expression, dict):
            if value is not None or mark is True:
                yield (*path, name), value
        elif isinstance(value, list) and len(value) == len(expression):
            marks = mark if isinstance(mark, list) else [None] * len(value)
            for number, (each, of, inner) in enumerate(zip(value, marks, expression, strict=False)):
                if _makes(inner, each):
                    yield from _set(each, of, inner, (*path, name, number))


def aligned(plan: Plan) -> Plan:
    """The plan with the configuration's blocks in the order of the planned ones: those of a set are in none."""
    for change in plan["resource_changes"]:
        expressions = _block(plan, change)["expressions"]
        for name, blocks in expressions.items():
            values = change["change"]["after"].get(name)
            if isinstance(blocks, list) and isinstance(values, list) and len(values) == len(blocks):
                expressions[name] = _in_order(values, blocks)
    return plan


def _in_order(values: list[Any], blocks: list[Any]) -> list[Any]:
    """The blocks, each at the place of the element that it makes; as they are where that is not clear."""
    fitting = [[block for block in blocks if _makes(block, value)] for value in values]
    return [each[0] for each in fitting] if all(len(each) == 1 for each in fitting) else blocks


def _makes(block: Any, value: Any) -> bool:
    constants = {name: each for name, each in block.items() if isinstance(each, dict) and "constant_value" in each}
    return all(value.get(name) == each["constant_value"] for name, each in constants.items())


def unknown(plan: Plan, spot: Spot) -> Plan:
    """The plan in which nothing is known of the value, nor of what refers to it."""
    made = _with(plan, spot, None, _SECRET, mark=True)
    change = plan["resource_changes"][spot.change]
    named = f"{change['type']}.{change['name']}.{spot.path[0]}"
    for each in spots(plan):
        block = _block(plan, plan["resource_changes"][each.change])
        expression = _at(block["expressions"], each.path)
        if named in expression.get("references", ()) and each.value is not None:
            made = _with(made, each, None, expression, mark=True)
    return made


def _at(here: Any, path: Path) -> Any:
    for step in path:
        here = here[step]
    return here


def concretes(plan: Plan, spot: Spot) -> Iterator[tuple[str, Plan]]:
    """What the value may be: as it is, or what other examples say there."""
    yield "as it is", plan
    for other in _others(spot):
        yield str(other), _with(plan, spot, other, {"constant_value": other}, mark=False)


def _others(spot: Spot) -> Iterable[Any]:
    if isinstance(spot.value, bool):
        return (not spot.value,)
    if isinstance(spot.value, int):
        return [each for each in (0, 1, 35, 100000) if each != spot.value]
    if isinstance(spot.value, str) and spot.path[-1] not in _NAMES:
        return sorted(_pool()[spot.kind, spot.name] - {spot.value})
    return ()


@cache
def _pool() -> Mapping[tuple[str, str], set[str]]:
    """The texts that the plans of all examples have at each place."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for plan in recorded().values():
        for each in spots(plan):
            if isinstance(each.value, str):
                found[each.kind, each.name].add(each.value)
    return found


def _with(plan: Plan, spot: Spot, value: Any, expression: Any, *, mark: bool) -> Plan:
    """The plan with another value and another expression at a spot."""
    made = copy.deepcopy(plan)
    change = made["resource_changes"][spot.change]
    inner = change["change"]
    _put(inner["after"], spot.path, value)
    _put(_block(made, change)["expressions"], spot.path, expression)
    _put_mark(inner["after_unknown"], spot.path, mark=mark)
    return made


def _put(here: Any, path: Path, value: Any) -> None:
    here = _at(here, path[:-1])
    if value is None:
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value


def _put_mark(here: Any, path: Path, *, mark: bool) -> None:
    """Mark a place as known or not; the marks of a list are made as long as it takes."""
    for step, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            here.extend({} for _ in range(step + 1 - len(here)))
            here[step] = here[step] or empty
        else:
            here[step] = here.get(step) or empty
        here = here[step]
    here[path[-1]] = mark


def encoded(plan: Plan) -> bytes:
    return msgspec.json.encode(plan)
