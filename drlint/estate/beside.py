"""Lays the code beside the plan that was made from it: where things stand, and what a plan does not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from drlint.catalog.kind import Door, Kind
from drlint.catalog.registry import Catalog
from drlint.model.resource import Resource, View
from drlint.model.values import WITHHELD, Reference, Unknown, Value

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_NO_CODE = Unknown("its code is not in view; give the folder it stands in, or --source")


def laid_beside(resources: Sequence[Resource], source: Iterable[Resource], catalog: Catalog) -> list[Resource]:
    """Resources of plans with the lines and the code-only attributes of their source blocks.

    The plan says what exists and what its values are. A block is found by its address, without the keys of instances
    where the code does not tell how many there are.
    """
    exact: dict[tuple[str, str], Resource] = {}
    blocks: dict[tuple[str, str], Resource] = {}
    for each in source:
        root, path = each.address.root, each.address.path
        exact[root, path] = each
        blocks.setdefault((root, without_keys(path)), each)
    return [_beside(each, exact, blocks, catalog) for each in resources]


def is_code_of(planned: Sequence[Resource], code: Iterable[Resource]) -> bool:
    """Whether code may be what a plan was made from: it declares one of its resources, or calls a module of one.

    `code` are the code's resources and module calls. Nothing planned may be of any code.
    """
    declared = {without_keys(each.address.path) for each in code}
    return not planned or any(
        path in declared or ".".join(path.split(".")[:2]) in declared
        for path in (without_keys(each.address.path) for each in planned)
    )


@lru_cache(maxsize=65536)
def without_keys(path: str) -> str:
    """An address without the keys of its instances: `module.a["x"].aws_y.z[0]` is `module.a.aws_y.z`."""
    return _KEY.sub("", path)


def _beside(
    resource: Resource,
    exact: Mapping[tuple[str, str], Resource],
    blocks: Mapping[tuple[str, str], Resource],
    catalog: Catalog,
) -> Resource:
    view = resource.declared
    if view is None or resource.change is None:  # deleted, observed, or source itself
        return resource
    root, path = resource.address.root, resource.address.path
    found = exact.get((root, path)) or blocks.get((root, without_keys(path)))
    hidden = hidden_from_plans(catalog[resource.kind])
    if found is None or found.declared is None:
        return msgspec.structs.replace(resource, declared=_with(view, dict.fromkeys(hidden, _NO_CODE)))
    code = found.declared
    lent = Settled(view.attributes, code.attributes, hidden, is_same=found.address.path == path)
    declared = View(
        attributes=_laid(view.attributes, lent),
        location=code.location,
        where=code.where,
        defaulted=view.defaulted - frozenset(hidden),
        as_of=view.as_of,
    )
    return msgspec.structs.replace(resource, declared=declared)


class Settled(Mapping[str, Value]):
    """A plan's values where it has them, and the code's for `hidden` attributes.

    Where `is_same`, the code stands for the very instance: what the plan leaves open, such as which of several subnets
    a list names, is taken from there.
    """

    __slots__ = ("_code", "_hidden", "_is_same", "_planned")

    def __init__(
        self, planned: Mapping[str, Value], code: Mapping[str, Value], hidden: Iterable[str], *, is_same: bool
    ) -> None:
        self._planned = planned
        self._code = code
        self._hidden = frozenset(hidden)
        self._is_same = is_same

    def __getitem__(self, name: str) -> Value:
        if name in self._hidden:
            return self._code[name]
        planned = self._planned[name]
        if self._is_same and _is_open(planned):
            coded = self._code.get(name)
            if _fits(coded, planned):
                return coded
        return planned

    def __contains__(self, name: object) -> bool:
        return name in self._planned

    def __iter__(self) -> Iterator[str]:
        return iter(self._planned)

    def __len__(self) -> int:
        return len(self._planned)

    def __ror__(self, attributes: Mapping[str, Value]) -> dict[str, Value]:
        return {**attributes, **self}


def _is_open(value: Value) -> bool:
    if isinstance(value, tuple):
        return len(value) > 0 and all(isinstance(each, Unknown) for each in value)
    return isinstance(value, Unknown) and value is not WITHHELD


def _fits(coded: Value, planned: Value) -> bool:
    """Whether the code says nothing but which resources are named; values are the plan's to tell."""
    if isinstance(coded, tuple):
        counted = not isinstance(planned, tuple) or len(planned) == len(coded)
        return counted and len(coded) > 0 and all(isinstance(each, Reference) for each in coded)
    return isinstance(coded, Reference)


def _with(view: View, lent: Mapping[str, Value]) -> View:
    return View(
        attributes=_laid(view.attributes, lent),
        location=view.location,
        where=view.where,
        defaulted=view.defaulted - lent.keys(),
        as_of=view.as_of,
    )


def _laid(attributes: Mapping[str, Value], lent: Mapping[str, Value]) -> Mapping[str, Value]:
    """The attributes with others laid over them, unread as they are where that can be."""
    made: Mapping[str, Value] = attributes | lent  # type: ignore[operator]
    return made


@lru_cache(maxsize=1024)
def hidden_from_plans(kind: Kind) -> tuple[str, ...]:
    """The attributes of a kind that only its code shows."""
    return tuple(each.name for each in kind.attributes if Door.PLAN not in each.doors and Door.SOURCE in each.doors)
