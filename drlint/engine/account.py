"""Makes the report of a run: what is set aside, what is counted, in which order it is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from drlint import __version__
from drlint.catalog.kind import DOCUMENT_ONLY
from drlint.engine.aside import Sifted, provided_elsewhere, recounted
from drlint.engine.evaluate import Verdicts
from drlint.engine.gate import Gate
from drlint.engine.order import in_order, worst_first
from drlint.engine.posture import Before, compared, undecided
from drlint.engine.report import Adopted, Elsewhere, Input, PolicySummary, Report, Ruled
from drlint.engine.waived import Accepting, accepting, told_in
from drlint.engine.waivers import Waivers, set_aside
from drlint.estate.estate import Estate
from drlint.model.coverage import Coverage
from drlint.model.finding import BlindSpot, Finding
from drlint.model.topology import TopologyChange
from drlint.model.values import Address
from drlint.model.workload_summary import WorkloadSummary
from drlint.policy.load import Loaded

if TYPE_CHECKING:
    from drlint.engine.baseline import Baseline


class Read(Struct, frozen=True, kw_only=True):
    """What was read for a run."""

    inputs: tuple[Input, ...]
    blind_spots: tuple[BlindSpot, ...]
    root: str
    resources: int
    uncatalogued: int
    notes: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    configuration: str = ""
    coverage: Coverage | None = None


class Against(Struct, frozen=True, kw_only=True):
    """What verdicts are held against: declarations of the user's, and earlier accounts of the same estate.

    `documents` is the account of recovery documents alone, as they were.
    """

    elsewhere: tuple[Elsewhere, ...] = ()
    before: Before | None = None
    documents: Before | None = None
    baseline: Baseline | None = None
    today: date | None = None
    waivers: Waivers | None = None
    gate: Gate | None = None
    topology: tuple[TopologyChange, ...] = ()


def report_of(read: Read, policies: Sequence[Loaded], estate: Estate, verdicts: Verdicts, against: Against) -> Report:
    """The account of one run, findings worst first."""
    sifted = provided_elsewhere(verdicts.findings, verdicts.unknowns, against.elsewhere)
    sifted, fixed = _beside_before(sifted, policies, verdicts, against)
    accepted = _accepted(sifted, read, policies, estate, verdicts, against)
    held = _beside_baseline(accepted.findings, read, policies, estate, verdicts, against)
    counts = recounted(verdicts.counts, against.elsewhere, sifted)
    not_assessed = {each.policy: each.reason for each in verdicts.not_assessed}
    world, because = "closed" if estate.world.closed else "open", estate.world.because
    report = Report(
        tool_version=__version__,
        inputs=read.inputs,
        root=read.root,
        world=world,
        world_because=because,
        resources=read.resources,
        uncatalogued=read.uncatalogued,
        findings=worst_first(held.findings),
        unknowns=worst_first(accepted.unknowns),
        passed=in_order(verdicts.passed),
        waived=accepted.waived,
        baseline=worst_first(held.known),
        blind_spots=read.blind_spots,
        failures=tuple(verdicts.failures),
        not_assessed=tuple(verdicts.not_assessed),
        policies=tuple(_summary(each, counts, not_assessed) for each in policies),
        elsewhere=sifted.elsewhere,
        provided=worst_first(sifted.provided),
        notes=read.notes,
        ruled=(_ruled(read, world, because),),
        compared=tuple(_compared(against)),
        fixed=worst_first(fixed),
        adopted=held.adopted,
        today=against.today,
        topology=against.topology,
        workloads=_workloads(estate, against.today),
        coverage=read.coverage,
    )
    return told_in(report, accepted)


def _ruled(read: Read, world: str, because: str) -> Ruled:
    roots = read.roots or (read.root,)
    return Ruled(configuration=read.configuration, roots=roots, world=world, world_because=because)


def _compared(against: Against) -> Iterator[str]:
    """With what the findings were compared, in words."""
    yield from (each.called for each in (against.before, against.documents) if each is not None)
    if against.baseline is not None:
        yield f"the baseline {against.baseline.called}"


def _beside_before(
    sifted: Sifted, policies: Sequence[Loaded], verdicts: Verdicts, against: Against
) -> tuple[Sifted, Sequence[Finding]]:
    """What is left with its posture, and what is fixed."""
    telling = {each.metadata.id for each in policies if each.tells_of_changes}
    about = {
        each.metadata.id for each in policies if each.doors == DOCUMENT_ONLY and each.metadata.category == "changes"
    }
    gone: list[Finding] = []
    for before, of_changes in ((against.before, telling), (against.documents, about)):
        if before is not None:
            findings, fixed = compared(sifted.findings, verdicts.kept, before, of_changes)
            sifted = structs.replace(sifted, findings=findings, unknowns=undecided(sifted.unknowns, before))
            gone += fixed
    return sifted, gone


def _accepted(
    sifted: Sifted,
    read: Read,
    policies: Sequence[Loaded],
    estate: Estate,
    verdicts: Verdicts,
    against: Against,
) -> Accepting:
    """What waivers leave, and what policies on the gate say of them."""
    if against.waivers is None:
        return Accepting(findings=sifted.findings, unknowns=sifted.unknowns)
    silent = {each.policy for each in verdicts.not_assessed} | {each.policy for each in verdicts.failures}
    telling = {each.metadata.id for each in policies if not each.tells_of_changes} - silent
    aside = set_aside(sifted.findings, sifted.unknowns, read.blind_spots, against.waivers, estate, telling)
    return accepting(aside, against.waivers, against.gate)


class _Held(Struct, frozen=True):
    """What is left of the findings, what of them the baseline knows, and what became of its other entries."""

    findings: Sequence[Finding]
    known: Sequence[Finding] = ()
    adopted: tuple[Adopted, ...] = ()


def _beside_baseline(
    findings: Sequence[Finding],
    read: Read,
    policies: Sequence[Loaded],
    estate: Estate,
    verdicts: Verdicts,
    against: Against,
) -> _Held:
    """What the baseline does not know, or not as bad as it is."""
    if against.baseline is None:
        return _Held(findings)
    from drlint.engine.baseline import Looked, held  # noqa: PLC0415 - only a run with a baseline needs it

    whole, roots = not read.blind_spots, set(read.roots)
    created = frozenset[Address]() if against.before is None else against.before.created
    looked = Looked(policies=policies, estate=estate, verdicts=verdicts, roots=roots, whole=whole, created=created)
    found = held(findings, against.baseline, looked)
    return _Held(found.findings, found.known, (found.adopted,))


def shared_root(roots: Sequence[str]) -> str:
    """The root, or the folder that holds all of several."""
    shared = roots[0].split("/") if roots else []
    for each in roots[1:]:
        alike = zip(shared, each.split("/"), strict=False)
        shared = [one for one, other in itertools.takewhile(lambda pair: pair[0] == pair[1], alike)]
    return "/".join(shared)


def _summary(policy: Loaded, counts: Mapping[str, Sequence[int]], not_assessed: Mapping[str, str]) -> PolicySummary:
    metadata = policy.metadata
    passed, failed, unknown = counts.get(metadata.id, (0, 0, 0))
    return PolicySummary(
        id=metadata.id,
        category=metadata.category,
        title=metadata.title,
        severity=metadata.severity,
        stage=metadata.stage,
        scope=metadata.scope,
        checklist=metadata.checklist,
        why=metadata.why,
        fix=metadata.fix,
        controls=metadata.controls,
        references=metadata.references,
        passed=passed,
        failed=failed,
        unknown=unknown,
        not_assessed=not_assessed.get(metadata.id),
    )


def _workloads(estate: Estate, today: date | None) -> tuple[WorkloadSummary, ...]:
    """The workloads that documents declare."""
    if not estate.of_kind("workload"):
        return ()
    from drlint.recovery.summaries import summaries_of  # noqa: PLC0415 - only documents need it

    return summaries_of(estate, today)
