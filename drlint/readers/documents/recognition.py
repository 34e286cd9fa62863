"""Tells recovery documents from the other YAML and Markdown of a repository, by their text alone."""

from __future__ import annotations

import re

ENDINGS = (".yaml", ".yml", ".md", ".markdown")
LARGEST = 2 * 1024 * 1024
KINDS = ("workload", "runbook", "drill", "test_plan")

# Patterns are compiled when they are first asked for: a plan alone needs none.
# A kind as a key that begins a line of YAML, or of the front matter of Markdown; quoted or in braces as JSON has it.
_KEY = rb"(?m)^(?:\xef\xbb\xbf)?[{ ]{0,2}[\"']?(?:workload|runbook|drill|test_plan)[\"']?[ \t]*:"
# `kind: runbook` in front matter, as wikis and site builders write it.
_SAID = rb"(?mi)^(?:kind|type)[ \t]*:[ \t]*[\"']?(?:workload|runbook|drill|test[ _-]plan)\b"
_FRONT = rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n"
_FRONT_ENDS = rb"(?m)^(?:---|\.\.\.)[ \t]*\r?$"
_BLANK = rb"(?m)^[ \t]*\r?$"  # where a front matter that does not end is taken to end
_CALLED = r"runbook|fail-?_?(?:over|back)|drill|workload|test[-_]?plan|disaster|\bdr\b|recover|restore"
_FRONT_BYTES = 64 * 1024


def is_named_so(name: str) -> bool:
    """Whether a file of that name may be a document."""
    return name.lower().endswith(ENDINGS)


def is_called_so(path: str) -> bool:
    """Whether a file is a document by what it is called, which says little; asked where nobody may look into it."""
    return re.search(_CALLED, path.replace("\\", "/").rpartition("/")[2].lower()) is not None


def is_markdown(name: str) -> bool:
    return name.lower().endswith(ENDINGS[2:])


def looks_like_document(data: bytes, name: str) -> bool:
    """Whether a file may be a document, by its bytes."""
    if is_markdown(name):
        front = _front_matter(data[:_FRONT_BYTES])
        return any(re.search(each, front) for each in (_KEY, _SAID))
    return any(kind.encode() in data for kind in KINDS) and re.search(_KEY, data) is not None


def _front_matter(data: bytes) -> bytes:
    begins = re.match(_FRONT, data)
    if begins is None:
        return b""
    front = data[begins.end() :]
    ends = re.search(_FRONT_ENDS, front) or re.search(_BLANK, front)
    return front if ends is None else front[: ends.start()]


# What a document of the kind has and other tools that use the word (the values of a Helm chart) do not.
_MARKED_BY = {
    "workload": "objectives rto rpo mtpd wrt members primary_region recovery_region recovery_regions third_parties"
    " runbooks data_residency change_management",
    "runbook": "steps prerequisites last_tested decision_criteria rollback pre_failback_checks pre_failover_checks"
    " covers post_failover post_failback trained lost_region",
    "drill": "measured measured_rto measured_rpo rto rpo participants plan_reviewed covers",
    "test_plan": "frequency last_test next_test test_types success_criteria metrics_to_capture",
}
_MARKS = {kind: frozenset(words.split()) for kind, words in _MARKED_BY.items()}
_ALL_MARKS = {
    kind: rf"(?m)^[ \t]*[\"']?(?:{'|'.join(sorted(marks))})[\"']?[ \t]*:".encode() for kind, marks in _MARKS.items()
}
_OF_OTHERS = frozenset({"apiVersion", "$schema", "AWSTemplateFormatVersion", "swagger", "openapi"})
_TEMPLATE = b"{{"


def kinds_in(said: object) -> tuple[str, ...]:
    """The kinds of which a document speaks, by its top-level keys.

    Beside a drill `workload: shop` says what it covered, and is no workload.
    """
    if not isinstance(said, dict):
        return ()
    found = tuple(kind for kind in KINDS if kind in said)
    whole = tuple(kind for kind in found if not isinstance(said[kind], str))
    return whole or found[-1:] if len(found) > 1 else found


def is_of_others(said: dict[str, object]) -> bool:
    """Whether a mapping says of itself that another tool reads it."""
    return not _OF_OTHERS.isdisjoint(said)


def has_marks(kind: str, said: dict[str, object]) -> bool:
    """Whether a mapping has what a document of the kind has, and nobody else's use of the word."""
    inner = said.get(kind)
    return not _MARKS[kind].isdisjoint({*said, *(inner if isinstance(inner, dict) else ())})


def is_surely_text(data: bytes) -> bool:
    """Whether what cannot be read is a document, by its bytes; a template for others is none."""
    if _TEMPLATE in data and re.search(rb"^[ \t]*\{\{", data, re.MULTILINE):
        return False
    return any(kind.encode() in data and re.search(marks, data) for kind, marks in _ALL_MARKS.items())
