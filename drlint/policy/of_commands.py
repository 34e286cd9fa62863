"""Tells what is wrong with the commands of a runbook, each fault as a finding at its own line."""

from __future__ import annotations

from collections.abc import Collection

from drlint.model.finding import Evidence
from drlint.model.procedure import Fault
from drlint.model.resource import Resource
from drlint.policy.definition import Case
from drlint.recovery.command_faults import faults_of, is_judged, is_stale


def tell_faults(case: Case, kinds: Collection[Fault], *, dated: bool = False) -> None:
    """Judge a runbook by the faults of some kinds; skips one without AWS calls.

    `dated`: what an index that has grown old does not know may be new, and so is unknown.
    """
    runbook = case.resource
    if not is_judged(runbook, case.estate):
        case.skip()
        return
    for each in faults_of(runbook, case.estate, kinds):
        said = f"{each.asked.step.key} of {runbook['name']}: {each.problem.message}"
        index = each.asked.call.index
        if dated and is_stale(index, case.today):
            reason = f"{said}; that may be newer than what drlint knows, {index}, which is over nine months old"
            case.unknown(reason, detail=each.detail, evidence=[each.evidence])
        else:
            case.fail(said, detail=each.detail, evidence=[each.evidence])


def beside(resource: Resource, says: str, attribute: str | None = None) -> Evidence:
    """A resource as related evidence, in words, at the line of an attribute where that has one."""
    return Evidence(f"{resource.label} {says}", resource.location_of(attribute))
