"""What was there when drlint was adopted: findings that are known, as the lines of a file that git can merge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from drlint.model.finding import Finding, Measure, Severity

SCHEMA_VERSION = "1.0"
MOST_ALIKE = 1_000_000

SeverityWord = Literal["low", "medium", "high", "critical"]
_WORDS: dict[Severity, SeverityWord] = {
    Severity.LOW: "low",
    Severity.MEDIUM: "medium",
    Severity.HIGH: "high",
    Severity.CRITICAL: "critical",
}
# Names come from outside: nothing in the file can hide in a diff or steer a terminal.
_ODD = re.compile(r"[^\n\x20-\x7e]")


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A finding that is known, or `count` of them that are the same; `resource` is its path in `root`."""

    root: str
    resource: str
    policy: Annotated[str, Meta(min_length=1)]
    detail: str = ""
    severity: SeverityWord
    measured: tuple[Measure, ...] = ()
    count: Annotated[int, Meta(ge=1, le=MOST_ALIKE)] = 1
    fingerprint: str


def entry_of(finding: Finding) -> Entry:
    """The entry that a finding makes; a name that is no text stands as its fingerprint has it."""
    return Entry(
        root=_text(finding.resource.root),
        resource=_text(finding.resource.path),
        policy=finding.policy,
        detail=_text(finding.detail),
        severity=_WORDS[finding.severity],
        measured=finding.measured,
        fingerprint=finding.fingerprint,
    )


def counted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries in the order of a file, those that are the same as one with their number."""
    return entries_of(counts_of(entries))


def counts_of(entries: Iterable[Entry]) -> Counter[Entry]:
    """How many there are of each entry, which then counts one."""
    counts: Counter[Entry] = Counter()
    for each in entries:
        counts[each if each.count == 1 else msgspec.structs.replace(each, count=1)] += each.count
    return counts


def entries_of(counts: Mapping[Entry, int]) -> tuple[Entry, ...]:
    """So many of each entry, in the order of a file."""
    found = (each if number == 1 else msgspec.structs.replace(each, count=number) for each, number in counts.items())
    return tuple(sorted(found, key=_order))


def file_of(entries: Iterable[Entry], version: str) -> bytes:
    """The file: an entry a line, each ending with a comma, so that branches that add some do not meet at the end."""
    lines = [msgspec.json.encode(each).decode() for each in entries]
    head = (
        f'{{\n"schema_version": "{SCHEMA_VERSION}",\n"drlint": {msgspec.json.encode(version).decode()},\n"entries": ['
    )
    text = "\n".join([head, *[f"{line}," for line in lines], "null\n]\n}\n"])
    return (_ODD.sub(_escaped, text) if _is_odd(text) else text).encode()


def _is_odd(text: str) -> bool:
    return not text.isascii() or "\x7f" in text


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _text(name: str) -> str:
    return name if name.isascii() else name.encode("utf-8", "replace").decode()


def _order(entry: Entry) -> tuple[str, str, str, str, str, bytes]:
    """All of a resource together, so that what a branch adds or takes out is one stretch of lines."""
    measured = msgspec.json.encode(entry.measured) if entry.measured else b""
    return (entry.root, entry.resource, entry.policy, entry.detail, entry.severity, measured)
