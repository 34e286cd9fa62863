"""Holds a recorded run against the one before it."""

from __future__ import annotations

import sqlite3

from msgspec import structs

from drlint.engine.report import Report
from drlint.history.recalled import resolved_in
from drlint.history.store import Store
from drlint.model.finding import Finding, Posture, Severity
from drlint.model.since import Since

_WORSE = (
    "SELECT fingerprint, old.severity, old.aside FROM sighting now JOIN sighting old ON old.finding = now.finding "
    "AND old.run = (SELECT max(run) FROM sighting WHERE finding = now.finding AND run < now.run) "
    "JOIN finding ON finding.id = now.finding WHERE now.run = ? AND now.run > finding.first_run AND NOT now.aside "
    "AND (now.severity > old.severity OR old.aside) ORDER BY fingerprint"
)


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
            worse={one: _was(old, aside=bool(aside)) for one, old, aside in link.execute(_WORSE, (run,))},
            resolved=resolved_in(link, run),
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


def beside(report: Report, found: Since) -> Report:
    """The report with its findings compared with the run before, unless they are compared with something already."""
    if found.before is None or report.compared:
        return report
    return structs.replace(
        report,
        compared=(f"the run of {found.before}",),
        findings=tuple(_placed(each, found) for each in report.findings),
        fixed=found.resolved,
    )


def _placed(finding: Finding, found: Since) -> Finding:
    was = found.worse.get(finding.fingerprint)
    if was is not None:
        return structs.replace(finding, posture=Posture.WORSE, was=was)
    is_new = finding.fingerprint in found.new
    return structs.replace(finding, posture=Posture.NEW if is_new else Posture.UNCHANGED)


def _was(severity: int, *, aside: bool) -> str:
    return "set aside" if aside else str(Severity(severity))


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
