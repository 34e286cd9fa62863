"""What a message may quote of a command, and the remedy for a mistyped name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest
from typing import Final

from drlint.model.nearness import near

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,63}")
_PLACEHOLDER: Final = re.compile(r"\[[A-Za-z][\w -]*\]|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
_SECRET: Final = re.compile(
    r"pass(word|phrase|wd)|secret|token|credential|private|auth|key-?material|certificate|user-?data"
)
_MISTYPED: Final = 1_000  # different names; nobody mistypes more, and each costs milliseconds
_LONGEST: Final = 64
_ALIKE: Final = 0.8
_BETWEEN: Final = re.compile(r"[-_.]")
_LENGTHS: Final = (1, 2, 3, 5, 8, 12, 17, 23)
_CANDIDATES: Final = 15  # difflib is slow: a document may have thousands of mistyped names


def shown(text: str, otherwise: str) -> str:
    """A name as a message may quote it: what is long or has odd characters is not repeated."""
    return text if _PLAIN.fullmatch(text) else otherwise


def is_placeholder(text: str) -> bool:
    """`[INSTANCE-ID]`, `[...]` or `FILE_SYSTEM_ID`: something that a person puts in."""
    return "..." in text or "…" in text or _PLACEHOLDER.fullmatch(text) is not None


def may_be_secret(name: str) -> bool:
    """Whether the value of a flag or member may be something that no report should repeat."""
    return _SECRET.search(name.lower()) is not None


def suggestion(name: str, known: Iterable[str]) -> str:
    """The words `; did you mean 'x'?` where a known name is near, else nothing."""
    if not _PLAIN.fullmatch(name) or _near.cache_info().misses > _MISTYPED:
        return ""
    return _near(name, tuple(known))


def operation_suggestion(name: str, known: Iterable[str]) -> str:
    """As `suggestion`, of operations that do the same: promote-secret must lead nobody to rotate-secret."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a mistake needs it

    verb, _, rest = name.partition("-")
    same = [each for each in known if each.startswith(f"{verb}-")]
    if not same and len(name) <= _LONGEST:
        endings = [each for each in known if each.partition("-")[2] == rest]
        same = [each for each in endings if SequenceMatcher(None, verb, each.partition("-")[0]).ratio() >= _ALIKE]
    return suggestion(name, same)


@lru_cache(maxsize=2_000)
def _near(name: str, known: tuple[str, ...]) -> str:
    """Only those that share words, the beginning or the end are worth a closer look."""
    lower = name.lower()
    words = frozenset(_BETWEEN.split(lower))
    begins = [lower[:length] for length in _LENGTHS if len(lower) >= length]
    ends = [lower[-length:] for length in _LENGTHS if len(lower) >= length]
    ranked = [
        (-4 * len(words & theirs) - sum(map(other.startswith, begins)) - sum(map(other.endswith, ends)), other, each)
        for each, other, theirs in _words_of(known)
    ]
    return near(name, [each for *_, each in nsmallest(_CANDIDATES, ranked)])


@lru_cache(maxsize=64)
def _words_of(known: tuple[str, ...]) -> list[tuple[str, str, frozenset[str]]]:
    return [(each, each.lower(), frozenset(_BETWEEN.split(each.lower()))) for each in known]


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, or `a, b and c`."""
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final
