"""What `fix` does: findings whose policies know a safe fix, and the changes of source that mend them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from drlint.cli.declared import Declared, Root
from drlint.cli.inputs import uri_of
from drlint.cli.judged import Judged
from drlint.edits.changes import Change, RefusedError, change_in, change_of
from drlint.edits.desk import Desk
from drlint.edits.literals import literal
from drlint.edits.original import Original
from drlint.model.finding import Finding
from drlint.model.resource import Location, Resource
from drlint.model.values import Address, Unknown
from drlint.policy.definition import told
from drlint.policy.fixes import Assignment, FixError, assignments
from drlint.readers.hcl import tree


class Fix(Struct, frozen=True, kw_only=True):
    """One policy's fix of one block, with all its instances; `refused` says why not, empty where it is done.

    `files` are those that it changes; `sets` is what, in words.
    """

    policy: str
    addresses: tuple[str, ...]
    place: Location
    sets: str = ""
    files: tuple[str, ...] = ()
    refused: str = ""

    def __str__(self) -> str:
        others = f" and {len(self.addresses) - 1} more" if len(self.addresses) > 1 else ""
        return f"{self.place}: {self.addresses[0]}{others}: {self.refused or self.sets} ({self.policy})"


class _Block(Struct, frozen=True):
    """The findings of one policy on the instances of one block."""

    root: Root
    resource: Resource
    findings: tuple[Finding, ...]

    @property
    def place(self) -> Location:
        return self.resource.location_of()

    def path(self, place: Location) -> str:
        return os.path.join(self.root.disk.top, place.uri)  # noqa: PTH118


def fixes(given: Declared, judged: Judged, desk: Desk) -> list[Fix]:
    """Every fix of the findings, its changes accepted by the desk where it is not refused."""
    instances: dict[tuple[str, Location], set[Address]] = {}
    for each in judged.estate.resources:
        if each.declared is not None:
            instances.setdefault((each.kind, each.declared.location), set()).add(each.address)
    found: list[Fix] = []
    for block in _blocks(given, judged):
        path = os.path.realpath(block.path(block.place))
        if not given.only or path in given.only:
            every = instances[block.resource.kind, block.place]
            found.append(_fix(block, judged, desk, every))
    return sorted(found, key=lambda each: (each.place.uri, each.place.line or 0))


def _blocks(given: Declared, judged: Judged) -> Iterable[_Block]:
    found: dict[tuple[str, str, Location], list[Finding]] = {}
    for each in judged.findings:
        resource = judged.estate.at(each.resource)
        if judged.policies[each.policy].metadata.sets and resource is not None and resource.declared is not None:
            found.setdefault((each.policy, resource.kind, resource.declared.location), []).append(each)
    for findings in found.values():
        first = judged.estate.at(findings[0].resource)
        if first is not None:
            yield _Block(given.root(first.address.root), first, tuple(findings))


def _fix(block: _Block, judged: Judged, desk: Desk, instances: set[Address]) -> Fix:
    addresses = tuple(dict.fromkeys(each.resource.path for each in block.findings))
    place = Location(uri_of(block.path(block.place)), block.place.line)
    policy = block.findings[0].policy
    try:
        wanted, changes = _planned(block, judged, desk, instances)
    except RefusedError as refused:
        return Fix(policy=policy, addresses=addresses, place=place, refused=str(refused))
    for path, made in changes.items():
        desk.accept(path, made)
    said = ", ".join(f"{'.'.join(each.path)} = {literal(each.value)}" for each in wanted)
    return Fix(policy=policy, addresses=addresses, place=place, sets=said, files=tuple(changes))


def _planned(
    block: _Block, judged: Judged, desk: Desk, instances: set[Address]
) -> tuple[tuple[Assignment, ...], Mapping[str, list[Change]]]:
    """What is set, and the changes for it by file; raises RefusedError where that cannot be done safely."""
    sound = sorted(instances - {each.resource for each in block.findings})
    if sound:
        raise RefusedError(f"{sound[0].path} comes from the same block and does not need it")
    wanted = _wanted(block, judged)
    changes = _changes(block, wanted, desk)
    for path, made in changes.items():
        desk.require_free(path, made)
    if not changes:
        raise RefusedError("its code has these values already, so it is another thing that is wrong")
    return wanted, changes


def _wanted(block: _Block, judged: Judged) -> tuple[Assignment, ...]:
    """What the policy sets, which all of the block's instances have to agree on."""
    metadata = judged.policies[block.findings[0].policy].metadata
    found: list[tuple[Assignment, ...]] = []
    for each in block.findings:
        try:
            made = assignments(metadata, judged.reading(each))
        except FixError as error:
            raise RefusedError(str(error)) from error
        if isinstance(made, Unknown):
            raise RefusedError(f"what to set is not known: {told(made)}")
        found.append(tuple(one for one in made if not _is_so(one, judged.reading(each).attributes.get(one.name))))
    if any(each != found[0] for each in found):
        raise RefusedError("its instances need different values")
    return found[0]


def _is_so(wanted: Assignment, value: Any) -> bool:
    """Whether a resource has that value already, perhaps by default."""
    inner = value.get(wanted.path[-1]) if isinstance(value, Mapping) else value
    return type(inner) is type(wanted.value) and bool(inner == wanted.value)


def _changes(block: _Block, wanted: Sequence[Assignment], desk: Desk) -> Mapping[str, list[Change]]:
    """The changes by file; raises RefusedError."""
    found: dict[str, list[Change]] = {}
    for each in wanted:
        path, change = _change(block, each, desk)
        if change is not None:
            found.setdefault(os.path.realpath(path), []).append(change)
    return found


def _change(block: _Block, wanted: Assignment, desk: Desk) -> tuple[str, Change | None]:
    """The file and what changes in it; an override file's argument or block comes before the block's own."""
    path = block.path(block.place)
    original = desk.original(block.root.disk, path)
    own = _own(original, block.resource, block.place)
    where = block.resource.view.where.get(wanted.name)
    if where is not None and where.uri != block.place.uri:
        path = block.path(where)
        original = desk.original(block.root.disk, path)
        given, nested = original.attribute_at(where), original.block_at(where)
        if given is not None and given.name == wanted.path[-1]:
            return path, change_of(original, _holder(original, given), given, wanted.value)
        if nested is not None and nested.type == wanted.path[0]:
            return path, change_in(original, nested, wanted.path[1:], wanted.value)
        raise RefusedError(f"{wanted.path[0]} is set at {where}; change it there")
    return path, change_in(original, own, wanted.path, wanted.value)


def _own(original: Original, resource: Resource, place: Location) -> tree.Block:
    """The resource's own block; raises RefusedError where an installed module has it."""
    found = original.block_at(place)
    if found is not None and found.type == "resource":
        name = re.escape(".".join(found.labels))
        if re.search(rf"(?:^|\.){name}(?:\[|$)", resource.address.path):
            return found
    if found is not None and found.type == "module":
        raise RefusedError("an installed module declares it; change it through the module's arguments, if it has one")
    raise RefusedError("its block was not found again")


def _holder(original: Original, attribute: tree.Attribute) -> tree.Block:
    """The innermost block that an attribute stands in."""
    holder: tree.Block | None = None
    waiting = list(original.source.body.blocks)
    while waiting:
        block = waiting.pop()
        if block.handle[0] < attribute.handle[0] < block.handle[2]:
            holder, waiting = block, list(block.body.blocks)
    if holder is None:
        raise RefusedError(f"{attribute.name} stands outside any block")
    return holder
