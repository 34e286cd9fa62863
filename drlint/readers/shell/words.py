"""Turns the words of a shell text into what a program gets of them, as far as that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from drlint.model.procedure import Word
from drlint.readers.shell.place import Lines
from drlint.readers.shell.prepared import Prepared
from drlint.readers.shell.syntax import Node

_MAX_DEPTH: Final = 40
_LEAVES: Final = frozenset({"word", "number", "extglob_pattern", "regex", "test_operator", "variable_name"})
_SUBSTITUTIONS: Final = frozenset({"command_substitution", "process_substitution"})
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_ANSI: Final = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|([0-7]{1,3})|(.))", re.DOTALL)
_BRACES: Final = re.compile(rb"\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}")
_REPEATED: Final = 64 * 1024  # a variable of a variable of a variable …


class Said(NamedTuple):
    """What a piece of a word comes to: None where that is not known before it runs."""

    text: str | None
    several: bool = False
    splits: bool = False  # an unquoted variable: blanks in it part words


NOT_KNOWN: Final = Said(None)


class Words:
    """Reads the words of one text."""

    def __init__(self, prepared: Prepared, lines: Lines) -> None:
        self._data = prepared.data
        self._prepared = prepared
        self._has_hidden = prepared.hidden is not None
        self._lines = lines

    def add(self, words: list[Word], node: Node, variables: Mapping[str, str | None]) -> None:
        """Add what a program gets of one word as written: a word, or several where a known variable holds them."""
        start, end = node.start_byte, node.end_byte
        if node.type == "word" and not self._prepared.starts:  # most words are just that
            text = self._data[start:end].decode("utf-8", "replace")
            if "\\" not in text and not self._has_hidden:
                words.append(Word(raw=text, text=text, location=self._lines.location(start)))
                return
        said = self.said(node, variables)
        raw = self._prepared.written[start:end].decode("utf-8", "replace")
        location = self._lines.location(start)
        if said.splits and said.text is not None:
            words.extend(Word(raw=raw, text=part, location=location) for part in said.text.split())
        else:
            words.append(Word(raw=raw, text=said.text, location=location, several=said.several))

    def text(self, node: Node, variables: Mapping[str, str | None]) -> str | None:
        """What a word comes to as one text, such as the value of an assignment."""
        return self.said(node, variables).text

    def said(self, node: Node, variables: Mapping[str, str | None], depth: int = 0) -> Said:
        if self._prepared.starts and self._prepared.has_hole(node.start_byte, node.end_byte):
            return NOT_KNOWN
        kind = node.type
        if kind in _LEAVES or not node.is_named:
            return self._plain(node)
        if kind == "raw_string":
            return Said(self._slice(node.start_byte + 1, node.end_byte - 1))
        if depth > _MAX_DEPTH:
            return NOT_KNOWN
        if kind in {"string", "concatenation"}:
            return self._of_parts(node, variables, depth)
        if kind in {"simple_expansion", "expansion"}:
            return self._variable(node, variables)
        if kind == "ansi_c_string":
            return Said(_ansi(self._slice(node.start_byte + 2, node.end_byte - 1)))
        if kind == "translated_string":
            return self.said(node.children[-1], variables, depth + 1)
        return Said(None, several=kind in {"command_substitution", "brace_expression"})

    def _slice(self, start: int, end: int) -> str:
        return self._data[start:end].decode("utf-8", "replace")

    def _plain(self, node: Node) -> Said:
        text = self._slice(node.start_byte, node.end_byte)
        return Said(_unescaped(text)) if "\\" in text else Said(text)

    def _of_parts(self, node: Node, variables: Mapping[str, str | None], depth: int) -> Said:
        if node.type == "string":
            return self._joined(node, variables, depth)
        return self._concatenation(node, variables, depth)

    def _joined(self, node: Node, variables: Mapping[str, str | None], depth: int) -> Said:
        """Text in double quotes: what stands between the variables, and they."""
        parts: list[str] = []
        at = node.start_byte + 1
        several = False
        for each in node.named_children:
            if each.type == "string_content":
                continue
            said = self.said(each, variables, depth + 1)
            several = several or (said.several and self._data[each.start_byte : each.end_byte].endswith(_ALL))
            if said.text is None:
                return Said(None, several=several)
            parts += _in_quotes(self._slice(at, each.start_byte)), said.text
            at = each.end_byte
        parts.append(_in_quotes(self._slice(at, max(node.end_byte - 1, at))))
        return Said(_bounded("".join(parts)))

    def _concatenation(self, node: Node, variables: Mapping[str, str | None], depth: int) -> Said:
        if _BRACES.search(self._data, node.start_byte, node.end_byte):
            return Said(None, several=True)
        parts: list[str] = []
        for each in node.children:
            said = self.said(each, variables, depth + 1)
            if said.text is None or (said.splits and len(said.text.split()) != 1):
                return Said(None)
            parts.append(said.text)
        return Said(_bounded("".join(parts)))

    def _variable(self, node: Node, variables: Mapping[str, str | None]) -> Said:
        named = node.named_children
        name = next((each for each in named if each.type in {"variable_name", "special_variable_name"}), None)
        if name is None:
            return Said(None, several=True)
        value = variables.get(self._slice(name.start_byte, name.end_byte))
        rest = self._data[name.end_byte : node.end_byte]
        plain = rest in {b"", b"}"} and self._data[node.start_byte + 1 : name.start_byte] in {b"", b"{"}
        defaulted = rest.startswith((b":-", b"-", b":=", b"=")) and bool(value)
        if value is None or not (plain or defaulted):
            return Said(None, several=True)
        return Said(value, splits=True)


_ALL: Final = (b"$@", b"${@}", b"[@]}")


def _bounded(text: str) -> str | None:
    return text if len(text) <= _REPEATED else None


def _unescaped(text: str) -> str:
    """An unquoted word without its backslashes."""
    return re.sub(r"\\(\n|.)", lambda found: "" if found[1] == "\n" else found[1], text, flags=re.DOTALL)


def _in_quotes(text: str) -> str:
    """Text in double quotes without the backslashes that mean something there."""
    if "\\" not in text:
        return text
    return re.sub(r'\\([$`"\\\n])', lambda found: "" if found[1] == "\n" else found[1], text)


def _ansi(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        hexadecimal, wide, octal, letter = found.groups()
        if letter is not None:
            return _ESCAPES.get(letter, letter)
        return chr(int(hexadecimal or wide, 16) if hexadecimal or wide else int(octal, 8) & 0xFF)

    return _ANSI.sub(one, text).encode("utf-8", "replace").decode("utf-8", "replace")


def substitutions_in(node: Node, data: bytes) -> list[Node]:
    """The outermost `$(…)`, backticks and `<(…)` in a node, in the order of the text."""
    text = data[node.start_byte : node.end_byte]
    if b"(" not in text and b"`" not in text:
        return []
    found: list[Node] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type in _SUBSTITUTIONS:
            found.append(each)
        else:
            waiting.extend(reversed(each.children))
    return found
