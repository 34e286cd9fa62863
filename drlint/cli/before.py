"""Judges the estate that plans start from, by the policies that judge what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from drlint.catalog.kind import DOCUMENT_ONLY, Door
from drlint.cli.inputs import Gathered
from drlint.engine.evaluate import Settings, Verdicts, evaluate
from drlint.engine.posture import Before
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.finding import Finding, Measure
from drlint.model.resource import Resource
from drlint.model.topology import TopologyChange
from drlint.model.unseen import Unseen
from drlint.model.values import Address
from drlint.policy.load import Loaded
from drlint.readers.result import ReadResult
from drlint.recovery.measures import measures

_IDLE = frozenset({("no-op",), ("read",)})


class Past(Struct, frozen=True, kw_only=True):
    """What stood before the given plans, judged; no verdicts where they change nothing."""

    resources: Sequence[Resource]
    estate: Estate
    asked: frozenset[str]
    verdicts: Verdicts | None
    moves: Mapping[Address, Address]

    @property
    def broken(self) -> frozenset[tuple[str, Address]]:
        """The policies that were broken, and on what, at its address of now."""
        found = () if self.verdicts is None else self.verdicts.findings
        return frozenset((each.policy, self.moves.get(each.resource, each.resource)) for each in found)

    def topology(self, after: Estate) -> tuple[TopologyChange, ...]:
        """What the plans do to copies of data; empty where they do nothing to them."""
        from drlint.recovery.topology import change_of_topology  # noqa: PLC0415 - only a report that draws needs it

        is_touched = any(each.change is not None and each.change.actions not in _IDLE for each in self.resources)
        change = change_of_topology(self.estate, after, self.moves) if is_touched else None
        return () if change is None else (change,)

    def account(self, now: Verdicts) -> Before:
        """The account of it, beside the verdicts of now."""
        verdicts = now if self.verdicts is None else self.verdicts
        # A policy that broke on a resource told nothing of it, and something of the others.
        untold = [(each.policy, each.resource) for each in verdicts.unknowns]
        untold += [(each.policy, each.resource) for each in verdicts.failures]
        return Before(
            called="what stood before the plan",
            findings=[each for each in verdicts.findings if each.policy in self.asked],
            unknown={(policy, self.moves.get(address, address)) for policy, address in untold},
            roots={each.address.root for each in self.resources},
            policies=self.asked,
            created={each.address for each in self.resources if _is_created(each)},
            moves=self.moves,
            measures_at=_MeasuresBefore(self.estate, self.moves),
        )


def past_of(
    given: Gathered, context: Iterable[ReadResult], after: Estate, policies: Sequence[Loaded], settings: Settings
) -> Past | None:
    """What stood before the given plans, by the policies that judge what stands; None where no plan was given."""
    plans = [each for each in given.results if each.kind == "plan"]
    if not plans:
        return None
    resources = [resource for each in plans for resource in each.resources]
    asked = [each for each in policies if not each.tells_of_changes and Door.PLAN in each.doors]
    is_changed = any(each.change is not None for each in resources)
    estate = after
    if is_changed:
        estate = _estate(resources, [*(each for each in given.results if each.kind != "plan"), *context], after)
    return Past(
        resources=resources,
        estate=estate,
        asked=frozenset(each.metadata.id for each in asked),
        verdicts=_judged(asked, estate, settings) if is_changed else None,
        moves=moved_in(resources),
    )


def documents_before(
    given: Gathered, context: Iterable[ReadResult], after: Estate, policies: Sequence[Loaded], settings: Settings
) -> Before | None:
    """What a trusted ref's documents give, held against what stands now; None where no ref is trusted."""
    if given.before is None:
        return None
    now = {each.address for some in given.results if some.kind == "document" for each in some.resources}
    then = [each for some in given.before for each in some.resources]
    beside = [each for each in (*given.results, *context) if each.kind != "document"]
    estate = join(
        then,
        after.catalog,
        world="closed" if after.world.closed else "open",
        regions=after.regions,
        context=[resource for each in beside for resource in each.judged],
        unseen=_unseen(after),
    )
    on_documents = [each for each in policies if each.doors == DOCUMENT_ONLY]
    asked = [each for each in on_documents if each.metadata.category != "changes"]
    of_before = structs.replace(settings, keep_passed=False, witness=None, watched=frozenset())
    verdicts = evaluate(asked, estate, of_before) if then else Verdicts([], [], [], [], [], {})
    return Before(
        called="the documents of the trusted ref",
        findings=verdicts.findings,
        unknown={
            *((each.policy, each.resource) for each in verdicts.unknowns),
            *((each.policy, each.resource) for each in verdicts.failures),
        },
        roots={each.root for each in now} | {each.address.root for each in then},
        policies=frozenset(each.metadata.id for each in on_documents),
        created=now - {each.address for each in then},
        moves={},
        measures_at=_MeasuresBefore(estate, {}),
    )


def _estate(resources: Sequence[Resource], beside: Sequence[ReadResult], after: Estate) -> Estate:
    """What stood, in the world of now: a recovery Region that the change brings must not make old findings new."""
    return join(
        resources,
        after.catalog,
        world="closed" if after.world.closed else "open",
        regions=after.regions,
        context=[resource for each in beside for resource in each.judged],
        moment="before",
        unseen=_unseen(after),
    )


def _unseen(estate: Estate) -> list[Unseen]:
    return [Unseen(kind=kind, why=why) for kind, why in estate.world.unseen.items()]


def _judged(policies: Sequence[Loaded], estate: Estate, settings: Settings) -> Verdicts:
    if not any(each.address not in estate.context for each in estate.resources):
        return Verdicts([], [], [], [], [], {})
    of_before = structs.replace(settings, doors=frozenset({Door.PLAN}), keep_passed=False, witness=None)
    return evaluate(policies, estate, of_before)


def _is_created(resource: Resource) -> bool:
    change = resource.change
    return change is not None and change.actions == ("create",) and not change.importing


def moved_in(resources: Iterable[Resource]) -> dict[Address, Address]:
    """Where each resource with a new address stood, and where it stands now."""
    return {
        each.change.previous_address: each.address
        for each in resources
        if each.change is not None and each.change.previous_address is not None
    }


class _MeasuresBefore:
    """Answers what a finding's attributes were on the resource as it stood before."""

    def __init__(self, estate: Estate, moves: Mapping[Address, Address]) -> None:
        self._estate = estate
        self._was = {now: was for was, now in moves.items()}

    def __call__(self, finding: Finding) -> tuple[Measure, ...]:
        address = self._was.get(finding.resource, finding.resource)
        resource = self._estate.at(address) or self._estate.at(finding.resource)
        if resource is None:
            return ()
        kind = self._estate.catalog[resource.kind]
        return measures(kind, resource, [each.attribute for each in finding.measured])
