"""Reads a JSON report of drlint back into what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from drlint.model.errors import DrlintError
from drlint.model.finding import Evidence, Finding, Measure, Severity, Verdict
from drlint.model.resource import Location
from drlint.model.told import Told
from drlint.model.values import Address

MAJOR = 1
_MEASURED_SINCE = (1, 2)
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})")
_BYTE = re.compile(r"\(byte (\d+)\)")
_BOM = b"\xef\xbb\xbf"
_HEAD = 4096
_AGAIN = "write it again with drlint check -o json=FILE"


class _Tool(Struct, frozen=True):
    name: str = ""


class _Head(Struct, frozen=True):
    schema_version: str = ""
    tool: _Tool = _Tool()


class _Place(Struct, frozen=True):
    uri: str
    line: int | None = None


class _Said(Struct, frozen=True):
    says: str
    location: _Place


class _Finding(Struct, frozen=True):
    policy: str
    root: str
    resource: str
    severity: Literal["low", "medium", "high", "critical"]
    message: str
    fingerprint: str
    kind: str = ""
    region: str | None = None
    severity_because: str = ""
    owner: str | None = None
    gates: bool = True
    detail: str = ""
    origin: str = ""
    measured: tuple[Measure, ...] = ()
    evidence: list[_Said] = []


class _Failure(Struct, frozen=True):
    policy: str
    root: str
    resource: str


class _Policy(Struct, frozen=True):
    id: str
    not_assessed: str | None = None


class _Input(Struct, frozen=True):
    uri: str
    kind: str = ""
    status: str = ""


class _Counts(Struct, frozen=True):
    severities: dict[str, int] = {}


class _Report(Struct, frozen=True):
    root: str
    findings: list[_Finding]
    unknowns: list[_Finding]
    waived: list[_Finding]
    baseline: list[_Finding]
    failures: list[_Failure]
    blind_spots: list[msgspec.Raw]
    inputs: list[_Input]
    policies: list[_Policy]
    counts: _Counts
    roots: list[str] | None = None


def is_report(data: bytes) -> bool:
    """Whether this is a JSON report of drlint, of whatever version, or the beginning of one."""
    if b'"format_version"' in data[:_HEAD]:  # a plan or a state, which may be large
        return False
    try:
        head = msgspec.json.decode(data.removeprefix(_BOM), type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return b'"schema_version"' in data[:_HEAD] and b'"drlint"' in data[:_HEAD]
    return head.tool.name == "drlint"


def read_report(data: bytes, name: str) -> Told:
    """What a report says; raises DrlintError where it is truncated, of a newer drlint, or changed by hand."""
    plain = data.removeprefix(_BOM)
    try:
        version = _version(msgspec.json.decode(plain, type=_Head).schema_version, name)
        found = msgspec.json.decode(plain, type=_Report)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DrlintError(_refusal(data, name, error)) from error
    findings = tuple(_findings(found.findings, Verdict.FAIL))
    notes = []
    if version < _MEASURED_SINCE:
        notes.append(f"{name} was written without measured values, so it is compared by severity alone")
    hidden = _hidden(found.counts, findings)
    if hidden:
        words = ", ".join(str(each) for each in sorted(hidden, reverse=True))
        notes.append(f"{name} does not list its findings of severity {words} (--min-severity), so none is compared")
    return Told(
        called=name,
        findings=findings,
        aside=tuple(_findings([*found.waived, *found.baseline], Verdict.FAIL)),
        unknowns=tuple(_findings(found.unknowns, Verdict.UNKNOWN)),
        roots=frozenset(_roots(found)),
        policies=frozenset(each.id for each in found.policies if each.not_assessed is None),
        broken=frozenset((each.policy, Address(each.root, each.resource)) for each in found.failures),
        whole=not found.blind_spots,
        hidden=hidden,
        notes=tuple(notes),
    )


def _version(said: str, name: str) -> tuple[int, int]:
    found = _VERSION.fullmatch(said)
    if found is None:
        raise DrlintError(f"{name}: schema_version {said[:20]!r} is none of a report; {_AGAIN}")
    major, minor = int(found[1]), int(found[2])
    if major != MAJOR:
        raise DrlintError(f"{name}: is a report of version {said}, and this drlint reads {MAJOR}.x; use a newer drlint")
    return major, minor


def _refusal(data: bytes, name: str, error: Exception) -> str:
    at = _BYTE.search(str(error))
    if "truncated" in str(error):
        line = _line_at(data, len(data))
        return f"{name}:{line}: ends in the middle; {_AGAIN}"
    if at is None and isinstance(error, msgspec.ValidationError):
        return f"{name}: is no whole report: {' '.join(str(error).split())}; {_AGAIN}"
    line = _line_at(data, int(at[1])) if at else 1
    return f"{name}:{line}: is not JSON; {_AGAIN}"


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _findings(found: Iterable[_Finding], verdict: Verdict) -> Iterator[Finding]:
    for each in found:
        yield Finding(
            policy=each.policy,
            resource=Address(each.root, each.resource),
            kind=each.kind,
            verdict=verdict,
            severity=Severity[each.severity.upper()],
            severity_because=each.severity_because,
            message=each.message,
            owner=each.owner,
            evidence=tuple(Evidence(one.says, Location(one.location.uri, one.location.line)) for one in each.evidence),
            fingerprint=each.fingerprint,
            gates=each.gates,
            region=each.region,
            detail=each.detail,
            measured=each.measured,
            origin=each.origin,
        )


def _hidden(counts: _Counts, findings: Iterable[Finding]) -> frozenset[Severity]:
    """The severities of which findings are counted and not listed."""
    listed = Counter(each.severity for each in findings)
    return frozenset(each for each in Severity if counts.severities.get(str(each), 0) > listed[each])


def _roots(found: _Report) -> Iterator[str]:
    """The roots that were judged; a report of before 1.2 names only those of which it says something."""
    if found.roots is not None:
        yield from found.roots
        return
    yield found.root
    for some in (found.findings, found.unknowns, found.waived, found.baseline, found.failures):
        yield from (each.root for each in some)
    yield from ("" if each.uri == "." else each.uri for each in found.inputs if each.kind == "source")
