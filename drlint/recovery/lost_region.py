"""Which Region a runbook is for the loss of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.identifiers import named_in
from drlint.recovery.objectives import Objectives
from drlint.recovery.primary_region import primaries_of
from drlint.recovery.procedures import Asked, calls_of, region_of
from drlint.recovery.workloads import workloads_of


class Lost(Struct, frozen=True):
    """The Region that is lost, and who says so."""

    region: str | Unknown
    because: str = ""


def lost_region_of(runbook: Resource, estate: Estate, objectives: Objectives) -> Lost:
    """The Region being lost: the runbook's own word, its workloads' primary Region, what was asked for.

    Where nobody says it: the Region that the estate makes the primary one, else the one that the commands only look at.
    """
    own = runbook["lost_region"]
    if isinstance(own, str):
        return Lost(own, "the runbook says so")
    primary = {each["primary_region"]: each for each in workloads_of(runbook, estate).certain}
    known = {region: workload for region, workload in primary.items() if isinstance(region, str)}
    if len(known) == 1 and len(known) == len(primary):
        region, workload = next(iter(known.items()))
        return Lost(region, f"the primary Region of workload {workload['name']}")
    if objectives.lost_region is not None:
        return Lost(objectives.lost_region, "--lost-region")
    return estate.remembered(("implied", id(runbook)), lambda: _implied(runbook, estate))


def _implied(runbook: Resource, estate: Estate) -> Lost:
    """What the estate says by where it writes, of what the runbook names first; and else what the commands say."""
    found = _primaries(runbook, estate)
    looked_at = _looked_at(runbook, estate)
    if len(found) == 1 and not _only_changes(runbook, estate, next(iter(found))):
        region, because = next(iter(found.items()))
        return Lost(region, because)
    if looked_at is not None and (not found or looked_at in found):
        return Lost(looked_at, "its steps change nothing there")
    if len(found) > 1:
        named = " and ".join(sorted(found))
        return Lost(Unknown(f"the estate writes in {named}, so that any may be lost; give lost_region in the runbook"))
    return Lost(Unknown("nothing says which Region is lost; give primary_region in a workload, or --lost-region"))


def _primaries(runbook: Resource, estate: Estate) -> Mapping[str, str]:
    """Regions with what says so: those of what the runbook names, or else all of the estate's."""
    named = {id(each) for asked in calls_of(runbook, estate) for one in named_in(asked, estate) for each in one.found}
    known = primaries_of(estate)
    about = [each for each in known if any(id(one) in named for one in each.about)]
    found: dict[str, str] = {}
    for each in about or known:
        found.setdefault(each.region, each.because)
    return found


def _only_changes(runbook: Resource, estate: Estate, region: str) -> bool:
    """Whether a runbook changes things in a Region and nowhere else: then it is hardly the one that is lost."""
    changed = {where for asked, where in _main(runbook, estate) if asked.operation.changes}
    return changed == {region}


def _looked_at(runbook: Resource, estate: Estate) -> str | None:
    """The one Region of a failover that its steps look at and change nothing in, while they change another."""
    if runbook["kind"] != "failover":
        return None
    calls = tuple(_main(runbook, estate))
    changed = {region for asked, region in calls if asked.operation.changes}
    looked = {region for asked, region in calls if not asked.operation.changes} - changed
    return looked.pop() if len(looked) == 1 and len(changed) == 1 else None


def _main(runbook: Resource, estate: Estate) -> Iterator[tuple[Asked, str]]:
    for asked in calls_of(runbook, estate):
        region = region_of(asked)
        if asked.step.part in {"steps", "checks"} and isinstance(region, str):
            yield asked, region
