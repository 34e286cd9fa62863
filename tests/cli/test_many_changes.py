"""A plan of many changes is judged in a time that grows with it, not with its square."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drlint.model.resource import Change
from tests.cli.running import Outcome, drlint
from tests.readers.plan_json import block, change, module, plan, provider

_MANY = 150


def _judged(folder: Path) -> Outcome:
    """Databases that lose their protection beside buckets that are deleted."""
    orders: dict[str, Any] = {"instance_class": "db.r6g.large", "deletion_protection": True}
    changes = []
    for each in range(_MANY):
        now = {**orders, "deletion_protection": False}
        changes.append(change(f"aws_db_instance.d{each}", now, before=orders, actions=("update",)))
        changes.append(change(f"aws_s3_bucket.b{each}", None, before={"bucket": f"b{each}"}, actions=("delete",)))
    blocks = [block(f"aws_db_instance.d{each}") for each in range(_MANY)]
    path = folder / "plan.json"
    path.write_bytes(plan(*changes, root=module(*blocks), providers={"aws": provider("eu-central-1")}))
    return drlint("check", path, "--no-cache", "-o", "json=-", "--select", "plan-disables-protection")


def test_what_a_plan_destroys_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def deletes(change: Change) -> bool:
        nonlocal asked
        asked += 1
        return "delete" in change.actions

    monkeypatch.setattr(Change, "deletes", property(deletes))
    found = _judged(tmp_path).report["findings"]
    assert len(found) == _MANY
    assert all(f"destroys {_MANY} other resources that hold data" in each["message"] for each in found)
    assert asked < 20 * _MANY
