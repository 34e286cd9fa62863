"""YAML that people write: read with the line of every value, and without YAML's traps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

_LARGEST = 2 * 1024 * 1024
_DEEPEST = 64
_ALIASES = 100

Trail: TypeAlias = "tuple[str | int, ...]"


class YamlError(Exception):
    """A document that cannot be read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Spot(Struct, frozen=True):
    """Where a text begins in its file, from 1; `style` is YAML's mark (`|`, `>`, a quote), empty for plain text."""

    line: int
    column: int
    style: str = ""


class Document(Struct, frozen=True):
    """Plain data, the line on which each value stands, and where each text begins."""

    data: Any
    lines: dict[Trail, int]
    spots: dict[Trail, Spot] = {}

    def line(self, *trail: str | int) -> int:
        """The line of a value, else of what holds it, else 1."""
        while trail and trail not in self.lines:
            trail = trail[:-1]
        return self.lines.get(trail, 1)


# YAML 1.1 reads `no` as false, 1:30 as 90 and 010 as 8; people mean the text.
_SCALARS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("null", re.compile(r"^(?:~|null|Null|NULL|)$")),
    ("bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")),
    ("int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$")),
    ("float", re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?$")),
)


def read_yaml(text: str, *, most_aliases: int = _ALIASES, as_written: bool = False) -> Document:
    """The first document of a text; raises YamlError where it is not plain, shallow YAML without duplicate keys.

    `as_written` leaves every value but null a text, so that no 1.10 becomes 1.1.
    """
    if len(text) > _LARGEST:
        raise YamlError(1, f"it is larger than {_LARGEST // 1024 // 1024} MiB")
    try:
        _require_shallow(text, most_aliases)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        reader = _Reader(as_written=as_written)
        data = None if node is None else reader.plain(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, error.problem or "it is not YAML") from error
    except yaml.YAMLError as error:
        raise YamlError(1, str(error).partition("\n")[0]) from error
    return Document(data, reader.lines, reader.spots)


def _require_shallow(text: str, most_aliases: int) -> None:
    """Count depth and aliases on the event stream: the C composer crashes the interpreter on deep nesting."""
    depth = aliases = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > _DEEPEST:
            raise YamlError(line, f"it is nested deeper than {_DEEPEST}")
        if aliases > most_aliases:
            said = f"it has more than {most_aliases} aliases" if most_aliases else "aliases are not read; write it out"
            raise YamlError(line, said)
        if documents > 1:
            raise YamlError(line, "it holds more than one document")


class _Reader:
    """Makes plain data of YAML's nodes, and notes where each stands."""

    def __init__(self, *, as_written: bool) -> None:
        self.lines: dict[Trail, int] = {}
        self.spots: dict[Trail, Spot] = {}
        self._as_written = as_written

    def plain(self, node: yaml.Node, trail: Trail) -> Any:
        """The data of a node."""
        mark = node.start_mark
        line = mark.line + 1
        self.lines[trail] = line
        if len(trail) > _DEEPEST:
            raise YamlError(line, "it refers to itself")
        if isinstance(node, yaml.ScalarNode):
            if self._as_written:
                self.spots[trail] = Spot(line, mark.column + 1, node.style or "")
            return _scalar(node, as_written=self._as_written)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(each, (*trail, position)) for position, each in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            raise YamlError(line, "it is not plain YAML")
        return self._mapping(node, trail)

    def _mapping(self, node: yaml.MappingNode, trail: Trail) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(key_line, "a key must be text")
            key = key_node.value
            if key == "<<":
                raise YamlError(key_line, "merge keys are not read")
            if key in made:
                first = self.lines[(*trail, key)]
                raise YamlError(key_line, f"{key!r} stands here twice (first on line {first})")
            made[key] = self.plain(value_node, (*trail, key))
            self.lines[(*trail, key)] = key_line
        return made


_MADE: Mapping[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": float,
}


def _scalar(node: yaml.ScalarNode, *, as_written: bool) -> Any:
    text: str = node.value
    if node.tag not in {"tag:yaml.org,2002:" + name for name in ("null", "bool", "int", "float", "str", "timestamp")}:
        raise YamlError(node.start_mark.line + 1, f"the tag {node.tag} is not read")
    if node.style:
        return text
    for name, pattern in _SCALARS:
        if pattern.match(text):
            return text if as_written and name != "null" else _MADE[name](text)
    return text
