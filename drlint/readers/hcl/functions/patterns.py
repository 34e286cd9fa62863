"""Reads regular expressions as Terraform does; the syntax is RE2's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import shown
from drlint.readers.hcl.functions.classes import CATEGORIES, LAST, PERL, POSIX, Class, Ranges, complement
from drlint.readers.hcl.seen import Invalid

MAX_LENGTH = 2_000
MAX_NESTING = 20
MAX_REPEATS = 1_000  # RE2 refuses more

_REPEAT = re.compile(r"\{([0-9]{1,6})(,([0-9]{0,6}))?\}")
_GROUP = re.compile(r"\?P?<([A-Za-z0-9_]+)>")
_FLAGS = re.compile(r"\?([imsU]*)(-[imsU]+)?([:)])")
_POSIX = re.compile(r"\[:(\^?)([a-z]+):\]")
_CODE = re.compile(r"x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,8})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2})")
_PROPERTY = re.compile(r"([pP])(?:([A-Za-z])|\{(\^?)(\w+)\})")
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_QUANTIFIERS: Mapping[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_PLACES = {"A": "start", "z": "end", "b": "boundary", "B": "inside"}

# ("class", Class), ("place", name), ("all", nodes), ("any", nodes), ("group", number, node) or
# ("repeat", node, at least, at most or None, greedy)
Node: TypeAlias = "tuple[Any, ...]"


class PatternError(Exception):
    """The pattern is none, or none that is read here; `answer` says which."""

    def __init__(self, answer: Unknown) -> None:
        super().__init__(answer.reason)
        self.answer = answer


class Pattern(Struct, frozen=True):
    """What a pattern matches; `names` are those of its groups, None for one that has none."""

    root: Node
    names: list[str | None]


def read_pattern(text: str) -> Pattern:
    """The tree of a pattern; raises PatternError."""
    if len(text) > MAX_LENGTH:
        raise PatternError(Unknown(f"a pattern of more than {MAX_LENGTH:,} characters is not evaluated"))
    reading = _Reading(text)
    root = reading.whole()
    return Pattern(("group", 0, root), reading.names)


def _refuse(why: str) -> PatternError:
    return PatternError(Invalid(f"the pattern is none: {why}"))


class _Reading:
    """Goes through a pattern once, from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._flags = frozenset[str]()
        self._depth = 0
        self.names: list[str | None] = []

    def whole(self) -> Node:
        made = self._alternatives()
        if self._at < len(self._pattern):
            raise _refuse("a ) closes nothing")
        return made

    def _alternatives(self) -> Node:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise PatternError(Unknown("the pattern is nested too deeply to be evaluated"))
        branches = [self._sequence()]
        while self._skip("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else ("any", branches)

    def _sequence(self) -> Node:
        nodes: list[Node] = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            atoms = self._atoms()
            if self._pattern[self._at : self._at + 1] in _QUANTIFIERS or _REPEAT.match(self._pattern, self._at):
                if not atoms:
                    raise _refuse("a quantifier repeats nothing")
                atoms[-1] = self._repeated(atoms[-1])
            nodes += atoms
        return ("all", nodes)

    def _skip(self, text: str) -> bool:
        if not self._pattern.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def _found(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        found = expression.match(self._pattern, self._at)
        if found is not None:
            self._at = found.end()
        return found

    def _atoms(self) -> list[Node]:
        """One thing that a quantifier may follow; none for flags."""
        at = self._pattern[self._at]
        if at in _QUANTIFIERS or (at == "{" and _REPEAT.match(self._pattern, self._at)):
            raise _refuse(f"{at} repeats nothing")
        self._at += 1
        if at == "(":
            return self._group()
        if at == "[":
            return [self._class()]
        if at == ".":
            ranges: Ranges = () if "s" in self._flags else ((0x0A, 0x0A),)
            return [("class", Class(ranges, negated=True, folded=False))]
        if at in "^$":
            line = "m" in self._flags
            return [("place", {"^": "line start" if line else "start", "$": "line end" if line else "end"}[at])]
        return self._escape() if at == "\\" else [self._literal(at)]

    def _literal(self, character: str) -> Node:
        return ("class", Class(((ord(character),) * 2,), negated=False, folded="i" in self._flags))

    def _group(self) -> list[Node]:
        outer = self._flags
        flags = self._found(_FLAGS)
        if flags is not None:
            self._flags = (outer | set(flags.group(1))) - set(flags.group(2) or "")
            if flags.group(3) == ")":
                return []
        number = 0
        if flags is None:
            named = self._found(_GROUP)
            if named is None and self._pattern.startswith("?", self._at):
                raise _refuse(f"{shown(self._pattern[self._at - 1 :])} begins no group")
            self.names.append(None if named is None else named.group(1))
            number = len(self.names)
        inner = self._alternatives()
        if not self._skip(")"):
            raise _refuse("a ( is never closed")
        self._flags = outer
        return [("group", number, inner)] if number else [inner]

    def _escape(self) -> list[Node]:
        if self._skip("Q"):
            text, _, _ = self._pattern[self._at :].partition("\\E")
            self._at = min(self._at + len(text) + 2, len(self._pattern))
            return [self._literal(each) for each in text]
        place = next((name for letter, name in _PLACES.items() if self._skip(letter)), None)
        if place is not None:
            return [("place", place)]
        folded = "i" in self._flags
        several = self._several()
        if several is not None:
            ranges, categories = several
            return [("class", Class(ranges, categories=categories, negated=False, folded=folded))]
        return [self._literal(self._escaped())]

    def _several(self) -> tuple[Ranges, tuple[tuple[str, bool], ...]] | None:
        """What an escape that stands for many characters takes, past its backslash."""
        letter = self._pattern[self._at : self._at + 1]
        if letter and letter in "dDwWsS":
            self._at += 1
            ranges = PERL[letter.lower()]
            return (complement(ranges) if letter.isupper() else ranges), ()
        found = self._found(_PROPERTY)
        if found is None:
            return None
        name = found.group(2) or found.group(4)
        if name not in CATEGORIES:
            raise PatternError(Unknown(f"characters of \\p{{{name}}} are not told apart"))
        return (), ((name, (found.group(1) == "P") != bool(found.group(3))),)

    def _escaped(self) -> str:
        """The character that an escape stands for, past its backslash."""
        code = self._found(_CODE)
        if code is not None:
            number = int(code.group(3), 8) if code.group(3) else int(code.group(1) or code.group(2), 16)
            if number > LAST:
                raise _refuse("an escape names no character")
            return chr(number)
        if self._at == len(self._pattern):
            raise _refuse("it ends in a backslash")
        letter = self._pattern[self._at]
        self._at += 1
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter == "C" or not letter.isascii() or letter.isalnum():
            raise _refuse(f"\\{letter} means nothing")
        return letter

    def _class(self) -> Node:
        """What stands between brackets."""
        negated = self._skip("^")
        ranges: list[tuple[int, int]] = []
        categories: list[tuple[str, bool]] = []
        start = self._at
        while self._at == start or not self._skip("]"):
            if self._at == len(self._pattern):
                raise _refuse("a [ is never closed")
            several = self._posix() if self._pattern[self._at] == "[" else None
            if several is None and self._skip("\\"):
                several = self._several()
                if several is None:
                    self._at -= 1
            if several is None:
                ranges.append(self._range())
            else:
                ranges += several[0]
                categories += several[1]
        folded = "i" in self._flags
        return ("class", Class(tuple(ranges), categories=tuple(categories), negated=negated, folded=folded))

    def _posix(self) -> tuple[Ranges, tuple[tuple[str, bool], ...]] | None:
        found = self._found(_POSIX)
        if found is None:
            return None
        if found.group(2) not in POSIX:
            raise _refuse(f"{found.group(0)} is no class")
        ranges = POSIX[found.group(2)]
        return (complement(ranges) if found.group(1) else ranges), ()

    def _range(self) -> tuple[int, int]:
        low = high = self._end()
        rest = self._pattern[self._at : self._at + 2]
        if len(rest) == 2 and rest[0] == "-" and rest[1] != "]":  # noqa: PLR2004 - a dash and an end
            self._at += 1
            high = self._end()
        if low > high:
            raise _refuse("a range of characters runs backwards")
        return low, high

    def _end(self) -> int:
        if self._at == len(self._pattern):
            raise _refuse("a [ is never closed")
        if self._skip("\\"):
            return ord(self._escaped())
        self._at += 1
        return ord(self._pattern[self._at - 1])

    def _repeated(self, node: Node) -> Node:
        """A thing with the quantifier that follows it."""
        bounds = self._found(_REPEAT)
        if bounds is None:
            least, most = _QUANTIFIERS[self._pattern[self._at]]
            self._at += 1
        else:
            least = int(bounds.group(1))
            most = least if bounds.group(2) is None else int(bounds.group(3)) if bounds.group(3) else None
            if max(least, most or 0) > MAX_REPEATS or (most is not None and most < least):
                raise _refuse(f"{bounds.group(0)} is no number of times")
        lazy = self._skip("?") != ("U" in self._flags)
        if self._pattern[self._at : self._at + 1] in _QUANTIFIERS or _REPEAT.match(self._pattern, self._at):
            raise _refuse("a quantifier follows another one")
        return ("repeat", node, least, most, not lazy)
