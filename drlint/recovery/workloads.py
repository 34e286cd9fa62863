"""Which resources and which documents belong to a workload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import structs

from drlint.estate.estate import Estate
from drlint.model.collection import Collection, together
from drlint.model.globs import matches
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of, is_known
from drlint.recovery.copies import copies_of
from drlint.recovery.objectives import Objectives, WorkloadOf
from drlint.recovery.places import Place, tags_of

_UNTIERED = 2.5  # severity takes a workload without a tier for less than 2 and more than 3
_MILDER = 3  # from this tier on findings are less severe than without one
WORKLOAD, RUNBOOK = "workload", "runbook"


def members_of(workload: Resource, estate: Estate) -> Collection:
    """The AWS resources that are part of a workload; one whose tags cannot be seen is uncertainly so."""
    return estate.remembered(("members", id(workload)), lambda: _members(workload, estate))


def is_member(resource: Resource, workload: Resource) -> bool | Unknown:
    """Whether a resource is part of a workload, also one that a plan deletes."""
    return _any(fits(member, resource) for member in _said(workload))


def role_of(member: Resource, workload: Resource) -> str:
    """What a member is to its workload: required, optional or derived (it can be built anew)."""
    fitting = [each for each in _said(workload) if fits(each, member) is True]
    return str(fitting[0]["role"]) if fitting else "required"


def workloads_of(resource: Resource, estate: Estate) -> Collection:
    """The workloads that a resource is part of, or that a document covers."""
    if estate.catalog[resource.kind].of_documents:
        return estate.remembered(("covered", id(resource)), lambda: _covered(resource, estate))
    found = estate.remembered(("workloads by member", 0), lambda: _by_member(estate))
    return Collection(tuple(found.get(id(resource), ())))


def covered(estate: Estate) -> tuple[frozenset[int], Mapping[int, Unknown]]:
    """The ids of what is part of any workload, copies included, and of what perhaps is, with why."""
    return estate.remembered(("covered", 0), lambda: _covered_by_any(estate))


def _covered_by_any(estate: Estate) -> tuple[frozenset[int], Mapping[int, Unknown]]:
    certain: set[int] = set()
    perhaps: dict[int, Unknown] = {}
    for workload in estate.of_kind(WORKLOAD):
        members = members_of(workload, estate)
        for each, sure in members.items:
            if sure:
                certain.add(id(each))
                certain |= {id(copy.resource) for copy in copies_of(each, estate) if copy.resource is not None}
            else:
                perhaps_so = Unknown(f"it is perhaps part of {workload['name']}")
                perhaps[id(each)] = perhaps_so if members.doubt is None else members.doubt
    return frozenset(certain), perhaps


def _by_member(estate: Estate) -> dict[int, list[tuple[Any, bool]]]:
    """The workloads of each resource that is part of one."""
    found: dict[int, list[tuple[Any, bool]]] = {}
    for each in estate.of_kind(WORKLOAD):
        for member, sure in members_of(each, estate).items:
            found.setdefault(id(member), []).append((each, sure))
    return found


def runbooks_of(workload: Resource, estate: Estate) -> Collection:
    """The runbooks that a workload names, and those that cover it."""
    return together([estate.links(workload, "documented_by"), documents_about(RUNBOOK, workload, estate)])


def documents_about(kind: str, workload: Resource, estate: Estate) -> Collection:
    """The drills, test plans or runbooks that cover a workload; unseen where what one covers cannot be read."""
    found, unseen = estate.remembered((f"{kind} by workload", 0), lambda: _by_workload(kind, estate))
    return Collection(tuple(found.get(id(workload), ())), unseen)


def _by_workload(kind: str, estate: Estate) -> tuple[dict[int, list[tuple[Any, bool]]], Unknown | None]:
    """The documents of a kind that cover each workload, and why another may cover any."""
    found: dict[int, list[tuple[Any, bool]]] = {}
    unseen: Unknown | None = None
    for each in estate.of_kind(kind):
        covers = workloads_of(each, estate)
        unseen = first_of(unseen, None if covers.named else covers.unseen)
        for covered, sure in covers.items:
            found.setdefault(id(covered), []).append((each, sure))
    return found, unseen


def with_documents(objectives: Objectives, estate: Estate, trusted: AbstractSet[str] | None = None) -> Objectives:
    """The objectives of configuration with the workloads that documents declare; configuration counts first.

    What several share is of the most important of them.
    Where a ref is trusted its workloads, by name, come before those that a change brings, whose tier makes nothing
    milder.
    """
    found = (each for workload in estate.of_kind(WORKLOAD) for each in _declared(workload))
    said = tuple(sorted(found, key=lambda each: _UNTIERED if each.tier is None else each.tier))
    if trusted is not None:
        new = [each if each.tier is None or each.tier < _MILDER else structs.replace(each, tier=None) for each in said]
        said = (*(each for each in said if each.name in trusted), *(each for each in new if each.name not in trusted))
    return structs.replace(objectives, workloads=(*objectives.workloads, *said)) if said else objectives


def _covered(document: Resource, estate: Estate) -> Collection:
    """What a document says it covers; where it says nothing, and there is one workload alone, that."""
    if document.kind == WORKLOAD:
        return Collection(((document, True),))
    named = estate.links(document, "workloads")
    listing = estate.links(document, "of_workload").certain if document.kind == RUNBOOK else ()
    found = together([named, Collection(tuple([(each, True) for each in listing]))])
    alone = estate.of_kind(WORKLOAD)
    said = document["covers"]
    if not found.items and is_known(said) and not said and len(alone) == 1:
        return Collection(((alone[0], True),))
    return found


def _said(workload: Resource) -> tuple[Mapping[str, Any], ...]:
    said: Any = workload["members"]
    return () if isinstance(said, Unknown) else said


def _members(workload: Resource, estate: Estate) -> Collection:
    said = _said(workload)
    found: list[tuple[Any, bool]] = []
    doubt: Unknown | None = None
    for each in estate.resources:
        if not estate.catalog[each.kind].of_aws:
            continue
        answer = _any(fits(member, each) for member in said)
        if answer is True:
            found.append((each, each.unsure is None))
        elif isinstance(answer, Unknown):
            found.append((each, False))
            doubt = first_of(doubt, answer)
    return Collection(tuple(found), doubt=doubt)


def _any(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    doubt: Unknown | None = None
    for each in answers:
        if each is True:
            return True
        if isinstance(each, Unknown):
            doubt = each
    return False if doubt is None else doubt


def fits(member: Mapping[str, Any], resource: Resource) -> bool | Unknown:
    """Whether a resource is what a member names: all that it names must fit."""
    path = resource.address.path
    address, module, arn = member["address"], member["module"], member["arn"]
    if address is not None and not matches(path, address):
        return False
    if module is not None and not is_within(path, module):
        return False
    doubt: Unknown | None = None
    if arn is not None:
        own = resource.view.attributes.get("arn")
        if not isinstance(own, str):
            if own is None:
                return False
            doubt = Unknown(f"the ARN of {path} is not known before apply")
        elif not matches(own, arn):
            return False
    return _tagged(member["tags"], resource, doubt)


def _tagged(tags: Mapping[str, Any], resource: Resource, doubt: Unknown | None) -> bool | Unknown:
    own = tags_of(resource) if tags else {}
    if isinstance(own, Unknown):
        return own
    for name, glob in tags.items():
        has = own.get(name)
        unseen = next((each for each in (glob, has) if isinstance(each, Unknown)), None)
        if unseen is not None:
            doubt = first_of(doubt, unseen)
        elif not (isinstance(has, str) and matches(has, str(glob))):
            return False
    return True if doubt is None else doubt


def is_within(path: str, module: str) -> bool:
    """Whether an address lies in a module, all instances of it included ("module.db", or "db")."""
    name = module if module.startswith("module.") else f"module.{module}"
    return path.startswith((f"{name}.", f"{name}["))


def _declared(workload: Resource) -> Iterable[WorkloadOf]:
    """A workload as configuration would say it: one place for each member."""
    name, tier, owner = workload["name"], workload["tier"], workload["owner"]
    if not isinstance(name, str):
        return
    for place in [_place(each) for each in _said(workload)] or [Place()]:  # its documents are its own without members
        yield WorkloadOf(
            name=name,
            place=place,
            tier=tier if isinstance(tier, int) else None,
            owner=owner if isinstance(owner, str) else "",
        )


def _place(member: Mapping[str, Any]) -> Place:
    module = member["module"]
    base = module if module is None or module.startswith("module.") else f"module.{module}"
    addresses = () if base is None else (f"{base}.*", f"{base}[*")
    tags = {name: glob for name, glob in member["tags"].items() if isinstance(glob, str)}
    return Place(
        addresses=(member["address"],) if member["address"] is not None else addresses,
        arns=() if member["arn"] is None else (member["arn"],),
        tags=tags,
    )


def is_of_estate(runbook: Resource, estate: Estate) -> bool:
    """Whether a runbook may be about what is in view: not where it covers workloads of which nothing is."""
    covered = workloads_of(runbook, estate)
    if runbook["covers"] and not covered.items:
        return False
    members = [members_of(each, estate) for each in covered]
    return not members or any(each.items or each.unseen is not None for each in members) or not _has_members(covered)


def _has_members(workloads: Collection) -> bool:
    return any(_said(each) for each in workloads)
