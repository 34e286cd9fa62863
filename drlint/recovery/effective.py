"""Which strategy of recovery a workload really has in a Region, whatever its document declares.

The distinctions are AWS's (docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws, read
2026-11-26): with a pilot light something has to be started before a request is served; a warm standby serves at once
with less capacity, a hot one with all of it; active-active serves from both Regions all the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.recovery.covering import stateful_members
from drlint.recovery.data_away import BACKUP, LIVE, NONE, Away, away
from drlint.recovery.serving import Standing, all_capacity, routed, serves
from drlint.recovery.strategies import ORDER
from drlint.recovery.workloads import members_of

NOTHING: Final = "none"
RANKS: Final = (NOTHING, *ORDER)
_ENTERED: Final = ("aws_secretsmanager_secret",)  # values that somebody can enter by hand, before anything is served


class Effective(Struct, frozen=True):
    """The strategies it may be: at least the weakest and at most the strongest.

    `because` says why it is no stronger than `strongest`, `doubt` why it may be weaker.
    """

    region: str
    weakest: str
    strongest: str
    because: str = ""
    doubt: Unknown | None = None

    def keeps(self, declared: str) -> bool | Unknown:
        """Whether it is what is declared, or more."""
        if RANKS.index(self.weakest) >= RANKS.index(declared):
            return True
        if RANKS.index(self.strongest) < RANKS.index(declared):
            return False
        return Unknown("what stands there is not known") if self.doubt is None else self.doubt


def effective(workload: Resource, region: str, estate: Estate) -> Effective | None:
    """The strategy of a workload in a recovery Region; None where no member in view holds data or serves."""
    members = members_of(workload, estate)
    if not members.items:
        return None
    primary: Any = workload["primary_region"]
    stateful = [each for each in stateful_members(workload, estate) if _may_be_lost(each, primary, region)]
    held = [away(each, region, estate) for each in stateful]
    data = [each for each in held if each.member.kind not in _ENTERED]
    secrets = [each for each in held if each.member.kind in _ENTERED and each.least == NONE]
    secret = next((each.member for each in secrets if each.most == NONE), None)
    weakest = min(data, key=lambda each: each.most, default=None)
    if weakest is not None and weakest.most < LIVE:
        return _without_live_data(region, data, weakest)
    doubt = members.doubt
    least = NONE if doubt is not None else min((each.least for each in data), default=LIVE)
    doubt = first_of(doubt, *[each.doubt for each in data if each.least < LIVE])
    if secret is not None:
        return Effective(region, RANKS[least], ORDER[1], f"{secret.label} has no replica in {region}", doubt)
    return _of_live_data(
        Standing(members.certain, region, primary, estate),
        data,
        least,
        doubt,
        first_of(*[each.doubt for each in secrets]),
    )


def _may_be_lost(member: Resource, primary: Any, recovery: str) -> bool:
    """Whether a member stands, or may stand, in the primary Region."""
    if not isinstance(member.region, str):
        return True
    return member.region == primary if isinstance(primary, str) else member.region != recovery


def _without_live_data(region: str, data: Sequence[Away], worst: Away) -> Effective:
    """Something has no more than a backup there, so that it is to be restored before all else."""
    if worst.most == NONE:
        return Effective(region, NOTHING, NOTHING, f"{worst.member.label} has no copy in {region}")
    lacking = [each for each in data if each.most == BACKUP]
    named = ", ".join(each.member.label for each in lacking[:3])
    because = f"{named} {'has' if len(lacking) == 1 else 'have'} only backups in {region}"
    least = min(each.least for each in data)
    doubt = first_of(*[each.doubt for each in data if each.least < BACKUP])
    return Effective(region, RANKS[min(least, BACKUP)], ORDER[0], because, doubt)


def _of_live_data(
    standing: Standing, data: Sequence[Away], least: int, doubt: Unknown | None, secrets: Unknown | None
) -> Effective:
    """All data is live there, or may be: what serves requests decides; `secrets` says why some may lack there."""
    region = standing.region
    floor = RANKS[least]  # what is certain of the data: none, backup and restore, pilot light
    serving = serves(standing, [copy for each in data for copy in each.copies])
    if serving.answer is False:
        return Effective(region, floor, ORDER[1], serving.because, doubt)
    reached = routed(standing)
    if serving.answer is True and least == LIVE and secrets is None:
        floor = ORDER[2]
    full = all_capacity(standing)
    strongest, because = ORDER[4], ""
    if reached.answer is False:
        strongest, because = (ORDER[3], reached.because) if full.answer is not False else (ORDER[2], full.because)
    if floor == ORDER[2] and full.answer is True:
        floor = ORDER[3]
    if floor in ORDER[2:] and reached.answer is True and _writes_everywhere(data):
        floor = ORDER[4]
    unsure = [each for each in (serving.answer, full.answer, reached.answer) if isinstance(each, Unknown)]
    single = Unknown(f"whether {region} takes writes is not told by the code")
    return Effective(region, floor, strongest, because, first_of(doubt, secrets, *unsure, single))


def _writes_everywhere(data: Sequence[Away]) -> bool:
    return all(any(copy.mechanism == "replica table" for copy in each.copies) for each in data)
