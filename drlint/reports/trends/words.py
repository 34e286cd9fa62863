"""What all forms of a trend say alike."""

from __future__ import annotations

from drlint.model.trend import ItemRow, RunRow, WorkloadRow

_STEPS = "▁▂▃▄▅▆▇█"
NOTHING = "no run is recorded yet; drlint audit records them"


def sparkline(numbers: tuple[int, ...]) -> str:
    """Numbers as bars, from none to the most of them."""
    most = max(numbers, default=0)
    return "".join(_STEPS[round(each * (len(_STEPS) - 1) / most)] if most else _STEPS[0] for each in numbers)


def coverage(run: RunRow) -> str:
    """How much was seen, never rounded up to all."""
    if run.coverage is None:
        return "-"
    return "100 %" if run.coverage == 100 else f"{min(run.coverage, 99.9):.1f} %"  # noqa: PLR2004 - percent


def change(item: ItemRow) -> str:
    """The change over the runs that are shown."""
    moved = item.failed[-1] - item.failed[0]
    return f"{moved:+,}" if moved else "="


def called(workload: str) -> str:
    return workload or "(of no workload)"


def drill(row: WorkloadRow) -> str:
    """How long ago the last drill was."""
    if row.since_drill is None:
        return "never drilled"
    return f"drilled {row.since_drill:,} day{'s' * (row.since_drill != 1)} ago"


def restore(row: WorkloadRow) -> str:
    """How long ago AWS Backup last restored a part of it."""
    if row.since_restore is None:
        return "no restore seen"
    return f"restored {row.since_restore:,} day{'s' * (row.since_restore != 1)} ago"


def tier(row: WorkloadRow) -> str:
    return "no tier" if row.tier is None else f"tier {row.tier}"
