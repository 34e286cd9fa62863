"""Reads what a waiver comment says: `drlint: waive[policy] until=2027-01-31 owner=payments reason="…"`."""

from __future__ import annotations

import re

from drlint.model.nearness import near
from drlint.model.resource import Location
from drlint.model.waiver import Comment, day_said, wrong_with

MARK = b"drlint:"

_KEYS = ("until", "owner", "ticket", "reason")
_LONGEST = 4_000  # characters
_SHOWN = 30
_HEAD = re.compile(r"(?P<word>[\w-]*)[ \t]*(?:\[(?P<ids>[^\]\n]*)\])?")
_PAIR = re.compile(
    r'[ \t]*(?P<key>[^\s="\[\]]+)[ \t]*=[ \t]*(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<bare>[^\s"]+))(?=\s|$)'
)
_ESCAPED = re.compile(r"\\(.)")


def comment_of(text: str, location: Location) -> Comment:
    """What follows `drlint:` in a comment."""
    text = text.strip()
    if len(text) > _LONGEST:
        return Comment(location=location, problem=f"it is longer than {_LONGEST:,} characters")
    head = _HEAD.match(text)
    if head is None or head["word"] != "waive" or head["ids"] is None:
        what = near(head["word"], ("waive",)) if head is not None and head["word"] != "waive" else ""
        return Comment(location=location, problem=f"a drlint comment says waive[policy] and for how long{what}")
    words = tuple(dict.fromkeys(each.strip() for each in head["ids"].split(",") if each.strip()))
    if not words:
        return Comment(location=location, problem="it names no policy; write waive[policy]")
    said, problem = _pairs(text[head.end() :])
    problem = problem or wrong_with(said)
    return Comment(
        location=location,
        words=words,
        owner=said.get("owner", "").strip(),
        reason=said.get("reason", "").strip(),
        until=day_said(said.get("until", "")),
        ticket=said.get("ticket", "").strip(),
        problem=problem,
    )


def _pairs(text: str) -> tuple[dict[str, str], str]:
    """What a comment says by key, and what is wrong with it."""
    said: dict[str, str] = {}
    at = 0
    while text[at:].strip():
        found = _PAIR.match(text, at)
        if found is None:
            rest = text[at:].strip()
            return said, f'it cannot be read from {rest[:_SHOWN]!r} on; write key=word or key="several words"'
        key, quoted = found["key"], found["quoted"]
        if key not in _KEYS:
            return said, f"it has a {key[:_SHOWN]!r}, which no waiver has{near(key, _KEYS)}"
        if key in said:
            return said, f"it says {key} twice"
        said[key] = found["bare"] if quoted is None else _ESCAPED.sub(r"\1", quoted)
        at = found.end()
    return said, ""
