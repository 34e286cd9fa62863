"""The shapes of a service model as the index holds them: as few as say the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore import xform_name
from msgspec import NODEFAULT, Struct
from msgspec.structs import astuple, fields

from drlint.readers.awscli.model import UNKNOWN, Shape

KINDS = {"long": "integer", "double": "float", "character": "string"}
NESTED = ("structure", "list", "map")
OPEN = 150  # an enumeration of more values (instance types) gets new ones too often to be held against


def trimmed(record: Struct) -> list[Any]:
    """An array-like record without the defaults at its end."""
    values = list(astuple(record))
    defaults = _defaults(type(record))
    while values and defaults[len(values) - 1] == values[-1]:
        values.pop()
    return values


@cache
def _defaults(record: type[Struct]) -> list[Any]:
    return [
        each.default_factory() if each.default_factory is not NODEFAULT else each.default for each in fields(record)
    ]


class Shapes:
    """Collects the shapes that operations take and answer."""

    def __init__(self, described: Mapping[str, Any], *, whole: bool, hoist: bool) -> None:
        self._described = described
        self._whole = whole
        self._hoist = hoist
        self._numbers: dict[tuple[str, str], int] = {}
        self._shapes: list[Shape] = []

    def taken(self, name: str) -> int:
        """The number of what an operation takes."""
        return self._number(name, "top")

    def answered(self, name: str) -> int:
        """The number of what an operation answers."""
        described = self._described[name]
        streams = any(
            self._described[each["shape"]].get("eventstream") for each in described.get("members", {}).values()
        )
        return self._number(name, "answer") if self._whole and not streams else UNKNOWN

    def streams(self, name: str | None) -> bool:
        """Whether an answer goes to a file that the command names."""
        described = self._described[name] if name else {}
        payload = described.get("payload")
        if payload is None:
            return False
        shape = self._described[described["members"][payload]["shape"]]
        return bool(shape["type"] == "blob" or (shape.get("eventstream") and name == "SelectObjectContentOutput"))

    def tokens(self, name: str | None) -> tuple[str, ...]:
        """The flags of tokens that the client makes up where they are not given."""
        members = self._described[name].get("members", {}) if name else {}
        needed = self._described[name].get("required", ()) if name else ()
        found = [each for each, spec in members.items() if spec.get("idempotencyToken") and each in needed]
        return tuple(xform_name(each, "-") for each in found)

    def _number(self, name: str, side: str) -> int:
        key = (name, side)
        if key not in self._numbers:
            self._numbers[key] = len(self._shapes)
            self._shapes.append(Shape("document"))
            self._shapes[self._numbers[key]] = self._shape(name, side)
        return self._numbers[key]

    def _shape(self, name: str, side: str) -> Shape:
        found = self._described[name]
        kind = KINDS.get(found["type"], found["type"])
        if found.get("document"):
            return Shape("document")
        if kind in NESTED:
            return self._nested(found, kind, side)
        if side == "answer":
            return Shape(kind)
        choices = tuple(found.get("enum", ())) if self._whole else ()
        ranged = kind in {"integer", "float"} and self._whole
        least, most = (found.get("min"), found.get("max")) if ranged else (None, None)
        return Shape(kind, choices=choices if len(choices) <= OPEN else (), least=least, most=most)

    def _nested(self, found: Mapping[str, Any], kind: str, side: str) -> Shape:
        members = {member: spec["shape"] for member, spec in found.get("members", {}).items()}
        if side == "flag" and self._hoist and self._is_hoisted(members):
            return Shape("switch")
        if side != "top" and not self._whole:
            return Shape(kind, partial=True)
        if kind == "list":
            members = {"": found["member"]["shape"]}
        elif kind == "map":
            members = {"key": found["key"]["shape"], "": found["value"]["shape"]}
        inner = "flag" if side == "top" else "answer" if side == "answer" else "nested"
        numbers = {member: self._number(shape, inner) for member, shape in members.items()}
        return Shape(kind, numbers, tuple(found.get("required", ())) if side != "answer" else ())

    def _is_hoisted(self, members: Mapping[str, str]) -> bool:
        return list(members) == ["Value"] and self._described[members["Value"]]["type"] == "boolean"

    def minimal(self) -> tuple[list[list[Any]], dict[int, int]]:
        """The different shapes, and where each number went: shapes that say the same are one."""
        classes = [0] * len(self._shapes)
        count = 0
        own = [(each.kind, tuple(each.members), *astuple(each)[2:]) for each in self._shapes]
        inner = [tuple(each.members.values()) for each in self._shapes]
        while True:
            seen: dict[Any, int] = {}
            keys = [(said, *(classes[each] for each in numbers)) for said, numbers in zip(own, inner, strict=True)]
            classes = [seen.setdefault(key, len(seen)) for key in keys]
            if len(seen) == count:
                break
            count = len(seen)
        table: dict[int, list[Any]] = {}
        for each, number in zip(self._shapes, classes, strict=True):
            if number not in table:
                moved = {member: classes[other] for member, other in each.members.items()}
                table[number] = trimmed(Shape(each.kind, moved, *astuple(each)[2:]))
        return [table[each] for each in range(len(table))], dict(enumerate(classes))
