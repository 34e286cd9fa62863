"""One run from inputs to report: read, join, evaluate, account."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from drlint import __version__
from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.cli.configuration import Configuration
from drlint.cli.inputs import Gathered
from drlint.engine.evaluate import Settings, Verdicts, evaluate
from drlint.engine.report import Elsewhere, PolicySummary, Report
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.errors import DrlintError
from drlint.model.finding import Finding, Severity
from drlint.model.nearness import near
from drlint.policy.load import CompiledPolicy, Loaded, loaded


class Asked(Struct, frozen=True, kw_only=True):
    """What a run is asked to do besides configuration."""

    keep_passed: bool = False
    tick: Callable[[int], None] | None = None


def report_of(
    given: Gathered,
    context: Gathered,
    policies: Sequence[CompiledPolicy],
    catalog: Catalog,
    settings: Configuration,
    asked: Asked,
) -> Report:
    """Evaluate the selected policies on what was given."""
    chosen = loaded(selected(policies, settings["select"], settings["ignore"]), catalog)
    _require_parameters(policies, settings)
    objectives = settings.objectives()
    estate = _estate(given, context, catalog, settings["world"], objectives.recovery_regions)
    evaluating = Settings(
        parameters=settings["parameters"],
        objectives=objectives,
        doors=_doors(given),
        keep_passed=asked.keep_passed,
        profile=settings["profile"],
    )
    verdicts = evaluate(chosen, estate, evaluating, asked.tick)
    return _report(given, context, chosen, estate, verdicts, settings)


def _estate(
    given: Gathered, context: Gathered, catalog: Catalog, world: str, recovery_regions: tuple[str, ...]
) -> Estate:
    regions = frozenset(region for each in (*given.results, *context.results) for region in each.regions)
    return join(
        [resource for each in given.results for resource in each.resources],
        catalog,
        world=world,
        regions=regions,
        context=[resource for each in context.results for resource in each.resources],
        recovery_regions=recovery_regions,
    )


def _doors(given: Gathered) -> frozenset[Door]:
    doors = {"plan": Door.PLAN, "state": Door.PLAN, "source": Door.SOURCE, "inventory": Door.LIVE}
    return frozenset(doors[each.kind] for each in given.results if each.kind in doors)


def _report(
    given: Gathered,
    context: Gathered,
    chosen: Sequence[Loaded],
    estate: Estate,
    verdicts: Verdicts,
    settings: Configuration,
) -> Report:
    declared = settings.elsewhere()
    findings = [each for each in verdicts.findings if not _provided(each, declared)]
    unknowns = [each for each in verdicts.unknowns if not _provided(each, declared)]
    not_assessed = {each.policy: each.reason for each in verdicts.not_assessed}
    return Report(
        tool_version=__version__,
        inputs=(*given.inputs, *context.inputs),
        root=given.root,
        world="closed" if estate.world.closed else "open",
        world_because=estate.world.because,
        resources=sum(len(each.resources) for each in given.results),
        uncatalogued=sum(each.uncatalogued for each in given.results),
        findings=_sorted(findings),
        unknowns=_sorted(unknowns),
        passed=tuple(sorted(verdicts.passed, key=lambda each: (each.policy, each.resource))),
        waived=(),
        baseline=(),
        blind_spots=(*given.blind_spots, *context.blind_spots),
        failures=tuple(verdicts.failures),
        not_assessed=tuple(verdicts.not_assessed),
        policies=tuple(_summary(each, verdicts, not_assessed) for each in chosen),
        elsewhere=declared,
        notes=tuple(note for each in given.results for note in each.notes),
    )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (-each.severity, each.policy, each.resource, each.message)))


def _provided(finding: Finding, declared: Iterable[Elsewhere]) -> bool:
    return any(
        fnmatch.fnmatchcase(finding.policy, each.policy)
        and any(fnmatch.fnmatchcase(finding.resource.path, glob) for glob in each.addresses)
        for each in declared
    )


def _summary(policy: Loaded, verdicts: Verdicts, not_assessed: dict[str, str]) -> PolicySummary:
    metadata = policy.metadata
    passed, failed, unknown = verdicts.counts.get(metadata.id, [0, 0, 0])
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


def selected(policies: Sequence[CompiledPolicy], select: Sequence[str], ignore: Sequence[str]) -> list[CompiledPolicy]:
    """Policies by id, former id, category, checklist item or glob; DrlintError for a word that matches none."""
    wanted = [each for each in policies if not select or _named(each, select)]
    for word in (*select, *ignore):
        if not any(_named(each, [word]) for each in policies):
            raise DrlintError(f"no policy is called {word!r}{near(word, _names(policies))}; drlint policies lists them")
    return [each for each in wanted if not _named(each, ignore)]


def _named(policy: CompiledPolicy, words: Sequence[str]) -> bool:
    metadata = policy.metadata
    names = (metadata.id, metadata.category, metadata.checklist, *metadata.formerly)
    return any(fnmatch.fnmatchcase(name, word) for word in words for name in names)


def _names(policies: Sequence[CompiledPolicy]) -> list[str]:
    found = {name for each in policies for name in (each.metadata.id, each.metadata.category, each.metadata.checklist)}
    return sorted(found)


def _require_parameters(policies: Sequence[CompiledPolicy], settings: Configuration) -> None:
    """Parameters in configuration must be ones that the policy declares."""
    declared = {each.metadata.id: each.metadata.parameters for each in policies}
    for policy, values in settings["parameters"].items():
        if policy not in declared:
            raise DrlintError(
                f"{settings.path}: parameters: no policy is called {policy!r}{near(policy, _names(policies))}"
            )
        for name in values:
            if name not in declared[policy]:
                raise DrlintError(
                    f"{settings.path}: parameters: {policy} has no parameter {name!r}{near(name, declared[policy])}"
                )


def exit_code(report: Report, given: Gathered, settings: Configuration) -> int:
    """0 fine · 1 findings · 3 nothing recognised · 4 incomplete · 5 a policy broke; precedence 5 > 3 > 1 > 4 > 0."""
    if report.failures:
        return 5
    if not given.recognised:
        return 3
    gate = Severity[settings["fail_on"].upper()]
    judged = not settings["exit_zero"]  # which mutes verdicts only: what was not read whole stays 4
    if judged and any(each.gates and each.severity >= gate for each in report.findings):
        return 1
    incomplete = bool(report.blind_spots) and settings["incomplete"] == "fail"
    undecided = settings["strict"] and any(each.gates and each.severity >= gate for each in report.unknowns)
    return 4 if incomplete or (judged and undecided) else 0
