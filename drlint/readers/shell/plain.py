"""Reads the commands that most texts are, one with plain words, without a parser; of the rest it says nothing."""

from __future__ import annotations

import re
from typing import Final

from drlint.model.procedure import Word
from drlint.readers.shell.found import Telling
from drlint.readers.shell.place import Lines, Place
from drlint.readers.shell.session import Session

_SPACE: Final = r"(?:\\\n)*[ \t](?:[ \t]|\\\n)*"
_WORD: Final = r"""(?:[\w./:@,+%=-]+|\$[A-Za-z_]\w*|"\$[A-Za-z_]\w*"|'[^'\x00-\x1f\x7f]*'|"[^"$`\\\x00-\x1f\x7f]*")"""
_LEAD: Final = r"(?:[ \t]*(?:#[^\n\x00-\x08\x0b-\x1f\x7f]*)?\n)*[ \t]*"
_ONE: Final = re.compile(rf"{_LEAD}(?P<first>[\w./][\w./-]*)(?:{_SPACE}{_WORD})*[ \t\n]*", re.ASCII)
_EACH: Final = re.compile(_WORD, re.ASCII)
# Words that mean something to the shell itself, and programs whose words mean something to the parser.
_NOT: Final = frozenset({
    "if", "then", "elif", "else", "fi", "for", "select", "while", "until", "do", "done", "case", "esac", "in",
    "function", "coproc", "time", "export", "declare", "typeset", "local", "readonly", "unset", "unsetenv", "let",
})  # fmt: skip
_MOST: Final = 4_000


def plain_command(text: str, place: Place, session: Session) -> Telling | None:
    """The one command of a text, as a telling of its own; None where a parser has to say."""
    if len(text) > _MOST or not text.isascii() or "<" in text or "{{" in text:
        return None
    found = _ONE.fullmatch(text)
    if found is None or found["first"] in _NOT:
        return None
    lines = Lines(text.encode(), place)
    variables = session.variables
    words: list[Word] = []
    start = end = found.start("first")
    for each in _EACH.finditer(text, start):
        raw, end = each[0], each.end()
        location = lines.location(each.start())
        first = raw[0]
        if first == "$":
            value = variables.get(raw[1:])
            if value is None:
                words.append(Word(raw=raw, text=None, location=location, several=True))
            else:
                words.extend(Word(raw=raw, text=part, location=location) for part in value.split())
        elif first == '"' and raw[1] == "$":
            words.append(Word(raw=raw, text=variables.get(raw[2:-1]), location=location))
        else:
            said = raw[1:-1] if first in "'\"" else raw
            words.append(Word(raw=raw, text=said, location=location))
    telling = Telling(lines)
    telling.tell((start, end), words, session)
    return telling
