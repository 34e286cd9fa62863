"""What AWS has at the place of its code: by ARN, else by name, account and Region, and never by a guess."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.estate.join import join
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown
from drlint.readers.projection import project

CATALOG = load()
KIND = "aws_db_instance"
ARN = "arn:aws:rds:eu-west-1:111122223333:db:orders"
SEEN = datetime(2026, 11, 26, tzinfo=UTC)


def view(kind: str, body: dict[str, Any], place: str, as_of: datetime | None = None) -> View:
    attributes, _, unset = project(CATALOG[kind], body, "eu-west-1")
    return View(attributes=attributes, location=Location(place, 14), defaulted=unset, as_of=as_of)


def live(body: dict[str, Any], arn: str = ARN, account: str = "111122223333", kind: str = KIND) -> Resource:
    region = arn.split(":")[3]
    seen = view(kind, {"arn": arn, **body}, arn, SEEN)
    return Resource(
        address=Address(f"{account}/{region}", arn), kind=kind, region=region, account=account, observed=seen
    )


def code(body: dict[str, Any], name: str = "orders", **more: Any) -> Resource:
    declared = view(KIND, body, "main.tf")
    address = Address("infra", f"{KIND}.{name}")
    return Resource(**{"address": address, "kind": KIND, "region": "eu-west-1", "declared": declared, **more})


def state(body: dict[str, Any]) -> Resource:
    seen = view(KIND, body, "state.json")
    return Resource(address=Address("infra", f"{KIND}.orders"), kind=KIND, region="eu-west-1", observed=seen)


def joined(own: list[Resource], context: list[Resource]) -> list[Resource]:
    return list(join(own, CATALOG, context=context).of_kind(KIND))


ORDERS = {"identifier": "orders", "backup_retention_period": 7}


@pytest.mark.parametrize("beside", [True, False])
def test_a_live_resource_joins_its_block_by_name(beside: bool) -> None:  # noqa: FBT001 - a parameter
    declared = code({"identifier": "orders", "backup_retention_period": 35})
    own, context = ([live(ORDERS)], [declared]) if beside else ([live(ORDERS), declared], [])
    (it,) = joined(own, context)
    assert str(it.address) == "aws_db_instance.orders"
    assert it["backup_retention_period"] == 7
    assert it.declared is not None
    assert it.declared.attributes["backup_retention_period"] == 35
    assert str(it.location_of()) == "main.tf:14"
    assert it.account == "111122223333"


def test_a_state_tells_the_arn_whatever_the_name(tmp_path: object) -> None:
    told = state({"arn": ARN, "identifier": "renamed", "backup_retention_period": 35})
    declared = code({"identifier": Unknown("known after apply")})
    (it,) = joined([live(ORDERS)], [told, declared])
    assert it["backup_retention_period"] == 7
    assert str(it.location_of()) == "main.tf:14"
    assert tmp_path


@pytest.mark.parametrize(
    "other",
    [
        code({"identifier": "orders"}, region="eu-central-1"),
        code({"identifier": "orders"}, account="999999999999"),
        code({"identifier": Unknown("known after apply")}),
        code({"identifier": "orders"}, region=Unknown("no Region")),
    ],
    ids=["another Region", "another account", "name unknown", "Region unknown"],
)
def test_what_is_not_certainly_the_same_stays_apart(other: Resource) -> None:
    assert len(joined([live(ORDERS)], [other])) == 2


def test_of_two_candidates_neither_is_taken() -> None:
    two = [code({"identifier": "orders"}), code({"identifier": "orders"}, "again")]
    assert len(joined([live(ORDERS)], two)) == 3
    other = live(ORDERS, "arn:aws:rds:eu-west-1:999999999999:db:orders", "999999999999")
    assert len(joined([live(ORDERS), other], [code({"identifier": "orders"})])) == 3


def test_a_plan_is_not_judged_by_an_inventory_beside_it() -> None:
    estate = join([code({"identifier": "orders", "backup_retention_period": 35})], CATALOG, context=[live(ORDERS)])
    values = {each.address.root: each["backup_retention_period"] for each in estate.of_kind(KIND)}
    assert values == {"infra": 35, "111122223333/eu-west-1": 7}


def test_what_a_companion_declares_is_not_what_aws_has() -> None:
    bucket = "aws_s3_bucket"
    seen = live({"bucket": "orders", "versioning": None}, "arn:aws:s3:::orders", kind=bucket)
    seen = Resource(
        address=Address("111122223333/eu-west-1", "arn:aws:s3:::orders"),
        kind=bucket,
        region="eu-west-1",
        account="111122223333",
        observed=seen.observed,
    )
    place = Location("main.tf", 1)
    block, _, _ = project(CATALOG[bucket], {"bucket": "orders"}, "eu-west-1")
    version = {"bucket": "orders", "versioning_configuration": [{"status": "Enabled"}]}
    companion, _, _ = project(CATALOG["aws_s3_bucket_versioning"], version, "eu-west-1")
    declared = [
        Resource(
            address=Address("infra", f"{kind}.orders"),
            kind=kind,
            region="eu-west-1",
            declared=View(attributes=attributes, location=place),
        )
        for kind, attributes in ((bucket, block), ("aws_s3_bucket_versioning", companion))
    ]
    (it,) = join([seen], CATALOG, context=declared).of_kind(bucket)
    assert it["versioning"] is None
    assert it.declared is not None
    assert it.declared.attributes["versioning"] == "Enabled"
