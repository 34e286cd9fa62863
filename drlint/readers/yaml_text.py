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


class Document(Struct, frozen=True):
    """Plain data and the line on which each value stands."""

    data: Any
    lines: dict[Trail, int]

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


def read_yaml(text: str) -> Document:
    """The first document of a text; raises YamlError where it is not plain, shallow YAML without duplicate keys."""
    if len(text) > _LARGEST:
        raise YamlError(1, f"it is larger than {_LARGEST // 1024 // 1024} MiB")
    try:
        _require_shallow(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        lines: dict[Trail, int] = {}
        data = None if node is None else _plain(node, (), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, error.problem or "it is not YAML") from error
    except yaml.YAMLError as error:
        raise YamlError(1, str(error).partition("\n")[0]) from error
    return Document(data, lines)


def _require_shallow(text: str) -> None:
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
        if aliases > _ALIASES:
            raise YamlError(line, f"it has more than {_ALIASES} aliases")
        if documents > 1:
            raise YamlError(line, "it holds more than one document")


def _plain(node: yaml.Node, trail: Trail, lines: dict[Trail, int]) -> Any:
    line = node.start_mark.line + 1
    lines[trail] = line
    if len(trail) > _DEEPEST:
        raise YamlError(line, "it refers to itself")
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*trail, position), lines) for position, each in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        raise YamlError(line, "it is not plain YAML")
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlError(key_line, "a key must be text")
        key = key_node.value
        if key == "<<":
            raise YamlError(key_line, "merge keys are not read")
        if key in made:
            raise YamlError(key_line, f"{key!r} stands here twice (first on line {lines[(*trail, key)]})")
        made[key] = _plain(value_node, (*trail, key), lines)
        lines[(*trail, key)] = key_line
    return made


_MADE: Mapping[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": float,
}


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.tag not in {"tag:yaml.org,2002:" + name for name in ("null", "bool", "int", "float", "str", "timestamp")}:
        raise YamlError(node.start_mark.line + 1, f"the tag {node.tag} is not read")
    if node.style:
        return text
    for name, pattern in _SCALARS:
        if pattern.match(text):
            return _MADE[name](text)
    return text
