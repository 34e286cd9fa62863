"""What a message may quote of a command, and the remedy for a mistyped name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from drlint.model.nearness import near

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,63}")
_SECRET: Final = re.compile(
    r"pass(word|phrase|wd)|secret|token|credential|private|auth|key-?material|certificate|user-?data"
)
_CANDIDATES: Final = 40  # difflib is slow: a document may have thousands of mistyped names


def shown(text: str, otherwise: str) -> str:
    """A name as a message may quote it: what is long or has odd characters is not repeated."""
    return text if _PLAIN.fullmatch(text) else otherwise


def may_be_secret(name: str) -> bool:
    """Whether the value of a flag or member may be something that no report should repeat."""
    return _SECRET.search(name.lower()) is not None


def suggestion(name: str, known: Iterable[str]) -> str:
    """The words `; did you mean 'x'?` where a known name is near, else nothing."""
    return _near(name, tuple(known)) if _PLAIN.fullmatch(name) else ""


@lru_cache(maxsize=2_000)
def _near(name: str, known: tuple[str, ...]) -> str:
    """Only those that share a word, the first letters or the last ones are worth a closer look."""
    words = set(re.split(r"[-_.]", name.lower()))
    start, end = name[:2].lower(), name[-3:].lower()
    ranked: list[tuple[int, str]] = []
    for each in known:
        lower = each.lower()
        score = 2 * len(words.intersection(re.split(r"[-_.]", lower)))
        score += lower.startswith(start) + lower.endswith(end)
        if score:
            ranked.append((-score, each))
    ranked.sort()
    return near(name, [each for _, each in ranked[:_CANDIDATES]])


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, or `a, b and c`."""
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final
