"""A plan's attributes are made when they are read, and behave as the complete mapping of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from plan_json import block, catalog, change, constant, module, plan, read, refers

from drlint.model.values import Reference, Unknown
from drlint.readers.projection import project

DB = "aws_db_instance.db"
VALUES = {"identifier": "orders", "multi_az": True, "backup_retention_period": 7, "tags": {"a": "b"}}


def attributes(after: Any = VALUES, **options: Any) -> Mapping[str, Any]:
    (resource,) = read(plan(change(DB, after, **options), root=module(block(DB)))).resources
    return resource.view.attributes


def whole() -> dict[str, Any]:
    made, _, _ = project(catalog()["aws_db_instance"], {**VALUES, "tags_all": VALUES["tags"]}, "eu-central-1")
    return made


def test_read_one_by_one_or_all_at_once_they_are_the_same() -> None:
    assert attributes() == whole()
    assert {**attributes()} == dict(attributes().items()) == attributes() | {} == whole()
    assert list(attributes()) == list(attributes().keys()) == list(whole())
    assert len(attributes()) == len(whole())
    assert repr(attributes()) == repr(whole())
    found = attributes()
    assert found.get("multi_az") is True
    assert found == whole(), "after one was read"


def test_what_the_kind_does_not_have_is_not_there() -> None:
    found = attributes()
    assert "password" not in found
    assert found.get("password", 7) == 7
    with pytest.raises(KeyError):
        found["password"]


def test_others_are_laid_over_it() -> None:
    found = attributes() | {"multi_az": False, "more": 1}  # type: ignore[operator]
    assert found["multi_az"] is False
    assert found["identifier"] == "orders"
    assert list(found) == [*whole(), "more"]
    assert found == {**whole(), "multi_az": False, "more": 1}


def test_who_set_what_is_told_name_by_name() -> None:
    (resource,) = read(
        plan(change(DB, {"multi_az": True}), root=module(block(DB, multi_az=constant(value=True))))
    ).resources
    unset = resource.view.defaulted
    assert "multi_az" not in unset
    assert "backup_retention_period" in unset
    assert "no_such_name" not in unset
    assert "backup_retention_period" not in unset - {"backup_retention_period"}
    assert unset & {"multi_az", "backup_retention_period"} == {"backup_retention_period"}
    assert len(unset) == len({*unset})


def test_malformed_at_the_top_is_a_blind_spot_and_deeper_an_unknown() -> None:
    spot = read(plan(change(DB, {"multi_az": [1]}))).blind_spots[0]
    assert "multi_az: expected true or false, found a list" in spot.reason
    result = read(plan(change("aws_backup_plan.p", {"rule": ["x"]})))
    assert result.blind_spots == ()
    found = result.resources[0]["rule"]
    assert isinstance(found, Unknown)
    assert found.reason == "its value is not as Terraform writes it: rule: expected a block, found text"


def test_an_unknown_is_laid_once() -> None:
    name = "aws_backup_plan.p"
    vault = change("aws_backup_vault.v", {"name": "v"}, unknown={"arn": True})
    root = module(
        block(name, rule=[{"target_vault_name": refers("aws_backup_vault.v.name")}]), block("aws_backup_vault.v")
    )
    values = change(name, {"rule": [{"rule_name": "a"}]}, unknown={"rule": [{"target_vault_name": True}]})
    found = read(plan(values, vault, root=root)).resources[0].view.attributes
    assert isinstance(found["rule"][0]["target_vault_name"], Reference)
    assert found["rule"] is found["rule"]
