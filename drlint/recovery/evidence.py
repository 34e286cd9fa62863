"""What AWS itself shows of backups and restores: how old, how long, whether they succeeded."""

from __future__ import annotations

from datetime import UTC, datetime

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown, Value
from drlint.recovery.objectives import Objectives
from drlint.recovery.rehearsed import objective_of
from drlint.recovery.workloads import workloads_of

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def moment(value: Value) -> datetime | None:
    """A time as the catalog writes it; None where there is none, or one that cannot be read."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def seconds_between(earlier: Value, later: Value | datetime) -> int | None:
    """From one time to another; None where one is missing or they stand the wrong way round."""
    begin = moment(earlier)
    end = later if isinstance(later, datetime) else moment(later)
    if begin is None or end is None or end < begin:
        return None
    return int((end - begin).total_seconds())


def strictest(measure: str, resource: Resource, estate: Estate, objectives: Objectives) -> int | Unknown | None:
    """The smallest objective in seconds (rto, rpo) of all workloads a resource is of, else the configured one."""
    found: list[int] = []
    for workload in workloads_of(resource, estate).certain:
        said = objective_of(workload, measure)
        if isinstance(said, Unknown):
            return said
        if said is not None:
            found.append(said)
    if found:
        return min(found)
    minutes = objectives.rpo_minutes if measure == "rpo" else objectives.rto_minutes
    return None if minutes is None else int(minutes * _MINUTE)


def spoken(seconds: int) -> str:
    """A time in the largest unit that says it: "26 hours", "9 days", "40 minutes"."""
    for unit, word in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (1, "second")):
        if seconds >= 2 * unit or unit == 1:
            number = seconds // unit
            return f"{number:,} {word}{'s' * (number != 1)}"
    return ""
