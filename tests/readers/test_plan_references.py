"""Where the references of a plan lead: through modules, to the instance of the same key, and seen from both ends."""

from __future__ import annotations

from typing import Any

import pytest
from plan_json import block, call, change, constant, estate_of, fixture, links, module, plan, read, refers, value

from drlint.model.values import Reference, Unknown

KEY, DB, BUCKET = "aws_kms_key.k", "aws_db_instance.db", "aws_s3_bucket.b"
UNKNOWN_ID = {"id": True, "arn": True}
FIXTURE_LINKS = [
    ('aws_s3_bucket.b["x"]', "encrypted_by", {"aws_kms_key.k[0]": True}),
    ("aws_kms_key.k[0]", "encrypts", {'aws_s3_bucket.b["x"]': True}),
    ("aws_kms_key.k[1]", "encrypts", {}),
    (
        "module.copy.aws_db_instance_automated_backups_replication.one",
        "copies_backups_of",
        {'module.store["north"].aws_db_instance.db': True},
    ),
    (
        "module.reader[0].aws_db_instance.reader",
        "replicates",
        {
            'module.store["north"].aws_db_instance.db': False,
            'module.store["south"].aws_db_instance.db': False,
        },
    ),
]


@pytest.mark.parametrize(("path", "relation", "expected"), FIXTURE_LINKS)
def test_what_terraform_wrote_is_joined(path: str, relation: str, expected: dict[str, bool]) -> None:
    assert links(estate_of(fixture("instances")), path, relation) == expected


def test_the_uncertain_is_uncertain_from_the_other_end_too() -> None:
    estate = estate_of(fixture("instances"))
    north = links(estate, 'module.store["north"].aws_db_instance.db', "replicated_backups")
    assert north["module.copy.aws_db_instance_automated_backups_replication.one"] is True
    assert north["module.copy.aws_db_instance_automated_backups_replication.each[0]"] is False
    south = links(estate, 'module.store["south"].aws_db_instance.db', "replicated_backups")
    assert True not in south.values()


def test_companions_of_the_fixture_reach_their_own_bucket() -> None:
    estate = estate_of(fixture("instances"))
    assert value(estate, 'aws_s3_bucket.b["x"]', "versioning") == "Enabled"
    assert value(estate, 'aws_s3_bucket.b["y"]', "versioning") == "Suspended"
    assert value(estate, "aws_s3_bucket.numbered[0]", "versioning") == "Enabled"
    assert value(estate, "aws_s3_bucket.numbered[1]", "versioning") == "Suspended"
    shelf = 'module.store["north"].module.shelf["a.b"].aws_s3_bucket'
    assert value(estate, f"{shelf}.this", "versioning") == "Enabled"
    assert value(estate, f"{shelf}.replica", "versioning") is None


def database(key: Any, *more: dict[str, Any], root: dict[str, Any] | None = None) -> bytes:
    """A database whose key is that expression, and a key beside it."""
    blocks = module(block(DB, kms_key_id=key), block(KEY), calls=(root or {}).get("module_calls"))
    return plan(change(DB, {}, unknown={"kms_key_id": True}), change(KEY, {}, unknown=UNKNOWN_ID), *more, root=blocks)


def test_a_plain_reference_is_present_and_known_whose() -> None:
    estate = estate_of(database(refers("aws_kms_key.k.arn")))
    found = value(estate, DB, "kms_key_id")
    assert isinstance(found, Reference)
    assert (found.to.path, found.attribute) == (KEY, "arn")
    assert links(estate, DB, "encrypted_by") == {KEY: True}
    assert links(estate, KEY, "encrypts") == {DB: True}


@pytest.mark.parametrize(
    "expression",
    [
        refers("var.flag", "aws_kms_key.k.arn"),
        refers("aws_kms_key.k.arn", "local.other"),
        refers("aws_kms_key.k.arn", "data.aws_kms_key.other.arn"),
    ],
    ids=["var.flag ? k : null", "coalesce(k, local.other)", "coalesce(k, data)"],
)
def test_a_condition_is_unknown_with_its_candidate(expression: Any) -> None:
    estate = estate_of(database(expression))
    found = value(estate, DB, "kms_key_id")
    assert isinstance(found, Unknown)
    assert [each.path for each in found.candidates] == [KEY]
    assert KEY in found.reason
    assert links(estate, DB, "encrypted_by") == {KEY: False}
    assert links(estate, KEY, "encrypts") == {DB: False}


