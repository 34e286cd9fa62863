"""What a plan does to copies of data, as the Markdown report draws it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import drlint
from tests.readers.plan_json import PLANS, block, change, module, plan, provider

REGIONS = ("eu-west-1", "eu-central-1")


def told(path: Path, *more: str) -> str:
    """The part of the report that is about copies."""
    ran = drlint("check", path, "--no-cache", "-o", "markdown=-", "--full", *more)
    _, _, rest = ran.out.partition("## Regions and copies\n")
    return rest.partition("\n## ")[0]


def table(name: str, *regions: str) -> dict[str, Any]:
    return {"name": name, "replica": [{"region_name": each} for each in regions]}


def tables(here: Path, before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]) -> Path:
    """A plan that changes the Regions in which tables have replicas."""
    changes = []
    for name in {**before, **after}:
        was = table(name, *before[name]) if name in before else None
        will = table(name, *after[name]) if name in after else None
        actions = ("create",) if was is None else ("delete",) if will is None else ("update",)
        actions = ("no-op",) if was == will else actions
        changes.append(change(f"aws_dynamodb_table.{name}", will, before=was, actions=actions))
    blocks = [block(f"aws_dynamodb_table.{name}") for name in after]
    path = here / "plan.json"
    path.write_bytes(plan(*changes, root=module(*blocks), providers={"aws": provider("eu-west-1")}))
    return path


def test_a_deleted_replica_is_gone() -> None:
    text = told(PLANS / "delete-replica.json")
    assert (
        "- gone: replica, `aws_db_instance.orders` in us-east-1 → `aws_db_instance.orders_replica` in us-west-2\n"
        in text
    )
    before, after = text.split("### After")
    assert 'orders_replica"]' in before
    assert "orders_replica" not in after


@pytest.mark.parametrize("name", ["update.json", "moved.json", "import.json", "sensitive.json"])
def test_a_change_that_does_nothing_to_copies_draws_nothing(name: str) -> None:
    assert told(PLANS / name) == ""


def test_a_table_gains_a_replica(tmp_path: Path) -> None:
    text = told(
        tables(
            tmp_path,
            {"carts": (), "users": ("eu-central-1",)},
            {"carts": ("eu-central-1",), "users": ("eu-central-1",)},
        )
    )
    assert "- gone" not in text
    assert "- new: replica table, `aws_dynamodb_table.carts` in eu-west-1 → " in text
    assert text.count('"aws_dynamodb_table.users"') == 2
    assert text.count("linkStyle") == 1


def test_a_replica_moves_to_another_region(tmp_path: Path) -> None:
    text = told(tables(tmp_path, {"carts": ("eu-central-1",)}, {"carts": ("eu-north-1",)}))
    assert "in eu-central-1\n- new: " in text
    assert text.index('["eu-central-1"]') < text.index("### After") < text.index('["eu-north-1"]')


def test_a_renamed_table_keeps_its_copies(tmp_path: Path) -> None:
    was, will = table("carts", "eu-central-1"), {**table("carts", "eu-central-1"), "billing_mode": "PROVISIONED"}
    moved = change("aws_dynamodb_table.baskets", will, before=was, actions=("update",))
    moved["previous_address"] = "aws_dynamodb_table.carts"
    path = tmp_path / "plan.json"
    path.write_bytes(
        plan(moved, root=module(block("aws_dynamodb_table.baskets")), providers={"aws": provider("eu-west-1")})
    )
    assert told(path) == ""


def test_of_many_only_what_is_next_to_the_change_is_drawn(tmp_path: Path) -> None:
    before = {f"t{number}": ("eu-central-1",) for number in range(100)}
    text = told(tables(tmp_path, before, {**before, "t7": ()}))
    assert '"aws_dynamodb_table.t7"' in text
    assert "aws_dynamodb_table.t8" not in text
    assert "99 copies that the change does not touch are not drawn.\n" in text


def test_of_a_change_of_many_the_numbers_are_drawn(tmp_path: Path) -> None:
    before = {f"t{number}": ("eu-central-1",) for number in range(100)}
    after = {name: () if number < 40 else regions for number, (name, regions) in enumerate(before.items())}
    text = told(tables(tmp_path, before, after))
    assert "gone: replica table × 100, `aws_dynamodb_table × 100` in eu-west-1" in text
    assert "new: replica table × 60, `aws_dynamodb_table × 100` in eu-west-1" in text
    assert len(text) < 3_000


def test_only_a_report_that_draws_it_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tables(tmp_path, {"carts": ()}, {"carts": ("eu-central-1",)})
    assert "topology" not in json.loads(drlint("check", path, "-o", "json=-").out)
    for _ in range(2):  # the second is recalled
        assert "## Regions and copies" in drlint("check", path, "-o", "markdown=-").out
