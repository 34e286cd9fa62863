"""What a change takes away from recovery."""

from __future__ import annotations

from typing import Any

import pytest

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind
from drlint.model.values import KNOWN_AFTER_APPLY, Address, Reference
from drlint.recovery.weakening import weakenings

THING = Kind(
    name="aws_thing",
    attributes=(
        Attribute(name="backup_retention_period", stronger="higher", unit="days"),
        Attribute(name="delete_after", stronger="higher", unit="days"),
        Attribute(name="interval", stronger="lower", unit="seconds"),
        Attribute(name="multi_az", stronger="true"),
        Attribute(name="force_destroy", stronger="false"),
        Attribute(name="versioning", stronger="present"),
        Attribute(name="kms_key_id", stronger="present"),
        Attribute(name="subnets", many=True, stronger="more"),
        Attribute(name="schedule"),
        Attribute(name="inline_versioning", stronger="true"),
        Block(name="lock", stronger="present", attributes=(Attribute(name="days", stronger="higher", unit="days"),)),
        Block(
            name="rule",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="rule_name"),
                Attribute(name="status"),
                Block(name="copy_action", many=True, stronger="more", attributes=(Attribute(name="vault"),)),
            ),
        ),
        Block(name="lifecycle", many=True, attributes=(Attribute(name="status"),)),
    ),
)


def said(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [f"{each.path} {each.says}" for each in weakenings(THING, before, after)]


@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("backup_retention_period", 35, 1, "35 → 1 day"),
        ("backup_retention_period", 35, None, "35 days → not set"),
        ("delete_after", None, 35, "for ever → 35 days"),
        ("interval", 10, 30, "10 → 30 seconds"),
        ("multi_az", True, False, "true → false"),
        ("multi_az", True, None, "true → not set"),
        ("force_destroy", False, True, "false → true"),
        ("versioning", "Enabled", "Suspended", "Enabled → Suspended"),
        ("versioning", "Enabled", None, "Enabled → not set"),
        ("subnets", ("a", "b"), ("a",), "2 → 1 (without b)"),
        ("schedule", "rate(1 hour)", "rate(1 day)", "rate(1 hour) → rate(1 day)"),
        ("lock", {"days": 30}, None, "set → removed"),
    ],
)
def test_weaker(name: str, before: Any, after: Any, says: str) -> None:
    assert said({name: before}, {name: after}) == [f"{name} {says}"]
    assert said({name: before}, {name: before}) == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("backup_retention_period", 1, 35),
        ("backup_retention_period", None, 1),
        ("delete_after", 35, None),
        ("interval", 30, 10),
        ("interval", 30, None),
        ("multi_az", False, None),
        ("multi_az", "true", "true"),
        ("force_destroy", None, True),
        ("versioning", "Suspended", None),
        ("versioning", "Enabled", Reference(Address("", "aws_x.y"), "arn")),
        ("kms_key_id", "key", None),
        ("subnets", ("a", "b"), ("c", "d")),
        ("backup_retention_period", 35, CHOSEN_BY_AWS),
        ("lifecycle", ({"status": "Enabled"},), ({"status": "Disabled"},)),
    ],
)
def test_not_weaker(name: str, before: Any, after: Any) -> None:
    assert said({name: before}, {name: after}) == []


def test_what_is_known_after_apply_is_in_doubt() -> None:
    (only,) = weakenings(THING, {"backup_retention_period": 35}, {"backup_retention_period": KNOWN_AFTER_APPLY})
    assert only.doubt is not None
    assert not list(weakenings(THING, {"multi_az": False}, {"multi_az": KNOWN_AFTER_APPLY}))


def test_elements_are_told_apart_by_name_and_not_by_place() -> None:
    daily = {"rule_name": "daily", "status": "Enabled", "copy_action": ({"vault": "x"},)}
    weekly = {"rule_name": "weekly", "status": "Enabled", "copy_action": ()}
    assert said({"rule": (daily, weekly)}, {"rule": (weekly, daily)}) == []
    assert said({"rule": (daily, weekly)}, {"rule": (weekly,)}) == ["rule 2 → 1 (without daily)"]
    assert said({"rule": (daily,)}, {"rule": ({**daily, "copy_action": (), "status": "Disabled"},)}) == [
        "rule[daily].status Enabled → Disabled",
        "rule[daily].copy_action 1 → 0",
    ]


def test_what_moves_into_a_companion_is_not_lost() -> None:
    before = {"inline_versioning": True, "versioning": None}
    assert said(before, {"inline_versioning": False, "versioning": "Enabled"}) == []
    assert said(before, {"inline_versioning": False, "versioning": None}) == ["inline_versioning true → false"]


def test_what_nobody_sets_on_a_new_resource_says_nothing() -> None:
    assert not list(weakenings(THING, {"subnets": ("a",)}, {"subnets": None}, frozenset({"subnets"})))
