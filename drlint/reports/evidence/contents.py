"""What an evidence bundle is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from drlint.engine.report import Report
from drlint.model.finding import Finding, PolicyId
from drlint.model.resource import Location


class Judged(Struct, frozen=True, kw_only=True):
    """A resource of the population; `verdicts` says how many policies spoke about it."""

    root: str
    address: str
    kind: str
    region: str
    account: str
    owner: str
    owner_because: str
    environment: str
    workload: str
    tier: str
    location: Location
    verdicts: int


class InForce(Struct, frozen=True, kw_only=True):
    """A policy as one configuration (none where its path is empty) had it."""

    policy: PolicyId
    configuration: str
    parameters: Mapping[str, Any]


class File(Struct, frozen=True, kw_only=True):
    """A file that was read for the run, and what it is: plan, source, configuration, baseline …"""

    path: str
    role: str
    bytes: int
    sha256: str


class Bundle(Struct, frozen=True, kw_only=True):
    """All that goes into a bundle; `population` and `passes` may be long, and are gone through more than once."""

    report: Report
    population: Iterable[Judged]
    passes: Iterable[Finding]
    files: Sequence[File]
    in_force: Sequence[InForce]
    digests: Mapping[PolicyId, str]
    as_of: date
    since: date
    until: date
    python: str
    asked: Mapping[str, Any] = {}
