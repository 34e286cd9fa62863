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


class Posture(StrEnum):
    """A finding beside an earlier account of the same estate."""

    NEW = "new"
    WORSE = "worse"
    UNCHANGED = "unchanged"


class Stage(StrEnum):
    """How far a policy has come: one that is observed or warns fails no run."""

    OBSERVE = "observe"
    WARN = "warn"
    BLOCK = "block"


GROWING = frozenset({Posture.NEW, Posture.WORSE})  # what `--only-new` counts


class Measure(Struct, frozen=True):
    """A value that a policy read and of which the catalog knows the safer direction (`stronger`, as there).

    Of a list the value is its length, of what only has to be there whether it is; None is not set.
    """

    attribute: str
    value: bool | int | float | str | None
    stronger: str
    unit: str = ""


class Evidence(Struct, frozen=True):
    """What was read and where a person can read it too."""

    says: str
    location: Location


class Finding(Struct, frozen=True, kw_only=True):
    """A policy's verdict on a resource, FAIL or UNKNOWN (PASS for a witness); the first evidence is where one is taken.

    `detail` tells a policy's findings on one resource apart. `posture` is None where it was compared with nothing, or
    where it cannot be told; `was` says what it was before ("backup_retention_period: 35 → 1 day"). `origin` names
    another tool whose verdict it is. `gates` says whether it fails a run; where a rollout says that it does not,
    `stage` is not BLOCK and `stage_because` says so ("warn until 2027-02-01 …"). `owner_because` says who names the
    owner.
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
    measured: tuple[Measure, ...] = ()
    posture: Posture | None = None
    was: str = ""
    origin: str = ""
    stage: Stage = Stage.BLOCK
    stage_because: str = ""
    owner_because: str = ""
    workload: str | None = None
    account: str | None = None


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
