"""The report of a night: what changed opens it, a page for a manager follows, then whom AWS let us read."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from drlint.engine.report import Report
from drlint.model.coverage import Coverage
from drlint.model.finding import BlindSpot, Posture, Severity
from drlint.model.nightly import AccountRead, Nightly
from drlint.model.resource import Location
from drlint.model.since import Since
from drlint.model.waiver import Waiver, WaiverState, WaiverUse
from drlint.model.workload_summary import WorkloadSummary
from drlint.reports import markdown, ocsf
from drlint.reports.options import Options

from . import samples
from .rendered import page

MULTI_AZ = samples.finding("rds-instance-multi-az", "db:orders", "db:orders has no standby")
VERSIONS = samples.finding("s3-bucket-versioning", "bucket", "the bucket keeps no versions")
COPIES = samples.finding("rds-automated-backups-replicated", "db:stock", "no copy of db:stock")
FIRST = "2026-11-25T02:00:00Z"
LOOK = "aws rds describe-db-instances --db-instance-identifier orders --region eu-west-1"


def since(**given: Any) -> Since:
    """A run that changed nothing, but for what is given."""
    nothing: dict[str, Any] = {
        "run": 31,
        "before": FIRST,
        "new": frozenset(),
        "worse": {},
        "resolved": (),
        "new_spots": frozenset(),
        "old_spots": frozenset(),
        "first_seen": {},
    }
    return Since(**(nothing | given))


def night(**given: Any) -> Nightly:
    accounts = (
        AccountRead(account="111122223333", regions=2, resources=1_204, seen=60, wanted=60),
        AccountRead(account="444455556666", wanted=60, spots=1),
    )
    return Nightly(**({"since": since(), "verdicts": {}, "accounts": accounts} | given))


def workload(name: str, tier: int | None, drilled: str | None = None) -> WorkloadSummary:
    return WorkloadSummary(name=name, root="", location=Location("objectives.yaml"), tier=tier, last_drill=drilled)


def told(report: Report, nightly: Nightly | None, **options: Any) -> str:
    out = io.StringIO()
    markdown.write(report, out, Options(nightly=nightly, **options))
    return out.getvalue()


def compared(*findings: Any, **given: Any) -> Report:
    report = samples.report(findings, policies=(samples.policy("rds-instance-multi-az", failed=1),))
    return structs.replace(report, compared=(f"the run of {FIRST}",), **given)


def test_what_is_new_comes_first_with_the_command_to_look() -> None:
    report = compared(
        structs.replace(VERSIONS, posture=Posture.UNCHANGED),
        structs.replace(MULTI_AZ, posture=Posture.NEW),
        structs.replace(COPIES, posture=Posture.WORSE, was="low"),
        fixed=(samples.finding("kms-key-multi-region", "key", ""),),
    )
    text = told(report, night(look={MULTI_AZ.fingerprint: LOOK}))
    parts = ["1 new · 1 worse", "## New (1)", f"Look: `{LOOK}`", "## Worse", "## Fixed", "## Can we recover?"]
    parts += ["## Unchanged", "## Accounts (1 of 2 read)"]
    places = [text.index(each) for each in parts]
    assert places == sorted(places)
    assert text.count("Look: ") == 1


def test_the_first_run_says_so() -> None:
    text = told(samples.report((MULTI_AZ,)), night(since=since(before=None)))
    assert "first run that is recorded" in text
    assert text.index("Can we recover?") < text.index("## Findings")


def test_a_new_blind_spot_is_loud_and_an_old_one_a_line() -> None:
    new, *old = (f"aws://444455556666/eu-west-1/rds:{each}" for each in ("DescribeDBInstances", "A", "B"))
    spots = tuple(BlindSpot(each, "access denied", Location(each)) for each in (new, *old))
    report = structs.replace(compared(), blind_spots=spots)
    nightly = night(since=since(new_spots=frozenset({new}), old_spots=frozenset(old)))
    text = told(report, nightly)
    assert text.index("Newly out of sight") < text.index("Can we recover?")
    assert new in text
    assert all(each not in text for each in old)
    assert "2 blind spots are as before" in text
    assert all(each in told(report, nightly, full=True) for each in old)


def test_workloads_are_counted_by_tier_with_what_was_30_days_ago() -> None:
    workloads = (workload("orders", 1), workload("stock", 1), workload("search", 2), workload("wiki", None))
    nightly = night(
        since=since(month="2026-10-26T02:00:00Z", met_before={1: (2, 2), None: (0, 1)}),
        verdicts={"orders": "pass", "stock": "fail", "search": "unknown", "wiki": "pass"},
    )
    text = told(compared(workloads=workloads), nightly)
    assert "| On 2026-10-26 |" in text
    assert "| 1 | 1 of 2 | 0 | 2 of 2 |" in text
    assert "| 2 | 0 of 1 | 1 | not recorded |" in text
    assert "| none declared | 1 of 1 | 0 | 0 of 1 |" in text


def test_what_of_tier_1_nobody_tested_is_named() -> None:
    late = structs.replace(samples.finding("drill-recent", "stock", "late"), workload="stock")
    workloads = (workload("orders", 1), workload("stock", 1, "2025-01-01"), workload("carts", 1, "2026-11-01"))
    policies = (samples.policy("drill-recent", failed=1),)
    report = structs.replace(samples.report((late,), policies=policies), workloads=workloads)
    assert "**Untested: 2 of 3 of tier 1**: orders (never drilled), stock (last drill 2025-01-01)" in told(
        report, night()
    )
    tested = structs.replace(report, findings=(), workloads=workloads[2:])
    assert "all 1 of tier 1 were drilled" in told(tested, night())


@pytest.mark.parametrize(("state", "number"), [(WaiverState.EXPIRED, 1), (WaiverState.ACTIVE, 0)])
def test_waivers_past_their_day(state: WaiverState, number: int) -> None:
    waiver = Waiver(
        policy="rds-instance-multi-az",
        owner="shop",
        reason="a test",
        until=date(2026, 11, 1),
        location=Location("drlint.yaml", 4),
    )
    text = told(compared(waivers=(WaiverUse(waiver=waiver, state=state),)), night())
    assert f"Waivers past their day: {number} of 1" in text
    assert ("(shop, until 2026-11-01)" in text) == bool(number)


def test_coverage_has_its_denominator_and_what_it_was() -> None:
    report = compared(coverage=Coverage(60, 120))
    text = told(report, night(since=since(coverage_before=75.0)))
    assert "50.0 % of what was asked of AWS was seen (60 of 120 questions answered); the run before: 75.0 %" in text


def test_an_account_that_was_not_read_comes_first() -> None:
    rows = [each for each in told(compared(MULTI_AZ), night()).splitlines() if each[:3] in ("| 1", "| 4")]
    assert rows == [
        "| 444455556666 | **not read** | - | 0 of 60 | 1 | - | - | - |",
        "| 111122223333 | 2 | 1,204 | 60 of 60 | 0 | 0 | 0 | 0 |",
    ]


def test_a_report_of_no_night_has_none_of_it() -> None:
    text = told(samples.ORDINARY, None)
    assert all(each not in text for each in ("Can we recover?", "## Accounts", "Look: "))


@pytest.mark.parametrize("size", [0, 60_000, 6_000, 2_500])
def test_nothing_that_an_account_is_called_opens_anything(size: int) -> None:
    for word in samples.NASTY:
        found = structs.replace(MULTI_AZ, posture=Posture.NEW, severity=Severity.CRITICAL)
        report = compared(found, workloads=(workload(word, 1), workload(word, 2)), coverage=Coverage(1, 2))
        nightly = night(
            since=since(new_spots=frozenset({word, f"{word}2"})),
            accounts=(AccountRead(account=word, seen=1, wanted=2), AccountRead(account=word)),
            look={found.fingerprint: word},
        )
        text = told(report, nightly, max_bytes=size)
        page(text)
        assert not size or len(text.encode("utf-8", "replace")) <= size


def test_ocsf_says_since_when_and_closes_what_is_resolved() -> None:
    report = compared(structs.replace(MULTI_AZ, posture=Posture.UNCHANGED), fixed=(COPIES,))
    out = io.StringIO()
    ocsf.write(report, out, Options(nightly=night(since=since(first_seen={MULTI_AZ.fingerprint: FIRST}))))
    open_, closed = json.loads(out.getvalue())[:2]
    assert open_["finding_info"]["first_seen_time"] == 1_795_572_000_000
    assert (closed["finding_info"]["uid"], closed["activity_id"]) == (COPIES.fingerprint, 3)
    assert (closed["status"], closed["compliance"]["status"]) == ("Resolved", "Pass")
