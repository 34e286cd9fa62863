"""What a plan does to resources, what a state holds, and plans that are not whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plan_json import block, change, constant, estate_of, fixture, module, plan, read, value

from drlint.model.resource import Resource
from drlint.readers.result import ReadResult

DB = "aws_db_instance.db"
ARN = "arn:aws:rds:eu-central-1:111122223333:db:orders"


def only(data: bytes | ReadResult) -> Resource:
    result = data if isinstance(data, ReadResult) else read(data)
    (it,) = result.resources
    return it


def by_path(name: str) -> dict[str, Resource]:
    return {each.address.path: each for each in fixture(name).resources}


def done(*actions: str, after: Any = None, before: Any = None, **more: Any) -> Resource:
    return only(plan(change(DB, after, actions=actions, before=before, **more), root=module(block(DB))))


def test_an_update_has_both_values() -> None:
    it = done("update", after={"backup_retention_period": 1}, before={"backup_retention_period": 35, "arn": ARN})
    assert it["backup_retention_period"] == 1
    assert it.change is not None
    assert it.change.before is not None
    assert it.change.before.attributes["backup_retention_period"] == 35
    assert it.change.actions == ("update",)
    assert not it.change.deletes
    assert it.account == "111122223333"


def test_what_a_plan_creates_has_no_past() -> None:
    it = done("create", after={})
    assert it.change is not None
    assert it.change.before is None


def test_what_a_plan_leaves_alone_has_no_change() -> None:
    assert done("no-op", after={"multi_az": True}, before={"multi_az": True}).change is None


def test_what_a_plan_deletes_has_only_a_past() -> None:
    it = done("delete", before={"multi_az": True, "arn": ARN})
    assert it.declared is None
    assert it.observed is None
    assert it["multi_az"] is True
    assert it.change is not None
    assert it.change.deletes
    assert not it.change.replaces


@pytest.mark.parametrize("actions", [("delete", "create"), ("create", "delete")])
def test_a_replacement_deletes_and_creates(actions: tuple[str, ...]) -> None:
    it = done(
        *actions, after={"engine": "mysql"}, before={"engine": "postgres"}, replace_paths=[["engine"], ["tags", "a", 0]]
    )
    assert it.change is not None
    assert it.change.replaces
    assert it.change.replace_paths == ("engine", "tags.a.0")
    assert it["engine"] == "mysql"
    assert it.change.before is not None
    assert it.change.before.attributes["engine"] == "postgres"


def test_what_a_plan_forgets_stays_in_aws_and_leaves_the_estate() -> None:
    it = done("forget", before={"multi_az": True})
    assert it.declared is None
    assert it.change is not None
    assert not it.change.deletes
    estate = estate_of(plan(change(DB, None, actions=("forget",), before={}), root=module(block(DB))))
    assert estate.resources == ()


def test_a_moved_resource_names_its_former_address() -> None:
    it = done("no-op", after={}, before={}, previous_address="aws_db_instance.old")
    assert it.change is not None
    assert it.change.previous_address is not None
    assert it.change.previous_address.path == "aws_db_instance.old"


def test_an_import_is_a_change() -> None:
    it = done("no-op", after={}, before={}, importing={"id": "orders"})
    assert it.change is not None
    assert it.change.importing


def test_data_sources_and_deposed_objects_are_no_resources() -> None:
    data = change(DB, {}, mode="data")
    deposed = change("aws_db_instance.other", None, actions=("delete",), before={}, deposed="0123abcd")
    assert read(plan(data, deposed)).resources == ()


def test_an_action_of_a_newer_terraform_is_a_blind_spot() -> None:
    result = read(plan(change(DB, {}, actions=("defer",)), root=module(block(DB))))
    assert result.resources == ()
    assert "does something drlint does not know: defer" in result.blind_spots[0].reason


def test_an_address_that_stands_twice_is_a_blind_spot() -> None:
    result = read(plan(change(DB, {}), change(DB, {}), root=module(block(DB))))
    assert [spot.what for spot in result.blind_spots] == [DB]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"errored": True}, "stopped with an error"),
        ({"complete": False}, "not complete"),
        ({"errored": False, "complete": True}, None),
    ],
)
def test_a_plan_that_is_not_whole_says_so(more: dict[str, Any], said: str | None) -> None:
    result = read(plan(change(DB, {"multi_az": True}), root=module(block(DB)), **more))
    assert only(result)["multi_az"] is True
    assert [said in spot.reason for spot in result.blind_spots if said] == ([True] if said else [])
    assert len(result.blind_spots) == (said is not None)


def test_the_errored_plan_that_terraform_wrote() -> None:
    result = fixture("errored")
    assert result.blind_spots
    assert result.resources


def test_one_malformed_resource_does_not_hide_the_others() -> None:
    bad = change("aws_db_instance.bad", {"multi_az": "perhaps"})
    result = read(plan(bad, change(DB, {"multi_az": True}), root=module(block(DB), block("aws_db_instance.bad"))))
    assert [each.address.path for each in result.resources] == [DB]
    (spot,) = result.blind_spots
    assert spot.what == "aws_db_instance.bad"
    assert "multi_az: expected true or false" in spot.reason


def test_marks_shorter_than_their_values_break_nothing() -> None:
    name = "aws_backup_plan.p"
    values = {"rule": [{"rule_name": "a"}, {"rule_name": "b"}]}
    rules = [{"rule_name": constant("a")}, {"rule_name": constant("b")}]
    data = plan(
        change(name, values, unknown={"rule": [{"target_vault_name": True}]}), root=module(block(name, rule=rules))
    )
    assert [rule["rule_name"] for rule in value(estate_of(data), name, "rule")] == ["a", "b"]


def state_json(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"values": {"root_module": {"resources": list(resources), **more}}}


def held(address: str, values: Any, **more: Any) -> dict[str, Any]:
    type_name = address.rpartition("module.")[2].split(".")[-2]
    made = {"address": address, "mode": "managed", "type": type_name, "name": "it", "values": values}
    return made | {"provider_name": "registry.terraform.io/hashicorp/aws", **more}


def state(*resources: dict[str, Any], **more: Any) -> ReadResult:
    head = {"format_version": "1.0", "terraform_version": "1.9.8"}
    return read(json.dumps(head | state_json(*resources, **more)).encode())


def test_a_state_is_what_was_observed() -> None:
    result = state(held(DB, {"multi_az": True, "arn": ARN}))
    it = only(result)
    assert result.kind == "state"
    assert it.declared is None
    assert it.observed is not None
    assert it["multi_az"] is True
    assert it.region == "eu-central-1"
    assert it.account == "111122223333"


def test_a_state_without_an_arn_does_not_say_where() -> None:
    assert not isinstance(only(state(held(DB, {}))).region, str)


def test_modules_of_a_state_are_read() -> None:
    child = {"address": "module.a[0]", "resources": [held("module.a[0].aws_db_instance.db", {"arn": ARN})]}
    assert only(state(child_modules=[child])).address.path == "module.a[0].aws_db_instance.db"


def test_sensitive_values_of_a_state_are_withheld() -> None:
    it = only(state(held(DB, {"backup_window": "CANARY", "arn": ARN}, sensitive_values={"backup_window": True})))
    assert "CANARY" not in repr(it)


def test_a_refresh_only_plan_keeps_what_it_plans_to_keep() -> None:
    """It lists no changes: the resources stand in planned_values alone."""
    planned = state_json(held(DB, {"multi_az": True, "arn": ARN}))["values"]
    it = only(plan(root=module(block(DB)), planned_values=planned, resource_changes=None))
    assert it["multi_az"] is True
    assert it.change is None


def test_the_changes_that_terraform_wrote() -> None:
    replaced = [each for each in by_path("replace").values() if each.change and each.change.replaces]
    assert replaced
    assert all(each.change and each.change.before and each.change.replace_paths for each in replaced)
    deleted = [each for each in by_path("delete-replica").values() if each.declared is None]
    assert deleted
    assert all(each.change and each.change.deletes for each in deleted)
    assert all(each.declared is None for each in by_path("destroy").values())
    assert [each for each in by_path("moved").values() if each.change and each.change.previous_address]
    assert [each for each in by_path("import").values() if each.change and each.change.importing]
    assert [each for each in by_path("forget").values() if each.change and each.change.actions == ("forget",)]
    assert all(each.observed for each in by_path("state").values())


def test_weakened_values_of_the_update_are_both_there() -> None:
    weaker = [
        each
        for each in by_path("update").values()
        if each.change and each.change.before and each.change.before.attributes.get("backup_retention_period") == 35
    ]
    assert weaker
    assert {each["backup_retention_period"] for each in weaker} == {1}
