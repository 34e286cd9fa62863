"""Reads JSON with the place of every value, which no JSON library of ours keeps."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from msgspec import Struct

from drlint.readers.hcl.text import trouble_near

MAX_DEPTH = 100
MAX_VALUES = 200_000
MAX_DIGITS = 300

_BLANK = rb"[ \t\n\r]*+"
_PART = rb'[^"\\\x00-\x1f]*+'
_TEXT = rb'"' + _PART + rb'(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})' + _PART + rb")*+"
_VALUE = re.compile(
    _BLANK
    + rb"(?:("
    + _TEXT
    + rb'")|([{\[])|(-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)(?![\w.])|(true|false|null)(?!\w))'
)
_KEY = re.compile(_BLANK + rb"(" + _TEXT + rb'")' + _BLANK + rb":")
_MARK = re.compile(_BLANK + rb"([,}\]])?" + _BLANK)
_LEADING = re.compile(_BLANK)
_READABLE = re.compile(_TEXT)
_EXPONENT = re.compile(rb"[eE][-+]?[0-9]{3}")
_WORDS = {b"true": True, b"false": False, b"null": None}


class Plain(Struct, frozen=True, gc=False):
    """true, false, null, or a number; `reason` says why it cannot be read."""

    start: int
    end: int
    value: bool | int | float | None
    reason: str = ""


class Text(Struct, frozen=True, gc=False):
    """A text, from its first quote to after its last one."""

    start: int
    end: int


class Member(Struct, frozen=True, gc=False):
    """A key (`start` is its first quote, `end` after its last one) and what it leads to."""

    name: str
    start: int
    end: int
    value: Node


class Object(Struct, frozen=True, gc=False):
    """Members in the order in which they are written, a name as often as it is; `whole`: reading did not stop in it."""

    start: int
    end: int
    members: tuple[Member, ...]
    whole: bool = True


class Array(Struct, frozen=True, gc=False):
    """Elements; `whole`: reading did not stop in it."""

    start: int
    end: int
    elements: tuple[Node, ...]
    whole: bool = True


Node: TypeAlias = "Plain | Text | Object | Array"


class Trouble(Struct, frozen=True):
    """Where a text stops being JSON, and why."""

    at: int
    reason: str


class _StoppedError(Exception):
    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.trouble = Trouble(at, reason)


def nodes(data: bytes) -> tuple[Node | None, Trouble | None]:
    """The value that a text holds, as far as it can be read; and why no further."""
    reading = _Reading(data)
    try:
        node, end = reading.value(0)
    except _StoppedError as stopped:
        return None, stopped.trouble
    if reading.trouble is None and (rest := data[end:].lstrip(b" \t\n\r")):
        reading.trouble = Trouble(len(data) - len(rest), "something follows after the value")
    return node, reading.trouble


def text_at(data: bytes, start: int, end: int) -> str:
    """What a text says; half a surrogate pair and NUL, which no Terraform text holds, become U+FFFD."""
    if data.find(b"\\", start, end) < 0:
        return data[start + 1 : end - 1].decode("utf-8", "replace")
    found: str = json.loads(data[start:end])
    if found.isascii():
        return found.replace("\0", "\ufffd")
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


class _Reading:
    """One text while it is read; once there is trouble, every container closes with what it has."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._depth = 0
        self._values = 0
        self.trouble: Trouble | None = None

    def value(self, at: int, opened: int | None = None) -> tuple[Node, int]:
        """The value at a place, in the container that is opened at another, and where it ends."""
        found = _VALUE.match(self._data, at)
        if found is None:
            raise self._stopped(at, "a value is expected", opened)
        self._values += 1
        if self._values > MAX_VALUES:
            raise _StoppedError(at, f"it holds more than {MAX_VALUES:,} values")
        start, end = found.span(found.lastindex or 0)
        match found.lastindex:
            case 1:
                return Text(start, end), end
            case 2:
                return self._container(start)
            case 3:
                return _number(found.group(3), start, end), end
        return Plain(start, end, _WORDS[found.group(4)]), end

    def _container(self, start: int) -> tuple[Node, int]:
        if self._depth >= MAX_DEPTH:
            raise _StoppedError(start, f"it is nested deeper than {MAX_DEPTH} levels")
        self._depth += 1
        is_object = self._data[start] == ord("{")
        made: list[Member | Node] = []
        try:
            end = self._filled(start, made, is_object=is_object)
        except _StoppedError as stopped:
            self.trouble = stopped.trouble
            end = stopped.trouble.at
        self._depth -= 1
        whole = self.trouble is None
        of = Object if is_object else Array
        return of(start, end, tuple(made), whole), end  # type: ignore[arg-type]

    def _filled(self, start: int, made: list[Member | Node], *, is_object: bool) -> int:
        """Read what stands between a container's brackets; where it ends."""
        closing = b"}" if is_object else b"]"
        found = _MARK.match(self._data, start + 1)
        if found is not None and found.group(1) == closing:
            return found.end(1)
        at = start + 1
        while True:
            if is_object:
                member = self._member(at, start)
                made.append(member)
                at = member.value.end
            else:
                node, at = self.value(at, start)
                made.append(node)
            if self.trouble is not None:
                return at
            found = _MARK.match(self._data, at)
            mark = None if found is None else found.group(1)
            if found is None or mark is None or mark not in {b",", closing}:
                raise self._stopped(at, f"a comma or a {closing.decode()} is expected", start)
            if mark == closing:
                return found.end(1)
            if self._data[found.end() : found.end() + 1] == closing:
                raise _StoppedError(found.start(1), f"JSON allows no comma before a {closing.decode()}")
            at = found.end()

    def _member(self, at: int, opened: int) -> Member:
        found = _KEY.match(self._data, at)
        if found is None:
            raise self._stopped(at, "a key in quotes and a colon are expected", opened)
        start, end = found.span(1)
        return Member(text_at(self._data, start, end), start, end, self.value(found.end(), opened)[0])

    def _stopped(self, at: int, expected: str = "", opened: int | None = None) -> _StoppedError:
        """Why reading stops at a place, in the container that is opened at another."""
        leading = _LEADING.match(self._data, at)
        at = at if leading is None else leading.end()
        if at >= len(self._data) and opened is not None:
            return _StoppedError(opened, f"a {chr(self._data[opened])} is never closed")
        text = _READABLE.match(self._data, at)
        if text is not None and self._data[text.end() : text.end() + 1] != b'"':
            return _StoppedError(at, _unreadable(self._data, text.end()))
        near = self._data[at : at + 40].decode("utf-8", "replace").partition("\n")[0].strip()
        if near.startswith(("//", "/*", "#")):
            return _StoppedError(at, 'JSON has no comments; Terraform ignores a key "//"')
        return _StoppedError(at, f"{trouble_near(near)}{expected and ': '}{expected}" if near else "it ends here")


def _unreadable(data: bytes, at: int) -> str:
    """Why a text cannot be read on at a place."""
    if at >= len(data):
        return 'a " is never closed'
    if data[at : at + 1] == b"\\":
        return f"JSON has no escape {data[at : at + 2].decode('utf-8', 'replace')} in a text"
    return 'a " is not closed on its line' if data[at] in b"\r\n" else "a text holds a control character"


def _number(written: bytes, start: int, end: int) -> Plain:
    if len(written) > MAX_DIGITS or _EXPONENT.search(written):
        return Plain(start, end, None, f"{written[:20].decode()} is no number that can be read")
    if b"." not in written and b"e" not in written and b"E" not in written:
        return Plain(start, end, int(written))
    number = float(written)
    return Plain(start, end, int(number) if number.is_integer() else number)
