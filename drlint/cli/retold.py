"""Tells one finding of a saved JSON report again: the chain of its evidence, and why it is as severe as it is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from drlint.model.errors import DrlintError, UnreadableError
from drlint.readers.files import read_regular
from drlint.reports.escape import terminal

_LARGEST = 512 * 1024 * 1024
_LEAST = 4  # characters of a fingerprint
_WIDTH = 100
_LISTS = {
    "findings": "found",
    "unknowns": "cannot be told",
    "waived": "waived",
    "baseline": "in the baseline",
    "fixed": "fixed",
}


class _Place(Struct):
    uri: str
    line: int | None = None


class _Evidence(Struct):
    says: str
    location: _Place


class _Waiver(Struct):
    owner: str
    reason: str
    until: str


class _Told(Struct, kw_only=True):
    """A finding as the JSON report has it, as far as it is told here."""

    policy: str
    root: str
    resource: str
    severity: str
    severity_because: str
    gates: bool
    message: str
    owner: str | None
    evidence: list[_Evidence]
    fingerprint: str
    fix: str = ""
    was: str = ""
    posture: str = ""
    owner_because: str = ""
    workload: str = ""
    stage_because: str = ""
    origin: str = ""
    waiver: _Waiver | None = None


class _Report(Struct):
    tool: Mapping[str, str]
    findings: list[_Told] = []
    unknowns: list[_Told] = []
    waived: list[_Told] = []
    baseline: list[_Told] = []
    fixed: list[_Told] = []


def retold(fingerprint: str, path: Path) -> str:
    """The finding with that fingerprint, or that begins so; raises DrlintError where there is none, or several."""
    report = _read(path)
    if len(fingerprint) < _LEAST:
        raise DrlintError(f"{fingerprint}: give at least {_LEAST} characters of a fingerprint")
    found = {
        each.fingerprint: (each, said)
        for name, said in _LISTS.items()
        for each in getattr(report, name)
        if each.fingerprint.startswith(fingerprint.lower())
    }
    if not found:
        raise DrlintError(
            f"{path}: no finding has the fingerprint {fingerprint}; the report's `fingerprint` fields have them"
        )
    if len(found) > 1:
        raise DrlintError(
            f"{path}: {len(found):,} findings have a fingerprint that begins with {fingerprint}; give more of it"
        )
    return "\n".join(map(terminal, _lines(*next(iter(found.values())))))


def _read(path: Path) -> _Report:
    try:
        found = msgspec.json.decode(read_regular(str(path), _LARGEST), type=_Report)
    except UnreadableError as error:
        raise DrlintError(f"{path}: {error}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise DrlintError(
            f"{path}: is no JSON report of drlint ({error}); make one: drlint check -o json={path.name}"
        ) from error
    if found.tool.get("name") != "drlint":
        raise DrlintError(f"{path}: is a report of another tool; make one: drlint check -o json={path.name}")
    return found


def _lines(told: _Told, said: str) -> Iterator[str]:
    yield f"{told.severity.upper()}  {told.policy}"
    yield f"{told.root}: {told.resource}" if told.root else told.resource
    yield ""
    yield from _wrapped(told.message)
    if told.was:
        yield from _wrapped(f"Before: {told.was}")
    yield ""
    yield from (f"{label:10}{text}" for label, text in _facts(told, said) if text)
    yield ""
    yield "Evidence"
    for number, each in enumerate(told.evidence, start=1):
        line = "" if each.location.line is None else f":{each.location.line}"
        yield f"  {number}. {each.location.uri}{line}"
        yield from _wrapped(each.says, "     ")
    if told.fix:
        yield ""
        yield "Fix"
        yield from (f"  {line}" for line in told.fix.splitlines())
    yield ""
    yield f"drlint explain {told.policy} tells more of the policy"


def _facts(told: _Told, said: str) -> Iterator[tuple[str, str]]:
    yield "status", f"{said}, {told.posture}" if told.posture else said
    yield "severity", f"{told.severity}: {told.severity_because}"
    yield (
        "gates",
        "yes" if told.gates else f"no: {told.stage_because or (told.origin and f'from {told.origin}') or 'preview'}",
    )
    yield (
        "owner",
        f"{told.owner} ({told.owner_because})" if told.owner and told.owner_because else told.owner or "unowned",
    )
    yield "workload", told.workload
    if told.waiver is not None:
        yield "waiver", f"until {told.waiver.until} by {told.waiver.owner}: {told.waiver.reason}"
    yield "id", told.fingerprint


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent) or [indent]
