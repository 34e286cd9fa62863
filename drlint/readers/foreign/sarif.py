"""Reads SARIF 2.1.0 of any tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.readers.foreign.told import ForeignFinding, ForeignReport, decoded, place_of, text_of

_WHAT = "SARIF 2.1.0"
_TOOLS = ("checkov", "trivy", "tfsec")


class _Rule(Struct):
    id: str = ""


class _Driver(Struct):
    name: str = ""
    rules: list[_Rule] = []


class _Tool(Struct):
    driver: _Driver


class _RuleReference(Struct):
    id: str = ""


class _Artifact(Struct):
    uri: str | None = None


class _Region(Struct, rename="camel"):
    start_line: int | None = None


class _Physical(Struct, rename="camel"):
    artifact_location: _Artifact | None = None
    region: _Region | None = None


class _Location(Struct, rename="camel"):
    physical_location: _Physical | None = None


class _Suppression(Struct):
    status: str = "accepted"


class _Result(Struct, rename="camel"):
    """Of a result these names alone are read; message and snippet may quote secrets."""

    rule_id: str | None = None
    rule_index: int = -1
    rule: _RuleReference | None = None
    kind: str = "fail"
    baseline_state: str | None = None
    locations: list[_Location] = []
    suppressions: list[_Suppression] | None = None


class _Run(Struct):
    tool: _Tool
    results: list[_Result] | None = None


class _Log(Struct):
    version: str
    runs: list[_Run]


def read_sarif(data: bytes) -> ForeignReport:
    """The results that are failures; raises UnreadableError."""
    log: _Log = decoded(data, _Log, _WHAT)
    if log.version != "2.1.0":
        raise UnreadableError(f"it is no {_WHAT}: it says another version")
    failed: list[ForeignFinding] = []
    suppressed: list[str] = []
    for run in log.runs:
        for rule, result in _failures(run):
            if any(each.status == "accepted" for each in result.suppressions or ()):
                suppressed.append(rule)
            else:
                failed.append(_finding(rule, result))
    names = {run.tool.driver.name.lower() for run in log.runs}
    tool = names.pop() if len(names) == 1 else ""
    return ForeignReport(failed=tuple(failed), suppressed=tuple(suppressed), tool=tool if tool in _TOOLS else "")


def _failures(run: _Run) -> Iterator[tuple[str, _Result]]:
    for each in run.results or ():
        if each.kind == "fail" and each.baseline_state != "absent":
            yield _rule_of(each, run.tool.driver.rules), each


def _rule_of(result: _Result, rules: Sequence[_Rule]) -> str:
    """The rule's id, which may stand in one of three places."""
    if result.rule_id:
        return result.rule_id
    if result.rule is not None and result.rule.id:
        return result.rule.id
    return rules[result.rule_index].id if 0 <= result.rule_index < len(rules) else ""


def _finding(rule: str, result: _Result) -> ForeignFinding:
    physical: Any = next((each.physical_location for each in result.locations if each.physical_location), None)
    artifact = physical.artifact_location if physical is not None else None
    region = physical.region if physical is not None else None
    place = place_of(artifact.uri) if artifact is not None else ""
    line = region.start_line if region is not None else None
    return ForeignFinding(
        rule=text_of(rule),
        places=(place,) if place else (),
        line=line if line is not None and line > 0 else None,
    )
