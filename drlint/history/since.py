"""Holds a recorded run against the one before it."""

from __future__ import annotations

import sqlite3

from drlint.history.store import Store
from drlint.model.since import Since


def since(store: Store, run: int) -> Since:
    """What run number `run` says beside the one before it."""
    with store.reading() as link:
        before = link.execute("SELECT id, started FROM run WHERE id < ? ORDER BY id DESC LIMIT 1", (run,)).fetchone()
        month = link.execute(
            "SELECT id, started FROM run WHERE id < ? AND started <= (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', started, "
            "'-30 days') FROM run WHERE id = ?) ORDER BY started DESC LIMIT 1",
            (run, run),
        ).fetchone()
        last = 0 if before is None else before[0]
        return Since(
            run=run,
            before=None if before is None else before[1],
            new=frozenset(
                one for (one,) in link.execute("SELECT fingerprint FROM finding WHERE first_run = ?", (run,))
            ),
            worse=dict(
                link.execute(
                    "SELECT fingerprint, old.severity FROM sighting now JOIN sighting old ON old.finding = now.finding "
                    "AND old.run = ? JOIN finding ON finding.id = now.finding WHERE now.run = ? "
                    "AND now.severity > old.severity",
                    (last, run),
                )
            ),
            resolved=tuple(link.execute("SELECT policy, root, path FROM finding WHERE resolved_run = ?", (run,))),
            new_spots=_spots(link, "first_run = :run", run),
            old_spots=_spots(link, "first_run < :run AND last_run = :run", run),
            first_seen=dict(
                link.execute(
                    "SELECT fingerprint, started FROM finding JOIN run ON run.id = first_run WHERE last_run = ?", (run,)
                )
            ),
            month=None if month is None else month[1],
            met_before=None if month is None else met(link, month[0]),
            coverage_before=_coverage(link, last),
        )


def _spots(link: sqlite3.Connection, where: str, run: int) -> frozenset[str]:
    return frozenset(place for (place,) in link.execute(f"SELECT place FROM spot WHERE {where}", {"run": run}))  # noqa: S608 - our own words


def met(link: sqlite3.Connection, run: int) -> dict[int | None, tuple[int, int]]:
    """By tier, how many workloads kept all policies of severity high and above, and of how many."""
    rows = link.execute(
        "SELECT tier, sum(verdict = 'pass'), count(*) FROM workload WHERE run = ? GROUP BY tier ORDER BY tier", (run,)
    )
    return {tier: (kept, every) for tier, kept, every in rows}


def _coverage(link: sqlite3.Connection, run: int) -> float | None:
    row = link.execute("SELECT seen, wanted FROM run WHERE id = ?", (run,)).fetchone()
    return None if row is None or not row[1] else 100.0 * row[0] / row[1]
