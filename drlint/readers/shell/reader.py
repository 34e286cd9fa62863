"""Reads a shell text into commands; what a shell would not take becomes a problem, and the rest is still read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from msgspec import structs

from drlint.model.procedure import Command, Fault, Problem, Word
from drlint.model.resource import Location
from drlint.readers.shell.commands import command_of
from drlint.readers.shell.found import Found, Telling
from drlint.readers.shell.place import Lines, Place
from drlint.readers.shell.plain import plain_command
from drlint.readers.shell.prepared import LARGEST, Prepared, is_too_deep, prepared
from drlint.readers.shell.session import Session
from drlint.readers.shell.syntax import Node, root_of
from drlint.readers.shell.trouble import is_prose, trouble_in
from drlint.readers.shell.walk import MAX_COMMANDS, MAX_WORDS, Walk
from drlint.readers.shell.wrappers import looked_through, program_of

_SHELLS: Final = frozenset({"bash", "sh", "zsh", "dash", "ksh"})
_DEEPEST_TEXT: Final = 2  # `bash -c` in `bash -c`
_MAX_LINES: Final = 2_000  # of a text with an error, which are parsed one by one
_DASH_C: Final = re.compile(r"-[a-z]*c")
_LOGICAL: Final = re.compile(rb"(?:\\\n|[^\n])*")


def commands_in(
    text: str, place: Place, *, first: int = 1, console: bool = False, session: Session | None = None
) -> tuple[tuple[Command, ...], tuple[Problem, ...]]:
    """The commands of a shell text in their order, and what is wrong with it; nothing is run and nothing opened.

    `first` is the position of the first command; `console` says that the text is what a terminal showed, with prompts
    and answers. A `session` carries variables and folder from one text to the next of the same shell.
    """
    reading = _Reading(place, Session() if session is None else session)
    reading.read(text, console=console)
    made = (command_of(each, first + at) for at, each in enumerate(reading.found[:MAX_COMMANDS]))
    return tuple(made), tuple(reading.problems)


class _Reading:
    def __init__(self, place: Place, session: Session, deep: int = 0) -> None:
        self._deep = deep
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self._place = place
        self._session = session

    def read(self, text: str, *, console: bool) -> None:
        start = Location(self._place.uri, self._place.line, self._place.column)
        if len(text) > LARGEST:
            self._problem(f"the commands here are longer than {LARGEST >> 10} KiB and were not read", start)
            return
        plain = None if console else plain_command(text, self._place, self._session)
        if plain is not None:
            self._take(plain)
            return
        ready = prepared(text, console=console)
        lines = Lines(ready.written, self._place)
        if ready.hidden is not None:
            at, character = ready.hidden
            said = f"the commands here hold a character that no screen shows (U+{ord(character):04X})"
            self._problem(said, lines.location(at))
        if is_too_deep(ready.data):
            self._problem("the commands here have too many brackets within brackets and were not read", start)
            return
        self._parse(ready, lines, start)

    def _parse(self, ready: Prepared, lines: Lines, start: Location) -> None:
        root = root_of(ready.data)
        if root is None:
            self._problem("the commands here take too long to read and were not read", start)
            return
        walks = [self._walked(ready, lines, root)] if not root.has_error else self._in_spite(ready, lines, root)
        if any(each.is_cut for each in walks):
            said = f"the commands here go on beyond what is read ({MAX_COMMANDS:,} commands, {MAX_WORDS:,} words)"
            self._problem(said, start)
        for each in walks:
            self._take(each.telling)

    def _take(self, telling: Telling) -> None:
        """Add what was found, what wrappers start in place of them, and what is in a text for another shell."""
        for each in telling.commands:
            through = looked_through(each.words)
            is_wrapped = through.words is not each.words
            each.words = through.words
            if through.environment:
                each.environment = each.environment | through.environment
            self.found.append(each)
            self._inner(each, is_wrapped=is_wrapped)

    def _walked(self, ready: Prepared, lines: Lines, root: Node) -> Walk:
        walk = Walk(ready, lines, self._session)
        walk.visit(root)
        return walk

    def _in_spite(self, ready: Prepared, lines: Lines, root: Node) -> list[Walk]:
        """Read what the parser stumbled over: sentences left out, and line by line where a shell would refuse it."""
        blanked = _without_sentences(ready)
        if blanked is not ready:
            ready = blanked
            root = root_of(ready.data) or root
            if not root.has_error:
                return [self._walked(ready, lines, root)]
        text = ready.data.decode("utf-8", "replace")
        trouble = trouble_in(text)
        if trouble is None:
            return [self._walked(ready, lines, root)]
        at = len(text[: trouble.at].encode("utf-8", "replace"))
        self._problem(f"no shell takes this: {trouble.reason}", lines.location(at))
        walks = []
        for start, end in islice(_logical_lines(ready.data), _MAX_LINES):
            piece = ready.part(start, end)
            alone = root_of(piece.data)
            if alone is not None and not (alone.has_error and trouble_in(piece.data.decode("utf-8", "replace"))):
                walks.append(self._walked(piece, lines.part(start, end), alone))
        return walks

    def _inner(self, command: Found, *, is_wrapped: bool) -> None:
        """Read the text that a command hands to a shell: `bash -c '…'`, `watch '…'`, `eval '…'`."""
        program, words = program_of(command.words[0]), command.words
        handed: Word | None = None
        if program in _SHELLS:
            flags = [at for at, each in enumerate(words) if _DASH_C.fullmatch(each.text or "")]
            handed = words[flags[0] + 1] if flags and flags[0] + 1 < len(words) else None
        elif program == "eval" and len(words) == 2:  # noqa: PLR2004 - eval and its text
            handed = words[1]
        elif is_wrapped and len(words) == 1 and " " in (words[0].text or ""):  # what watch was handed
            handed = words[0]
            self.found.pop()
        if handed is None or handed.text is None or self._deep >= _DEEPEST_TEXT:
            return
        where = handed.location
        inner = _Reading(
            Place(where.uri, where.line or 1, where.column or 1, exact=False), self._session.copy(), self._deep + 1
        )
        inner.read(handed.text, console=False)
        for each in inner.found:
            each.nested = True
        self.found += inner.found
        self.problems += inner.problems

    def _problem(self, said: str, location: Location) -> None:
        self.problems.append(Problem(Fault.SYNTAX, said, location))


def _without_sentences(ready: Prepared) -> Prepared:
    """Blanks for lines that are sentences for people and no command, such as "Don't wait for the DBA"."""
    lines = ready.data.split(b"\n")
    if len(lines) > _MAX_LINES:
        return ready
    changed = False
    for row, line in enumerate(lines):
        text = line.decode("utf-8", "replace")
        if is_prose(text) and trouble_in(text) is not None:
            lines[row] = b" " * len(line)
            changed = True
    return structs.replace(ready, data=b"\n".join(lines)) if changed else ready


def _logical_lines(data: bytes) -> Iterator[tuple[int, int]]:
    """Where lines begin and end, those that go on after a backslash as one."""
    for found in _LOGICAL.finditer(data):
        if found.end() > found.start():
            yield found.span()