def test_one_of_two_is_unknown_with_both() -> None:
    other = change("aws_kms_key.other", {}, unknown=UNKNOWN_ID)
    estate = estate_of(database(refers("aws_kms_key.k.arn", "aws_kms_key.other.arn"), other))
    assert links(estate, DB, "encrypted_by") == {KEY: False, "aws_kms_key.other": False}
    assert links(estate, "aws_kms_key.other", "encrypts") == {DB: False}


@pytest.mark.parametrize(
    ("reference", "said"), [("data.aws_kms_key.k.arn", "data.aws_kms_key.k.arn"), ("local.key", "local.key")]
)
def test_what_a_plan_does_not_show_is_named(reference: str, said: str) -> None:
    found = value(estate_of(database(refers(reference))), DB, "kms_key_id")
    assert isinstance(found, Unknown)
    assert said in found.reason
    assert found.candidates == ()


KEYED = [
    pytest.param(("[0]", "[1]"), "count.index", constant(2), None, id="count"),
    pytest.param(('["x"]', '["y"]'), "each.key", None, refers("local.names"), id="for_each"),
    pytest.param(('["a.b"]', '["c/[0]"]'), "each.key", None, refers("local.names"), id="keys with dots and brackets"),
]


@pytest.mark.parametrize(("keys", "iterator", "count", "for_each"), KEYED)
@pytest.mark.parametrize("inside", ["", "module.a.", 'module.a["eu.1"].module.b[0].'])
def test_instances_are_joined_by_their_key(
    keys: tuple[str, str], iterator: str, count: Any, for_each: Any, inside: str
) -> None:
    """`bucket = aws_s3_bucket.b[each.key].id`, of which Terraform lists aws_s3_bucket.b and each.key."""
    versioning = "aws_s3_bucket_versioning.v"
    called = module(
        block(BUCKET, count=count, for_each=for_each),
        block(versioning, count=count, for_each=for_each, bucket=refers("aws_s3_bucket.b", iterator)),
    )
    root = {
        "": called,
        "module.a.": module(calls={"a": call(called)}),
        'module.a["eu.1"].module.b[0].': module(calls={"a": call(module(calls={"b": call(called)}))}),
    }[inside]
    changes = []
    for key, status in zip(keys, ("Enabled", "Suspended"), strict=True):
        changes.append(change(f"{inside}{BUCKET}{key}", {}, unknown=UNKNOWN_ID))
        setting = {"versioning_configuration": [{"status": status}]}
        changes.append(change(f"{inside}{versioning}{key}", setting, unknown={"bucket": True}))
    estate = estate_of(plan(*reversed(changes), root=root))
    assert value(estate, f"{inside}{BUCKET}{keys[0]}", "versioning") == "Enabled"
    assert value(estate, f"{inside}{BUCKET}{keys[1]}", "versioning") == "Suspended"


def test_each_value_is_the_resource_of_the_same_key() -> None:
    """`for_each = aws_s3_bucket.b` and `bucket = each.value.id`."""
    versioning = "aws_s3_bucket_versioning.v"
    root = module(
        block(BUCKET, for_each=refers("local.names")),
        block(versioning, for_each=refers("aws_s3_bucket.b"), bucket=refers("each.value.id")),
    )
    changes = [change(f'{BUCKET}["{key}"]', {}, unknown=UNKNOWN_ID) for key in "xy"]
    enabled = {"versioning_configuration": [{"status": "Enabled"}]}
    changes.append(change(f'{versioning}["y"]', enabled, unknown={"bucket": True}))
    estate = estate_of(plan(*changes, root=root))
    assert value(estate, f'{BUCKET}["x"]', "versioning") is None
    assert value(estate, f'{BUCKET}["y"]', "versioning") == "Enabled"


