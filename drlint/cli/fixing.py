"""What `fix` does: findings whose policies know a safe fix, and the changes of source that mend them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from drlint.cli.declared import Declared
from drlint.cli.judged import Judged
from drlint.cli.repairs import Repair, Target, targets
from drlint.edits.changes import Change, RefusedError, change_in, change_of
from drlint.edits.desk import Desk
from drlint.edits.literals import literal
from drlint.edits.original import Original
from drlint.model.finding import Finding
from drlint.model.values import Unknown
from drlint.policy.definition import told
from drlint.policy.fixes import Assignment, FixError, assignments
from drlint.readers.hcl import tree


def fixes(given: Declared, judged: Judged, desk: Desk, *, preview: bool) -> list[Repair]:
    """A repair for each block whose policy knows a fix, its changes accepted by the desk where it is not refused.

    Policies that are in preview change nothing, save where they were asked for (`preview`).
    """
    found: list[Repair] = []
    for target in targets(given, judged, lambda finding: has_fix(finding, judged) and (finding.gates or preview)):
        try:
            found.append(_fixed(target, judged, desk))
        except RefusedError as refused:
            found.append(target.refused(str(refused)))
    return sorted(found, key=lambda each: (each.place.uri, each.place.line or 0))


def has_fix(finding: Finding, judged: Judged) -> bool:
    """Whether the policy of a finding knows what to write."""
    return bool(judged.policies[finding.policy].metadata.sets)


def _fixed(target: Target, judged: Judged, desk: Desk) -> Repair:
    """The repair, done on the desk; raises RefusedError where it cannot be done safely."""
    target.require_whole()
    wanted = _wanted(target, judged)
    changes = _changes(target, wanted, desk)
    for path, made in changes.items():
        desk.require_free(path, made)
    if not changes:
        raise RefusedError("its code has these values already, so it is another thing that is wrong")
    for path, made in changes.items():
        desk.accept(path, made)
    says = ", ".join(f"{'.'.join(each.path)} = {literal(each.value)}" for each in wanted)
    return target.repair(says, tuple(changes))


def _wanted(target: Target, judged: Judged) -> tuple[Assignment, ...]:
    """What the policy sets, which all of the block's instances have to agree on."""
    metadata = judged.policies[target.policy].metadata
    found: list[tuple[Assignment, ...]] = []
    for each in target.findings:
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


def _changes(target: Target, wanted: Sequence[Assignment], desk: Desk) -> Mapping[str, list[Change]]:
    """The changes by file; raises RefusedError."""
    found: dict[str, list[Change]] = {}
    for each in wanted:
        path, change = _change(target, each, desk)
        if change is not None:
            found.setdefault(os.path.realpath(path), []).append(change)
    return found


def _change(target: Target, wanted: Assignment, desk: Desk) -> tuple[str, Change | None]:
    """The file and what changes in it; an override file's argument or block comes before the block's own."""
    original, own = target.block(desk)
    where = target.resource.view.where.get(wanted.name)
    if where is not None and where.uri != target.place.uri:
        path = target.path(where)
        original = desk.original(target.root.disk, path)
        given, nested = original.attribute_at(where), original.block_at(where)
        if given is not None and given.name == wanted.path[-1]:
            return path, change_of(original, _holder(original, given), given, wanted.value)
        if nested is not None and nested.type == wanted.path[0]:
            return path, change_in(original, nested, wanted.path[1:], wanted.value)
        raise RefusedError(f"{wanted.path[0]} is set at {where}; change it there")
    return target.path(target.place), change_in(original, own, wanted.path, wanted.value)


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
