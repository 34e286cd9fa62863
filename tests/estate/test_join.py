"""How views and resources become one estate, said in Terraform and in states."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from drlint.catalog.registry import Catalog, load
from drlint.estate.estate import Estate
from drlint.estate.join import join, world_of
from drlint.model.resource import Change, Location, Resource, View
from drlint.model.values import Address, Unknown
from drlint.readers.hcl.reader import read_source
from drlint.readers.plan.reader import read_plan
from drlint.readers.projection import project

HERE = 'provider "aws" { region = "eu-central-1" }\n'
THERE = 'provider "aws" {\n alias = "there"\n region = "eu-west-1"\n}\n'
BUCKET = 'resource "aws_s3_bucket" "b" { bucket = "orders" }\n'


@cache
def catalog() -> Catalog:
    return load()


def source(text: str, root: str = ".") -> tuple[Resource, ...]:
    found = read_source(HERE + THERE + text, uri="main.tf", root=root, catalog=catalog())
    assert not found.blind_spots
    return found.resources


def estate_of(text: str, **options: Any) -> Estate:
    return join(source(text), catalog(), **{"world": "closed", **options})


def state(*resources: tuple[str, dict[str, Any]]) -> tuple[Resource, ...]:
    """What a state observed, by address."""
    held = [
        {"address": address, "mode": "managed", "type": address.split(".")[-2], "name": "it", "values": values}
        for address, values in resources
    ]
    document = {"format_version": "1.0", "terraform_version": "1.9.8", "values": {"root_module": {"resources": held}}}
    return read_plan(json.dumps(document).encode(), uri="state.json", root=".", catalog=catalog()).resources


def at(estate: Estate, path: str, root: str = ".") -> Resource:
    found = estate.at(Address(root, path))
    assert found is not None, path
    return found


def links(estate: Estate, path: str, relation: str) -> dict[str, bool]:
    return {each.address.path: sure for each, sure in estate.links(at(estate, path), relation).items}


def unseen(estate: Estate, path: str, relation: str) -> str | None:
    found = estate.links(at(estate, path), relation).unseen
    return None if found is None else found.reason


COMPANIONS = [
    ("versioning", 'versioning_configuration { status = "Enabled" }', "versioning", "Enabled"),
    (
        "server_side_encryption_configuration",
        'rule {\n apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }\n }',
        "encryption",
        {"sse_algorithm": "aws:kms", "kms_master_key_id": None, "bucket_key_enabled": False},
    ),
    (
        "logging",
        'target_bucket = "logs"\n target_prefix = "o/"',
        "logging",
        {"target_bucket": "logs", "target_prefix": "o/"},
    ),
    (
        "public_access_block",
        "block_public_acls = true",
        "public_access_block",
        {
            "block_public_acls": True,
            "block_public_policy": False,
            "ignore_public_acls": False,
            "restrict_public_buckets": False,
        },
    ),
    ("policy", 'policy = "{}"', "policy", "{}"),
    (
        "object_lock_configuration",
        'rule {\n default_retention {\n mode = "COMPLIANCE"\n days = 35\n }\n }',
        "lock",
        {"enabled": "Enabled", "mode": "COMPLIANCE", "days": 35, "years": None},
    ),
]


@pytest.mark.parametrize(("name", "body", "attribute", "expected"), COMPANIONS, ids=[each[0] for each in COMPANIONS])
def test_a_companion_of_a_bucket_is_gathered(name: str, body: str, attribute: str, expected: Any) -> None:
    estate = estate_of(f'{BUCKET}resource "aws_s3_bucket_{name}" "c" {{\n bucket = aws_s3_bucket.b.id\n {body}\n}}\n')
    assert at(estate, "aws_s3_bucket.b")[attribute] == expected
    assert attribute not in at(estate, "aws_s3_bucket.b").view.defaulted


RULES = """
resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = aws_s3_bucket.b.id
  role   = "arn:aws:iam::111122223333:role/r"
  rule {
    status = "Enabled"
    destination { bucket = aws_s3_bucket.copy.arn }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "l" {
  bucket = aws_s3_bucket.b.id
  rule {
    id     = "old"
    status = "Enabled"
    noncurrent_version_expiration { noncurrent_days = 90 }
  }
}
resource "aws_s3_bucket" "copy" {
  provider = aws.there
  bucket   = "copy"
}
"""


def test_rules_of_companions_are_gathered_with_their_links() -> None:
    estate = estate_of(BUCKET + RULES)
    bucket = at(estate, "aws_s3_bucket.b")
    assert bucket["replication_role"] == "arn:aws:iam::111122223333:role/r"
    (rule,) = bucket["lifecycle"]  # type: ignore[misc, union-attr]
    assert rule["noncurrent_days"] == 90  # type: ignore[index, call-overload]
    assert links(estate, "aws_s3_bucket.b", "replicates_to") == {"aws_s3_bucket.copy": True}
    assert links(estate, "aws_s3_bucket.copy", "replicated_from") == {"aws_s3_bucket.b": True}


def test_a_companions_own_lines_are_the_evidence() -> None:
    text = f'{BUCKET}\nresource "aws_s3_bucket_versioning" "v" {{\n bucket = aws_s3_bucket.b.id\n versioning_configuration {{\n status = "Enabled"\n }}\n}}\n'
    bucket = at(estate_of(text), "aws_s3_bucket.b")
    line = bucket.location_of("versioning").line
    assert line is not None
    assert (HERE + THERE + text).splitlines()[line - 1].strip().startswith(("status", "versioning", "resource"))
    assert line > (bucket.location_of().line or 0)


def test_a_bucket_without_companions_has_none_of_it() -> None:
    bucket = at(estate_of(BUCKET), "aws_s3_bucket.b")
    assert bucket["versioning"] is None
    assert bucket["replication"] == ()


@pytest.mark.parametrize("owner", ["aws_s3_bucket.b.id", "aws_s3_bucket.b.bucket", '"orders"'])
def test_a_companion_may_name_its_owner_as_it_likes(owner: str) -> None:
    text = f'resource "aws_s3_bucket_versioning" "v" {{\n bucket = {owner}\n versioning_configuration {{ status = "Enabled" }}\n}}\n'
    assert at(estate_of(BUCKET + text), "aws_s3_bucket.b")["versioning"] == "Enabled"


STRAY = 'variable "which" { type = string }\nresource "aws_s3_bucket_versioning" "v" {\n bucket = var.which\n versioning_configuration { status = "Enabled" }\n}\n'


def test_a_companion_of_nobody_knows_whom_makes_its_part_unknown_everywhere() -> None:
    estate = estate_of(BUCKET + STRAY)
    said = at(estate, "aws_s3_bucket.b")["versioning"]
    assert isinstance(said, Unknown)
    assert said.reason.startswith("aws_s3_bucket_versioning.v may be its")
    assert at(estate, "aws_s3_bucket.b")["replication"] == (), "the rest is as known as before"


def test_a_bucket_that_has_its_own_companion_is_not_doubted() -> None:
    own = 'resource "aws_s3_bucket_versioning" "own" {\n bucket = aws_s3_bucket.b.id\n versioning_configuration { status = "Suspended" }\n}\n'
    assert at(estate_of(BUCKET + STRAY + own), "aws_s3_bucket.b")["versioning"] == "Suspended"


def test_a_companion_of_a_bucket_that_is_not_in_view_changes_nothing() -> None:
    text = STRAY.replace("var.which", '"elsewhere"')
    assert at(estate_of(BUCKET + text), "aws_s3_bucket.b")["versioning"] is None


def test_a_companion_of_one_of_two_is_unknown_in_both_and_in_no_third() -> None:
    """Its owner is the output of a condition, of which a plan tells the candidates."""
    maybe = Unknown("known after apply", candidates=(Address(".", "aws_s3_bucket.a"), Address(".", "aws_s3_bucket.b")))
    resources = [made("aws_s3_bucket", name, {"bucket": name}) for name in "abc"]
    body = {"bucket": maybe, "versioning_configuration": [{"status": "Enabled"}]}
    estate = join([*resources, made("aws_s3_bucket_versioning", "v", body)], catalog(), world="closed")
    assert isinstance(at(estate, "aws_s3_bucket.a")["versioning"], Unknown)
    assert isinstance(at(estate, "aws_s3_bucket.b")["versioning"], Unknown)
    assert at(estate, "aws_s3_bucket.c")["versioning"] is None


def made(kind: str, name: str, body: dict[str, Any], region: Any = "eu-central-1", **more: Any) -> Resource:
    attributes, where, defaulted = project(catalog()[kind], body, region)
    view = View(attributes=attributes, location=Location("plan.json"), where=where, defaulted=defaulted)
    return Resource(address=Address(".", f"{kind}.{name}"), kind=kind, region=region, declared=view, **more)


def test_a_vaults_lock_policy_and_notifications_are_gathered() -> None:
    vault = at(
        estate_of("""
resource "aws_backup_vault" "v" { name = "main" }
resource "aws_backup_vault_lock_configuration" "l" {
  backup_vault_name   = aws_backup_vault.v.name
  changeable_for_days = 3
  min_retention_days  = 35
}
resource "aws_backup_vault_policy" "p" {
  backup_vault_name = "main"
  policy            = "{}"
}
resource "aws_sns_topic" "t" { name = "t" }
resource "aws_backup_vault_notifications" "n" {
  backup_vault_name   = aws_backup_vault.v.id
  sns_topic_arn       = aws_sns_topic.t.arn
  backup_vault_events = ["BACKUP_JOB_FAILED"]
}
"""),
        "aws_backup_vault.v",
    )
    assert vault["lock"] == {"changeable_for_days": 3, "min_retention_days": 35, "max_retention_days": None}
    assert vault["policy"] == "{}"
    assert vault["notifications"]["events"] == ("BACKUP_JOB_FAILED",)  # type: ignore[index, call-overload]


def test_a_file_systems_backups_and_replication_are_gathered() -> None:
    system = at(
        estate_of("""
resource "aws_efs_file_system" "f" {}
resource "aws_efs_backup_policy" "p" {
  file_system_id = aws_efs_file_system.f.id
  backup_policy { status = "ENABLED" }
}
resource "aws_efs_replication_configuration" "r" {
  source_file_system_id = aws_efs_file_system.f.id
  destination { region = "eu-west-1" }
}
"""),
        "aws_efs_file_system.f",
    )
    assert system["backup_policy_status"] == "ENABLED"
    assert system["replication"]["region"] == "eu-west-1"  # type: ignore[index, call-overload]


TABLE = """
resource "aws_dynamodb_table" "t" {
  name = "orders"
  replica { region_name = "us-east-1" }
}
resource "aws_dynamodb_table_replica" "r" {
  provider               = aws.there
  global_table_arn       = aws_dynamodb_table.t.arn
  point_in_time_recovery = true
}
"""


def test_a_split_replica_is_one_more_element_with_its_region() -> None:
    replicas = at(estate_of(TABLE), "aws_dynamodb_table.t")["replica"]
    assert isinstance(replicas, tuple)
    found = {each["region_name"]: each["point_in_time_recovery"] for each in replicas}  # type: ignore[index, call-overload]
    assert found == {"us-east-1": False, "eu-west-1": True}


def test_a_split_replica_of_an_unknown_table_leaves_no_list_for_certain() -> None:
    text = 'variable "arn" { type = string }\n' + TABLE.replace("aws_dynamodb_table.t.arn", "var.arn")
    assert isinstance(at(estate_of(text), "aws_dynamodb_table.t")["replica"], Unknown)


KEYS = 'resource "aws_kms_key" "a" {}\nresource "aws_kms_key" "b" {}\n'


def test_an_uncertain_link_is_uncertain_from_both_ends() -> None:
    candidates = (Address(".", "aws_kms_key.a"), Address(".", "aws_kms_key.b"))
    database = made("aws_db_instance", "db", {"kms_key_id": Unknown("known after apply", candidates=candidates)})
    estate = join([*source(KEYS), database], catalog(), world="closed")
    assert links(estate, "aws_db_instance.db", "encrypted_by") == {"aws_kms_key.a": False, "aws_kms_key.b": False}
    assert links(estate, "aws_kms_key.a", "encrypts") == {"aws_db_instance.db": False}


def test_a_value_that_may_be_anything_leaves_every_inverse_open() -> None:
    database = made("aws_db_instance", "db", {"kms_key_id": Unknown("known after apply")})
    estate = join([*source(KEYS), database], catalog(), world="closed")
    assert links(estate, "aws_kms_key.a", "encrypts") == {}
    assert "aws_db_instance.db may be its" in (unseen(estate, "aws_kms_key.a", "encrypts") or "")


TWINS = """
resource "aws_backup_vault" "near" { name = "main" }
resource "aws_backup_vault" "far" {
  provider = aws.there
  name     = "main"
}
resource "aws_backup_plan" "p" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = "main"
  }
}
"""


def test_a_literal_name_means_the_one_in_the_same_region() -> None:
    estate = estate_of(TWINS)
    assert links(estate, "aws_backup_plan.p", "writes_to") == {"aws_backup_vault.near": True}
    assert links(estate, "aws_backup_vault.far", "plans") == {}


def test_a_literal_name_of_two_in_one_region_is_uncertain() -> None:
    estate = estate_of(TWINS.replace("provider = aws.there\n", "\n"))
    assert set(links(estate, "aws_backup_plan.p", "writes_to").values()) == {False}


def test_a_literal_name_of_nothing_in_view_says_so() -> None:
    estate = estate_of(TWINS.replace('target_vault_name = "main"', 'target_vault_name = "gone"'))
    assert links(estate, "aws_backup_plan.p", "writes_to") == {}
    assert unseen(estate, "aws_backup_plan.p", "writes_to") == "gone is not in view"


REPLICA = """
resource "aws_db_instance" "db" {
  identifier = "orders"
  engine     = "postgres"
}
"""


def test_in_an_open_world_absence_proves_nothing() -> None:
    assert unseen(estate_of(REPLICA, world="closed"), "aws_db_instance.db", "replicas") is None
    said = unseen(estate_of(REPLICA, world="open"), "aws_db_instance.db", "replicas")
    assert said is not None
    assert "add --context or declare it under elsewhere:" in said


@pytest.mark.parametrize(
    ("wanted", "regions", "closed"),
    [
        ("auto", {"eu-central-1"}, False),
        ("auto", set(), False),
        ("auto", {"eu-central-1", "eu-west-1"}, True),
        ("open", {"eu-central-1", "eu-west-1"}, False),
        ("closed", {"eu-central-1"}, True),
    ],
)
def test_the_world_is_closed_where_the_inputs_hold_a_second_region(
    wanted: str,
    regions: set[str],
    closed: bool,  # noqa: FBT001 - one column of a table
) -> None:
    world = world_of(wanted, frozenset(regions))
    assert world.closed is closed
    assert world.because


def test_a_provider_of_another_region_closes_the_world() -> None:
    near = source(REPLICA)
    assert not join(near, catalog(), regions=frozenset({"eu-central-1"})).world.closed
    assert join(near, catalog(), regions=frozenset({"eu-central-1", "eu-west-1"})).world.closed


def changed(actions: tuple[str, ...], now: Any, past: Any, name: str = "db", **more: Any) -> Resource:
    """A database that a plan changes; `now` and `past` are its retention, None where it is not there."""
    views = [made("aws_db_instance", name, {"backup_retention_period": each}).declared for each in (now, past)]
    change = Change(actions=actions, before=views[1] if past is not None else None, **more)
    return Resource(
        address=Address(".", f"aws_db_instance.{name}"),
        kind="aws_db_instance",
        region="eu-central-1",
        declared=views[0] if now is not None else None,
        change=change,
    )


PLAN = [
    changed(("update",), 1, 35, "weakened"),
    changed(("create",), 7, None, "new"),
    changed(("delete",), None, 14, "gone"),
    changed(("delete", "create"), 3, 21, "replaced"),
    changed(("no-op",), 5, 5, "moved", previous_address=Address(".", "aws_db_instance.former")),
]


def retentions(resources: Sequence[Resource]) -> dict[str, Any]:
    return {each.address.path.partition(".")[2]: each["backup_retention_period"] for each in resources}


def test_after_the_plan_what_it_deletes_stands_aside() -> None:
    estate = join(PLAN, catalog(), world="closed")
    assert retentions(estate.resources) == {"weakened": 1, "new": 7, "replaced": 3, "moved": 5}
    assert retentions(estate.deleted) == {"gone": 14}


def test_before_the_plan_what_it_creates_is_not_there() -> None:
    estate = join(PLAN, catalog(), world="closed", moment="before")
    assert retentions(estate.resources) == {"weakened": 35, "gone": 14, "replaced": 21, "former": 5}
    assert estate.deleted == ()


def test_what_aws_says_answers_and_the_code_adds_what_only_it_knows() -> None:
    declared = made(
        "aws_db_instance", "db", {"multi_az": True, "skip_final_snapshot": True, "deletion_protection": True}
    )
    observed = state(("aws_db_instance.db", {"multi_az": False, "arn": "arn:aws:rds:eu-central-1:111122223333:db:db"}))
    estate = join([declared, *observed], catalog(), world="closed")
    (it,) = estate.resources
    assert it["multi_az"] is False
    assert it["deletion_protection"] is False
    assert it["skip_final_snapshot"] is True
    assert it.account == "111122223333"
    assert it.declared is not None
    assert it.declared.attributes["multi_az"] is True


def test_what_could_not_be_observed_does_not_fall_back_to_the_code() -> None:
    declared = made("aws_db_instance", "db", {"multi_az": True})
    refused = Unknown("AccessDenied on rds:DescribeDBInstances")
    view = made("aws_db_instance", "db", {"multi_az": refused}).declared
    observed = Resource(address=declared.address, kind=declared.kind, region="eu-central-1", observed=view)
    (it,) = join([declared, observed], catalog(), world="closed").resources
    assert it["multi_az"] is refused


def test_the_region_that_one_view_knows_is_the_region() -> None:
    declared = made("aws_db_instance", "db", {}, region=Unknown("the plan does not say"))
    observed = state(("aws_db_instance.db", {"arn": "arn:aws:rds:eu-west-1:111122223333:db:db"}))
    for order in ([declared, *observed], [*observed, declared]):
        (it,) = join(order, catalog(), world="closed").resources
        assert it.region == "eu-west-1"


def test_companions_of_a_state_are_gathered_too() -> None:
    observed = state(
        ("aws_s3_bucket.b", {"id": "orders", "bucket": "orders"}),
        ("aws_s3_bucket_versioning.v", {"bucket": "orders", "versioning_configuration": [{"status": "Enabled"}]}),
    )
    bucket = at(join(observed, catalog(), world="closed"), "aws_s3_bucket.b")
    assert bucket["versioning"] == "Enabled"
    assert bucket.observed is not None


def test_context_is_joined_and_known_as_such() -> None:
    copies = source(
        'resource "aws_db_instance" "copy" {\n provider = aws.there\n replicate_source_db = "orders"\n}\n', root="dr"
    )
    estate = join(source(REPLICA), catalog(), context=copies)
    assert links(estate, "aws_db_instance.db", "replicas") == {"aws_db_instance.copy": True}
    assert estate.context == {Address("dr", "aws_db_instance.copy")}
    assert estate.world.closed, "the context holds the recovery Region"


def test_equal_addresses_of_two_roots_stay_two_resources() -> None:
    estate = join([*source(REPLICA, root="a"), *source(REPLICA, root="b")], catalog(), world="closed")
    assert {each.address.root for each in estate.resources} == {"a", "b"}


def test_a_companion_of_another_root_reaches_its_bucket_by_name() -> None:
    versioning = 'resource "aws_s3_bucket_versioning" "v" {\n bucket = "orders"\n versioning_configuration { status = "Enabled" }\n}\n'
    estate = join([*source(BUCKET, root="a"), *source(versioning, root="b")], catalog(), world="closed")
    assert at(estate, "aws_s3_bucket.b", root="a")["versioning"] == "Enabled"


def test_a_relation_that_a_kind_does_not_have_is_an_error() -> None:
    estate = estate_of(BUCKET)
    with pytest.raises(KeyError):
        estate.links(at(estate, "aws_s3_bucket.b"), "no_such_relation")
