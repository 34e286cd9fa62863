"""Compares what two doors show of one estate: unknown on either side is allowed, contradiction is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from catalog.schema import Spot, entries
from msgspec import Struct

from drlint.catalog.kind import Door
from drlint.catalog.registry import load
from drlint.engine.evaluate import Verdicts
from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, is_known

Pair = tuple[str, str]

_INDEX = re.compile(r"\[[^]]*\]$")
# Attributes whose value the provider ignores where it has no meaning, so that the plan shows its default instead.
IGNORED = {
    "aws_lb.enable_cross_zone_load_balancing": "an application load balancer always balances over zones",
}


class Side(Struct, frozen=True):
    """One door's estate, and what every policy says of it."""

    estate: Estate
    verdicts: Verdicts


def contradictions(source: Side, plan: Side) -> Iterator[str]:
    """Everything in which source and plan cannot both be right, each in a line that says where."""
    mine = {each.address.path: each for each in source.estate.resources}
    theirs = {each.address.path: each for each in plan.estate.resources}
    shown_by = _shown_by(source, plan)
    for path in sorted(mine.keys() - {*shown_by.values()}):
        if not _is_unsure(mine[path]):
            yield f"{path} is only in the source"
    for path in sorted(theirs):
        if shown_by[path] not in mine:
            yield f"{path} is only in the plan"
            continue
        one, other = mine[shown_by[path]], theirs[path]
        if one.kind != other.kind:
            yield f"{path} is {one.kind} in the source, {other.kind} in the plan"
            continue
        if _differ(one.region, other.region):
            yield f"{path}: Region {one.region} in the source, {other.region} in the plan"
        yield from _attributes(one, other, source, plan)
        yield from _links(one, other, source, plan)
    for policy, path, said, planned in _judged(source, plan):
        if {said or "pass", planned or "pass"} == {"pass", "fail"}:  # not to apply counts as to pass
            yield f"{policy} on {path}: {said} in the source, {planned} in the plan"


def equal_pairs(source: Side, plan: Side) -> tuple[int, int]:
    """How many (policy, resource) pairs come out the same, of how many that either side judges."""
    pairs = [(said, planned) for _, _, said, planned in _judged(source, plan)]
    return sum(said == planned for said, planned in pairs), len(pairs)


def _is_unsure(resource: Resource) -> bool:
    """Whether the source does not tell how often a resource is made: it stands for none, one or several."""
    return getattr(resource, "unsure", None) is not None


def _shown_by(source: Side, plan: Side) -> dict[str, str]:
    """What shows each planned resource in the source: itself, or the one that stands for all its instances."""
    unsure = {each.address.path for each in source.estate.resources if _is_unsure(each)}
    paths = [each.address.path for each in plan.estate.resources]
    return {path: block if (block := _INDEX.sub("", path)) in unsure else path for path in paths}


def said_by(verdicts: Verdicts) -> dict[Pair, str]:
    """What each policy says of each resource; of what it does not apply to it says nothing."""
    found = {(each.policy, each.resource.path): "pass" for each in verdicts.passed}
    found |= {(each.policy, each.resource.path): "unknown" for each in verdicts.unknowns}
    found |= {(each.policy, each.resource.path): "fail" for each in verdicts.findings}
    return found


def _judged(source: Side, plan: Side) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Policy, planned resource, and what the policy says of it in the source and in the plan."""
    mine, theirs = said_by(source.verdicts), said_by(plan.verdicts)
    shown_by = _shown_by(source, plan)
    shows: dict[str, list[str]] = {}
    for path, shown in shown_by.items():
        shows.setdefault(shown, []).append(path)
    pairs = {*theirs, *((policy, path) for policy, shown in mine for path in shows.get(shown, [shown]))}
    for policy, path in sorted(pairs):
        yield policy, path, mine.get((policy, shown_by.get(path, path))), theirs.get((policy, path))


def _attributes(one: Resource, other: Resource, source: Side, plan: Side) -> Iterator[str]:
    kind = source.estate.catalog[one.kind]
    for declared in kind.attributes:
        name = f"{kind.name}.{declared.name}"
        if {Door.PLAN, Door.SOURCE} <= declared.doors and name not in IGNORED:
            mine = _followed(one[declared.name], source.estate)
            said = contradiction(mine, _followed(other[declared.name], plan.estate), name)
            if said:
                yield f"{other.address.path}.{declared.name}: {said}"


def _followed(value: Any, estate: Estate) -> Any:
    """A value with each reference followed to the end: source reads on where a plan names the attribute in between."""
    if isinstance(value, tuple):
        return tuple(_followed(each, estate) for each in value)
    if isinstance(value, Mapping):
        return {name: _followed(each, estate) for name, each in value.items()}
    target = estate.at(value.to) if isinstance(value, Reference) else None
    further = None if target is None else target.view.attributes.get(value.attribute)
    if isinstance(further, Unknown) and further.candidates:
        return further  # set to what may be one of several
    return _followed(further, estate) if isinstance(further, Reference) and further is not value else value


def contradiction(source: Any, plan: Any, name: str) -> str:
    """Why two values of an attribute (by kind and name) cannot both be right; empty where they can."""
    if isinstance(source, Unknown) or isinstance(plan, Unknown):
        return ""
    if isinstance(source, Reference) or isinstance(plan, Reference):
        return _of_references(source, plan)
    if isinstance(source, tuple) and isinstance(plan, tuple):
        return _of_several(source, plan, name)
    if isinstance(source, Mapping) and isinstance(plan, Mapping):
        inner = {each: contradiction(source.get(each), plan.get(each), f"{name}.{each}") for each in {*source, *plan}}
        return next((f"{each}: {said}" for each, said in sorted(inner.items()) if said), "")
    if _differ(source, plan) and not _means_the_same(source, plan, name):
        return f"{source!r} in the source, {plan!r} in the plan"
    return ""


def _of_references(source: Any, plan: Any) -> str:
    """A reference is something: it may turn out to be any text, but not nothing, nor another resource's."""
    if isinstance(source, Reference) and isinstance(plan, Reference):
        mine, theirs = _named(source), _named(plan)
        if source.to.path == plan.to.path:
            return ""  # a plan often names the resource, or all outputs of a module, and not what was read from it
        return f"{mine} in the source, {theirs} in the plan"
    if isinstance(source, Reference):
        return "" if isinstance(plan, str) and plan else f"{_named(source)} in the source, {plan!r} in the plan"
    return "" if isinstance(source, str) and source else f"{source!r} in the source, {_named(plan)} in the plan"


