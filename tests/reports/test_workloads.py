"""The workloads that documents declare, as text, Markdown and JSON tell of them."""

from __future__ import annotations

import io
import json

from msgspec import structs

from drlint.engine.report import Report
from drlint.model.resource import Location
from drlint.model.workload_summary import WorkloadSummary
from drlint.reports import formats
from drlint.reports.options import Options

from . import samples

ORDERS = WorkloadSummary(
    name="orders",
    root="dr",
    location=Location("dr/orders.yaml", 1),
    owner="shop",
    tier=1,
    strategy="warm-standby",
    rto=2700,
    rpo=300,
    last_drill="2026-10-14",
    measured_on="2026-10-14",
    measured_rto=1920,
    measured_rpo=40,
    mttr=2400,
    drills_measured=3,
    runbooks=("Leave", "Return"),
)
BARE = WorkloadSummary(name="wiki", root="dr", location=Location("dr/wiki.yaml", 1))


def written(name: str, report: Report, **options: object) -> str:
    out = io.StringIO()
    formats.named(name).write(report, out, Options(**{"width": 100} | options))  # type: ignore[arg-type]
    return out.getvalue()


def report(*workloads: WorkloadSummary) -> Report:
    return structs.replace(samples.HEALTHY, workloads=workloads)


def test_text_tells_each_in_a_sentence() -> None:
    told = written("text", report(ORDERS, BARE)).partition("Workloads\n")[2]
    assert " ".join(told.split("\n\n")[0].split()) == (
        "workload orders: tier 1, warm-standby; for the loss of a Region RTO 45 minutes, RPO 5 minutes; last drill "
        "2026-10-14; measured RTO 32 minutes, RPO 40 seconds on 2026-10-14; MTTR 40 minutes over 3 drills; 2 runbooks. "
        "workload wiki: neither tier nor strategy declared; no objective for the loss of a Region; never drilled; "
        "no runbook."
    )


def test_text_lists_ten_and_counts_the_others() -> None:
    many = [structs.replace(BARE, name=f"w{number}") for number in range(12)]
    assert "and 2 more: --full" in written("text", report(*many))
    assert "w11" in written("text", report(*many), full=True)


def test_markdown_has_a_row_for_each() -> None:
    told = written("markdown", report(ORDERS, BARE))
    assert "## Workloads (2)" in told
    assert (
        "| orders | 1 | warm-standby | 45 minutes, 5 minutes | 2026-10-14 | 32 minutes, 40 seconds "
        "| 40 minutes (3 drills) | 2 |\n"
    ) in told
    assert "| wiki | - | - | - | - | - | - | 0 |\n" in told


def test_json_has_the_numbers() -> None:
    orders, bare = json.loads(written("json", report(ORDERS, BARE)))["workloads"]
    assert (orders["mttr"], orders["drills_measured"], orders["runbooks"]) == (2400, 3, ["Leave", "Return"])
    assert orders["location"] == {"uri": "dr/orders.yaml", "line": 1}
    assert bare["rto"] is None


def test_where_no_document_declares_one_nothing_is_told_of_any() -> None:
    assert "Workloads" not in written("text", report())
    assert "Workloads" not in written("markdown", report())
    assert "workloads" not in json.loads(written("json", report()))
