"""The AWS CLI's shorthand for structures: `Key=a,Values=b,c` and `Key=[a,b],Other={c=d}`."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Written: TypeAlias = "str | list[Written] | dict[str, Written]"

DEEP: Final = 40
_KEY: Final = re.compile(r"[A-Za-z0-9\-_.#/:]*")
_PLAIN: Final = re.compile(r"(?:\\,|[^\s\"',=\[{])(?:\\,|[^\"',\]}])*")
_LATER: Final = re.compile(r"(?:\\,|[^\s\"',=\[{])(?:\\,|[^\"',=])*")
_QUOTED: Final = re.compile(r"'(?:\\'|[^'])*'|\"(?:\\\"|[^\"])*\"")
_SPACE: Final = re.compile(r"\s*")


class ShorthandError(ValueError):
    """The CLI would not read it; the message says what is missing where."""


class TooDeepError(Exception):
    """It nests deeper than anybody writes by hand."""


def read(text: str) -> dict[str, Written]:
    """What a word of shorthand says; every scalar is a text.

    Raises ShorthandError, or TooDeepError.
    """
    return _Text(text).pairs()


class _Text:
    """A word that is read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def pairs(self) -> dict[str, Written]:
        found: dict[str, Written] = {}
        while True:
            key = self._key()
            if key in found:
                raise ShorthandError("says the same key twice")
            found[key] = self._values()
            if self.at >= len(self.text):
                return found
            self._expect(",")

    def _key(self) -> str:
        key = self._matched(_KEY)
        self._skip()
        if self._current() == "@":
            self.at += 1
        self._expect("=")
        return key

    def _values(self) -> Written:
        if self._current() in "[{" and self._current():
            return self._nested(0)
        first = self._one(_PLAIN)
        self._skip()
        if self._current() != ",":
            return first
        values: list[Written] = [first]
        while self._current() == ",":
            comma = self.at
            self._expect(",")
            try:
                value = self._one(_LATER, needed=True)
                self._skip()
                if self._current() not in ("", ","):
                    raise ShorthandError("has no comma")  # noqa: TRY301 - as where a value is missing
            except ShorthandError:
                if self.at >= len(self.text):
                    raise
                self.at = comma
                break
            values.append(value)
        return values if len(values) > 1 else first

    def _nested(self, depth: int) -> Written:
        if depth > DEEP:
            raise TooDeepError
        opened = self._current()
        if opened == "[":
            return self._list(depth)
        return self._braces(depth) if opened == "{" else self._one(_PLAIN)

    def _list(self, depth: int) -> list[Written]:
        self._expect("[")
        found: list[Written] = []
        while self._current() != "]":
            found.append(self._nested(depth + 1))
            self._skip()
            if self._current() != "]":
                self._expect(",")
        self._expect("]")
        return found

    def _braces(self, depth: int) -> dict[str, Written]:
        self._expect("{")
        found: dict[str, Written] = {}
        while self._current() != "}":
            key = self._key()
            found[key] = self._nested(depth + 1)
            self._skip()
            if self._current() != "}":
                self._expect(",")
        self._expect("}")
        return found

    def _one(self, pattern: re.Pattern[str], *, needed: bool = False) -> str:
        """A value, quoted or plain; "" where there is none, unless one is needed."""
        if self._current() in ('"', "'"):
            match = _QUOTED.match(self.text, self.at)
            if match is None:
                raise ShorthandError("has a quotation mark without its other half")
            self.at = match.end()
            mark = match[0][0]
            return match[0][1:-1].replace(f"\\{mark}", mark).replace("\\\\", "\\")
        match = pattern.match(self.text, self.at)
        if match is None:
            if needed:
                raise ShorthandError("has no value behind a comma")
            return ""
        self.at = match.end()
        return match[0].replace("\\,", ",").rstrip()

    def _matched(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def _current(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _skip(self) -> None:
        self._matched(_SPACE)

    def _expect(self, character: str) -> None:
        self._skip()
        if self._current() != character:
            raise ShorthandError(f"has no {_CALLED.get(character, character)}")
        self.at += 1
        self._skip()


_CALLED: Final = {"=": "equals sign", ",": "comma", "]": "closing bracket", "}": "closing brace"}