def _named(reference: Reference) -> str:
    return f"{reference.to.path}.{reference.attribute}"


def _of_several(source: Sequence[Any], plan: Sequence[Any], name: str) -> str:
    """Lists element by element; the elements of what the provider calls a set in any order."""
    if len(source) != len(plan):
        return f"{len(source)} elements in the source, {len(plan)} in the plan"
    said = [contradiction(one, other, name) for one, other in zip(source, plan, strict=True)]
    if not any(said) or (name in _sets() and _pair_up(source, plan, name)):
        return ""
    return next(each for each in said if each)


def _pair_up(source: Sequence[Any], plan: Sequence[Any], name: str) -> bool:
    """Whether every element of one has a partner in the other that it does not contradict."""
    partners: dict[int, int] = {}

    def place(mine: int, tried: set[int]) -> bool:
        for theirs, other in enumerate(plan):
            if theirs in tried or contradiction(source[mine], other, name):
                continue
            tried.add(theirs)
            if theirs not in partners or place(partners[theirs], tried):
                partners[theirs] = mine
                return True
        return False

    return all(place(mine, set()) for mine in range(len(source)))


@cache
def _sets() -> frozenset[str]:
    """The attributes and blocks that are sets to the provider, by kind and name."""
    return frozenset(each.label for each in entries() if each.spot is not None and _is_set(each.spot))


def _is_set(spot: Spot) -> bool:
    if isinstance(spot.type, list):
        return bool(spot.type[0] == "set")
    return bool(spot.flags.get("nested_type", spot.flags).get("nesting_mode") == "set")


def _differ(one: Any, other: Any) -> bool:
    """Whether two plain values differ; 1 is 1.0, but true is not 1."""
    if not is_known(one) or not is_known(other):
        return False
    return isinstance(one, bool) is not isinstance(other, bool) or bool(one != other)


def _means_the_same(source: Any, plan: Any, name: str) -> bool:
    """What the provider writes otherwise than the code does, without meaning anything else.

    An empty list, set or map is the same as none: the provider's older SDK plans `[]` in a block as null, its newer
    framework plans tags that nobody gave as `{}`. It writes JSON anew, with sorted keys, and the days of a weekly
    window in lower case.
    """
    if isinstance(source, str) and isinstance(plan, str):
        if name.endswith("maintenance_window"):
            return source.lower() == plan.lower()
        return name.endswith("policy") and bool(json.loads(source) == json.loads(plan))
    return all(each is None or (isinstance(each, tuple | Mapping) and not each) for each in (source, plan))


def _links(one: Resource, other: Resource, source: Side, plan: Side) -> Iterator[str]:
    """What is certainly linked on one side and certainly not on the other."""
    shown_by = _shown_by(source, plan)
    for name in _relations(one.kind):
        mine, theirs = source.estate.links(one, name), plan.estate.links(other, name)
        certain = {shown_by.get(each.address.path, each.address.path) for each in theirs.certain}
        possible = {shown_by.get(each.address.path, each.address.path) for each in theirs}
        where = f"{other.address.path} {name}"
        if theirs.unseen is None and theirs.more is None:
            for path in sorted({each.address.path for each in mine.certain} - possible):
                yield f"{where} {path}: the plan has no such link"
        if mine.unseen is None and mine.more is None:
            for path in sorted(certain - {each.address.path for each in mine}):
                yield f"{where} {path}: the source has no such link"


@cache
def _relations(kind: str) -> tuple[str, ...]:
    """The names under which a kind sees others, forward or inverse."""
    catalog = load()
    forward = [each.name for each in catalog[kind].relations]
    return tuple(dict.fromkeys([*forward, *(name for target, name in catalog.inverses if target == kind)]))
