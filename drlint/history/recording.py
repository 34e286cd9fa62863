"""Records a run: what it saw, what it found, and what is resolved because it looked and found nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from drlint.engine.report import Report
from drlint.history.store import Store
from drlint.model.finding import Finding, Severity

GLOBAL = "global"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class Night(Struct, frozen=True, kw_only=True):
    """A run to be recorded: `whole` are the account, Region and kind of each list that AWS answered whole."""

    report: Report
    code: int
    started: datetime
    ended: datetime
    whole: frozenset[tuple[str, str, str]] = frozenset()


def record(store: Store, night: Night) -> int:
    """The number of the run, which is in the store whole or, where this raises DrlintError, not at all."""
    with store.writing() as link:
        run = _run(link, night)
        checklists = {each.id: each.checklist for each in night.report.policies}
        seen = Counter((account, region) for account, region, _ in night.whole)
        link.executemany(
            "INSERT INTO unit VALUES (?, ?, ?, ?)", ((run, *each, number) for each, number in sorted(seen.items()))
        )
        for finding, aside in _sighted(night.report):
            _sighting(link, run, finding, checklists.get(finding.policy, ""), aside=aside)
        _resolve(link, run, night)
        _spots(link, run, night.report)
        _sums(link, run, night.report, checklists)
    return run


def recode(store: Store, run: int, code: int) -> None:
    """The exit code of a run that is told only once the run can be held against the one before."""
    with store.writing() as link:
        link.execute("UPDATE run SET code = ? WHERE id = ?", (code, run))


def _run(link: sqlite3.Connection, night: Night) -> int:
    coverage = night.report.coverage
    made = link.execute(
        "INSERT INTO run (started, ended, drlint, code, resources, seen, wanted) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            night.started.strftime(_TIME),
            night.ended.strftime(_TIME),
            night.report.tool_version,
            night.code,
            night.report.resources,
            0 if coverage is None else coverage.seen,
            0 if coverage is None else coverage.wanted,
        ),
    )
    return int(made.lastrowid or 0)


def _sighted(report: Report) -> Iterator[tuple[Finding, bool]]:
    """All that is broken, and whether somebody set it aside."""
    yield from ((each, False) for each in report.findings)
    yield from ((each.finding, True) for each in report.waived if each.finding.verdict == "fail")
    yield from ((each, True) for each in (*report.baseline, *report.provided) if each.verdict == "fail")


def _sighting(link: sqlite3.Connection, run: int, finding: Finding, checklist: str, *, aside: bool) -> None:
    link.execute(
        "INSERT INTO finding (fingerprint, policy, checklist, root, path, kind, detail, account, region, first_run, "
        "last_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET "
        "last_run = excluded.last_run, opened = opened + (resolved_run IS NOT NULL), "
        "first_run = CASE WHEN resolved_run IS NULL THEN first_run ELSE excluded.last_run END, resolved_run = NULL",
        (
            finding.fingerprint,
            finding.policy,
            checklist,
            finding.resource.root,
            finding.resource.path,
            finding.kind,
            finding.detail,
            finding.account,
            finding.region,
            run,
            run,
        ),
    )
    link.execute("INSERT OR IGNORE INTO message (said) VALUES (?)", (finding.message,))
    link.execute(
        "INSERT OR REPLACE INTO sighting SELECT ?, finding.id, ?, ?, ?, ?, ?, message.id FROM finding, message "
        "WHERE fingerprint = ? AND said = ?",
        (
            run,
            int(finding.severity),
            finding.gates,
            aside,
            finding.owner,
            finding.workload,
            finding.fingerprint,
            finding.message,
        ),
    )


def _resolve(link: sqlite3.Connection, run: int, night: Night) -> None:
    """Close what was open and is seen no more, where this run looked everywhere it could have been seen."""
    asked = {each.id for each in night.report.policies if each.not_assessed is None}
    broken = {(each.policy, each.resource.root, each.resource.path) for each in night.report.failures}
    unsure = {(each.policy, each.resource.root, each.resource.path) for each in night.report.unknowns}
    roots = {root for each in night.report.ruled for root in each.roots}
    unread = any(not each.location.uri.startswith("aws://") for each in night.report.blind_spots)
    open_now = link.execute(
        "SELECT id, policy, root, path, kind, account, region FROM finding WHERE resolved_run IS NULL AND last_run < ?",
        (run,),
    ).fetchall()
    gone = [
        (run, number)
        for number, policy, root, path, kind, account, region in open_now
        if policy in asked
        and (policy, root, path) not in broken | unsure
        and _was_looked_at(account, region, kind, night.whole, is_read=root in roots and not unread)
    ]
    link.executemany("UPDATE finding SET resolved_run = ? WHERE id = ?", gone)


def _was_looked_at(
    account: str | None, region: str | None, kind: str, whole: frozenset[tuple[str, str, str]], *, is_read: bool
) -> bool:
    """Whether all things of a kind were seen where one of them stood; of code and documents, whether it was read."""
    if account is None:
        return is_read
    return (account, region or GLOBAL, kind) in whole or (account, GLOBAL, kind) in whole


def _spots(link: sqlite3.Connection, run: int, report: Report) -> None:
    waived = {each.spot for each in report.waived_spots}
    for each in dict.fromkeys(report.blind_spots):
        link.execute(
            "INSERT INTO spot (place, first_run, last_run) VALUES (?, ?, ?) "
            "ON CONFLICT (place) DO UPDATE SET last_run = excluded.last_run",
            (each.what, run, run),
        )
        link.execute(
            "INSERT OR REPLACE INTO blindness SELECT ?, id, ?, ? FROM spot WHERE place = ?",
            (run, each.reason, each in waived, each.what),
        )


def _sums(link: sqlite3.Connection, run: int, report: Report, checklists: Mapping[str, str]) -> None:
    """How often each policy, and each item of the checklist of a workload, said what."""
    link.executemany(
        "INSERT INTO policy VALUES (?, ?, ?, ?, ?, ?)",
        ((run, each.id, each.checklist, each.passed, each.failed, each.unknown) for each in report.policies),
    )
    failed = _by_item(report.findings, checklists)
    unknown = _by_item(report.unknowns, checklists)
    link.executemany(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?)",
        ((run, *each, failed[each], unknown[each]) for each in sorted({*failed, *unknown})),
    )
    verdicts = workload_verdicts(report)
    link.executemany(
        "INSERT OR REPLACE INTO workload VALUES (?, ?, ?, ?, ?, ?)",
        (
            (run, each.name, each.tier, verdicts[each.name], each.last_drill, each.last_restore)
            for each in report.workloads
        ),
    )


def _by_item(findings: Iterable[Finding], checklists: Mapping[str, str]) -> Counter[tuple[str, str]]:
    return Counter((each.workload or "", checklists.get(each.policy, "")) for each in findings)


def workload_verdicts(report: Report) -> dict[str, str]:
    """Of each workload: fail where a policy of severity high or worse is broken, unknown where one cannot be told."""
    broken = {each.workload for each in report.findings if each.severity >= Severity.HIGH}
    unsure = {each.workload for each in report.unknowns if each.severity >= Severity.HIGH}
    names = [each.name for each in report.workloads]
    return {name: "fail" if name in broken else "unknown" if name in unsure else "pass" for name in names}
