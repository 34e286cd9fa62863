"""Each workload with its objectives and what drills measured of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.workload_summary import WorkloadSummary
from drlint.recovery.evidence import moment
from drlint.recovery.rehearsed import DRILL, drill_days, is_rehearsal, is_whole, objective_of
from drlint.recovery.workloads import WORKLOAD, documents_about, members_of, runbooks_of

_LAST = 9  # of no tier


def summaries_of(estate: Estate, today: date | None) -> tuple[WorkloadSummary, ...]:
    """The workloads that were given, the most critical first; drills that are to come count for nothing."""
    found = [each for each in estate.of_kind(WORKLOAD) if each.address not in estate.context]
    made = [_summary(each, estate, today) for each in found]
    return tuple(sorted(made, key=lambda each: (each.tier or _LAST, each.name, each.root)))


def _summary(workload: Resource, estate: Estate, today: date | None) -> WorkloadSummary:
    drills = _held(documents_about(DRILL, workload, estate).certain, today)
    rehearsed = [each for each in drills if is_rehearsal(each) is True]
    whole = [each for each in rehearsed if is_whole(each) is True]
    measured = [each for each in whole if _seconds(each["rto"]) is not None or _seconds(each["rpo"]) is not None]
    last, newest = drill_days(rehearsed).last, drill_days(measured).last
    times = [seconds for each in whole if (seconds := _seconds(each["rto"])) is not None]
    name, tier, strategy, owner = (workload[each] for each in ("name", "tier", "strategy", "owner"))
    return WorkloadSummary(
        name=name if isinstance(name, str) else workload.label,
        root=workload.address.root,
        location=workload.location_of(),
        owner=owner if isinstance(owner, str) else None,
        tier=int(tier) if isinstance(tier, int | float) else None,
        strategy=strategy if isinstance(strategy, str) else None,
        rto=_seconds(objective_of(workload, "rto")),
        rpo=_seconds(objective_of(workload, "rpo")),
        last_drill=None if last is None else last.day.isoformat(),
        last_restore=_restored(workload, estate),
        measured_on=None if newest is None else newest.day.isoformat(),
        measured_rto=None if newest is None else _seconds(newest.said_by["rto"]),
        measured_rpo=None if newest is None else _seconds(newest.said_by["rpo"]),
        mttr=round(sum(times) / len(times)) if times else None,
        drills_measured=len(times),
        runbooks=tuple(sorted(str(each["name"]) for each in runbooks_of(workload, estate).certain)),
    )


def _restored(workload: Resource, estate: Estate) -> str | None:
    """The day of the newest restore of a member that went well, as AWS Backup tells it."""
    jobs = [each for each in estate.of_kind("aws_backup_restore_job") if each["status"] == "COMPLETED"]
    good = [each for each in jobs if each["validation_status"] not in {"FAILED", "TIMED_OUT"}]
    members = {id(each) for each in members_of(workload, estate).certain} if good else set()
    own = (each for each in good if any(id(source) in members for source in estate.links(each, "of").certain))
    ends = [found for each in own if (found := moment(each["completed"])) is not None]
    return max(ends).date().isoformat() if ends else None


def _held(drills: Sequence[Resource], today: date | None) -> list[Resource]:
    """The drills that took place on a day that can be read."""
    known = drill_days(drills) if today is None else drill_days(drills).until(today)
    return [each.said_by for each in known.known]


def _seconds(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None
