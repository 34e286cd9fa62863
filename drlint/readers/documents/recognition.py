"""Tells recovery documents from the other YAML and Markdown of a repository, by their text alone."""

from __future__ import annotations

import re

ENDINGS = (".yaml", ".yml", ".md", ".markdown")
LARGEST = 2 * 1024 * 1024
KINDS = ("workload", "runbook", "drill", "test_plan")

# A kind as a key that begins a line of YAML, or of the front matter of Markdown; quoted or in braces as JSON has it.
_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?[{ ]{0,2}[\"']?(?:workload|runbook|drill|test_plan)[\"']?[ \t]*:", re.MULTILINE)
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?P<front>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)


def is_named_so(name: str) -> bool:
    """Whether a file of that name may be a document."""
    return name.lower().endswith(ENDINGS)


def is_markdown(name: str) -> bool:
    return name.lower().endswith(ENDINGS[2:])


def looks_like_document(data: bytes, name: str) -> bool:
    """Whether a file may be a document, by its bytes."""
    if not any(kind.encode() in data for kind in KINDS):
        return False
    if not is_markdown(name):
        return _KEY.search(data) is not None
    front = _FRONT.match(data)
    return front is not None and _KEY.search(front["front"]) is not None


# What a document of the kind has besides: others use these words as keys, too (the values of a Helm chart).
_MARKS = {
    "workload": ("name", "tier", "objectives", "members", "strategy", "primary_region", "third_parties"),
    "runbook": ("name", "version", "last_tested", "steps", "kind", "covers"),
    "drill": ("date", "type", "measured", "rto", "rpo", "participants"),
    "test_plan": ("name", "frequency", "last_test", "next_test", "success_criteria"),
}


def kinds_in(said: object) -> tuple[str, ...]:
    """The kinds of which a document speaks, by its top-level keys."""
    if not isinstance(said, dict):
        return ()
    return tuple(kind for kind in KINDS if kind in said)


def is_surely(kind: str, said: dict[str, object]) -> bool:
    """Whether a mapping is a document of the kind, and not somebody else's use of the word."""
    inner = said.get(kind)
    names = {*said, *(inner if isinstance(inner, dict) else ())}
    return isinstance(inner, str) or any(each in names for each in _MARKS[kind])
