"""How views and resources become one estate, with links that are certain, uncertain or not in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from worlds import BUCKET, at, catalog, estate_of, links, made, source, state, unseen

from drlint.estate.join import join, world_of
from drlint.model.resource import Change, Resource
from drlint.model.values import Address, Unknown

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


def test_a_relation_that_a_kind_does_not_have_is_an_error() -> None:
    estate = estate_of(BUCKET)
    with pytest.raises(KeyError):
        estate.links(at(estate, "aws_s3_bucket.b"), "no_such_relation")
