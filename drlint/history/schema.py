"""The tables of the history store."""

from __future__ import annotations

VERSION = 2

# What makes a store of the version before: by that version.
_COUNTED = """
CREATE TABLE counted (
    run INTEGER NOT NULL REFERENCES run (id),
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    kinds INTEGER NOT NULL,
    PRIMARY KEY (run, account, region)
) WITHOUT ROWID
"""
MIGRATIONS = {
    1: (
        "ALTER TABLE workload ADD COLUMN restored TEXT",
        "CREATE INDEX sightings ON sighting (finding, run)",
        _COUNTED,
        "INSERT INTO counted SELECT run, account, region, count(*) FROM unit GROUP BY run, account, region",
        "DROP TABLE unit",
        "ALTER TABLE counted RENAME TO unit",
    ),
}

# A unit is an account's Region with how many kinds were seen whole; with their names it would be the largest table.
# A finding is told once, however many nights it stays; a sighting is that a run saw it.
TABLES = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    ended TEXT NOT NULL,
    drlint TEXT NOT NULL,
    code INTEGER NOT NULL,
    resources INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    wanted INTEGER NOT NULL
);
CREATE TABLE unit (
    run INTEGER NOT NULL REFERENCES run (id),
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    kinds INTEGER NOT NULL,
    PRIMARY KEY (run, account, region)
) WITHOUT ROWID;
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    policy TEXT NOT NULL,
    checklist TEXT NOT NULL,
    root TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    account TEXT,
    region TEXT,
    first_run INTEGER NOT NULL REFERENCES run (id),
    last_run INTEGER NOT NULL REFERENCES run (id),
    resolved_run INTEGER REFERENCES run (id),
    opened INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    said TEXT NOT NULL UNIQUE
);
CREATE TABLE sighting (
    run INTEGER NOT NULL REFERENCES run (id),
    finding INTEGER NOT NULL REFERENCES finding (id),
    severity INTEGER NOT NULL,
    gates INTEGER NOT NULL,
    aside INTEGER NOT NULL,
    owner TEXT,
    workload TEXT,
    message INTEGER NOT NULL REFERENCES message (id),
    PRIMARY KEY (run, finding)
) WITHOUT ROWID;
CREATE TABLE spot (
    id INTEGER PRIMARY KEY,
    place TEXT NOT NULL UNIQUE,
    first_run INTEGER NOT NULL REFERENCES run (id),
    last_run INTEGER NOT NULL REFERENCES run (id)
);
CREATE TABLE blindness (
    run INTEGER NOT NULL REFERENCES run (id),
    spot INTEGER NOT NULL REFERENCES spot (id),
    reason TEXT NOT NULL,
    waived INTEGER NOT NULL,
    PRIMARY KEY (run, spot)
) WITHOUT ROWID;
CREATE TABLE item (
    run INTEGER NOT NULL REFERENCES run (id),
    workload TEXT NOT NULL,
    checklist TEXT NOT NULL,
    failed INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    PRIMARY KEY (run, workload, checklist)
) WITHOUT ROWID;
CREATE TABLE policy (
    run INTEGER NOT NULL REFERENCES run (id),
    id TEXT NOT NULL,
    checklist TEXT NOT NULL,
    passed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE workload (
    run INTEGER NOT NULL REFERENCES run (id),
    name TEXT NOT NULL,
    tier INTEGER,
    verdict TEXT NOT NULL,
    drilled TEXT,
    restored TEXT,
    PRIMARY KEY (run, name)
) WITHOUT ROWID;
CREATE INDEX open_findings ON finding (resolved_run);
CREATE INDEX sightings ON sighting (finding, run);
"""
