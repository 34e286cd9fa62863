"""Lays the code beside the plan that was made from it: where things stand, and what a plan does not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import msgspec

from drlint.catalog.kind import Attribute, Door, Kind
from drlint.catalog.registry import Catalog
from drlint.model.resource import Resource, View
from drlint.model.values import WITHHELD, Reference, Unknown, Value

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_OTHER = "the code beside the plan sets another {} than the plan, so that the plan was not made from it"
_NO_CODE = Unknown("its code is not in view; give the folder it stands in, or --source")


def laid_beside(resources: Sequence[Resource], source: Iterable[Resource], catalog: Catalog) -> list[Resource]:
    """Resources of plans with the lines and the code-only attributes of their source blocks.

    The plan says what exists and what its values are. A block is found by its address, without the keys of instances
    where the code does not tell how many there are. Code that contradicts the plan of a resource is not what that was
    made from, so nothing is learnt from it.
    """
    exact: dict[tuple[str, str], Resource] = {}
    blocks: dict[tuple[str, str], Resource] = {}
    for each in source:
        root, path = each.address.root, each.address.path
        exact[root, path] = each
        blocks.setdefault((root, without_keys(path)), each)
    planned = {(each.address.root, each.address.path) for each in resources} if exact else set()
    return [_beside(each, exact, blocks, catalog, planned) for each in resources]


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
    planned: AbstractSet[tuple[str, str]],
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
    lent = Settled(view.attributes, code, catalog[resource.kind], planned, is_same=found.address.path == path)
    declared = View(
        attributes=_laid(view.attributes, lent),
        location=code.location,
        where=code.where,
        defaulted=view.defaulted - frozenset(hidden),
        as_of=view.as_of,
    )
    return msgspec.structs.replace(resource, declared=declared)


class Settled(Mapping[str, Value]):
    """A plan's values where it has them, and the code's for attributes that are hidden from plans.

    Where `is_same`, the code stands for the very instance: what the plan leaves open, such as which of several subnets
    a list names, is taken from there, as long as it is `among` what the plan knows.
    """

    __slots__ = ("_among", "_code", "_hidden", "_is_same", "_kind", "_odd", "_planned")

    def __init__(
        self,
        planned: Mapping[str, Value],
        code: View,
        kind: Kind,
        among: AbstractSet[tuple[str, str]],
        *,
        is_same: bool,
    ) -> None:
        self._planned = planned
        self._code = code
        self._kind = kind
        self._hidden = frozenset(hidden_from_plans(kind))
        self._among = among
        self._is_same = is_same
        self._odd: str | None = None if is_same else ""

    def __getitem__(self, name: str) -> Value:
        if name in self._hidden:
            return Unknown(_OTHER.format(self._contradicted)) if self._contradicted else self._code.attributes[name]
        planned = self._planned[name]
        if self._is_same and _is_open(planned):
            coded = self._code.attributes.get(name)
            if _fits(coded, planned, self._among) and not self._contradicted:
                return coded
        return planned

    @property
    def _contradicted(self) -> str:
        """An attribute that the code sets to something else than the plan says; empty where there is none."""
        if self._odd is None:
            self._odd = _contradicted(self._planned, self._code, self._kind)
        return self._odd

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


def _fits(coded: Value, planned: Value, among: AbstractSet[tuple[str, str]]) -> bool:
    """Whether the code says nothing but which resources are named; values are the plan's to tell.

    It may name only what the plan knows, and where the plan names candidates, only those.
    """
    if isinstance(coded, tuple):
        counted = not isinstance(planned, tuple) or len(planned) == len(coded)
        return counted and len(coded) > 0 and all(_fits(each, planned, among) for each in coded)
    if not isinstance(coded, Reference) or (coded.to.root, coded.to.path) not in among:
        return False
    unknowns = [each for each in (planned if isinstance(planned, tuple) else (planned,)) if isinstance(each, Unknown)]
    candidates = {without_keys(each.path) for unknown in unknowns for each in unknown.candidates}
    return not candidates or without_keys(coded.to.path) in candidates


def _contradicted(planned: Mapping[str, Value], code: View, kind: Kind) -> str:
    ignored = code.attributes.get("ignore_changes")
    if not isinstance(ignored, tuple) or "all" in ignored:
        return ""
    names = [each.name for each in kind.attributes if isinstance(each, Attribute) and each.path == each.name]
    set_here = (each for each in names if each not in ignored and each not in code.defaulted)
    return next((each for each in set_here if _differ(code.attributes.get(each), planned.get(each))), "")


def _differ(coded: Value, planned: Value) -> bool:
    """Whether two plain values cannot be one; providers write texts in small letters, and JSON anew."""
    if isinstance(coded, str) and isinstance(planned, str):
        return coded.casefold() != planned.casefold() and not coded.lstrip().startswith(("{", "["))
    both = isinstance(coded, bool | int | float) and isinstance(planned, bool | int | float)
    return both and isinstance(coded, bool) is isinstance(planned, bool) and coded != planned


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
