"""What `scaffold` does: recovery resources that an estate lacks, as new code beside what they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drlint.cli.repairs import Repair, Target, targets
from drlint.cli.scaffolds import copy_action, lag_alarm, vault_lock
from drlint.cli.scaffolds.building import Building
from drlint.edits.changes import RefusedError

WHAT: Mapping[str, tuple[str, ...]] = {
    "lag-alarm": lag_alarm.POLICIES,
    "copy-action": copy_action.POLICIES,
    "vault-lock": vault_lock.POLICIES,
}
_REPAIRS: Mapping[str, Callable[[Building, Target], Repair]] = {
    "lag-alarm": lag_alarm.repair,
    "copy-action": copy_action.repair,
    "vault-lock": vault_lock.repair,
}


def scaffolds(building: Building) -> list[Repair]:
    """A repair for each block that lacks something of what was asked for, the new code accepted by the desk."""
    works = {policy: _REPAIRS[what] for what in building.what for policy in WHAT[what]}
    found: list[Repair] = []
    for target in targets(building.given, building.judged, lambda finding: finding.policy in works):
        try:
            found.append(works[target.policy](building, target))
        except RefusedError as refused:
            found.append(target.refused(str(refused)))
    return sorted(found, key=lambda each: (each.place.uri, each.place.line or 0))
