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
_MOST_WRITTEN = 100_000  # values in what people write for people
_SHOWN = 60

Trail: TypeAlias = "tuple[str | int, ...]"


class YamlError(Exception):
    """A document that cannot be read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


FENCE, CONSOLE = "```", "```console"  # texts of Markdown, the second one as a terminal showed it


class Spot(Struct, frozen=True):
    """Where a text begins in its file, from 1; `style` is YAML's mark (`|`, `>`, a quote), empty for plain text.

    Of a fenced text of Markdown it is where the first line of what is in the fence begins.
    """

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


_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
# YAML 1.1 reads `no` as false, 1:30 as 90 and 010 as 8; people mean the text.
_SCALARS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("null", re.compile(r"^(?:~|null|Null|NULL|)$")),
    ("bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")),
    ("int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$")),
    ("float", re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?$")),
)


def read_yaml(text: str, *, most_aliases: int = _ALIASES, as_written: bool = False) -> Document:
    """The first document of a text; raises YamlError where it is not plain, shallow YAML without duplicate keys.

    `as_written` leaves every value but null a text, so that no 1.10 becomes 1.1, and its lines are what every editor
    shows as lines.
    """
    if len(text) > _LARGEST:
        raise YamlError(1, f"it is larger than {_LARGEST // 1024 // 1024} MiB")
    if as_written and (odd := _ODD_BREAK.search(text)) is not None:
        line = len(_BREAK.findall(text, 0, odd.start())) + 1
        raise YamlError(line, f"it holds the line break U+{ord(odd[0]):04X}, which few editors show; leave it out")
    reader = _Reader(as_written=as_written)
    try:
        node = _Composer(most_aliases, _MOST_WRITTEN if as_written else _LARGEST).composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, _said(error.problem)) from error
    except yaml.YAMLError as error:
        raise _of_character(text) or YamlError(1, _said(str(error).partition("\n")[0])) from error
    data = None if node is None else reader.plain(node, ())
    return Document(data, reader.lines, reader.spots)


def _of_character(text: str) -> YamlError | None:
    """The error for the first character that no YAML holds."""
    found = _NOT_YAML.search(text)
    if found is None:
        return None
    line = len(_BREAK.findall(text, 0, found.start())) + 1
    return YamlError(line, f"it holds a control character, U+{ord(found[0]):04X}; leave it out")


def _said(problem: str | None) -> str:
    """What the parser says; what it does not say plainly is told by us."""
    if problem and "cannot start any token" in problem:
        return "it has a character, perhaps a tab, where YAML takes none; indent with blanks, or put the text in quotes"
    if problem == "exceeded maximum nesting depth":
        return f"it is nested deeper than {_DEEPEST}"
    return problem or "it is not YAML"


class _Node(Struct):
    """A scalar with its text, or a list or mapping with what is in it: a mapping's keys and values in turn."""

    mark: Any
    text: str | None = None
    style: str = ""
    tag: str | None = None
    is_list: bool = False
    inner: list[_Node] = []


class _Composer:
    """Makes nodes of a text's events: the C composer would crash the interpreter on deep nesting."""

    def __init__(self, most_aliases: int, most_values: int) -> None:
        self._most_aliases = most_aliases
        self._most_values = self._left = most_values
        self._aliases = 0
        self._open: list[_Node] = []
        self._anchors: dict[str, _Node] = {}
        self._root: _Node | None = None

    def composed(self, text: str) -> _Node | None:
        """The node of the one document in a text, None where it is empty."""
        documents = 0
        loader: Any = yaml.CSafeLoader(text)
        kind: Any = None
        while kind is not yaml.StreamEndEvent:
            event = loader.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._add(event, _Node(event.start_mark, event.value, event.style or "", event.tag))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._begin(event, _Node(event.start_mark, tag=event.tag, is_list=kind is yaml.SequenceStartEvent))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._open.pop()
            elif kind is yaml.AliasEvent:
                self._put(self._aliased(event))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise YamlError(event.start_mark.line + 1, "it holds more than one document; make a file of each")
        return self._root

    def _put(self, node: _Node) -> None:
        self._left -= 1
        if self._left < 0:
            raise YamlError(node.mark.line + 1, f"it holds more than {self._most_values:,} values up to here; part it")
        if self._open:
            self._open[-1].inner.append(node)
        else:
            self._root = node

    def _add(self, event: Any, node: _Node) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._put(node)

    def _begin(self, event: Any, node: _Node) -> None:
        self._add(event, node)
        self._open.append(node)
        if len(self._open) > _DEEPEST:
            raise YamlError(event.start_mark.line + 1, f"it is nested deeper than {_DEEPEST}")

    def _aliased(self, event: Any) -> _Node:
        """The node that an alias stands for."""
        line = event.start_mark.line + 1
        self._aliases += 1
        most = self._most_aliases
        if self._aliases > most:
            said = f"it has more than {most} aliases" if most else "aliases are not read; write out what it stands for"
            raise YamlError(line, said)
        node = self._anchors.get(event.anchor)
        if node is None:
            raise YamlError(line, f"nothing before it is called &{event.anchor[:_SHOWN]}")
        if any(each is node for each in self._open):
            raise YamlError(line, "it refers to itself")
        return node


_PLAIN_TAGS = frozenset(
    {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str", "timestamp", "map", "seq")}
)


class _Reader:
    """Makes plain data of YAML's nodes, and notes where each stands."""

    def __init__(self, *, as_written: bool) -> None:
        self.lines: dict[Trail, int] = {}
        self.spots: dict[Trail, Spot] = {}
        self._as_written = as_written

    def plain(self, node: _Node, trail: Trail) -> Any:
        """The data of a node."""
        line = node.mark.line + 1
        self.lines[trail] = line
        if len(trail) > _DEEPEST:
            raise YamlError(line, f"it is nested deeper than {_DEEPEST}")
        if node.tag is not None and node.tag not in _PLAIN_TAGS:
            raise YamlError(line, f"the tag {node.tag[:_SHOWN]} is not read")
        if node.text is not None:
            if self._as_written:
                self.spots[trail] = Spot(line, node.mark.column + 1, node.style)
            return _scalar(node.text, node.style, as_written=self._as_written)
        if node.is_list:
            return [self.plain(each, (*trail, position)) for position, each in enumerate(node.inner)]
        return self._mapping(node, trail)

    def _mapping(self, node: _Node, trail: Trail) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in zip(node.inner[::2], node.inner[1::2], strict=True):
            key_line = key_node.mark.line + 1
            key = key_node.text
            if key is None or (key_node.tag is not None and key_node.tag not in _PLAIN_TAGS):
                raise YamlError(key_line, "a key must be text")
            if key == "<<":
                raise YamlError(key_line, "merge keys are not read; write out what is merged")
            at = (*trail, key)
            if key in made:
                raise YamlError(key_line, f"{key[:_SHOWN]!r} stands here twice (first on line {self.lines[at]})")
            made[key] = self.plain(value_node, at)
            self.lines[at] = key_line
        return made


_MADE: Mapping[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": float,
}


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def _scalar(text: str, style: str, *, as_written: bool) -> Any:
    if style:
        return text
    if as_written:
        return None if text in _NULLS else text
    for name, pattern in _SCALARS:
        if pattern.match(text):
            return _MADE[name](text)
    return text
