"""The account of one run: everything a report may say, computed before any format is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from drlint.model.baseline import Entry
from drlint.model.coverage import Coverage
from drlint.model.finding import BlindSpot, Finding, NotAssessed, Pass, PolicyFailure, PolicyId, Severity
from drlint.model.topology import TopologyChange
from drlint.model.waiver import BrokenWaiver, WaivedSpot, Waiver, WaiverUse
from drlint.model.workload_summary import WorkloadSummary


class PolicySummary(Struct, frozen=True, kw_only=True):
    """What a report needs to know of a policy, and how often it said what.

    `origin` names another tool whose rule it is.
    """

    id: PolicyId
    category: str
    title: str
    severity: Severity
    stage: str
    scope: str
    checklist: str
    why: str
    fix: str
    controls: Mapping[str, tuple[str, ...]]
    references: tuple[str, ...]
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    not_assessed: str | None = None
    origin: str = ""


class Input(Struct, frozen=True, kw_only=True):
    """One file that was given: what it is, and whether all of it could be read (read · partial · failed · skipped)."""

    uri: str
    kind: str
    status: str
    note: str = ""
    resources: int = 0


class Elsewhere(Struct, frozen=True, kw_only=True):
    """What configuration declares to be provided by another root."""

    policy: str
    addresses: tuple[str, ...]
    where: str
    owner: str
    set_aside: int = 0


class Waived(Struct, frozen=True):
    """A finding that a waiver sets aside."""

    finding: Finding
    waiver: Waiver


class Adopted(Struct, frozen=True):
    """What became of the entries of a baseline, `called` so, that no finding was held against.

    `fixed` pass now; of those `gone` there is nothing to judge any more: the resource is none, or the policy does not
    apply to it; `stale` are of policies that there are not; `aside` are accepted or provided elsewhere now; of those
    `unjudged` this run says nothing.
    """

    called: str
    fixed: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    stale: tuple[Entry, ...] = ()
    aside: tuple[Entry, ...] = ()
    unjudged: tuple[Entry, ...] = ()


class Ruled(Struct, frozen=True, kw_only=True):
    """What one configuration ruled (none where its path is empty): its roots, and the world as they show it."""

    configuration: str
    roots: tuple[str, ...]
    world: str
    world_because: str


class Report(Struct, frozen=True, kw_only=True):
    """One run. Findings and unknowns are sorted worst first, then by policy and address.

    `ruled` has more than one entry where several configurations ruled; `world` is then open unless all are closed.
    `provided` is what the declarations of `elsewhere` set aside. `compared` says in words with what the findings were
    compared (nothing where it is empty), `fixed` what was broken there and is kept now, `adopted` is the rest of each
    baseline, `today` is the day on which waivers were held against. `waivers` are all of them, `broken_waivers` what
    was meant to be some; `waived_spots` are those of the blind spots that somebody accepts. `topology` has what each
    change does to copies, where that was asked for and it does anything to them.
    `workloads` are those that documents declare, the most critical first. `coverage` is how much of what was asked of
    AWS was answered, None where nothing was.
    """

    tool_version: str
    inputs: tuple[Input, ...]
    root: str
    world: str
    world_because: str
    resources: int
    uncatalogued: int
    findings: tuple[Finding, ...]
    unknowns: tuple[Finding, ...]
    passed: tuple[Pass, ...]
    waived: tuple[Waived, ...]
    baseline: tuple[Finding, ...]
    blind_spots: tuple[BlindSpot, ...]
    failures: tuple[PolicyFailure, ...]
    not_assessed: tuple[NotAssessed, ...]
    policies: tuple[PolicySummary, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    provided: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    ruled: tuple[Ruled, ...] = ()
    compared: tuple[str, ...] = ()
    fixed: tuple[Finding, ...] = ()
    adopted: tuple[Adopted, ...] = ()
    today: date | None = None
    waivers: tuple[WaiverUse, ...] = ()
    broken_waivers: tuple[BrokenWaiver, ...] = ()
    waived_spots: tuple[WaivedSpot, ...] = ()
    topology: tuple[TopologyChange, ...] = ()
    workloads: tuple[WorkloadSummary, ...] = ()
    coverage: Coverage | None = None

    @property
    def pass_count(self) -> int:
        return sum(policy.passed for policy in self.policies)
