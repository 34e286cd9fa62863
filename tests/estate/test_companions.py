"""Companions are gathered into the resource that they are part of, or leave what they bring unknown."""

from __future__ import annotations

from typing import Any

import pytest
from worlds import BUCKET, HERE, THERE, at, catalog, estate_of, links, made, source, state, versioning

from drlint.estate.join import join
from drlint.model.values import Address, Unknown

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


def test_a_companion_keeps_its_lifecycle_to_itself() -> None:
    """That the versioning of a bucket may be destroyed says nothing of the bucket, nor the other way round."""
    kept = "\n lifecycle {\n prevent_destroy = true\n ignore_changes = [tags]\n }\n"
    plain = versioning("aws_s3_bucket.b.id")
    of_bucket = at(
        estate_of(BUCKET.replace('"orders"', f'"orders"{kept}').replace("{ bucket", "{\n bucket") + plain),
        "aws_s3_bucket.b",
    )
    assert (of_bucket["prevent_destroy"], of_bucket["ignore_changes"]) == (True, ("tags",))
    of_companion = estate_of(BUCKET + plain.replace("  bucket =", f"{kept}  bucket ="))
    assert at(of_companion, "aws_s3_bucket_versioning.v")["prevent_destroy"] is True
    assert at(of_companion, "aws_s3_bucket.b")["prevent_destroy"] is False
    assert at(of_companion, "aws_s3_bucket.b")["versioning"] == "Enabled"


def test_a_companion_of_unknown_owner_leaves_lifecycles_known() -> None:
    bucket = at(estate_of('variable "x" {}\n' + BUCKET + versioning("var.x")), "aws_s3_bucket.b")
    assert isinstance(bucket["versioning"], Unknown)
    assert bucket["prevent_destroy"] is False


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
    text = BUCKET + versioning("aws_s3_bucket.b.id")
    line = at(estate_of(text), "aws_s3_bucket.b").location_of("versioning").line
    assert line is not None
    assert 'status = "Enabled"' in (HERE + THERE + text).splitlines()[line - 1]


def test_a_bucket_without_companions_has_none_of_it() -> None:
    bucket = at(estate_of(BUCKET), "aws_s3_bucket.b")
    assert bucket["versioning"] is None
    assert bucket["replication"] == ()


@pytest.mark.parametrize("owner", ["aws_s3_bucket.b.id", "aws_s3_bucket.b.bucket", '"orders"'])
def test_a_companion_may_name_its_owner_as_it_likes(owner: str) -> None:
    assert at(estate_of(BUCKET + versioning(owner)), "aws_s3_bucket.b")["versioning"] == "Enabled"


STRAY = 'variable "which" { type = string }\n' + versioning("var.which")


def test_a_companion_of_nobody_knows_whom_makes_its_part_unknown_everywhere() -> None:
    estate = estate_of(BUCKET + STRAY)
    said = at(estate, "aws_s3_bucket.b")["versioning"]
    assert isinstance(said, Unknown)
    assert said.reason.startswith("aws_s3_bucket_versioning.v may be its")
    assert at(estate, "aws_s3_bucket.b")["replication"] == (), "the rest is as known as before"


def test_a_bucket_that_has_its_own_companion_is_not_doubted() -> None:
    own = versioning("aws_s3_bucket.b.id", "Suspended", "own")
    assert at(estate_of(BUCKET + STRAY + own), "aws_s3_bucket.b")["versioning"] == "Suspended"


def test_a_companion_of_a_bucket_that_is_not_in_view_changes_nothing() -> None:
    assert at(estate_of(BUCKET + versioning('"elsewhere"')), "aws_s3_bucket.b")["versioning"] is None


@pytest.mark.parametrize("only", [True, False])
def test_a_companion_of_one_of_two_is_unknown_in_both_and_in_no_third(only: bool) -> None:  # noqa: FBT001
    """Its owner is the output of a condition, of which a plan tells the candidates, perhaps all that there are."""
    candidates = (Address(".", "aws_s3_bucket.a"), Address(".", "aws_s3_bucket.b"))
    maybe = Unknown("known after apply", candidates=candidates, only=only)
    resources = [made("aws_s3_bucket", name, {"bucket": name}) for name in "abc"]
    body = {"bucket": maybe, "versioning_configuration": [{"status": "Enabled"}]}
    estate = join([*resources, made("aws_s3_bucket_versioning", "v", body)], catalog(), world="closed")
    assert isinstance(at(estate, "aws_s3_bucket.a")["versioning"], Unknown)
    assert isinstance(at(estate, "aws_s3_bucket.b")["versioning"], Unknown)
    assert at(estate, "aws_s3_bucket.c")["versioning"] is None


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


def test_companions_of_a_state_are_gathered_too() -> None:
    observed = state(
        ("aws_s3_bucket.b", {"id": "orders", "bucket": "orders"}),
        ("aws_s3_bucket_versioning.v", {"bucket": "orders", "versioning_configuration": [{"status": "Enabled"}]}),
    )
    bucket = at(join(observed, catalog(), world="closed"), "aws_s3_bucket.b")
    assert bucket["versioning"] == "Enabled"
    assert bucket.observed is not None


def test_a_companion_of_another_root_reaches_its_bucket_by_name() -> None:
    companion = versioning('"orders"')
    estate = join([*source(BUCKET, root="a"), *source(companion, root="b")], catalog(), world="closed")
    assert at(estate, "aws_s3_bucket.b", root="a")["versioning"] == "Enabled"


def test_a_companion_of_one_of_two_that_have_one_name_is_unknown_in_both() -> None:
    resources = [made("aws_s3_bucket", name, {"bucket": "orders"}) for name in "ab"]
    body = {"bucket": "orders", "versioning_configuration": [{"status": "Enabled"}]}
    estate = join([*resources, made("aws_s3_bucket_versioning", "v", body)], catalog(), world="closed")
    assert isinstance(at(estate, "aws_s3_bucket.a")["versioning"], Unknown)
    assert isinstance(at(estate, "aws_s3_bucket.b")["versioning"], Unknown)