@pytest.mark.parametrize(("key", "reference"), [("[1]", "aws_kms_key.k[1].arn"), ('["b"]', 'aws_kms_key.k["b"].arn')])
def test_an_explicit_index_is_exact(key: str, reference: str) -> None:
    other = "[0]" if key == "[1]" else '["a"]'
    keys = [change(f"{KEY}{each}", {}, unknown=UNKNOWN_ID) for each in (other, key)]
    estate = estate_of(
        plan(
            change(DB, {}, unknown={"kms_key_id": True}),
            *keys,
            root=module(block(DB, kms_key_id=refers(reference)), block(KEY)),
        )
    )
    assert links(estate, DB, "encrypted_by") == {f"{KEY}{key}": True}
    assert links(estate, f"{KEY}{other}", "encrypts") == {}


def test_several_instances_without_a_key_are_uncertain() -> None:
    keys = [change(f"{KEY}[{each}]", {}, unknown=UNKNOWN_ID) for each in (0, 1)]
    root = module(block(DB, kms_key_id=refers("aws_kms_key.k")), block(KEY, count=constant(2)))
    estate = estate_of(plan(change(DB, {}, unknown={"kms_key_id": True}), *keys, root=root))
    assert links(estate, DB, "encrypted_by") == {f"{KEY}[0]": False, f"{KEY}[1]": False}


def test_a_key_that_the_other_does_not_have_is_uncertain() -> None:
    keys = [change(f'{KEY}["{each}"]', {}, unknown=UNKNOWN_ID) for each in ("a", "b")]
    root = module(block(DB, for_each=refers("local.n"), kms_key_id=refers("aws_kms_key.k", "each.key")), block(KEY))
    estate = estate_of(plan(change(f'{DB}["c"]', {}, unknown={"kms_key_id": True}), *keys, root=root))
    assert set(links(estate, f'{DB}["c"]', "encrypted_by").values()) == {False}


def in_modules(*, keyed: bool) -> bytes:
    """A key in one module goes through its output and another module's input to a database."""
    keys = module(block("aws_kms_key.it"), outputs={"arn": refers("aws_kms_key.it.arn")})
    data = module(block("aws_db_instance.it", kms_key_id=refers("var.key")), variables={"key": {}})
    wrapped = module(calls={"inner": call(data, key=refers("var.key_arn"))}, variables={"key_arn": {}})
    output = refers("module.keys", "each.key") if keyed else refers("module.keys.arn")
    repeated = refers("local.names") if keyed else None
    root = module(
        calls={"keys": call(keys, for_each=repeated), "data": call(wrapped, for_each=repeated, key_arn=output)}
    )
    changes = []
    for index in ('["x"]', '["y"]') if keyed else ("",):
        changes.append(change(f"module.keys{index}.aws_kms_key.it", {}, unknown=UNKNOWN_ID))
        path = f"module.data{index}.module.inner.aws_db_instance.it"
        changes.append(change(path, {}, unknown={"kms_key_id": True}))
    return plan(*changes, root=root)


def test_outputs_and_inputs_of_modules_are_followed() -> None:
    estate = estate_of(in_modules(keyed=False))
    path = "module.data.module.inner.aws_db_instance.it"
    assert links(estate, path, "encrypted_by") == {"module.keys.aws_kms_key.it": True}
    assert links(estate, "module.keys.aws_kms_key.it", "encrypts") == {path: True}


def test_modules_with_instances_are_joined_by_their_key() -> None:
    """`key_arn = module.keys[each.key].arn`: Terraform lists module.keys and each.key, and not which output."""
    estate = estate_of(in_modules(keyed=True))
    for key in "xy":
        path = f'module.data["{key}"].module.inner.aws_db_instance.it'
        assert links(estate, path, "encrypted_by") == {f'module.keys["{key}"].aws_kms_key.it': True}
        assert links(estate, f'module.keys["{key}"].aws_kms_key.it', "encrypts") == {path: True}


