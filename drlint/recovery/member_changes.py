"""What a plan does to the members of a workload, as far as recovery is about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from drlint.catalog.kind import Kind
from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.history import History, Then
from drlint.recovery.workloads import is_member, members_of

_BLOCK = re.compile(r"(?:^|\.)(?P<kind>[a-z][a-z0-9_]*)\.(?P<name>[\w-]+)(?:\[.*\])?$")
_SHOWN = 3


class MemberChange(Struct, frozen=True):
    """What becomes of a member; `of_topology` where there is one more, one less, or another in its place."""

    member: Resource
    does: str
    of_topology: bool

    def __str__(self) -> str:
        return f"{self.member.label} {self.does}"


def changes_of(workload: Resource, estate: Estate, history: History) -> tuple[MemberChange, ...]:
    """What plans in view do to what a workload recovers with: data, replication, routing, Regions, capacity."""
    every = {each.address: each for each in (*estate.deleted, *history.deleted)}
    deleted = [each for each in every.values() if is_member(each, workload) is True]
    found: list[MemberChange] = []
    for each in (*members_of(workload, estate).certain, *deleted):
        if is_of_recovery(estate.catalog[each.kind]):
            found += _change(each, estate.catalog[each.kind])
    return tuple(found)


def is_of_recovery(kind: Kind) -> bool:
    """Whether recovery is about things of a kind: they hold data, serve, or protect what does."""
    return kind.holds_data or kind.serves or any(each.stronger for each in kind.attributes)


def _change(member: Resource, kind: Kind) -> Iterator[MemberChange]:
    change = member.change
    if change is None or change.importing:
        return
    if change.replaces:
        yield MemberChange(member, "is replaced", of_topology=True)
    elif change.deletes:
        yield MemberChange(member, "is deleted", of_topology=True)
    elif "create" in change.actions:
        yield MemberChange(member, "is created", of_topology=True)
    elif "update" in change.actions:
        names = list(_altered(member, kind))
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            yield MemberChange(member, f"has another {', '.join(names[:_SHOWN])}{more}", of_topology=False)


def _altered(member: Resource, kind: Kind) -> Iterator[str]:
    """The attributes on which recovery depends and that are certainly other than they were."""
    before = member.change.before if member.change else None
    if before is None or member.declared is None:
        return
    links = {each.by.partition(".")[0] for each in kind.relations}
    for each in kind.attributes:
        was, now = before.attributes.get(each.name), member.declared.attributes.get(each.name)
        depends = bool(each.stronger) or each.name in links
        if depends and not isinstance(was, Unknown) and not isinstance(now, Unknown) and was != now:
            yield each.name


def added_since(workload: Resource, estate: Estate, then: Then) -> list[Resource]:
    """The members that hold data or serve and whose code was not there then."""
    found: dict[tuple[str, str], Resource] = {}
    for each in members_of(workload, estate).certain:
        kind, folder = estate.catalog[each.kind], each.view.location.uri.rpartition("/")[0]
        block = _BLOCK.search(each.address.path)
        known = then.blocks.get(folder)
        if known is None or block is None or not (kind.holds_data or kind.serves):
            continue
        name = f"{block['kind']}.{block['name']}"
        if name not in known:
            found.setdefault((folder, name), each)
    return list(found.values())
