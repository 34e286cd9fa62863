"""A run of the history as what it said, to be compared with another."""

from __future__ import annotations

import re
import sqlite3

from drlint.history.store import Store
from drlint.model.errors import DrlintError
from drlint.model.finding import Evidence, Finding, Severity, Verdict
from drlint.model.resource import Location
from drlint.model.told import Told
from drlint.model.values import Address

_NAMED = re.compile(r"last|previous|run:(\d+)")


def names_run(word: str) -> bool:
    """Whether a word means a run: last, previous, run:12."""
    return _NAMED.fullmatch(word) is not None


def recalled(store: Store, word: str) -> Told:
    """What a run said; raises DrlintError where there is no such run. What was unknown then is not kept."""
    with store.reading() as link:
        run, started = _run(link, store, word)
        found = list(link.execute(_SIGHTINGS, (run,)))
        findings = [(_finding(row), bool(row["aside"])) for row in _rows(found)]
        policies = frozenset(each for (each,) in link.execute("SELECT id FROM policy WHERE run = ?", (run,)))
        resolved = link.execute("SELECT fingerprint FROM finding WHERE resolved_run <= ?", (run,)).fetchall()
        blind = link.execute("SELECT 1 FROM blindness WHERE run = ? LIMIT 1", (run,)).fetchone()
    return Told(
        called=f"run {run} of {started}",
        findings=tuple(each for each, aside in findings if not aside),
        aside=tuple(each for each, aside in findings if aside),
        unknowns=(),
        roots=frozenset(each.resource.root for each, _ in findings),
        policies=policies,
        broken=frozenset(),
        whole=blind is None,
        resolved=frozenset(each for (each,) in resolved),
        notes=(f"run {run}: the history keeps no unknown verdicts",),
    )


def resolved_in(link: sqlite3.Connection, run: int) -> tuple[Finding, ...]:
    """What was broken and is resolved by a run, as it was last seen, the worst first."""
    found = list(link.execute(_RESOLVED, (run,)))
    return tuple(_finding(row) for row in _rows(found))


_COLUMNS = (
    *("policy", "root", "path", "kind", "detail", "account", "region"),
    *("severity", "gates", "aside", "owner", "workload", "said", "fingerprint"),
)
_SIGHTINGS = (
    f"SELECT {', '.join(_COLUMNS)} FROM sighting JOIN finding ON finding.id = finding "  # noqa: S608 - our own words
    "JOIN message ON message.id = message WHERE run = ? ORDER BY severity DESC, policy, path"
)
_RESOLVED = (
    f"SELECT {', '.join(_COLUMNS)} FROM finding JOIN sighting ON sighting.finding = finding.id "  # noqa: S608 - our own words
    "AND sighting.run = last_run JOIN message ON message.id = message WHERE resolved_run = ? "
    "ORDER BY severity DESC, policy, path"
)


def _rows(found: list[tuple[object, ...]]) -> list[dict[str, object]]:
    return [dict(zip(_COLUMNS, row, strict=True)) for row in found]


def _run(link: sqlite3.Connection, store: Store, word: str) -> tuple[int, str]:
    match = _NAMED.fullmatch(word)
    number = match[1] if match else None
    if number is not None:
        row = link.execute("SELECT id, started FROM run WHERE id = ?", (int(number),)).fetchone()
    else:
        skipped = 1 if word == "previous" else 0
        row = link.execute("SELECT id, started FROM run ORDER BY id DESC LIMIT 1 OFFSET ?", (skipped,)).fetchone()
    if row is None:
        raise DrlintError(f"{word}: {store.path} has no such run; drlint history lists them")
    return int(row[0]), str(row[1])


def _finding(row: dict[str, object]) -> Finding:
    path = str(row["path"])
    place = Location(path if path.startswith("arn:") else f"aws://{row['root']}/{path}")
    return Finding(
        policy=str(row["policy"]),
        resource=Address(str(row["root"]), path),
        kind=str(row["kind"]),
        verdict=Verdict.FAIL,
        severity=Severity(int(str(row["severity"]))),
        severity_because="as it was then",
        message=str(row["said"]),
        owner=_text(row["owner"]),
        evidence=(Evidence(says="", location=place),),
        fingerprint=str(row["fingerprint"]),
        gates=bool(row["gates"]),
        region=_text(row["region"]),
        detail=str(row["detail"]),
        workload=_text(row["workload"]),
        account=_text(row["account"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
