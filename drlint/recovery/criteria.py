"""What the success criteria and the metrics of a test plan mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from drlint.model.periods import limit_said

_MEASURE = re.compile(r"\b(rto|rpo)\b|\b(recovery time|data loss|recovery point)\b", re.IGNORECASE)
_BY_WORD = {"recovery time": "rto", "data loss": "rpo", "recovery point": "rpo"}
_LIMIT = re.compile(
    r"(?:(?:<=?|≤|under|below|less than|within|at most|up to)\s*)?"
    r"(?<![\w.])\d[\d.]*\s*[a-z]+(?:\s+(?:and\s+)?\d+\s*[a-z]+)?",
    re.IGNORECASE,
)
_READ = 200  # characters of a criterion that are looked at
# What a metric is about, by the words that people use for it; the first that fits counts.
_CONCEPTS = (
    ("rpo", re.compile(r"\brpo\b|data.?loss|lost.?data|recovery.?point")),
    ("detect", re.compile(r"detect|notic")),
    ("initiate", re.compile(r"initiat|declar|decid|decision")),
    ("errors", re.compile(r"error")),
    ("lag", re.compile(r"\blag\b|replication.?(?:lag|delay)")),
    (
        "complete",
        re.compile(
            r"(?:complet|finish|end).{0,20}(?:failover|cutover)|(?:failover|cutover).{0,20}(?:complet|time|durat)"
        ),
    ),
    ("rto", re.compile(r"\brto\b|restor|recovery.?time|time.?to.?recover")),
)
# The little words of a metric's name.
_FILLING = frozenset(
    {"a", "an", "and", "at", "by", "during", "for", "from", "in", "is", "of", "on", "per", "the", "to", "was", "with"}
    | {"time", "until", "actual", "measured"}
)


class Criterion(Struct, frozen=True):
    """A success criterion that limits RTO or RPO, in seconds; `position` is its place among them, from 0."""

    text: str
    measure: str
    seconds: int
    position: int = 0


def criteria_of(texts: Iterable[str]) -> tuple[Criterion, ...]:
    """Those of the success criteria that name RTO or RPO and a limit ("RTO achieved: < 30 minutes")."""
    found = (_criterion(each, at) for at, each in enumerate(texts))
    return tuple(each for each in found if each is not None)


def _criterion(text: str, position: int) -> Criterion | None:
    said = text[:_READ]
    named = _MEASURE.search(said)
    if named is None:
        return None
    measure = (named[1] or _BY_WORD[named[2].lower()]).lower()
    for each in _LIMIT.finditer(said, named.end()):
        seconds = limit_said(each[0])
        if seconds is not None:
            return Criterion(text, measure, seconds, position)
    return None


def missing_metrics(wanted: Iterable[str], recorded: Iterable[str]) -> tuple[str, ...]:
    """Those metrics that none of the recorded names is about."""
    names = tuple(recorded)
    concepts = {_concept(each) for each in names}
    words = [_words(each) for each in names]
    return tuple(each for each in wanted if not _is_among(each, concepts, words))


def _is_among(metric: str, concepts: set[str], words: list[frozenset[str]]) -> bool:
    concept = _concept(metric)
    if concept:
        return concept in concepts
    own = _words(metric)
    return any(own <= each or each <= own for each in words if each)


def _concept(name: str) -> str:
    said = _plain(name)
    return next((concept for concept, pattern in _CONCEPTS if pattern.search(said)), "")


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", _plain(name))) - _FILLING


def _plain(name: str) -> str:
    return re.sub(r"[_-]+", " ", name[:_READ].lower())
