"""Runs policies on the resources they apply to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct, structs

from drlint.catalog.kind import Door, Kind
from drlint.catalog.registry import Catalog
from drlint.engine.ownership import CodeOwners, owner_of
from drlint.engine.rollout import IN_FORCE, Standing
from drlint.engine.severity import severity_of
from drlint.engine.unassessed import why_not_assessed
from drlint.estate.estate import Estate
from drlint.estate.observed import arn_of
from drlint.model.collection import Collection
from drlint.model.finding import Evidence, Finding, NotAssessed, Pass, PolicyFailure, Stage, Verdict, fingerprint
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown, frozen
from drlint.policy.definition import Judgement, Metadata
from drlint.policy.kleene import ExpressionError
from drlint.policy.load import Loaded
from drlint.policy.reading import ReadAttribute, Reading
from drlint.policy.runnable import spoken
from drlint.policy.scope import kinds_named
from drlint.recovery.belonging import belonging_of
from drlint.recovery.measures import measures
from drlint.recovery.objectives import Objectives

_EVIDENCE = 8


Asked: TypeAlias = "tuple[str, Address]"


class Verdicts(Struct):
    """What evaluating gave; `kept` is what of the watched passes now."""

    findings: list[Finding]
    unknowns: list[Finding]
    passed: list[Pass]
    failures: list[PolicyFailure]
    not_assessed: list[NotAssessed]
    counts: dict[str, list[int]]
    kept: set[Asked] = set()


class Settings(Struct, frozen=True, kw_only=True):
    """What configuration says about evaluating.

    `watched` are policies on resources that were broken once: whether they pass now, or do not apply any more, is told.
    A `witness` is told of each pass, as a finding with that verdict. `beside` are the doors of what is only looked at.
    """

    parameters: Mapping[str, Mapping[str, Any]] = {}
    objectives: Objectives = Objectives()
    doors: frozenset[Door] = frozenset({Door.PLAN})
    beside: frozenset[Door] = frozenset()
    keep_passed: bool = False
    profile: str = "default"
    standings: Mapping[str, Standing] = {}
    code_owners: CodeOwners | None = None
    watched: AbstractSet[Asked] = frozenset()
    witness: Callable[[Finding], None] | None = None
    today: date | None = None

    def not_assessed(self, policy: Loaded) -> str:
        """Why the inputs cannot answer a policy; empty where they can."""
        return why_not_assessed(policy, self.doors, self.beside)


def evaluate(
    policies: Sequence[Loaded], estate: Estate, settings: Settings, tick: Callable[[int], None] | None = None
) -> Verdicts:
    """Every policy on every resource of its kinds that was given (context resources are only looked at)."""
    verdicts = Verdicts([], [], [], [], [], {})
    for policy in policies:
        metadata = policy.metadata
        verdicts.counts[metadata.id] = [0, 0, 0]
        reason = settings.not_assessed(policy)
        if reason:
            verdicts.not_assessed.append(NotAssessed(metadata.id, reason))
            continue
        given = {**metadata.parameters, **settings.parameters.get(metadata.id, {})}
        parameters = {name: frozen(value) for name, value in given.items()}
        judged = _judge(policy, estate, parameters, settings, verdicts)
        if tick is not None and judged:
            tick(judged)
    return verdicts


def _judged(policy: Loaded, estate: Estate) -> list[Resource]:
    metadata = policy.metadata
    kinds = kinds_named(metadata.applies_to, estate.catalog)
    found: list[Resource] = []
    for kind in kinds:
        found += estate.of_kind(kind)
        found += _pseudo(kind, estate)
    if estate.context:
        found = [each for each in found if each.address not in estate.context]
    if metadata.on_changes:
        found = [each for each in found if _changes(each)]
    if policy.sees_deleted:
        found += [each for each in estate.deleted if each.kind in kinds]
    return found


def _changes(resource: Resource) -> bool:
    return resource.change is not None and resource.change.before is not None


def _pseudo(kind: str, estate: Estate) -> Iterator[Resource]:
    """The whole estate, or each Region in it, as something a policy can apply to."""
    if kind not in {"estate", "region"}:
        return
    own = (each for each in estate.resources if each.address not in estate.context)
    first = next((each for each in own if not estate.catalog[each.kind].of_documents), None)
    if first is None:
        return
    location, root = first.view.location, first.address.root
    names = ("estate",) if kind == "estate" else tuple(sorted(estate.regions))
    for name in names:
        view = View(attributes={}, location=location)
        yield Resource(address=Address(root, name), kind=kind, region=name if kind == "region" else None, declared=view)


def _judge(
    policy: Loaded, estate: Estate, parameters: Mapping[str, Any], settings: Settings, verdicts: Verdicts
) -> int:
    """One policy on every resource it applies to; how many those are."""
    metadata, judge = policy.metadata, policy.runnable.judge
    counts = verdicts.counts[metadata.id]
    resources = _judged(policy, estate)
    reading: Reading | None = None
    for resource in resources:
        try:
            if reading is None:
                reading = Reading(resource, estate, parameters, settings.objectives, settings.today)
                reading.keeps = settings.witness is not None
            else:
                reading.turn_to(resource)
            judgements = judge(reading)
        except Exception as error:  # noqa: BLE001 - one policy must not silence the others; the report prints it
            said = str(error) if isinstance(error, ExpressionError) else f"{type(error).__name__}: {error}"
            verdicts.failures.append(PolicyFailure(metadata.id, resource.address, said[:300]))
            continue
        if judgements:
            _note(judgements, metadata, resource, estate.catalog, settings, verdicts)
        elif judgements is not None:
            counts[0] += 1
            if settings.keep_passed:
                verdicts.passed.append(Pass(metadata.id, resource.address))
            if settings.watched and (metadata.id, resource.address) in settings.watched:
                verdicts.kept.add((metadata.id, resource.address))
            if settings.witness is not None:
                kept = Judgement(verdict=Verdict.PASS, reads=tuple(reading.reads or ()))
                settings.witness(_finding(metadata, resource, kept, settings, None))
    return len(resources)


def _note(
    judgements: Sequence[Judgement],
    metadata: Metadata,
    resource: Resource,
    catalog: Catalog,
    settings: Settings,
    verdicts: Verdicts,
) -> None:
    kind = catalog.kinds.get(resource.kind)
    if resource.unsure is not None:
        judgements = [_where_made(each, resource.unsure) for each in judgements]
    for each in judgements:
        finding = _finding(metadata, resource, each, settings, kind)
        (verdicts.findings if each.verdict is Verdict.FAIL else verdicts.unknowns).append(finding)
    failed = any(each.verdict is Verdict.FAIL for each in judgements)
    verdicts.counts[metadata.id][1 if failed else 2] += 1


def _where_made(judgement: Judgement, unsure: Unknown) -> Judgement:
    """What fails where it is made, and may not be made, is unknown."""
    if judgement.verdict is not Verdict.FAIL:
        return judgement
    said = f"where it is made: {judgement.message} ({unsure.reason})"
    return structs.replace(judgement, verdict=Verdict.UNKNOWN, message=said)


def _finding(
    metadata: Metadata, resource: Resource, judgement: Judgement, settings: Settings, kind: Kind | None
) -> Finding:
    objectives = settings.objectives
    belonging = belonging_of(resource, objectives)
    severity, because = severity_of(metadata, belonging, objectives, settings.profile)
    stood = _as_it_stood(resource)
    if stood is not None:  # a plan that weakens a resource does not make that milder with another tag
        told = severity_of(metadata, belonging_of(stood, objectives), objectives, settings.profile)
        if told[0] > severity:
            severity, because = told[0], f"{told[1]}; as it stood before the plan"
    standing = settings.standings.get(metadata.id, IN_FORCE)
    read = (each.attribute for each in judgement.reads if each.resource is resource)
    region, account = resource.region, resource.account
    evidence = evidence_of(resource, judgement)
    owner = owner_of(resource, metadata.id, evidence[0].location, objectives, settings.code_owners, belonging)
    return Finding(
        policy=metadata.id,
        resource=resource.address,
        kind=resource.kind,
        verdict=judgement.verdict,
        severity=severity,
        severity_because=because,
        message=judgement.message,
        owner=owner.name,
        owner_because=owner.origin,
        workload=belonging.workload.name,
        evidence=evidence,
        fingerprint=fingerprint(metadata.id, resource.address, judgement.detail),
        gates=metadata.stage == "stable" and standing.stage is Stage.BLOCK,
        stage=standing.stage,
        stage_because=standing.because,
        region=region if isinstance(region, str) else None,
        account=account if isinstance(account, str) else None,
        fix=metadata.fix,
        detail=judgement.detail,
        measured=() if kind is None else measures(kind, resource, read),
    )


def _as_it_stood(resource: Resource) -> Resource | None:
    """The resource with what it was before the plan, where that changes it and both are in view."""
    change = resource.change
    if change is None or change.before is None or resource.declared is None or "no-op" in change.actions:
        return None
    return structs.replace(resource, declared=change.before, observed=None)


def evidence_of(resource: Resource, judgement: Judgement) -> tuple[Evidence, ...]:
    """What was read, each thing once; the resource's own first, and its place where nothing was read."""
    if judgement.evidence:
        return judgement.evidence[:_EVIDENCE]
    in_aws = tuple(Evidence("what AWS has", place) for place in (arn_of(resource),) if place is not None)
    found: dict[tuple[str, str], Evidence] = {}
    once: dict[tuple[int, str, int], ReadAttribute] = {}
    for read in judgement.reads:
        once.setdefault((id(read.resource), read.attribute, id(read.value)), read)
    told = {(read.resource.address.path, _block(read)) for read in once.values() if "." in read.attribute}
    for read in sorted(once.values(), key=lambda each: each.resource is not resource):
        says = _says(read)
        key = (read.resource.address.path, says)
        whole = (read.resource.address.path, read.attribute) in told
        if key not in found and not whole and len(found) < _EVIDENCE:
            found[key] = Evidence(says, _place(read))
    if not found:
        return (Evidence(f"{resource.address.path}", resource.location_of()), *in_aws)
    return (*found.values(), *in_aws)


def _block(read: ReadAttribute) -> str:
    return read.attribute.rpartition(".")[0]


def _place(read: ReadAttribute) -> Location:
    own = read.resource.view.where.get(read.attribute)
    return read.resource.location_of(read.attribute.partition(".")[0]) if own is None else own


def _says(read: ReadAttribute) -> str:
    name = f"{read.resource.address.path}.{read.attribute}"
    value = read.value
    if isinstance(value, Unknown):
        return f"{name} is not known: {value.reason}"
    if isinstance(value, Collection):
        if not value.items:
            return f"{name}: none in view"
        return f"{name}: {spoken(value)[:200]}"
    if value is None or (isinstance(value, tuple) and not value):
        return f"{name} is not set"
    default = " (default)" if read.attribute in read.resource.view.defaulted else ""
    return f"{name} is {_shown(value)}{default}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {spoken(each)}" for name, each in value.items())[:200]
    if isinstance(value, tuple) and any(isinstance(each, Mapping) for each in value):
        return f"{len(value)} block{'s' if len(value) > 1 else ''}"
    return spoken(value)[:200]
