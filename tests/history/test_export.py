"""The history as Parquet: every row of every table, with types that a database takes as they are."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec import structs

from drlint.history.exporting import export
from drlint.history.recording import record
from drlint.history.store import Store
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.model.resource import Location
from drlint.model.workload_summary import WorkloadSummary
from tests.cli.running import drlint

from .nights import broken, night, spot

parquet = pytest.importorskip("pyarrow.parquet", reason="PyArrow is not installed: pip install pyarrow")
DRILLED = WorkloadSummary(name="orders", root="", location=Location("o.yaml"), tier=1, last_drill="2026-10-02")
NEVER = structs.replace(DRILLED, name="stock", tier=None, last_drill=None)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "history.sqlite")
    first = night(0, broken("orders"), broken("stock", Severity.LOW), spots=(spot("kms:ListKeys"),))
    record(made, structs.replace(first, report=structs.replace(first.report, workloads=(DRILLED, NEVER))))
    record(made, night(1, broken("orders")))
    return made


def test_every_row_of_every_table(store: Store, tmp_path: Path) -> None:
    rows = export(store, tmp_path / "export")
    assert {each.stem for each in (tmp_path / "export").iterdir()} == set(rows)
    with sqlite3.connect(store.path) as link:
        for table, number in rows.items():
            (kept,) = link.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own words
            found = parquet.read_table(tmp_path / "export" / f"{table}.parquet")
            assert found.num_rows == number == kept
            assert found.column_names == [each[1] for each in link.execute(f"PRAGMA table_info({table})")]
    assert rows["run"] == 2
    assert rows["sighting"] == 3


def test_times_days_truths_and_severities(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "out")
    runs = parquet.read_table(tmp_path / "out" / "run.parquet").to_pylist()
    assert [each["started"] for each in runs] == [datetime(2026, 11, day, 2, tzinfo=UTC) for day in (1, 2)]
    sightings = parquet.read_table(tmp_path / "out" / "sighting.parquet").to_pylist()
    assert [(each["severity"], each["gates"], each["aside"]) for each in sightings] == [
        ("high", True, False),
        ("low", True, False),
        ("high", True, False),
    ]
    workloads = parquet.read_table(tmp_path / "out" / "workload.parquet").to_pylist()
    assert {each["name"]: each["drilled"] for each in workloads} == {"orders": date(2026, 10, 2), "stock": None}


def test_an_export_takes_the_place_of_the_one_before(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "out")
    record(store, night(2, broken("orders")))
    assert export(store, tmp_path / "out")["run"] == 3
    assert parquet.read_table(tmp_path / "out" / "run.parquet").num_rows == 3
    assert not [each for each in (tmp_path / "out").iterdir() if each.name.startswith(".")]


def test_a_folder_with_other_things_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DrlintError, match="holds something else than an export"):
        export(store, tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DrlintError, match="cannot be written to"):
        export(store, tmp_path / "file" / "out")


def test_as_a_command(store: Store, tmp_path: Path) -> None:
    outcome = drlint("history", "--history", store.path, "export", tmp_path / "out")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{tmp_path / 'out'}: 2 runs, 3 sightings of findings\n"
    assert drlint("history", "export", tmp_path / "out", "--history", store.path).out == outcome.out
    assert drlint("history", "--history", store.path).out.startswith("  run")
    missing = drlint("history", "--history", tmp_path / "none.sqlite", "export", tmp_path / "out")
    assert missing.code == 2
    assert "drlint audit records runs in it" in missing.err


def test_without_pyarrow_it_is_said_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    outcome = drlint("history", "--history", store.path, "export", tmp_path / "out")
    assert outcome.code == 2
    assert "pip install pyarrow" in outcome.err
    assert not (tmp_path / "out").exists()
