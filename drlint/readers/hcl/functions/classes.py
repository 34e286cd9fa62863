"""Classes of characters in patterns: `[a-z]`, `[[:alpha:]]` and the like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Ranges: TypeAlias = "tuple[tuple[int, int], ...]"

LAST = 0x10FFFF

DIGITS: Ranges = ((0x30, 0x39),)
WORDS: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACES: Ranges = ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))

# https://github.com/google/re2/wiki/Syntax, 2026-11-25.
POSIX: Mapping[str, Ranges] = {
    "alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "alpha": ((0x41, 0x5A), (0x61, 0x7A)),
    "ascii": ((0x00, 0x7F),),
    "blank": ((0x09, 0x09), (0x20, 0x20)),
    "cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "digit": DIGITS,
    "graph": ((0x21, 0x7E),),
    "lower": ((0x61, 0x7A),),
    "print": ((0x20, 0x7E),),
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "space": ((0x09, 0x0D), (0x20, 0x20)),
    "upper": ((0x41, 0x5A),),
    "word": WORDS,
    "xdigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
}
PERL: Mapping[str, Ranges] = {"d": DIGITS, "w": WORDS, "s": SPACES}

CATEGORIES = frozenset(
    {
        *(
            "Any",
            "C",
            "Cc",
            "Cf",
            "Co",
            "L",
            "Ll",
            "Lm",
            "Lo",
            "Lt",
            "Lu",
            "M",
            "Mc",
            "Me",
            "Mn",
            "N",
            "Nd",
            "Nl",
            "No",
        ),
        *("P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs"),
    }
)


class Class:
    """The characters that one place of a pattern takes; remembers its answers."""

    __slots__ = ("_answers", "_categories", "_folded", "_negated", "_ranges")

    def __init__(
        self, ranges: Ranges, *, categories: tuple[tuple[str, bool], ...] = (), negated: bool, folded: bool
    ) -> None:
        self._ranges = ranges
        self._categories = categories
        self._negated = negated
        self._folded = folded
        self._answers: dict[str, bool] = {}

    def takes(self, character: str) -> bool:
        answer = self._answers.get(character)
        if answer is None:
            answer = any(map(self._holds, _cases(character) if self._folded else (character,))) != self._negated
            self._answers[character] = answer
        return answer

    def _holds(self, character: str) -> bool:
        code = ord(character)
        if any(low <= code <= high for low, high in self._ranges):
            return True
        if not self._categories:
            return False
        import unicodedata  # noqa: PLC0415 - few patterns ask for categories

        category = unicodedata.category(character)
        return any((category.startswith(name) or name == "Any") != negated for name, negated in self._categories)


def complement(ranges: Ranges) -> Ranges:
    """All characters that are in none of the ranges, which rise."""
    made: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if low > start:
            made.append((start, low - 1))
        start = high + 1
    return (*made, (start, LAST))


def _cases(character: str) -> set[str]:
    """A character in all its cases, as far as each is one character."""
    folded = character.casefold()
    found = {character, character.lower(), character.upper(), folded, folded.upper()}
    if folded in {"k", "s"}:
        found |= {"\u212a"} if folded == "k" else {"\u017f"}
    return {each for each in found if len(each) == 1}
