"""An account in two Regions, seeded once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from . import moto

REGIONS = ("eu-central-1", "eu-west-1")


@pytest.fixture(scope="session")
def seeded() -> Iterator[int]:
    """The port of a moto with an account in it."""
    with moto.moto() as port:
        _seed(f"http://127.0.0.1:{port}")
        yield port


@pytest.fixture
def aws(seeded: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[moto.Proxy]:
    """The proxy before the seeded account; this process's clients ask there."""
    with moto.proxy(seeded) as running:
        for name in list(os.environ):
            if name.startswith("AWS_"):
                monkeypatch.delenv(name)
        for name, value in moto.environment(running.url).items():
            monkeypatch.setenv(name, value)
        yield running


def _seed(url: str) -> None:
    for region in REGIONS:
        options: dict[str, Any] = {
            "region_name": region,
            "endpoint_url": url,
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
        }
        boto3.client("s3", **options).create_bucket(
            Bucket=f"orders-{region}", CreateBucketConfiguration={"LocationConstraint": region}
        )
        boto3.client("dynamodb", **options).create_table(
            TableName="carts",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        rds = boto3.client("rds", **options)
        for name in ("orders", "stock"):
            rds.create_db_instance(
                DBInstanceIdentifier=name,
                Engine="postgres",
                DBInstanceClass="db.t3.micro",
                AllocatedStorage=20,
                MasterUsername="orders",
                MasterUserPassword="not-a-secret-1",
                BackupRetentionPeriod=1,
                Tags=[{"Key": "owner", "Value": "shop"}],
            )
