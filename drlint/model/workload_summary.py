"""What a report tells of a workload: its objectives, and what drills measured."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.resource import Location


class WorkloadSummary(Struct, frozen=True, kw_only=True):
    """A workload as its documents declare it and as drills showed it; times in seconds, days as ISO texts.

    `rto` and `rpo` are the objectives for the loss of a Region. `measured_rto` and `measured_rpo` are of the newest
    drill that measured them, of `measured_on`; `last_restore` is the day of the newest restore of a member that AWS
    Backup completed, and validated where it was asked to; `mttr` is the mean of the RTO that `drills_measured` drills
    measured. None is what nobody declared, measured or could be read.
    """

    name: str
    root: str
    location: Location
    owner: str | None = None
    tier: int | None = None
    strategy: str | None = None
    rto: int | None = None
    rpo: int | None = None
    last_drill: str | None = None
    last_restore: str | None = None
    measured_on: str | None = None
    measured_rto: int | None = None
    measured_rpo: int | None = None
    mttr: int | None = None
    drills_measured: int = 0
    runbooks: tuple[str, ...] = ()
