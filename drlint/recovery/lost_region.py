"""Which Region a runbook is for the loss of."""

from __future__ import annotations

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.objectives import Objectives
from drlint.recovery.workloads import workloads_of


class Lost(Struct, frozen=True):
    """The Region that is lost, and who says so."""

    region: str | Unknown
    because: str = ""


def lost_region_of(runbook: Resource, estate: Estate, objectives: Objectives) -> Lost:
    """The Region being lost: the runbook's own word, its workloads' primary Region, what was asked for."""
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
    return Lost(Unknown("nothing says which Region is lost; give primary_region in a workload, or --lost-region"))
