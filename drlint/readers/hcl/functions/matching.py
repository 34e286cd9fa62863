"""`regex`, `regexall` and `replace`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from drlint.model.values import Unknown
from drlint.readers.hcl.functions.patterns import PatternError
from drlint.readers.hcl.functions.programs import Program, Spans, matches, program_of
from drlint.readers.hcl.functions.signature import TEXT, TOO_LONG, Function
from drlint.readers.hcl.seen import MAX_ELEMENTS, MAX_TEXT, Invalid, ListOf, Seen
from drlint.readers.hcl.types import STRING, Member, Type

_MARK = re.compile(r"\$(?:(\$)|(\w+)|\{(\w+)\})")


def _regex(spend: Callable[[int], None], pattern: str, text: str) -> Seen:
    program = _program(pattern, spend)
    if isinstance(program, Unknown):
        return program
    try:
        spans = next(matches(program, text, spend), None)
    except PatternError as error:
        return error.answer
    return Invalid("the pattern does not match the text") if spans is None else _groups(program, text, spans)


def _regexall(spend: Callable[[int], None], pattern: str, text: str) -> Seen:
    program = _program(pattern, spend)
    if isinstance(program, Unknown):
        return program
    made: list[Seen] = []
    try:
        for spans in matches(program, text, spend):
            made.append(_groups(program, text, spans))
            if len(made) * (1 + len(program.names)) > MAX_ELEMENTS:
                return Unknown(f"the pattern matches more than {MAX_ELEMENTS:,} parts of the text")
    except PatternError as error:
        return error.answer
    return ListOf(made, STRING if not program.names else _groups_type(program))


def _replace(spend: Callable[[int], None], text: str, old: str, new: str) -> Seen:
    """Text replaced; `old` between slashes is a pattern, and `new` may then name its groups ($1, ${name})."""
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        spend(len(old))
        program = program_of(old[1:-1])
        if isinstance(program, Unknown):
            return program
        try:
            return _joined(_replaced(matches(program, text, spend), program, text, new))
        except PatternError as error:
            return error.answer
    if len(text) + text.count(old) * (len(new) - len(old)) > MAX_TEXT:
        return TOO_LONG
    return text.replace(old, new)


def _program(pattern: str, spend: Callable[[int], None]) -> Program | Unknown:
    """A program all of whose groups have names, or none."""
    spend(len(pattern))
    program = program_of(pattern)
    if isinstance(program, Program) and None in program.names and any(each is not None for each in program.names):
        return Invalid("some groups of the pattern have names and others have none")
    return program


def _groups(program: Program, text: str, spans: Spans) -> Seen:
    """The groups of a match by name or place; the match itself where there are no groups."""
    if not program.names:
        return text[spans[0] : spans[1]]
    found = [_span(text, spans, number) for number in range(1, len(program.names) + 1)]
    if program.names[0] is None:
        return tuple(found)
    return {str(name): value for name, value in zip(program.names, found, strict=True)}


def _groups_type(program: Program) -> Type:
    """The type of what _groups makes."""
    if program.names[0] is None:
        return Type(kind="tuple", items=(STRING,) * len(program.names))
    return Type(kind="object", members={str(name): Member(STRING) for name in program.names})


def _span(text: str, spans: Spans, group: int) -> str | None:
    start, end = spans[2 * group : 2 * group + 2]
    return None if start < 0 or end < 0 else text[start:end]


def _replaced(found: Iterable[Spans], program: Program, text: str, new: str) -> Iterator[str]:
    """The pieces of the text with each match replaced."""
    last = 0
    for spans in found:
        yield text[last : spans[0]]
        yield _MARK.sub(lambda mark: _named(program, text, spans, mark), new)  # noqa: B023 - called at once
        last = spans[1]
    yield text[last:]


def _named(program: Program, text: str, spans: Spans, mark: re.Match[str]) -> str:
    """What `$1`, `${name}` and `$$` stand for; nothing for a group that there is not."""
    if mark.group(1):
        return "$"
    name = mark.group(2) or mark.group(3)
    if name.isascii() and name.isdigit():
        number = int(name[:9])
        return (_span(text, spans, number) or "") if number <= len(program.names) else ""
    numbers = [at for at, each in enumerate(program.names, 1) if each == name]
    return next((value for at in reversed(numbers) if (value := _span(text, spans, at)) is not None), "")


def _joined(pieces: Iterator[str]) -> Seen:
    made: list[str] = []
    room = MAX_TEXT
    for each in pieces:
        made.append(each)
        room -= len(each)
        if room < 0:
            return TOO_LONG
    return "".join(made)


FUNCTIONS: Mapping[str, Function] = {
    "regex": Function(_regex, (TEXT, TEXT), spends=True),
    "regexall": Function(_regexall, (TEXT, TEXT), spends=True),
    "replace": Function(_replace, (TEXT, TEXT, TEXT), spends=True),
}
