"""Shell lines of tests as the words that a command is made of."""

from __future__ import annotations

import re
import shlex

from drlint.model.procedure import Call, Fault, Word
from drlint.model.resource import Location
from drlint.readers.awscli.calls import call_of

PLACE = Location("runbook.yaml", 1)
_UNKNOWN = re.compile(r"\$|`|<[A-Za-z][\w-]*>|\{\{")


def words_of(line: str) -> list[Word]:
    """Words of a line; what has a variable or placeholder is not known, a variable outside quotation marks several."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    raws = re.findall(r"(?:'[^']*'|\"(?:\\.|[^\"])*\"|\\.|[^ \t\n'\"\\])+", line, flags=re.DOTALL)
    return [_word(raw, text) for raw, text in zip(raws, lexer, strict=True)]


def _word(raw: str, text: str) -> Word:
    single = raw.startswith("'") and raw.endswith("'")
    known = single or not _UNKNOWN.search(raw)
    several = not known and (raw.startswith("$") or "@" in raw)
    return Word(raw=raw, text=text if known else None, location=PLACE, several=several)


def call(line: str) -> Call:
    """The call of a line that begins with `aws`."""
    program, *words = words_of(line)
    assert program.text == "aws"
    return call_of(words, PLACE)


def problems(line: str) -> list[tuple[Fault, str]]:
    """What is wrong with a line, as faults and messages."""
    return [(each.fault, each.message) for each in call(line).problems]
