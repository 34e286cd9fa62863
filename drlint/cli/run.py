"""One run from inputs to report: read, join, evaluate, account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.cli.configuration import Configuration
from drlint.cli.inputs import Gathered
from drlint.engine import account
from drlint.engine.account import Read
from drlint.engine.evaluate import Settings, evaluate
from drlint.engine.report import Elsewhere, Report
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.model.globs import matches
from drlint.model.nearness import near
from drlint.policy.load import CompiledPolicy, loaded


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
    parameters = _parameters(policies, settings)
    elsewhere = _elsewhere(policies, settings)
    objectives = settings.objectives()
    estate = _estate(given, context, catalog, settings["world"], objectives.recovery_regions)
    evaluating = Settings(
        parameters=parameters,
        objectives=objectives,
        doors=_doors(given),
        keep_passed=asked.keep_passed,
        profile=settings["profile"],
    )
    verdicts = evaluate(chosen, estate, evaluating, asked.tick)
    read = Read(
        inputs=(*given.inputs, *context.inputs),
        blind_spots=(*given.blind_spots, *context.blind_spots),
        root=given.root,
        resources=sum(len(each.resources) for each in given.results),
        uncatalogued=sum(each.uncatalogued for each in given.results),
        notes=tuple(note for each in given.results for note in each.notes),
    )
    return account.report_of(read, chosen, estate, verdicts, elsewhere)


def _estate(
    given: Gathered, context: Gathered, catalog: Catalog, world: str, recovery_regions: tuple[str, ...]
) -> Estate:
    regions = frozenset(region for each in (*given.results, *context.results) for region in each.regions)
    return join(
        [resource for each in given.results for resource in each.judged],
        catalog,
        world=world,
        regions=regions,
        context=[resource for each in context.results for resource in each.judged],
        recovery_regions=recovery_regions,
        source=given.source or None,
    )


def _doors(given: Gathered) -> frozenset[Door]:
    doors = {"plan": Door.PLAN, "state": Door.PLAN, "source": Door.SOURCE, "inventory": Door.LIVE}
    found = {doors[each.kind] for each in given.results if each.kind in doors}
    return frozenset(found | {Door.SOURCE} if given.source else found)


def require_fitting(policies: Sequence[CompiledPolicy], settings: Configuration) -> None:
    """DrlintError where configuration names policies or parameters that there are not."""
    selected(policies, settings["select"], settings["ignore"])
    _parameters(policies, settings)
    _elsewhere(policies, settings)


def selected(policies: Sequence[CompiledPolicy], select: Sequence[str], ignore: Sequence[str]) -> list[CompiledPolicy]:
    """Policies by id, former id, category, checklist item or glob; DrlintError for a word that matches none."""
    wanted = [each for each in policies if not select or _named(each, select)]
    for word in (*select, *ignore):
        if not any(_named(each, [word]) for each in policies):
            said = near(word, _names(policies)) or "; drlint policies lists them"
            raise DrlintError(f"no policy is called {word!r}{said}")
    chosen = [each for each in wanted if not _named(each, ignore)]
    if policies and not chosen:
        raise DrlintError("no policy is left: what is selected is ignored as well")
    return chosen


def _named(policy: CompiledPolicy, words: Sequence[str]) -> bool:
    metadata = policy.metadata
    names = (metadata.id, metadata.category, metadata.checklist, *metadata.formerly)
    return any(matches(name, word) for word in words for name in names)


def _names(policies: Sequence[CompiledPolicy]) -> list[str]:
    found = {name for each in policies for name in (each.metadata.id, each.metadata.category, each.metadata.checklist)}
    return sorted(found)


def _by_id(policies: Sequence[CompiledPolicy], name: str, place: str) -> CompiledPolicy:
    """The policy of that id, or of that former id; DrlintError where there is none."""
    for each in policies:
        if name == each.metadata.id or name in each.metadata.formerly:
            return each
    raise DrlintError(f"{place}: no policy is called {name!r}{near(name, [each.metadata.id for each in policies])}")


def _elsewhere(policies: Sequence[CompiledPolicy], settings: Configuration) -> tuple[Elsewhere, ...]:
    """What another root provides; only what is missing here can be there."""
    found: list[Elsewhere] = []
    for each in settings.elsewhere():
        place = f"{settings.path}: elsewhere"
        policy = _by_id(policies, each.policy, place)
        if not policy.about_absence:
            raise DrlintError(f"{place}: {each.policy} judges what stands here, so no other root can provide it")
        found.append(msgspec.structs.replace(each, policy=policy.metadata.id))
    return tuple(found)


def _parameters(policies: Sequence[CompiledPolicy], settings: Configuration) -> dict[str, dict[str, Any]]:
    """The user's parameters by policy; each must be one that the policy declares, of the same type."""
    found: dict[str, dict[str, Any]] = {}
    for name, values in settings["parameters"].items():
        place = f"{settings.path}: parameters"
        metadata = _by_id(policies, name, place).metadata
        for key, value in values.items():
            if key not in metadata.parameters:
                raise DrlintError(f"{place}: {name} has no parameter {key!r}{near(key, metadata.parameters)}")
            _require_type(f"{place}: {name}.{key}", metadata.parameters[key], value)
        found[metadata.id] = values
    return found


def _require_type(place: str, default: Any, value: Any) -> None:
    for wanted, word in ((bool, "true or false"), (str, "text"), (list, "a list"), (dict, "a mapping")):
        if isinstance(default, wanted) and not isinstance(value, wanted):
            raise DrlintError(f"{place} must be {word}")
    number = isinstance(default, int | float) and not isinstance(default, bool)
    if number and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise DrlintError(f"{place} must be a number")


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
