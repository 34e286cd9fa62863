"""What drills measured of a workload, how often it is to be drilled, and what is told of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown
from drlint.readers.documents.reader import read_document
from drlint.recovery.rehearsed import cadence_of, disruption_of, drills_of
from drlint.recovery.rehearsed import tests_of as days_tested
from drlint.recovery.summaries import summaries_of

CATALOG = load()
TODAY = date(2026, 11, 26)
BY_TIER = {"tier_1": 92, "tier_2": 92, "tier_3": 184, "tier_4": 366}
DATABASE = "arn:aws:rds:eu-west-1:111122223333:db:orders"
ORDERS = "workload: {name: orders, tier: 1, rto: 1h, rpo: 5m, strategy: pilot-light}"


def estate(*documents: str) -> Estate:
    texts = [each for text in documents for each in re.split(r"^---\n", text, flags=re.MULTILINE)]
    read = [read_document(each.encode(), uri=f"dr/{at}.yaml", root="dr") for at, each in enumerate(texts)]
    return join([resource for each in read for resource in each.resources], CATALOG)


def drill(name: str, day: str, measured: str, kind: str = "full-failover") -> str:
    return f"drill: {{name: {name}, date: {day}, type: {kind}, covers: [orders], measured: {measured}}}"


def test_mttr_is_the_mean_of_whole_drills_that_took_place() -> None:
    (told,) = summaries_of(
        estate(
            ORDERS,
            drill("Spring", "2026-04-01", "{rto: 30m, rpo: 1m}"),
            drill("Autumn", "2026-10-01", "{rto: 1h, rpo: 2m}", "restore"),
            drill("Part", "2026-11-01", "{rto: 1m}", "component"),
            drill("Talk", "2026-11-20", "{rto: 1m}", "tabletop"),
            drill("Planned", "2027-01-01", "{rto: 1m}"),
            drill("Undated", "soon", "{rto: 1m}"),
        ),
        TODAY,
    )
    assert (told.mttr, told.drills_measured) == (45 * 60, 2)
    assert (told.measured_on, told.measured_rto, told.measured_rpo) == ("2026-10-01", 3600, 120)
    assert told.last_drill == "2026-11-01"
    assert (told.rto, told.rpo, told.tier, told.strategy) == (3600, 300, 1, "pilot-light")


def restored(number: int, completed: str, status: str = "COMPLETED", validation: str | None = None) -> Resource:
    arn, said = f"arn:aws:backup:eu-west-1:111122223333:job:{number}", {"source_arn": DATABASE, "status": status}
    return live("aws_backup_restore_job", arn, {**said, "completed": completed, "validation_status": validation})


def live(kind: str, arn: str, attributes: dict[str, Any]) -> Resource:
    every = {each.name: None for each in CATALOG[kind].attributes}
    view = View(attributes={**every, **attributes}, location=Location(arn))
    return Resource(address=Address("111122223333/eu-west-1", arn), kind=kind, region="eu-west-1", observed=view)


def test_the_last_restore_is_the_newest_of_a_member_that_went_well() -> None:
    document = f"workload: {{name: orders, tier: 1, members: ['{DATABASE}']}}"
    read = read_document(document.encode(), uri="dr/orders.yaml", root="dr")
    jobs = [
        restored(1, "2026-10-01T04:00:00Z"),
        restored(2, "2026-10-20T04:00:00Z", validation="SUCCESSFUL"),
        restored(3, "2026-11-01T04:00:00Z", validation="FAILED"),
        restored(4, "2026-11-02T04:00:00Z", status="FAILED"),
    ]
    database = live("aws_db_instance", DATABASE, {"arn": DATABASE, "identifier": "orders"})
    (told,) = summaries_of(join([*read.resources, database, *jobs], CATALOG), TODAY)
    assert told.last_restore == "2026-10-20"
    (other,) = summaries_of(join([*read.resources, *jobs], CATALOG), TODAY)
    assert other.last_restore is None


def test_what_cannot_be_read_is_nothing() -> None:
    world = estate(
        "workload: {name: orders, tier: gold, strategy: hope, rto: soon, owner: [a], runbooks: {a: {b: c}}}",
        drill("Autumn", "2026-10-01", "{rto: quick}", "[a]"),
        drill("Spring", "2026-04-01", "{rto: 1h}", "surprise"),
    )
    (told,) = summaries_of(world, TODAY)
    assert (told.mttr, told.last_drill, told.tier, told.strategy, told.rto, told.owner) == (None,) * 6


def test_what_nobody_declared_or_measured_is_nothing() -> None:
    (told,) = summaries_of(estate("workload: {name: wiki}"), TODAY)
    assert (told.mttr, told.drills_measured, told.last_drill, told.rto, told.tier) == (None, 0, None, None, None)


def test_the_most_critical_comes_first() -> None:
    world = estate("workload: {name: a}", "workload: {name: b, tier: 3}", ORDERS)
    assert [each.name for each in summaries_of(world, TODAY)] == ["orders", "b", "a"]


@pytest.mark.parametrize(
    ("said", "days", "because"),
    [
        ("tier: 1", 92, "tier 1"),
        ("tier: low", 366, "tier 4"),
        ("tier: 4, test_every: monthly", 31, "its workload"),
        ("tier: gold, test_every: monthly", 31, "its workload"),
        ("owner: a", 92, "tier 1 (none is declared)"),
    ],
)
def test_the_cadence_is_of_the_tier_unless_the_workload_says(said: str, days: int, because: str) -> None:
    world = estate(f"workload: {{name: orders, {said}}}")
    assert cadence_of(world.of_kind("workload")[0], world, BY_TIER) == (days, because)


@pytest.mark.parametrize("said", ["tier: gold", "tier: 1, test_every: often"])
def test_a_cadence_that_cannot_be_read_is_unknown(said: str) -> None:
    world = estate(f"workload: {{name: orders, {said}}}")
    assert isinstance(cadence_of(world.of_kind("workload")[0], world, BY_TIER)[0], Unknown)


def test_the_strictest_of_several_workloads_counts() -> None:
    world = estate(ORDERS, "workload: {name: wiki, tier: 4}", "runbook: {name: Failover, covers: [orders, wiki]}")
    assert cadence_of(world.of_kind("runbook")[0], world, BY_TIER) == (92, "tier 1")


def test_a_drill_tests_the_runbooks_that_it_names() -> None:
    world = estate(
        "runbook: {name: Failover, last_tested: 2026-01-01}",
        "drill: {name: Autumn, date: 2026-10-01, type: component, runbooks: [Failover]}",
        "drill: {name: Talk, date: 2026-11-01, type: tabletop, runbooks: [Failover]}",
    )
    days = days_tested(world.of_kind("runbook")[0], world)
    assert [str(each.day) for each in days.known] == ["2026-01-01", "2026-10-01"]


@pytest.mark.parametrize(
    ("kind", "disruption"), [("full-failover", "region"), ("restore", "software"), ("component", None)]
)
def test_what_a_drill_rehearsed_the_loss_of(kind: str, disruption: str | None) -> None:
    world = estate(ORDERS, drill("Autumn", "2026-10-01", "{rto: 30m}", kind))
    orders = world.of_kind("workload")[0]
    (held,) = drills_of(orders, world)
    assert disruption_of(held, orders) == disruption