def test_a_module_of_several_outputs_leaves_the_choice_among_its_own() -> None:
    """`bucket = module.m[each.key].id`: it is one of that instance's resources, and of no other's."""
    called = module(
        block("aws_s3_bucket.it"),
        block("aws_kms_key.it"),
        outputs={
            "id": refers("aws_s3_bucket.it.id"),
            "arn": refers("aws_s3_bucket.it.arn"),
            "key": refers("aws_kms_key.it.arn"),
        },
    )
    versioning = "aws_s3_bucket_versioning.v"
    root = module(
        block(versioning, for_each=refers("local.n"), bucket=refers("module.m", "each.key")),
        calls={"m": call(called, for_each=refers("local.n"))},
    )
    changes = []
    for key in "xy":
        changes += [
            change(f'module.m["{key}"].{each}.it', {}, unknown=UNKNOWN_ID) for each in ("aws_s3_bucket", "aws_kms_key")
        ]
    changes.append(
        change(f'{versioning}["x"]', {"versioning_configuration": [{"status": "Enabled"}]}, unknown={"bucket": True})
    )
    estate = estate_of(plan(*changes, root=root))
    assert value(estate, 'module.m["y"].aws_s3_bucket.it', "versioning") is None
    said = value(estate, 'module.m["x"].aws_s3_bucket.it', "versioning")
    assert said == "Enabled" if isinstance(said, str) else isinstance(said, Unknown)


def test_an_output_that_goes_round_in_a_circle_ends() -> None:
    called = module(outputs={"a": refers("var.a")}, variables={"a": {}})
    root = module(block(DB, kms_key_id=refers("module.m.a")), calls={"m": call(called, a=refers("module.m.a"))})
    result = read(plan(change(DB, {}, unknown={"kms_key_id": True}), root=root))
    assert isinstance(result.resources[0]["kms_key_id"], Unknown)


@pytest.mark.parametrize("reference", ["module.gone.arn", "aws_kms_key.gone.arn", "var.nowhere", "module.m.gone"])
def test_a_reference_to_what_is_not_there_is_unknown(reference: str) -> None:
    called = module(outputs={})
    root = module(block(DB, kms_key_id=refers(reference)), calls={"m": call(called)})
    found = read(plan(change(DB, {}, unknown={"kms_key_id": True}), root=root)).resources[0]["kms_key_id"]
    assert isinstance(found, Unknown)


def table(*references: str) -> bytes:
    """A route table whose routes are an attribute: its expression lists the references of all of them at once."""
    name = "aws_route_table.t"
    gateways = [change(f"aws_nat_gateway.{each}", {}, unknown={"id": True}) for each in "ab"]
    routes = [{"cidr_block": f"10.{number}.0.0/16", "gateway_id": ""} for number, _ in enumerate(references)]
    marks = [{"nat_gateway_id": True} for _ in references]
    root = module(block(name, route=refers(*references)), block("aws_nat_gateway.a"), block("aws_nat_gateway.b"))
    return plan(change(name, {"route": routes}, unknown={"route": marks}), *gateways, root=root)


def test_a_route_leads_to_its_gateway() -> None:
    estate = estate_of(table("aws_nat_gateway.a.id"))
    assert links(estate, "aws_route_table.t", "routes_through") == {"aws_nat_gateway.a": True}
    assert links(estate, "aws_nat_gateway.a", "routed_from") == {"aws_route_table.t": True}
    assert links(estate, "aws_nat_gateway.b", "routed_from") == {}


def test_two_routes_may_each_lead_to_either() -> None:
    estate = estate_of(table("aws_nat_gateway.a.id", "aws_nat_gateway.b.id"))
    assert links(estate, "aws_route_table.t", "routes_through") == {
        "aws_nat_gateway.a": False,
        "aws_nat_gateway.b": False,
    }


def selection(expression: Any, unknown: Any, values: Any = None) -> Any:
    name = "aws_backup_selection.s"
    databases = [change(f"aws_db_instance.{each}", {}, unknown={"arn": True}) for each in "ab"]
    root = module(block(name, resources=expression), block("aws_db_instance.a"), block("aws_db_instance.b"))
    return estate_of(plan(change(name, {"resources": values}, unknown={"resources": unknown}), *databases, root=root))


