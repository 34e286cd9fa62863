"""What of a resource's data is in another Region, and how far behind a copy by backup is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.recovery.copies import Copy, backup_copy_to, copies_of
from drlint.recovery.protections import protections_of
from drlint.recovery.schedules import longest_gap

NONE, BACKUP, LIVE = range(3)
# Copies that have to be restored before anything reads them; all others are live data.
_RESTORED: Final = frozenset({"replicated backups", "snapshot copy", "backup copy"})


class Away(Struct, frozen=True):
    """What of a member's data there is in a Region: at least `least` and at most `most` of NONE, BACKUP and LIVE."""

    member: Resource
    least: int
    most: int
    copies: tuple[Copy, ...] = ()
    doubt: Unknown | None = None


def away(member: Resource, region: str, estate: Estate) -> Away:
    """What of its data is there; what is not in view may be live."""
    found = copies_of(member, estate)
    sure: list[Copy] = []
    most, doubt = (
        NONE,
        first_of(found.unseen, found.more, member.region if isinstance(member.region, Unknown) else None),
    )
    for copy, certain in found.items:
        where = copy.region
        if not isinstance(where, Unknown) and where != region:
            continue
        level = BACKUP if copy.mechanism in _RESTORED else LIVE
        most = max(most, level)
        if certain and copy.certain and not isinstance(where, Unknown):
            sure.append(copy)
        else:
            doubt = first_of(doubt, where if isinstance(where, Unknown) else found.doubt)
    if member.kind == "aws_ebs_volume":  # snapshots are copied by what no volume names
        doubt = first_of(doubt, Unknown(f"whether snapshots of {member.label} are copied is not followed"))
    least = max((BACKUP if each.mechanism in _RESTORED else LIVE for each in sure), default=NONE)
    if doubt is not None:
        most = LIVE
    return Away(member, least, most, tuple(sure), doubt)


def backup_gap(member: Resource, region: str, estate: Estate) -> int | Unknown | None:
    """The longest time between two backups of a member that reach a Region, in seconds; None where none does."""
    gaps: list[int] = []
    doubt: Unknown | None = None
    for protection in protections_of(member, estate):
        plan = protection.plan
        rules: Any = plan["rule"] if isinstance(plan, Resource) else ()
        for rule in rules if isinstance(rules, tuple) else ():
            gap = _gap(member, rule, region, estate)
            if isinstance(gap, Unknown):
                doubt = gap
            elif gap is not None:
                gaps.append(gap)
    return doubt if doubt is not None else min(gaps, default=None)


def _gap(member: Resource, rule: Any, region: str, estate: Estate) -> int | Unknown | None:
    """How far apart the backups of one rule are that are copied to a Region."""
    if not isinstance(rule, Mapping):
        return rule if isinstance(rule, Unknown) else None
    actions = rule.get("copy_action")
    for action in actions if isinstance(actions, tuple) else ():
        if not isinstance(action, Mapping):
            return Unknown("a copy of a backup is not known")
        copy = backup_copy_to(member, action.get("destination_vault_arn"), estate, certain=True)
        if isinstance(copy.region, Unknown):
            return copy.region
        if isinstance(copy.region, str) and copy.region == region:
            said = rule.get("schedule")
            return longest_gap(said) if isinstance(said, str) else Unknown("the schedule of a rule is not known")
    return None
