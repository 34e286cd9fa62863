"""A structure that a command writes inline, held against its shape member by member."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from drlint.readers.awscli.model import Service, Shape
from drlint.readers.awscli.names import listed, may_be_secret, shown, suggestion
from drlint.readers.awscli.scalars import fault_of_scalar

DEEP: Final = 40  # levels; deeper ones are not looked into
MANY: Final = 5  # faults of one value; more of them say nothing new
ENTRIES: Final = 500  # of a list or map
_WORDS: Final = {"structure": "an object", "map": "an object", "list": "a list", "integer": "a whole number",
                 "float": "a number", "boolean": "true or false", "string": "a text"}  # fmt: skip


def faults_of(service: Service, shape: Shape, value: Any, what: str, *, shorthand: bool) -> list[str]:
    """What is wrong with a value, in words that go behind the command's name; of many faults the first."""
    found: list[str] = []
    for each in _Inline(service, shorthand=shorthand).faults(shape, value, what, 0):
        found.append(each)
        if len(found) == MANY:
            break
    return found


class _Inline:
    """A value written as JSON, or as shorthand, where every scalar is a text."""

    def __init__(self, service: Service, *, shorthand: bool) -> None:
        self.service = service
        self.shorthand = shorthand

    def faults(self, shape: Shape, value: Any, what: str, depth: int) -> Iterator[str]:
        if depth > DEEP or shape.kind == "document" or value is None:
            return
        if shape.kind in {"structure", "map", "list"}:
            if self.shorthand and shape.kind == "list" and not isinstance(value, list):
                value = [value]
            if not isinstance(value, list if shape.kind == "list" else dict):
                if not (isinstance(value, str) and value.startswith("file")):
                    yield f"{what} needs {_WORDS[shape.kind]}"
            elif not shape.partial:
                yield from self._entries(shape, value, what, depth)
        else:
            yield from self._scalar(shape, value, what)

    def _entries(self, shape: Shape, value: Any, what: str, depth: int) -> Iterator[str]:
        if shape.kind == "structure":
            yield from self._members(shape, value, what, depth)
            return
        inner = self.service.shape(shape.members[""])
        if shape.kind == "list":
            for number, each in enumerate(value[:ENTRIES]):
                place = f"{what}[{number}]" if len(value) > 1 else what
                yield from self.faults(inner, each, place, depth + 1)
            return
        keys = self.service.shape(shape.members["key"])
        for key, each in list(value.items())[:ENTRIES]:
            if keys.choices and key not in keys.choices and not self.service.lenient:
                yield f"{what} has no key {shown(key, 'of that name')}{suggestion(key, keys.choices)}"
            yield from self.faults(inner, each, f"{what}.{shown(key, 'a key')}", depth + 1)

    def _members(self, shape: Shape, value: dict[str, Any], what: str, depth: int) -> Iterator[str]:
        for name, each in value.items():
            number = shape.members.get(name)
            if number is None:
                plain = shown(name, "") and not may_be_secret(what)
                yield f"{what} has no member {name if plain else 'of that name'}{suggestion(name, shape.members)}"
            else:
                yield from self.faults(self.service.shape(number), each, f"{what}.{name}", depth + 1)
        missing = [each for each in shape.needs if value.get(each) is None]
        if missing:
            yield f"{what} needs {listed(missing)}"

    def _scalar(self, shape: Shape, value: Any, what: str) -> Iterator[str]:
        if isinstance(value, dict | list):
            yield f"{what} needs {_WORDS.get(shape.kind, 'a single value')}"
        elif shape.kind == "boolean":
            if not (isinstance(value, bool) or (self.shorthand and value.lower() in {"true", "false"})):
                yield f"{what} needs true or false{'' if self.shorthand else ' without quotation marks'}"
        elif shape.kind in {"integer", "float"}:
            if isinstance(value, bool) or (isinstance(value, str) and not self.shorthand):
                yield f"{what} needs {_WORDS[shape.kind]}{' without quotation marks' if isinstance(value, str) else ''}"
            elif not self._is_file(value) and (wrong := fault_of_scalar(str(value), shape, what, lenient=False)):
                yield wrong
        elif shape.kind == "string" and not isinstance(value, str):
            yield f"{what} needs a text in quotation marks"
        elif isinstance(value, str) and not self._is_file(value):
            wrong = fault_of_scalar(value, shape, what, lenient=self.service.lenient)
            if wrong and not may_be_secret(what):
                yield wrong

    def _is_file(self, value: Any) -> bool:
        return isinstance(value, str) and value.startswith(("file://", "fileb://"))
