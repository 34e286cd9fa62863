"""What a plan's values become: literals, nothing, defaults, unknowns and secrets."""

from __future__ import annotations

from typing import Any

import pytest
from plan_json import block, change, constant, estate_of, fixture, module, plan, read, refers, value

from drlint.model.values import WITHHELD, Reference, Unknown

DB = "aws_db_instance.db"


def reason(found: Any) -> str:
    assert isinstance(found, Unknown), found
    return found.reason


def test_a_literal_a_default_and_an_unknown_are_three_things() -> None:
    """multi_az is said, backup_retention_period is nobody's, storage_encrypted comes from a resource yet to be made."""
    planned = plan(
        change(
            DB, {"multi_az": True, "backup_retention_period": None}, unknown={"storage_encrypted": True, "arn": True}
        ),
        root=module(block(DB, multi_az=constant(value=True), storage_encrypted=refers("data.aws_x.y.encrypted"))),
    )
    estate = estate_of(planned)
    assert value(estate, DB, "multi_az") is True
    assert value(estate, DB, "backup_retention_period") == 0
    assert "data.aws_x.y" in reason(value(estate, DB, "storage_encrypted"))
    (it,) = estate.resources
    assert "backup_retention_period" in it.view.defaulted
    assert "multi_az" not in it.view.defaulted


def test_what_nobody_set_and_aws_decides_is_unknown_where_it_matters() -> None:
    planned = plan(change(DB, {}, unknown={"availability_zone": True, "kms_key_id": True}), root=module(block(DB)))
    estate = estate_of(planned)
    assert reason(value(estate, DB, "availability_zone")) == "not set, so AWS decides it at creation"
    assert value(estate, DB, "kms_key_id") is None


def test_what_nobody_set_and_another_resource_decides_is_unknown() -> None:
    planned = plan(
        change(DB, {"snapshot_identifier": "nightly"}, unknown={"storage_encrypted": True}),
        root=module(block(DB, snapshot_identifier=constant("nightly"))),
    )
    said = reason(value(estate_of(planned), DB, "storage_encrypted"))
    assert said == "not set, so it is taken from what snapshot_identifier names"


def test_without_configuration_an_unknown_stays_unknown() -> None:
    """Nobody can tell what was set: no default may stand in."""
    planned = plan(change(DB, {}, unknown={"storage_encrypted": True}), configuration=None)
    assert reason(value(estate_of(planned), DB, "storage_encrypted")) == "known after apply"


def test_unknowns_are_laid_leaf_by_leaf() -> None:
    name = "aws_backup_plan.p"
    planned = plan(
        change(
            name,
            {"rule": [{"rule_name": "daily", "copy_action": [{"lifecycle": [{"delete_after": 35}]}], "lifecycle": []}]},
            unknown={
                "id": True,
                "rule": [{"target_vault_name": True, "copy_action": [{"destination_vault_arn": True}]}],
            },
        ),
        root=module(
            block(
                name,
                rule=[
                    {
                        "rule_name": constant("daily"),
                        "target_vault_name": refers("var.vault"),
                        "copy_action": [
                            {
                                "destination_vault_arn": refers("var.far"),
                                "lifecycle": [{"delete_after": constant(35)}],
                            }
                        ],
                    }
                ],
            )
        ),
    )
    (rule,) = value(estate_of(planned), name, "rule")
    (copy,) = rule["copy_action"]
    assert rule["rule_name"] == "daily"
    assert "var.vault" in reason(rule["target_vault_name"])
    assert "var.far" in reason(copy["destination_vault_arn"])
    assert copy["delete_after"] == 35
    assert rule["delete_after"] is None


def rules_of(blocks: Any, *names: str) -> dict[str, Any]:
    """The copy destinations of a plan's rules by name; `blocks` is what the configuration says of them."""
    name = "aws_backup_plan.p"
    values = [{"rule_name": each, "copy_action": [{"lifecycle": []}]} for each in names]
    marks = [{"copy_action": [{"destination_vault_arn": True, "lifecycle": []}], "lifecycle": []} for _ in names]
    said = {} if blocks is None else {"rule": blocks}
    vaults = [change(f"aws_backup_vault.{each}", {"name": each}, unknown={"arn": True}) for each in ("near", "far")]
    root = module(block(name, **said), block("aws_backup_vault.near"), block("aws_backup_vault.far"))
    estate = estate_of(plan(change(name, {"rule": values}, unknown={"rule": marks}), *vaults, root=root))
    return {rule["rule_name"]: rule["copy_action"][0]["destination_vault_arn"] for rule in value(estate, name, "rule")}


