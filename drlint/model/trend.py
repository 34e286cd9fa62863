"""How things went from run to run: totals, and broken policies by workload and item of the checklist."""

from __future__ import annotations

from msgspec import Struct


class RunRow(Struct, frozen=True, kw_only=True):
    """One run in a row; `coverage` is a percentage, None where nothing was asked of AWS."""

    run: int
    started: str
    code: int
    resources: int
    failed: int
    new: int
    resolved: int
    blind_spots: int
    coverage: float | None


class ItemRow(Struct, frozen=True, kw_only=True):
    """The findings of a workload (empty: of none) on an item of the checklist, one number for each run."""

    workload: str
    checklist: str
    failed: tuple[int, ...]
    unknown: int


class WorkloadRow(Struct, frozen=True, kw_only=True):
    """A workload as the last run saw it.

    `since_drill` are days since its last drill, `since_restore` since AWS Backup last restored a part of it, as far as
    any run saw it; None where there was none.
    """

    name: str
    tier: int | None
    verdict: str
    since_drill: int | None
    since_restore: int | None = None


class Trend(Struct, frozen=True, kw_only=True):
    """The last runs, the oldest first."""

    runs: tuple[RunRow, ...]
    items: tuple[ItemRow, ...]
    workloads: tuple[WorkloadRow, ...]
