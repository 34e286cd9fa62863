"""botocore's own description of AWS's answers, and where in it each `api` path of the catalog stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import botocore.session

from drlint.catalog.from_api import Place
from drlint.catalog.kind import Attribute, Block, Call, Kind

from .schema import catalog

_STEP = re.compile(r"(\w+)(\[[^\]]*\])?(?:\.|$)")
_HOLE = re.compile(r"\{([^}]*)\}")
# What a path with braces makes, and what one that counts.
_TEXT = SimpleNamespace(type_name="string")
_NUMBER = SimpleNamespace(type_name="integer")


class Answered(NamedTuple):
    """An attribute or block of a kind that AWS answers for: where its path begins, and the path."""

    kind: Kind
    name: str
    declared: Attribute | Block
    start: Any
    path: str

    @property
    def label(self) -> str:
        return f"{self.kind.name}.{self.name}"


@cache
def model(service: str) -> Any:
    return botocore.session.Session().get_service_model(service)


def operation(kind: Kind, name: str) -> Any:
    """The model of one of a kind's operations; raises botocore's OperationNotFoundError."""
    call = call_of(kind)
    if name == call.operation:
        return model(call.service).operation_model(name)
    detail = next(each for each in kind.details if each.operation == name)
    return model(detail.service or call.service).operation_model(name)


def call_of(kind: Kind) -> Call:
    assert kind.listed_by is not None
    return kind.listed_by


def kinds() -> list[Kind]:
    """The kinds that have an API side."""
    return [kind for kind in catalog().kinds.values() if kind.listed_by is not None]


def shape_at(shape: Any, path: str) -> Any:
    """The shape at "A.B[].C" below a shape; None where there is none."""
    for step, index in _STEP.findall(path):
        if shape is None or shape.type_name not in {"structure", "map"}:
            return None
        shape = shape.value if shape.type_name == "map" else shape.members.get(step)
        if index == "[/]":
            assert shape is None or shape.type_name == "string", path
        elif index:
            if shape is None or shape.type_name != "list":
                return None
            key, _, word = index[1:-1].partition("=")
            if word and key.lstrip("*!") not in shape.member.members:
                return None
            is_last = path.endswith(f"{step}{index}")
            shape = _NUMBER if "#" in index else shape if is_last and index[1] in "*!" else shape.member
    return shape


def item_shape(kind: Kind) -> Any:
    """One element of what the kind's listing call answers, the whole answer where there is one thing per Region."""
    answer = operation(kind, call_of(kind).operation).output_shape
    if not call_of(kind).items:
        return answer
    listed = shape_at(answer, call_of(kind).items)
    return listed.member if listed is not None and listed.type_name == "list" else None


def found_at(kind: Kind, here: Any, path: str) -> Any:
    """The shape that an `api` path leads to, `here` where it names no operation; None where any part leads nowhere."""
    if path == "@":
        return item_shape(kind) if item_shape(kind).type_name == "string" else None
    if "{" in path:
        holes = [hole for hole in _HOLE.findall(path) if hole not in Place.__struct_fields__]
        return _TEXT if all(found_at(kind, here, hole) is not None for hole in holes) else None
    shapes = []
    for each in path.split("|"):
        name, _, rest = each.rpartition(":")
        shapes.append(shape_at(operation(kind, name).output_shape if name else here, rest))
    return None if None in shapes else shapes[0]


def answered(kind: Kind) -> Iterator[Answered]:
    """Every attribute and block that has an `api` path, those inside blocks included."""
    for declared in kind.attributes:
        if declared.api is not None:
            yield from _below(kind, declared, declared.name, item_shape(kind), declared.api)


def _below(kind: Kind, declared: Attribute | Block, name: str, start: Any, path: str) -> Iterator[Answered]:
    yield Answered(kind, name, declared, start, path)
    if not isinstance(declared, Block):
        return
    shape = found_at(kind, start, path)
    element = shape.member if shape is not None and shape.type_name == "list" else shape
    for inner in declared.attributes:
        if inner.api is not None:
            yield from _below(kind, inner, f"{name}.{inner.name}", element, inner.api)