def test_what_a_dynamic_block_sets_is_unknown() -> None:
    """Terraform's JSON says nothing at all of a `dynamic` block: "nobody set it" would be a lie."""
    for found in rules_of(None, "a", "b").values():
        assert reason(found) == "known after apply, in a block that Terraform generates"


def test_a_dynamic_block_in_a_block_is_unknown_too() -> None:
    found = rules_of([{"rule_name": constant("a")}], "a")
    assert reason(found["a"]) == "known after apply, in a block that Terraform generates"


def test_beside_a_dynamic_block_the_static_one_is_found() -> None:
    found = rules_of([copying("a", "near")], "a", "b")
    assert found["a"].to.path == "aws_backup_vault.near"
    assert isinstance(found["b"], Unknown)


def test_beside_a_dynamic_block_a_static_one_without_a_mark_is_not_guessed() -> None:
    unnamed = {"rule_name": refers("var.n"), "copy_action": copying("", "near")["copy_action"]}
    for found in rules_of([unnamed], "a", "b").values():
        assert isinstance(found, Unknown)


def set_plan(values: list[Any], marks: list[Any], blocks: list[Any]) -> Any:
    name = "aws_backup_plan.p"
    vaults = [change(f"aws_backup_vault.{each}", {"name": each}, unknown={"arn": True}) for each in ("near", "far")]
    root = module(block(name, rule=blocks), block("aws_backup_vault.near"), block("aws_backup_vault.far"))
    estate = estate_of(plan(change(name, {"rule": values}, unknown={"rule": marks}), *vaults, root=root))
    return {rule["rule_name"]: rule["copy_action"] for rule in value(estate, name, "rule")}


def copying(name: str, vault: str) -> dict[str, Any]:
    return {
        "rule_name": constant(name),
        "copy_action": [{"destination_vault_arn": refers(f"aws_backup_vault.{vault}.arn")}],
    }


def test_a_sets_elements_are_found_again_in_another_order() -> None:
    found = set_plan(
        [{"rule_name": "b", "copy_action": [{}]}, {"rule_name": "a", "copy_action": [{}]}],
        [{"copy_action": [{"destination_vault_arn": True}]}, {"copy_action": [{"destination_vault_arn": True}]}],
        [copying("a", "near"), copying("b", "far")],
    )
    assert found["a"][0]["destination_vault_arn"].to.path == "aws_backup_vault.near"
    assert found["b"][0]["destination_vault_arn"].to.path == "aws_backup_vault.far"


def test_elements_that_cannot_be_told_apart_keep_their_candidates() -> None:
    unnamed = [
        {"rule_name": refers("var.n"), "copy_action": copying("", vault)["copy_action"]} for vault in ("near", "far")
    ]
    found = set_plan(
        [{"rule_name": "b", "copy_action": [{}]}, {"rule_name": "a", "copy_action": [{}]}],
        [{"copy_action": [{"destination_vault_arn": True}]}, {"copy_action": [{"destination_vault_arn": True}]}],
        unnamed,
    )
    for actions in found.values():
        destination = actions[0]["destination_vault_arn"]
        assert not isinstance(destination, Reference), "it may be either"
        if isinstance(destination, Unknown) and destination.candidates:
            assert {each.path for each in destination.candidates} == {"aws_backup_vault.near", "aws_backup_vault.far"}


def test_a_whole_block_that_is_unknown_is_unknown() -> None:
    name = "aws_backup_plan.p"
    planned = plan(change(name, {}, unknown={"rule": True}), root=module(block(name, rule=refers("var.rules"))))
    assert "var.rules" in reason(value(estate_of(planned), name, "rule"))


def test_tags_come_with_the_providers_default_tags() -> None:
    planned = plan(
        change(DB, {"tags": {"Name": "db"}, "tags_all": {"Name": "db", "Owner": "orders"}}), root=module(block(DB))
    )
    assert value(estate_of(planned), DB, "tags") == {"Name": "db", "Owner": "orders"}


def test_without_tags_all_the_tags_stand_in() -> None:
    """A fragment, or a provider that has no such attribute."""
    planned = plan(change(DB, {"tags": {"Name": "db"}}), root=module(block(DB)))
    assert value(estate_of(planned), DB, "tags") == {"Name": "db"}


