"""What a plan makes new, worse and better: both of its moments are judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Outcome, drlint
from tests.readers.plan_json import PLANS, block, change, module, plan, provider, refers

_ARN = "arn:aws:rds:eu-central-1:111122223333:db:"
_POLICY = "rds-instance-backup-retention"


def _db(name: str, days: int, **more: Any) -> dict[str, Any]:
    return {
        "identifier": name,
        "arn": _ARN + name,
        "instance_class": "db.r6g.large",
        "backup_retention_period": days,
        "multi_az": True,
        **more,
    }


def _checked(
    tmp_path: Path, *changes: dict[str, Any], flags: tuple[str, ...] = (), expressions: dict[str, Any] | None = None
) -> Outcome:
    names = dict.fromkeys(each["address"].partition("[")[0] for each in changes)
    blocks = [block(name, **(expressions or {})) for name in names]
    written = plan(*changes, root=module(*blocks), providers={"aws": provider("eu-central-1")})
    path = tmp_path / "plan.json"
    path.write_bytes(written)
    chosen = () if any(each == "--select" for each in flags) else ("--select", _POLICY)
    return drlint("check", path, "--no-cache", "-o", "json=-", *chosen, *flags)


def _postures(outcome: Outcome) -> dict[str, tuple[str | None, str]]:
    return {each["resource"]: (each.get("posture"), each.get("was", "")) for each in outcome.report["findings"]}


def _update(address: str, before: dict[str, Any], after: dict[str, Any], **more: Any) -> dict[str, Any]:
    return change(address, after, before=before, actions=("update",), **more)


def test_each_finding_says_what_it_is_beside_what_stood_before(tmp_path: Path) -> None:
    outcome = _checked(
        tmp_path,
        _update("aws_db_instance.orders", _db("orders", 35), _db("orders", 1)),
        _update("aws_db_instance.users", _db("users", 5), _db("users", 2)),
        _update("aws_db_instance.better", _db("better", 2), _db("better", 5)),
        _update("aws_db_instance.tagged", _db("tagged", 3), _db("tagged", 3, tags={"a": "b"})),
        _update("aws_db_instance.mended", _db("mended", 3), _db("mended", 14)),
        change("aws_db_instance.old", _db("old", 3), actions=("no-op",), before=_db("old", 3)),
        change("aws_db_instance.fresh", _db("fresh", 3)),
    )
    assert _postures(outcome) == {
        "aws_db_instance.orders": ("new", "backup_retention_period: 35 → 1 day"),
        "aws_db_instance.users": ("worse", "backup_retention_period: 5 → 2 days"),
        "aws_db_instance.better": ("unchanged", ""),
        "aws_db_instance.tagged": ("unchanged", ""),
        "aws_db_instance.old": ("unchanged", ""),
        "aws_db_instance.fresh": ("new", ""),
    }
    assert [each["resource"] for each in outcome.report["fixed"]] == ["aws_db_instance.mended"]
    counts = outcome.report["counts"]
    assert [counts[each] for each in ("new", "worse", "unchanged", "fixed")] == [2, 1, 3, 1]


def test_a_moved_resource_keeps_its_finding(tmp_path: Path) -> None:
    moved = {"previous_address": "aws_db_instance.before"}
    outcome = _checked(
        tmp_path,
        _update("aws_db_instance.now", _db("a", 3), _db("a", 3, tags={"a": "b"}), **moved),
        change(
            "aws_db_instance.kept",
            _db("b", 3),
            actions=("no-op",),
            before=_db("b", 3),
            previous_address="aws_db_instance.k",
        ),
    )
    assert _postures(outcome) == {
        "aws_db_instance.now": ("unchanged", ""),
        "aws_db_instance.kept": ("unchanged", ""),
    }
    assert outcome.report["fixed"] == []


def test_what_is_destroyed_is_not_fixed(tmp_path: Path) -> None:
    gone = change("aws_db_instance.gone", None, before=_db("gone", 3), actions=("delete",))
    outcome = _checked(tmp_path, gone, change("aws_db_instance.fresh", _db("fresh", 14)))
    assert outcome.report["fixed"] == []


def test_what_becomes_unknown_is_not_fixed(tmp_path: Path) -> None:
    after = {key: value for key, value in _db("a", 3).items() if key != "backup_retention_period"}
    changed = _update("aws_db_instance.a", _db("a", 3), after, unknown={"backup_retention_period": True})
    outcome = _checked(tmp_path, changed, expressions={"backup_retention_period": refers("var.days")})
    assert [each["resource"] for each in outcome.report["unknowns"]] == ["aws_db_instance.a"]
    assert outcome.report["fixed"] == []


def test_what_a_plan_does_is_new_by_its_nature(tmp_path: Path) -> None:
    weaker = _update("aws_db_instance.a", _db("a", 5), _db("a", 2))
    outcome = _checked(tmp_path, weaker, flags=("--select", "plan-weakens-recovery"))
    assert _postures(outcome) == {"aws_db_instance.a": ("new", "")}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [(3, 3, 0), (3, 2, 1), (14, 3, 1), (3, 14, 0)],
    ids=["unchanged", "worse", "new", "fixed"],
)
def test_only_new_gates_on_new_and_worse(tmp_path: Path, before: int, after: int, code: int) -> None:
    changed = _update("aws_db_instance.a", _db("a", before), _db("a", after, tags={"a": "b"}))
    assert _checked(tmp_path, changed, flags=("--only-new",)).code == code
    assert _checked(tmp_path, changed).code == (0 if after == 14 else 1)


def test_only_new_needs_something_to_compare_with(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_db_instance" "a" { instance_class = "db.r6g.large" }\n')
    outcome = drlint("check", tmp_path, "--no-cache", "--only-new")
    assert outcome.code == 2
    assert "--only-new needs something to compare with" in outcome.err


def test_a_person_reads_both_numbers(tmp_path: Path) -> None:
    _checked(tmp_path, _update("aws_db_instance.orders", _db("orders", 35), _db("orders", 1)))
    said = " ".join(drlint("check", tmp_path / "plan.json", "--no-cache", "--select", _POLICY).out.split())
    assert "Beside what stood before the plan: 1 new · 0 worse · 0 unchanged · 0 fixed" in said
    assert "Before: backup_retention_period: 35 → 1 day." in said


def test_what_only_code_shows_is_new_on_what_is_created_and_else_cannot_be_compared(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_db_instance" "fresh" { instance_class = "db.r6g.large" }\n'
        'resource "aws_db_instance" "old" { instance_class = "db.r6g.large" }\n'
    )
    old = change("aws_db_instance.old", _db("old", 9), actions=("no-op",), before=_db("old", 9))
    outcome = _checked(
        tmp_path,
        change("aws_db_instance.fresh", _db("fresh", 9)),
        old,
        flags=("--select", "stateful-prevent-destroy", "--only-new"),
    )
    assert _postures(outcome) == {"aws_db_instance.fresh": ("new", ""), "aws_db_instance.old": (None, "")}


def test_what_no_longer_applies_is_not_fixed() -> None:
    """The replication is gone, and with it what was wrong about it."""
    outcome = drlint("check", PLANS / "delete-replica.json", "--no-cache", "-o", "json=-")
    assert outcome.report["fixed"] == []
    posture = {(each["policy"], each["resource"]): each.get("posture") for each in outcome.report["findings"]}
    assert posture["s3-replication-configured", "aws_s3_bucket.invoices"] == "new"


def test_real_plans_say_what_they_change() -> None:
    outcome = drlint("check", PLANS / "update.json", "--no-cache", "-o", "json=-")
    said = {(each["policy"], each["resource"]): each["was"] for each in outcome.report["findings"] if each.get("was")}
    assert said["rds-instance-backup-retention", "aws_db_instance.orders"] == "backup_retention_period: 35 → 1 day"
    assert said["backup-copy-action-in-iac", "aws_backup_plan.daily"] == "rule.copy_action: 1 → 0"
    assert said["alarm-has-actions", "aws_cloudwatch_metric_alarm.backup_failed"] == "actions_enabled: true → false"
    moved = drlint("check", PLANS / "moved.json", "--no-cache", "-o", "json=-").report["counts"]
    assert (moved["new"], moved["worse"], moved["unchanged"]) == (2, 0, 13)


def test_a_copy_that_the_plan_takes_away_is_missed_though_an_old_baseline_knows_it(tmp_path: Path) -> None:
    policy = ("--select", "backup-selection-actually-matches", "--world", "closed")
    table = {"name": "orders", "arn": "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"}
    plain = {"name": "daily", "plan_id": "p", "iam_role_arn": "r", "resources": [table["arn"]]}
    kept = change("aws_dynamodb_table.orders", table, actions=("no-op",), before=table)
    gone = change("aws_backup_selection.daily", None, before=plain, actions=("delete",))
    _checked(tmp_path, kept, flags=policy)
    known = tmp_path / "known.json"
    assert drlint("baseline", "create", tmp_path / "plan.json", "--baseline", known, *policy).code == 0
    assert _checked(tmp_path, kept, flags=(*policy, "--baseline", str(known))).code == 0
    outcome = _checked(tmp_path, kept, gone, flags=(*policy, "--baseline", str(known), "--only-new"))
    assert (outcome.code, _postures(outcome)) == (1, {"aws_dynamodb_table.orders": ("new", "")})
    created = change("aws_dynamodb_table.orders", table)
    assert _checked(tmp_path, created, flags=(*policy, "--baseline", str(known))).code == 0


def test_another_tag_makes_what_the_same_plan_weakens_no_milder(tmp_path: Path) -> None:
    weaker = _db("a", 35, multi_az=False, tags={"Environment": "dev"})
    flags = ("--select", "rds-instance-multi-az", "--fail-on", "high")
    relabelled = _checked(tmp_path, _update("aws_db_instance.a", _db("a", 35), weaker), flags=flags)
    assert (relabelled.code, [each["severity"] for each in relabelled.report["findings"]]) == (1, ["high"])
    assert "as it stood before the plan" in relabelled.report["findings"][0]["severity_because"]
    stood = _db("a", 35, tags={"Environment": "dev"})
    assert _checked(tmp_path, _update("aws_db_instance.a", stood, weaker), flags=flags).code == 0
    assert _checked(tmp_path, change("aws_db_instance.a", weaker), flags=flags).code == 0


def test_a_root_that_is_compared_with_nothing_is_refused(tmp_path: Path) -> None:
    """Its findings would pass unsaid: the plan of another root says nothing of them."""
    source = tmp_path / "other"
    source.mkdir()
    (source / "main.tf").write_text('resource "aws_db_instance" "a" { backup_retention_period = 1 }\n')
    kept = change("aws_db_instance.old", _db("old", 3), actions=("no-op",), before=_db("old", 3))
    assert _checked(tmp_path, kept, flags=("--only-new",)).code == 0
    plan_and_source = (tmp_path / "plan.json", source, "--no-cache", "--select", _POLICY, "--only-new")
    refused = drlint("check", *plan_and_source)
    assert refused.code == 2
    assert "other would fail the run and is compared with nothing" in refused.err
    assert drlint("check", *plan_and_source, "--fail-on", "critical").code == 0
    known = tmp_path / "known.json"
    drlint("baseline", "create", source, "--select", _POLICY, "--baseline", known)
    assert drlint("check", *plan_and_source, "--baseline", known).code == 0


def test_what_could_not_be_told_before_is_no_news(tmp_path: Path) -> None:
    """With --strict, an unknown that the change does not bring stops nobody."""
    after = {key: value for key, value in _db("a", 3).items() if key != "backup_retention_period"}
    flags, unknown = ("--only-new", "--strict"), {"backup_retention_period": True}
    expressions = {"backup_retention_period": refers("var.days")}
    for before, code in ((3, 0), (14, 4)):
        changed = _update("aws_db_instance.a", _db("a", before), after, unknown=unknown)
        outcome = _checked(tmp_path, changed, flags=flags, expressions=expressions)
        assert outcome.code == code
        [told] = outcome.report["unknowns"]
        assert told["posture"] == ("unchanged" if before == 3 else "new")


def test_what_got_worse_since_the_baseline_stops_only_whoever_does_it(tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    at_five = change("aws_db_instance.a", _db("a", 5), actions=("no-op",), before=_db("a", 5))
    _checked(tmp_path, at_five)
    drlint("baseline", "create", tmp_path / "plan.json", "--select", _POLICY, "--baseline", known)
    at_two = change("aws_db_instance.a", _db("a", 2), actions=("no-op",), before=_db("a", 2))
    flags = ("--baseline", str(known))
    outcome = _checked(tmp_path, at_two, flags=flags)
    assert _postures(outcome) == {"aws_db_instance.a": ("unchanged", "backup_retention_period: 5 → 2 days")}
    assert outcome.code == 1
    assert _checked(tmp_path, at_two, flags=(*flags, "--only-new")).code == 0
    worse = _update("aws_db_instance.a", _db("a", 5), _db("a", 2))
    assert _checked(tmp_path, worse, flags=(*flags, "--only-new")).code == 1
