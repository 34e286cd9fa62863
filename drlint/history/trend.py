"""Reads the trend of the last runs out of the store."""

from __future__ import annotations

import sqlite3
from datetime import date

from drlint.history.store import Store
from drlint.model.trend import ItemRow, RunRow, Trend, WorkloadRow


def trend(store: Store, *, last: int, today: date) -> Trend:
    """The trend of the last so many runs."""
    with store.reading() as link:
        rows = link.execute("SELECT id FROM run ORDER BY id DESC LIMIT ?", (last,)).fetchall()
        runs = [number for (number,) in reversed(rows)]
        return Trend(
            runs=tuple(_run(link, run) for run in runs),
            items=tuple(_items(link, runs)),
            workloads=tuple(_workloads(link, runs[-1], today)) if runs else (),
        )


def _run(link: sqlite3.Connection, run: int) -> RunRow:
    started, code, resources, seen, wanted = link.execute(
        "SELECT started, code, resources, seen, wanted FROM run WHERE id = ?", (run,)
    ).fetchone()
    (failed,) = link.execute("SELECT count(*) FROM sighting WHERE run = ? AND NOT aside", (run,)).fetchone()
    (new,) = link.execute("SELECT count(*) FROM finding WHERE first_run = ?", (run,)).fetchone()
    (resolved,) = link.execute("SELECT count(*) FROM finding WHERE resolved_run = ?", (run,)).fetchone()
    (blind,) = link.execute("SELECT count(*) FROM blindness WHERE run = ?", (run,)).fetchone()
    return RunRow(
        run=run,
        started=started,
        code=code,
        resources=resources,
        failed=failed,
        new=new,
        resolved=resolved,
        blind_spots=blind,
        coverage=100.0 * seen / wanted if wanted else None,
    )


def _items(link: sqlite3.Connection, runs: list[int]) -> list[ItemRow]:
    found: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for run in runs:
        for workload, checklist, failed, unknown in link.execute(
            "SELECT workload, checklist, failed, unknown FROM item WHERE run = ?", (run,)
        ):
            found.setdefault((workload, checklist), {})[run] = (failed, unknown)
    return [
        ItemRow(
            workload=workload,
            checklist=checklist,
            failed=tuple(numbers.get(run, (0, 0))[0] for run in runs),
            unknown=numbers.get(runs[-1], (0, 0))[1],
        )
        for (workload, checklist), numbers in sorted(found.items(), key=lambda each: (each[0][0] == "", each[0]))
    ]


def _days(day: str | None, today: date) -> int | None:
    return None if day is None else (today - date.fromisoformat(day)).days


def _workloads(link: sqlite3.Connection, run: int, today: date) -> list[WorkloadRow]:
    rows = link.execute(
        "SELECT name, tier, verdict, drilled, (SELECT max(restored) FROM workload before WHERE before.name = now.name "
        "AND before.run <= now.run) FROM workload now WHERE run = ? ORDER BY tier IS NULL, tier, name",
        (run,),
    )
    return [
        WorkloadRow(
            name=name,
            tier=tier,
            verdict=verdict,
            since_drill=_days(drilled, today),
            since_restore=_days(restored, today),
        )
        for name, tier, verdict, drilled, restored in rows
    ]