def test_tags_that_are_known_in_part_are_known_in_part() -> None:
    planned = plan(
        change(DB, {"tags_all": {"Name": "db"}}, unknown={"tags_all": {"Owner": True}}),
        root=module(block(DB, tags=refers("var.tags"))),
    )
    tags = value(estate_of(planned), DB, "tags")
    assert tags["Name"] == "db"
    assert tags.get("Owner") is None or isinstance(tags["Owner"], Unknown)


@pytest.mark.parametrize(
    ("values", "marks", "attribute"),
    [
        ({"backup_window": "CANARY"}, {"backup_window": True}, "backup_window"),
        ({"tags_all": {"Token": "CANARY"}}, {"tags_all": True}, "tags"),
        ({"enabled_cloudwatch_logs_exports": ["CANARY"]}, {"enabled_cloudwatch_logs_exports": True}, None),
        ({"backup_window": "CANARY"}, True, "backup_window"),
    ],
)
def test_a_sensitive_value_is_present_and_withheld(values: Any, marks: Any, attribute: str | None) -> None:
    estate = estate_of(plan(change(DB, values, sensitive=marks), root=module(block(DB))))
    (it,) = estate.resources
    name = attribute or next(iter(values))
    assert it[name] is WITHHELD
    assert "CANARY" not in repr(it)


def test_one_sensitive_leaf_withholds_no_other() -> None:
    planned = plan(
        change(DB, {"tags_all": {"Token": "CANARY", "Name": "db"}}, sensitive={"tags_all": {"Token": True}}),
        root=module(block(DB)),
    )
    tags = value(estate_of(planned), DB, "tags")
    assert tags == {"Token": tags["Token"], "Name": "db"}
    assert tags["Token"] is WITHHELD


@pytest.mark.parametrize("mark", [True, {"Token": True}])
def test_what_is_sensitive_in_tags_is_sensitive_in_tags_all(mark: Any) -> None:
    """The provider copies one into the other and marks the one."""
    values = {"tags": {"Token": "CANARY"}, "tags_all": {"Token": "CANARY", "Owner": "orders"}}
    planned = plan(change(DB, values, sensitive={"tags": mark, "tags_all": {}}), root=module(block(DB)))
    (it,) = estate_of(planned).resources
    assert "CANARY" not in repr(it)
    assert it["tags"] is WITHHELD or it["tags"]["Owner"] == "orders"  # type: ignore[index, call-overload]


def test_without_tags_all_sensitive_tags_are_withheld() -> None:
    planned = plan(change(DB, {"tags": {"Token": "CANARY"}}, sensitive={"tags": True}), root=module(block(DB)))
    assert value(estate_of(planned), DB, "tags") is WITHHELD


def test_a_sensitive_value_of_before_is_withheld_too() -> None:
    planned = plan(
        change(
            DB,
            {"backup_window": "02:00-03:00"},
            actions=("update",),
            before={"backup_window": "CANARY"},
            before_sensitive={"backup_window": True},
        ),
        root=module(block(DB)),
    )
    (it,) = read(planned).resources
    assert it.change is not None
    assert it.change.before is not None
    assert it.change.before.attributes["backup_window"] is WITHHELD


def test_no_secret_of_a_plan_reaches_the_estate() -> None:
    for name in ("sensitive", "update", "instances", "replace", "state", "moved", "destroy"):
        result = fixture(name)
        assert "CANARY" not in repr(result.resources), name


def test_what_is_not_catalogued_is_not_kept() -> None:
    planned = plan(change(DB, {"password": "CANARY", "username": "CANARY", "multi_az": True}), root=module(block(DB)))
    assert "CANARY" not in repr(read(planned).resources)


def test_a_resource_of_another_kind_is_counted_and_not_kept() -> None:
    other = change("aws_db_parameter_group.g", {"name": "CANARY"})
    result = read(plan(other, root=module(block("aws_db_parameter_group.g"))))
    assert result.resources == ()
    assert result.uncatalogued == 1


def test_another_providers_resource_of_the_same_name_is_not_ours() -> None:
    other = change(DB, {}, provider_name="registry.example.com/acme/other")
    assert read(plan(other | {"provider_name": "registry.example.com/acme/other"})).resources == ()
