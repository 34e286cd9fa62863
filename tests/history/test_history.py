"""Night after night: what is new, what is worse, what is resolved, and what is not because nobody looked."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from drlint.engine.difference import difference
from drlint.history.recalled import recalled
from drlint.history.recording import record
from drlint.history.schema import VERSION
from drlint.history.since import beside, since
from drlint.history.store import Store
from drlint.history.trend import trend
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity, Verdict
from drlint.model.resource import Location
from drlint.model.workload_summary import WorkloadSummary

from .nights import HERE, broken, night, spot

ORDERS, STOCK = broken("orders"), broken("stock")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs" / "history.sqlite", wait=0.2)


def open_now(store: Store) -> set[str]:
    with store.reading() as link:
        return {one for (one,) in link.execute("SELECT fingerprint FROM finding WHERE resolved_run IS NULL")}


def test_the_first_night_has_nothing_before_it(store: Store) -> None:
    found = since(store, record(store, night(0, ORDERS)))
    assert found.before is None
    assert found.new == {ORDERS.fingerprint}
    assert found.resolved == ()


def test_new_worse_and_resolved(store: Store) -> None:
    record(store, night(0, ORDERS, broken("stock", Severity.LOW)))
    record(store, night(1, STOCK, broken("carts")))
    found = since(store, 2)
    assert found.before == "2026-11-01T02:00:00Z"
    assert found.new == {broken("carts").fingerprint}
    assert found.worse == {STOCK.fingerprint: "low"}
    assert [(each.message, each.severity) for each in found.resolved] == [(ORDERS.message, Severity.HIGH)]


def test_a_report_beside_the_run_before(store: Store) -> None:
    first = night(0, ORDERS, broken("stock", Severity.LOW), broken("users"))
    assert beside(first.report, since(store, record(store, first))) is first.report
    second = night(1, STOCK, broken("carts"), broken("users"))
    told = beside(second.report, since(store, record(store, second)))
    assert [(each.posture, each.was) for each in told.findings] == [("worse", "low"), ("new", ""), ("unchanged", "")]
    assert [each.fingerprint for each in told.fixed] == [ORDERS.fingerprint]
    assert told.compared == ("the run of 2026-11-01T02:00:00Z",)


def test_worse_is_held_against_when_it_was_last_seen(store: Store) -> None:
    """The night between looked at something else."""
    record(store, night(0, broken("stock", Severity.LOW)))
    record(store, night(1, whole=frozenset(), asked=False))
    found = since(store, record(store, night(2, STOCK)))
    assert (found.worse, found.new) == ({STOCK.fingerprint: "low"}, set())


def test_what_a_baseline_was_compared_with_stays(store: Store) -> None:
    record(store, night(0, ORDERS))
    second = night(1, ORDERS, STOCK)
    report = structs.replace(second.report, compared=("the baseline",))
    assert beside(report, since(store, record(store, second))) is report


def test_what_is_set_aside_no_more_is_worse(store: Store) -> None:
    first = night(0)
    report = structs.replace(first.report, baseline=(ORDERS,))
    record(store, structs.replace(first, report=report))
    found = since(store, record(store, night(1, ORDERS)))
    assert found.worse == {ORDERS.fingerprint: "set aside"}
    assert found.new == set()


@pytest.mark.parametrize(
    "second",
    [
        night(1, whole=frozenset()),
        night(1, whole=frozenset({("123456789012", "eu-central-1", "aws_db_instance")})),
        night(1, unknowns=(broken("orders", verdict=Verdict.UNKNOWN),)),
        night(1, asked=False),
    ],
    ids=["not listed", "listed elsewhere", "unknown now", "policy not assessed"],
)
def test_nothing_is_resolved_where_nobody_looked(store: Store, second: object) -> None:
    record(store, night(0, ORDERS))
    record(store, second)  # type: ignore[arg-type]
    assert since(store, 2).resolved == ()
    assert open_now(store) == {ORDERS.fingerprint}
    record(store, night(2))
    assert open_now(store) == set()


def test_what_comes_back_is_new_again(store: Store) -> None:
    for day, findings in enumerate([(ORDERS,), (), (ORDERS,)]):
        record(store, night(day, *findings))
    assert since(store, 3).new == {ORDERS.fingerprint}
    with store.reading() as link:
        assert link.execute("SELECT opened FROM finding").fetchone() == (2,)


def test_a_new_blind_spot_is_told_from_an_old_one(store: Store) -> None:
    record(store, night(0, spots=(spot("rds:DescribeDBInstances"),)))
    record(store, night(1, spots=(spot("rds:DescribeDBInstances"), spot("kms:ListKeys"))))
    found = since(store, 2)
    assert found.new_spots == {f"aws://{HERE}/kms:ListKeys"}
    assert found.old_spots == {f"aws://{HERE}/rds:DescribeDBInstances"}
    assert found.coverage_before == 90.0


def test_the_trend_counts_by_workload_and_item(store: Store) -> None:
    record(store, night(0, ORDERS, STOCK))
    record(store, night(1, ORDERS))
    found = trend(store, last=10, today=date(2026, 11, 26))
    assert [(each.run, each.failed, each.new, each.resolved) for each in found.runs] == [(1, 2, 2, 0), (2, 1, 0, 1)]
    (item,) = found.items
    assert (item.workload, item.checklist, item.failed) == ("orders", "strategy-matches-objectives", (2, 1))


def test_a_run_is_recalled_as_it_was(store: Store) -> None:
    record(store, night(0, ORDERS, STOCK))
    record(store, night(1, ORDERS))
    assert {each.fingerprint for each in recalled(store, "previous").findings} == {
        ORDERS.fingerprint,
        STOCK.fingerprint,
    }
    (last,) = recalled(store, "last").findings
    assert (last.message, last.severity, last.owner) == (ORDERS.message, ORDERS.severity, "shop")
    with pytest.raises(DrlintError, match=r"run:9: .* has no such run"):
        recalled(store, "run:9")


def test_what_is_resolved_is_fixed_in_a_comparison_though_something_was_not_seen(store: Store) -> None:
    record(store, night(0, ORDERS, STOCK, spots=(spot("kms:ListKeys"),)))
    record(store, night(1, STOCK, spots=(spot("kms:ListKeys"),)))
    found = difference(recalled(store, "previous"), recalled(store, "last"))
    assert [each.fingerprint for each in found.fixed] == [ORDERS.fingerprint]
    assert found.unseen == ()


def test_a_store_that_is_written_to_for_long_is_said(store: Store) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DrlintError, match="another run has been writing for too long"):
        record(store, night(0, ORDERS))
    other.execute("ROLLBACK")
    record(store, night(0, ORDERS))


def test_a_store_of_before_is_brought_up_to_date(store: Store) -> None:
    with store.writing() as link:
        link.execute("ALTER TABLE workload DROP COLUMN restored")
        link.execute("DROP INDEX sightings")
        link.execute("DROP TABLE unit")
        link.execute("CREATE TABLE unit (run INTEGER, account TEXT, region TEXT, kind TEXT)")
        link.execute("INSERT INTO run VALUES (1, '', '', '', 0, 0, 0, 0)")
        link.executemany("INSERT INTO unit VALUES (1, 'a', 'eu-west-1', ?)", [("one",), ("two",)])
        link.execute("PRAGMA user_version = 1")
    store.close()
    again = Store(store.path)
    record(again, night(0, ORDERS))
    with again.reading() as link:
        assert link.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert link.execute("SELECT run, account, kinds FROM unit ORDER BY run").fetchall() == [
            (1, "a", 2),
            (2, "123456789012", 1),
        ]


def test_the_age_of_the_last_good_restore_outlives_what_aws_tells(store: Store) -> None:
    """AWS Backup forgets its jobs after some weeks; what a run saw is kept."""
    told = WorkloadSummary(name="orders", root="", location=Location("o.yaml"), last_restore="2026-10-27")
    for day, each in enumerate((told, structs.replace(told, last_restore=None))):
        one = night(day, ORDERS)
        record(store, structs.replace(one, report=structs.replace(one.report, workloads=(each,))))
    (row,) = trend(store, last=10, today=date(2026, 11, 26)).workloads
    assert (row.since_drill, row.since_restore) == (None, 30)


def test_a_newer_store_is_refused(store: Store) -> None:
    with store.writing() as link:
        link.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(DrlintError, match=f"its schema is {VERSION + 1}"):
        Store(store.path)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_what_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.sqlite"
    path.write_bytes(content)
    with pytest.raises(DrlintError, match=r"history\.sqlite: "):
        Store(path)
    assert path.read_bytes() == content


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE bills (id INTEGER)")
    with pytest.raises(DrlintError, match="no history of drlint's"):
        Store(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DrlintError, match="cannot be"):
        Store(tmp_path / "history.sqlite")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(DrlintError, match="cannot be written"):
        Store(tmp_path / "runs" / "history.sqlite")


def _write(path: Path, times: int) -> None:
    store = Store(path)
    for day in range(times):
        record(store, night(day, ORDERS, STOCK))


def test_two_runs_at_once_are_both_recorded(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_write, args=(path, 20)) for _ in range(2)]
    for each in running:
        each.start()
    for each in running:
        each.join(60)
        assert each.exitcode == 0
    found = trend(Store(path), last=100, today=date(2026, 11, 26))
    assert [each.run for each in found.runs] == list(range(1, 41))
    assert all(each.failed == 2 for each in found.runs)


def test_a_run_that_is_killed_leaves_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    _write(path, 1)
    running = multiprocessing.get_context("spawn").Process(target=_write, args=(path, 10_000))
    running.start()
    for _ in range(200):
        time.sleep(0.05)
        if len(trend(Store(path), last=10_000, today=date(2026, 11, 26)).runs) > 3:
            break
    os.kill(running.pid or 0, signal.SIGKILL)
    running.join(30)
    found = trend(Store(path), last=10_000, today=date(2026, 11, 26))
    assert len(found.runs) > 3
    assert all(each.failed == 2 for each in found.runs)
    record(Store(path), night(0, ORDERS))
