"""A workload as the input of CreatePolicy, the newer of AWS Resilience Hub's APIs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.catalog.resilience_hub import APPROACHES, LONGEST_KEY, MOST, MOST_SHARE
from drlint.exports.resilience_hub.parts import (
    HubPolicy,
    UnsaidError,
    described,
    left_out,
    name_of,
    objectives_of,
    settings_of,
    tags_of,
)
from drlint.model.periods import MINUTE, spoken_seconds
from drlint.model.resource import Resource

_SETTINGS = ("name", "kms_key_id", "sharing", "tags")


def policy(workload: Resource, *, round_down: bool = False) -> HubPolicy:
    """The policy of a workload all of which could be read; raises UnsaidError.

    v2 holds whole minutes: seconds beyond them are refused, or with `round_down` the stricter minute is taken and told.
    """
    minutes = _Minutes(round_down=round_down)
    said: dict[str, Any] = {"name": name_of(workload)}
    description = described(workload, "v2")
    if description is not None:
        said["description"] = description
    availability: Any = workload["availability"]
    if availability is not None:
        said["availabilitySlo"] = {"target": _share(availability)}
    said |= _targets(workload, minutes)
    every: Any = workload["backup_every"]
    if every is not None:
        of = "the time between backups"
        said["dataRecovery"] = {"timeBetweenBackupsInMinutes": minutes.of(every, of, "backup_every")}
    said |= _settings(workload)
    rest = left_out(workload, "v2", ("availability", "backup_every"), _SETTINGS)
    return HubPolicy(said["name"], said, (*minutes.rounded, *rest))


def _share(availability: float) -> float:
    if availability > MOST_SHARE:
        raise UnsaidError("availability", f"availability is {availability}, and at most 100 percent; correct it")
    return availability


def _targets(workload: Resource, minutes: _Minutes) -> dict[str, Any]:
    """`multiAz` and `multiRegion`, those that say something."""
    made: dict[str, dict[str, Any]] = {}
    for theirs, each in objectives_of(workload, "v2"):
        made[theirs] = _target(each, minutes)
    strategy: Any = workload["strategy"]
    if strategy is not None:
        made.setdefault("multiRegion", {})["disasterRecoveryApproach"] = APPROACHES[strategy]
    return {name: made[name] for name in ("multiAz", "multiRegion") if name in made}


def _target(objective: Mapping[str, Any], minutes: _Minutes) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in ("rto", "rpo"):
        if objective[name] is not None:
            of = f"the {name.upper()} for {objective['disruption']}"
            made[f"{name}InMinutes"] = minutes.of(objective[name], of, f"objectives.{objective['disruption']}")
    if objective["approach"] is not None:
        made["disasterRecoveryApproach"] = APPROACHES[objective["approach"]]
    return made


def _settings(workload: Resource) -> dict[str, Any]:
    own = settings_of(workload)
    made: dict[str, Any] = {}
    if own["sharing"] is not None:
        made["sharingEnabled"] = own["sharing"]
    key = own["kms_key_id"]
    if key is not None:
        if not 0 < len(key) <= LONGEST_KEY:
            raise UnsaidError("resilience_hub", f"kms_key_id has {len(key)} characters, not 1 to 2,048; correct it")
        made["kmsKeyId"] = key
    tags = tags_of(workload)
    return made | ({"tags": tags} if tags else {})


class _Minutes:
    """Makes whole minutes of seconds, and keeps account of those that it rounded."""

    def __init__(self, *, round_down: bool) -> None:
        self.rounded: list[str] = []
        self._round_down = round_down

    def of(self, seconds: int, what: str, attribute: str) -> int:
        """The minutes; raises UnsaidError, naming the attribute."""
        whole, beyond = divmod(seconds, MINUTE)
        if whole > MOST:
            raise UnsaidError(attribute, f"{what} is {whole:,} minutes, and v2 holds at most {MOST:,}; shorten it")
        if not beyond:
            return whole
        if not self._round_down:
            raise UnsaidError(
                attribute,
                f"{what} is {spoken_seconds(seconds)}, and v2 holds whole minutes; write {whole}m or {whole + 1}m, "
                "export with --api v1, or with --round-down for the stricter",
            )
        self.rounded.append(f"{beyond} seconds of {what} ({spoken_seconds(seconds)}, written as {whole}m)")
        return whole
