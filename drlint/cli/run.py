"""One run from inputs to report: read, join, evaluate, account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.cli.before import documents_before, past_of
from drlint.cli.code_owners import Owned
from drlint.cli.configuration import Configuration
from drlint.cli.configuration_file import line_in
from drlint.cli.doors import doors_of
from drlint.cli.inputs import Gathered
from drlint.cli.naming import uri_of
from drlint.cli.rollouts import standings_of
from drlint.engine import account
from drlint.engine.account import Against, Read
from drlint.engine.aside import provided_elsewhere
from drlint.engine.evaluate import Settings, evaluate
from drlint.engine.gate import CHANGE, Gate
from drlint.engine.posture import Before
from drlint.engine.report import Elsewhere, Report
from drlint.engine.rollout import Standing
from drlint.engine.waivers import Waivers
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.baseline import Entry
from drlint.model.coverage import coverage_of
from drlint.model.errors import DrlintError
from drlint.model.finding import Finding
from drlint.model.gate_change import GateChange
from drlint.model.nearness import near
from drlint.model.values import Address
from drlint.policy.load import CompiledPolicy, loaded
from drlint.policy.selection import is_named, none_called
from drlint.readers.result import ReadResult
from drlint.recovery.history import History
from drlint.recovery.workloads import with_documents

if TYPE_CHECKING:
    from drlint.engine.baseline import Baseline


class Known(Struct, frozen=True):
    """The entries of a baseline, and what it is called."""

    called: str
    entries: Sequence[Entry]


class Asked(Struct, frozen=True, kw_only=True):
    """What a run is asked to do besides configuration; `beside` was read for other configurations, and is in view.

    `witness` is told of each pass; `drawn` asks what plans do to copies of data, which only a picture shows.
    """

    keep_passed: bool = False
    tick: Callable[[int], None] | None = None
    beside: tuple[ReadResult, ...] = ()
    today: date | None = None
    waivers: Waivers | None = None
    owned: Owned = Owned()
    witness: Callable[[Finding], None] | None = None
    baseline: Known | None = None
    drawn: bool = False
    gate_changes: tuple[GateChange, ...] = ()
    history: History = History()


def report_of(
    given: Gathered,
    context: Gathered,
    policies: Sequence[CompiledPolicy],
    catalog: Catalog,
    settings: Configuration,
    asked: Asked,
) -> Report:
    """Evaluate the selected policies on what was given."""
    chosen = loaded(chosen_of(policies, settings, asked.gate_changes), catalog)
    parameters = parameters_of(policies, settings)
    elsewhere = elsewhere_of(policies, settings)
    objectives = msgspec.structs.replace(settings.objectives(), history=asked.history)
    beside = (*context.results, *asked.beside, *given.gone)
    estate = _estate(given, beside, catalog, settings["world"], objectives.recovery_regions)
    objectives = with_documents(objectives, estate, given.trusted)
    evaluating = msgspec.structs.replace(
        _evaluating(given, policies, settings, asked),
        parameters=parameters,
        objectives=objectives,
        beside=doors_of(beside),
    )
    past = past_of(given, beside, estate, chosen, evaluating)
    baseline = _baseline(asked.baseline, policies, given, estate, {} if past is None else past.moves)
    documents = documents_before(given, beside, estate, chosen, evaluating)
    watched = [each.broken for each in (past, documents, baseline) if each is not None]
    watching = msgspec.structs.replace(evaluating, watched=frozenset().union(*watched))
    verdicts = evaluate(chosen, estate, watching, asked.tick)
    before = None if past is None else past.account(verdicts)
    against = Against(
        elsewhere=elsewhere,
        before=_without(before, elsewhere),
        documents=documents,
        baseline=baseline,
        today=asked.today,
        waivers=asked.waivers,
        topology=past.topology(estate) if past is not None and asked.drawn else (),
        gate=Gate(policies=chosen, catalog=catalog, settings=evaluating, changes=asked.gate_changes),
    )
    return account.report_of(_read(given, context, settings, asked.owned), chosen, estate, verdicts, against)


def _evaluating(given: Gathered, policies: Sequence[CompiledPolicy], settings: Configuration, asked: Asked) -> Settings:
    return Settings(
        doors=doors_of(given.results) | ({Door.SOURCE} if given.source else frozenset()),
        keep_passed=asked.keep_passed,
        profile=settings["profile"],
        code_owners=asked.owned.code_owners,
        standings=_standings(policies, settings, asked.today),
        today=asked.today,
        witness=asked.witness,
    )


def _read(given: Gathered, context: Gathered, settings: Configuration, owned: Owned) -> Read:
    """The account of what was read."""
    return Read(
        inputs=(*given.inputs, *context.inputs),
        blind_spots=(*given.blind_spots, *context.blind_spots),
        root=account.shared_root(given.roots),
        resources=sum(len(each.resources) for each in given.results),
        uncatalogued=sum(each.uncatalogued for each in given.results),
        notes=(*(note for each in given.results for note in each.notes), *owned.remarks),
        roots=given.roots,
        configuration="" if settings.path is None else uri_of(str(settings.path)),
        coverage=coverage_of(each.coverage for each in given.results),
    )


def _baseline(
    known: Known | None,
    policies: Sequence[CompiledPolicy],
    given: Gathered,
    estate: Estate,
    planned: Mapping[Address, Address],
) -> Baseline | None:
    """What is known, and how to know it again under another name or at another address."""
    if known is None:
        return None
    from drlint.engine.baseline import Baseline  # noqa: PLC0415 - only a run with a baseline needs it
    from drlint.engine.moves import Moves  # noqa: PLC0415

    blocks = [each for some in given.results for each in some.moves]
    return Baseline(
        called=known.called,
        entries=known.entries,
        names={name: each.metadata.id for each in policies for name in each.metadata.formerly}
        | {each.metadata.id: each.metadata.id for each in policies},
        moves=Moves(planned, blocks, lambda address: estate.at(address) is not None),
    )


def _without(before: Before | None, elsewhere: Sequence[Elsewhere]) -> Before | None:
    """The account of before without what was provided elsewhere then, too."""
    if before is None or not elsewhere:
        return before
    return msgspec.structs.replace(before, findings=provided_elsewhere(before.findings, (), elsewhere).findings)


def _estate(
    given: Gathered,
    context: Sequence[ReadResult],
    catalog: Catalog,
    world: str,
    recovery_regions: tuple[str, ...],
) -> Estate:
    regions = frozenset(region for each in (*given.results, *context) for region in each.regions)
    return join(
        [resource for each in given.results for resource in each.judged],
        catalog,
        world=world,
        regions=regions,
        context=[resource for each in context for resource in each.judged],
        recovery_regions=recovery_regions,
        source=given.source or None,
        unseen=[each for some in (*given.results, *context) for each in some.unseen],
    )


def require_fitting(policies: Sequence[CompiledPolicy], settings: Configuration) -> None:
    """DrlintError where configuration names policies or parameters that there are not."""
    selected(policies, settings["select"], settings["ignore"])
    parameters_of(policies, settings)
    elsewhere_of(policies, settings)
    _standings(policies, settings, None)


def _standings(policies: Sequence[CompiledPolicy], settings: Configuration, today: date | None) -> dict[str, Standing]:
    """How far the rollout of each policy has come; DrlintError where it names one that there is not."""
    metadata = [each.metadata for each in policies]
    return standings_of(metadata, settings["rollout"], partial(line_in, settings.settings["rollout"]), today)


def chosen_of(
    policies: Sequence[CompiledPolicy], settings: Configuration, changes: Sequence[GateChange]
) -> list[CompiledPolicy]:
    """The policies that are selected; where the gate is changed those on that as well, unless they are ignored."""
    chosen = selected(policies, settings["select"], settings["ignore"])
    told = [each for each in policies if changes and CHANGE in each.metadata.applies_to and each not in chosen]
    return [*chosen, *(each for each in told if not is_named(each.metadata, settings["ignore"]))]


def selected(policies: Sequence[CompiledPolicy], select: Sequence[str], ignore: Sequence[str]) -> list[CompiledPolicy]:
    """Policies by id, former id, category, checklist item or glob; DrlintError for a word that matches none."""
    wanted = [each for each in policies if not select or is_named(each.metadata, select)]
    for word in (*select, *ignore):
        if not any(is_named(each.metadata, [word]) for each in policies):
            raise DrlintError(none_called(word, [each.metadata for each in policies]))
    chosen = [each for each in wanted if not is_named(each.metadata, ignore)]
    if policies and not chosen:
        raise DrlintError("no policy is left: what is selected is ignored as well")
    return chosen


def _by_id(policies: Sequence[CompiledPolicy], name: str, place: str) -> CompiledPolicy:
    """The policy of that id, or of that former id; DrlintError where there is none."""
    for each in policies:
        if name == each.metadata.id or name in each.metadata.formerly:
            return each
    raise DrlintError(f"{place}: no policy is called {name!r}{near(name, [each.metadata.id for each in policies])}")


def elsewhere_of(policies: Sequence[CompiledPolicy], settings: Configuration) -> tuple[Elsewhere, ...]:
    """What another root provides; only what is missing here can be there."""
    found: list[Elsewhere] = []
    for each in settings.elsewhere():
        place = f"{settings.path}: elsewhere"
        policy = _by_id(policies, each.policy, place)
        if not policy.about_absence:
            raise DrlintError(f"{place}: {each.policy} judges what stands here, so no other root can provide it")
        found.append(msgspec.structs.replace(each, policy=policy.metadata.id))
    return tuple(found)


def parameters_of(policies: Sequence[CompiledPolicy], settings: Configuration) -> dict[str, dict[str, Any]]:
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
