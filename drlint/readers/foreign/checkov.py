"""Reads what `checkov -o json` prints."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.readers.foreign.told import ForeignFinding, ForeignReport, decoded, place_of, text_of

_WHAT = "report of checkov (-o json)"


class _Check(Struct):
    """Of a record these names alone are read; the others hold code and values."""

    check_id: str
    resource: str = ""
    file_path: str | None = None
    file_abs_path: str | None = None
    repo_file_path: str | None = None
    file_line_range: list[int] | None = None
    caller_file_path: str | None = None


class _Results(Struct):
    failed_checks: list[_Check] = []
    skipped_checks: list[_Check] = []
    parsing_errors: list[msgspec.Raw] = []


class _Report(Struct):
    results: _Results | None = None
    checkov_version: str = ""  # of a run that had nothing to look at


def read_checkov(data: bytes) -> ForeignReport:
    """Failed checks of one report or of a list of them, one for each framework; raises UnreadableError."""
    is_list = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    shape: Any = list[_Report] if is_list else _Report
    found: Any = decoded(data, shape, _WHAT)
    reports: list[_Report] = found if is_list else [found]
    results = [each.results for each in reports if each.results is not None]
    if not results and not any(each.checkov_version for each in reports):
        raise UnreadableError(f"it is no {_WHAT}: it has no results")
    return ForeignReport(
        failed=tuple(_finding(each) for some in results for each in some.failed_checks),
        suppressed=tuple(each.check_id for some in results for each in some.skipped_checks),
        unparsed=sum(len(each.parsing_errors) for each in results),
        tool="checkov",
    )


def _finding(check: _Check) -> ForeignFinding:
    inside = [place_of(each).lstrip("/") for each in (check.repo_file_path, check.file_path)]
    said = (inside[0], place_of(check.file_abs_path), inside[1])
    lines = check.file_line_range or [0]
    return ForeignFinding(
        rule=check.check_id,
        address=text_of(check.resource),
        places=tuple(dict.fromkeys(place for place in said if place)),
        line=lines[0] if lines[0] > 0 else None,
        caller=place_of(check.caller_file_path).lstrip("/"),
    )
