"""Makes one report of several, each of which another configuration ruled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import structs

from drlint.engine.account import shared_root
from drlint.engine.order import in_order, worst_first
from drlint.engine.report import Adopted, PolicySummary, Report, Ruled
from drlint.engine.waived import each_once, uses_together
from drlint.model.baseline import counted
from drlint.model.coverage import coverage_of
from drlint.model.finding import NotAssessed

_NAMED = 5  # roots in a note


def together(reports: Sequence[Report]) -> Report:
    """One account of disjoint roots: findings sorted anew, counts added, what several tell told once."""
    if len(reports) == 1:
        return reports[0]
    reports = each_once(reports)
    ruled = tuple(each for report in reports for each in report.ruled)
    world, because = _world(ruled)
    return Report(
        tool_version=reports[0].tool_version,
        inputs=tuple(dict.fromkeys(each for report in reports for each in report.inputs)),
        root=shared_root([root for each in ruled for root in each.roots]),
        world=world,
        world_because=because,
        resources=sum(report.resources for report in reports),
        uncatalogued=sum(report.uncatalogued for report in reports),
        findings=worst_first(each for report in reports for each in report.findings),
        unknowns=worst_first(each for report in reports for each in report.unknowns),
        passed=in_order(each for report in reports for each in report.passed),
        waived=tuple(each for report in reports for each in report.waived),
        baseline=worst_first(each for report in reports for each in report.baseline),
        blind_spots=tuple(dict.fromkeys(each for report in reports for each in report.blind_spots)),
        failures=tuple(each for report in reports for each in report.failures),
        not_assessed=tuple(_not_assessed(reports)),
        policies=_policies(reports),
        elsewhere=tuple(each for report in reports for each in report.elsewhere),
        provided=worst_first(each for report in reports for each in report.provided),
        notes=(*map(_note, ruled), *dict.fromkeys(each for report in reports for each in report.notes)),
        ruled=ruled,
        compared=tuple(dict.fromkeys(each for report in reports for each in report.compared)),
        fixed=worst_first(each for report in reports for each in report.fixed),
        adopted=tuple(_adopted(reports)),
        today=reports[0].today,
        waivers=tuple(uses_together(reports)),
        broken_waivers=tuple(dict.fromkeys(each for report in reports for each in report.broken_waivers)),
        waived_spots=tuple(dict.fromkeys(each for report in reports for each in report.waived_spots)),
        topology=tuple(each for report in reports for each in report.topology),
        coverage=coverage_of(report.coverage for report in reports),
        workloads=tuple(dict.fromkeys(each for report in reports for each in report.workloads)),
    )


def _adopted(reports: Sequence[Report]) -> Iterator[Adopted]:
    """What is left of each baseline; of one that rules several parts, each had its share."""
    by_name: dict[str, list[Adopted]] = {}
    for each in (one for report in reports for one in report.adopted):
        by_name.setdefault(each.called, []).append(each)
    for called, some in by_name.items():
        yield Adopted(
            called,
            fixed=counted(entry for each in some for entry in each.fixed),
            gone=counted(entry for each in some for entry in each.gone),
            stale=counted(entry for each in some for entry in each.stale),
            aside=counted(entry for each in some for entry in each.aside),
            unjudged=counted(entry for each in some for entry in each.unjudged),
        )


def _world(ruled: Sequence[Ruled]) -> tuple[str, str]:
    if len({(each.world, each.world_because) for each in ruled}) == 1:
        return ruled[0].world, ruled[0].world_because
    worlds = {each.world for each in ruled}
    because = f"seen differently under {len(ruled)} configurations"
    return "closed" if worlds == {"closed"} else "open", because


def _note(ruled: Ruled) -> str:
    roots = [each or "." for each in ruled.roots[:_NAMED]]
    if len(ruled.roots) > _NAMED:
        roots.append(f"{len(ruled.roots) - _NAMED:,} more roots")
    return (
        f"{', '.join(roots) or 'nothing'}: judged under {ruled.configuration or 'the defaults'}; "
        f"{ruled.world} world ({ruled.world_because})"
    )


def _policies(reports: Sequence[Report]) -> tuple[PolicySummary, ...]:
    """Every policy of any configuration with its counts added; one that was assessed somewhere was assessed."""
    found: dict[str, PolicySummary] = {}
    for report in reports:
        for each in report.policies:
            known = found.get(each.id)
            found[each.id] = each if known is None else _added(known, each)
    return tuple(found.values())


def _added(one: PolicySummary, other: PolicySummary) -> PolicySummary:
    return structs.replace(
        one,
        passed=one.passed + other.passed,
        failed=one.failed + other.failed,
        unknown=one.unknown + other.unknown,
        not_assessed=None if None in {one.not_assessed, other.not_assessed} else one.not_assessed,
    )


def _not_assessed(reports: Sequence[Report]) -> Iterator[NotAssessed]:
    """Policies that no input could answer, each once; where only some of the configurations say so, which."""
    where: dict[NotAssessed, list[Ruled]] = {}
    for report in reports:
        for each in report.not_assessed:
            where.setdefault(each, []).extend(report.ruled)
    chosen = Counter(each.id for report in reports for each in report.policies)
    for each, ruled in where.items():
        under = ", ".join(one.configuration or "the defaults" for one in ruled)
        reason = each.reason if len(ruled) == chosen[each.policy] else f"{each.reason}; so under {under}"
        yield NotAssessed(each.policy, reason)
