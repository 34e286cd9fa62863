"""What the engine says: findings with evidence, blind spots, failures of policies."""

from __future__ import annotations

import hashlib
from enum import IntEnum, StrEnum
from typing import TypeAlias

from msgspec import Struct

from drlint.model.resource import Location
from drlint.model.values import Address

PolicyId: TypeAlias = str


class Severity(IntEnum):
    """How much it hurts on the night; higher is worse."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()

    def softer(self) -> Severity:
        """One step less severe, low staying low."""
        return Severity(max(self.value - 1, Severity.LOW.value))


class Verdict(StrEnum):
    """The three answers."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Evidence(Struct, frozen=True):
    """What was read and where a person can read it too."""

    says: str
    location: Location


class Finding(Struct, frozen=True, kw_only=True):
    """A policy's verdict on a resource, FAIL or UNKNOWN; the first evidence is where the reader is taken.

    `detail` tells a policy's findings on one resource apart.
    """

    policy: PolicyId
    resource: Address
    kind: str
    verdict: Verdict
    severity: Severity
    severity_because: str
    message: str
    owner: str | None
    evidence: tuple[Evidence, ...]
    fingerprint: str
    gates: bool = True
    region: str | None = None
    fix: str = ""
    detail: str = ""


class Pass(Struct, frozen=True):
    """A policy that a resource keeps."""

    policy: PolicyId
    resource: Address


class BlindSpot(Struct, frozen=True):
    """A place we could not look, and what to do about it.

    `outside`: it is none of the files that were given, such as a module that is not installed; they only lead to it.
    """

    what: str
    reason: str
    location: Location
    outside: bool = False


class PolicyFailure(Struct, frozen=True):
    """A policy that broke while judging a resource; the others still ran."""

    policy: PolicyId
    resource: Address
    error: str


class NotAssessed(Struct, frozen=True):
    """A policy that none of the given inputs can answer, listed once."""

    policy: PolicyId
    reason: str


def fingerprint(policy: PolicyId, address: Address, detail: str = "") -> str:
    """Identity of a finding across commits: policy, root, path and detail; never a line number (SHA-256, 32 hex)."""
    joined = f"{policy}\x1f{address.root}\x1f{address.path}\x1f{detail}"
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:32]
