"""Places as SARIF and GitHub take them: one line of a file in the repository; what lies elsewhere is told in words."""

from __future__ import annotations

import re
from typing import Any

from drlint.model.resource import Location
from drlint.reports.escape import relative_uri

BASE = "%SRCROOT%"

# Beside or above the repository, downloaded into it by Terraform, or no file at all.
_ELSEWHERE = re.compile(
    r"[\\/]|[A-Za-z]:[\\/]|arn:|stdin$|$|.*://|(?:.*[\\/])?(?:\.\.|\.terraform)(?:[\\/]|$)", re.DOTALL
)
_ABSOLUTE = re.compile(r"[\\/]|[A-Za-z]:[\\/]")


def in_repository(uri: str) -> bool:
    """Whether a place is a file that a viewer of the repository finds there."""
    return not _ELSEWHERE.match(uri)


def in_words(location: Location) -> str:
    """A place outside the repository; of an absolute path only the file's name."""
    said = str(location)
    return re.split(r"[\\/]", said)[-1] if _ABSOLUTE.match(said) else said


class Places:
    """The physical locations of one run, each made once; `anchor` is the file of what has none of its own."""

    def __init__(self, anchor: str) -> None:
        self._anchor = _artifact(anchor)
        self._in_repository: dict[str, bool] = {}
        self._artifacts: dict[str, dict[str, str]] = {}
        self._known: dict[tuple[str, int | None, int | None, int | None, bool], dict[str, Any]] = {}

    def holds(self, location: Location) -> bool:
        """Whether the place is in the repository."""
        known = self._in_repository.get(location.uri)
        if known is None:
            known = self._in_repository[location.uri] = in_repository(location.uri)
        return known

    def anchor(self) -> dict[str, Any]:
        """The first line of the anchor."""
        return {"artifactLocation": self._anchor, "region": {"startLine": 1}}

    def line(self, location: Location) -> dict[str, Any]:
        """The first line of a place, all of it as its context.

        In a pull request GitHub shows an alert only where all lines of its region were changed.
        """
        return self._physical(location, whole=False)

    def whole(self, location: Location) -> dict[str, Any]:
        """All lines of a place."""
        return self._physical(location, whole=True)

    def _physical(self, location: Location, *, whole: bool) -> dict[str, Any]:
        key = (location.uri, location.line, location.column, location.end_line, whole)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(location, whole=whole)
        return known

    def _made(self, location: Location, *, whole: bool) -> dict[str, Any]:
        artifact = self._artifacts.get(location.uri)
        if artifact is None:
            artifact = self._artifacts[location.uri] = _artifact(location.uri)
        start, last = location.line, location.end_line
        region = {"startLine": start or 1}
        made: dict[str, Any] = {"artifactLocation": artifact, "region": region}
        if start and location.column:
            region["startColumn"] = location.column
        if start and last and last >= start:
            region["endLine"] = last if whole else start
            if last > start and not whole:
                made["contextRegion"] = {"startLine": start, "endLine": last}
        return made


def _artifact(path: str) -> dict[str, str]:
    return {"uri": relative_uri(path), "uriBaseId": BASE}