def test_a_list_of_references_is_a_tuple_of_them() -> None:
    """Whether Terraform marks the whole set or each element."""
    expression = refers("aws_db_instance.a.arn", "aws_db_instance.b.arn")
    for unknown, values in ((True, None), ([True, True], [None, None])):
        estate = selection(expression, unknown, values)
        expected = {"aws_db_instance.a": True, "aws_db_instance.b": True}
        assert links(estate, "aws_backup_selection.s", "covers") == expected
        assert links(estate, "aws_db_instance.a", "selected_by") == {"aws_backup_selection.s": True}


def test_a_list_with_something_unseen_names_what_it_can() -> None:
    estate = selection(refers("aws_db_instance.a.arn", "local.more"), unknown=True)
    assert links(estate, "aws_backup_selection.s", "covers") == {"aws_db_instance.a": False}


def test_a_list_in_a_block_is_a_tuple_too() -> None:
    """As Terraform 1.9 writes a restore testing plan: the marks stand below the block."""
    name = "aws_backup_restore_testing_plan.r"
    vaults = [change(f"aws_backup_vault.{each}", {"name": each}, unknown={"arn": True}) for each in "ab"]
    inner = {"include_vaults": refers("aws_backup_vault.a.arn", "aws_backup_vault.b.arn")}
    estate = estate_of(
        plan(
            change(
                name,
                {"recovery_point_selection": [{"include_vaults": [None, None]}]},
                unknown={"recovery_point_selection": [{"include_vaults": [True, True], "exclude_vaults": True}]},
            ),
            *vaults,
            root=module(block(name, recovery_point_selection=[inner]), block("aws_backup_vault.a")),
        )
    )
    found = value(estate, name, "include_vaults")
    assert [each.to.path for each in found] == ["aws_backup_vault.a", "aws_backup_vault.b"]
    assert value(estate, name, "exclude_vaults") == ()


def test_the_names_of_a_resource_that_the_plan_deletes_lead_nowhere() -> None:
    gone = change(KEY, None, actions=("delete",), before={"arn": "arn:aws:kms:eu-central-1:111122223333:key/k"})
    root = module(block(DB, kms_key_id=refers("aws_kms_key.k.arn")))
    estate = estate_of(plan(change(DB, {}, unknown={"kms_key_id": True}), gone, root=root))
    assert links(estate, DB, "encrypted_by") == {}


@pytest.mark.parametrize("reference", ["", "var", "module", "each", "aws_kms_key", "[0]", ".", "var.", 'module["a"]'])
def test_a_reference_that_is_none_is_unknown(reference: str) -> None:
    root = module(block(DB, kms_key_id={"references": [reference]}))
    found = read(plan(change(DB, {}, unknown={"kms_key_id": True}), root=root)).resources[0]["kms_key_id"]
    assert isinstance(found, Unknown)


def test_modules_that_use_each_other_twice_are_followed_once() -> None:
    """Eighteen modules, each made of two outputs of the one before: a quarter of a million ways to the same key."""
    calls: dict[str, Any] = {}
    for number in range(18):
        before = refers(f"module.m{number - 1}.a", f"module.m{number - 1}.b") if number else refers("aws_kms_key.k.arn")
        called = module(outputs={"a": refers("var.x"), "b": refers("var.y")}, variables={"x": {}, "y": {}})
        calls[f"m{number}"] = call(called, x=before, y=before)
    root = module(block(DB, kms_key_id=refers("module.m17.a")), block(KEY), calls=calls)
    changes = [change(DB, {}, unknown={"kms_key_id": True}), change(KEY, {}, unknown=UNKNOWN_ID)]
    assert links(estate_of(plan(*changes, root=root)), DB, "encrypted_by") == {KEY: True}


def test_very_many_references_take_no_square_of_time() -> None:
    root = module(block(DB, kms_key_id={"references": [f"aws_kms_key.k{number}.arn" for number in range(100_000)]}))
    result = read(plan(change(DB, {}, unknown={"kms_key_id": True}), root=root))
    assert isinstance(result.resources[0]["kms_key_id"], Unknown)
