"""An account read over HTTP into an inventory, and the inventory judged."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from drlint.catalog.registry import load
from drlint.model.values import Unknown
from drlint.readers.inventory.folder import held
from tests.cli.running import drlint

from .collected import collected, found, read
from .conftest import REGIONS
from .moto import ACCOUNT, Answer, Proxy, Request


def test_an_account_in_two_regions(aws: Proxy, tmp_path: Path) -> None:
    collected(tmp_path)
    result = read(tmp_path)
    assert result.regions == set(REGIONS)
    assert {each.account for each in result.resources} == {ACCOUNT}
    databases = found(result, "aws_db_instance")
    assert set(databases) == {
        f"{region} arn:aws:rds:{region}:{ACCOUNT}:db:{name}" for region in REGIONS for name in ("orders", "stock")
    }
    orders = databases[f"eu-west-1 arn:aws:rds:eu-west-1:{ACCOUNT}:db:orders"]
    assert orders.address.root == f"{ACCOUNT}/eu-west-1"
    assert orders.declared is None
    assert orders["backup_retention_period"] == 1
    assert orders["tags"] == {"owner": "shop"}
    assert orders.observed.as_of is not None
    tables = found(result, "aws_dynamodb_table")
    assert len(tables) == 2
    assert all(table["point_in_time_recovery"]["enabled"] is False for table in tables.values())
    assert {each.region for each in found(result, "aws_s3_bucket").values()} == set(REGIONS)
    assert all(region for region, _, _ in aws.asked)


def test_only_the_regions_asked_for(aws: Proxy, tmp_path: Path) -> None:
    collected(tmp_path, ("eu-west-1",))
    result = read(tmp_path)
    stored = {each.region for each in result.resources if each.kind in {"aws_s3_bucket", "aws_db_instance"}}
    assert stored == {"eu-west-1"}
    assert ("eu-central-1", "rds", "DescribeDBInstances") not in aws.asked


def test_no_secret_and_no_uncatalogued_field_is_kept(aws: Proxy, tmp_path: Path) -> None:
    collected(tmp_path)
    assert aws.asked
    kinds = load()
    for path in tmp_path.rglob("*.json.gz"):
        text = gzip.decompress(path.read_bytes()).decode()
        assert "MasterUsername" not in text
        for thing in json.loads(text)["things"]:
            assert thing["attributes"].keys() <= {each.name for each in kinds[thing["kind"]].attributes}


def test_collect_and_check(aws: Proxy, tmp_path: Path) -> None:
    folder = str(tmp_path / "inv")
    outcome = drlint("collect", "-o", folder, "--regions", "eu-west-1,eu-central-1")
    assert outcome.code in {0, 4}, outcome.err
    assert f"account {ACCOUNT}, 2 Regions: eu-west-1, eu-central-1" in outcome.err
    assert "answers in AWS's place" in outcome.err
    asked = len(aws.asked)
    checked = drlint("check", folder, "-o", "json", "--no-cache")
    assert checked.code == 1
    assert len(aws.asked) == asked
    assert "rds-instance-backup-retention" in {each["policy"] for each in checked.report["findings"]}
    assert drlint("check", "--inventory", folder, "--exit-zero", "--incomplete", "warn").code == 0


def test_resume_reads_what_is_missing(aws: Proxy, tmp_path: Path) -> None:
    collected(tmp_path)
    (tmp_path / ACCOUNT / "eu-west-1" / "rds.json.gz").unlink()
    missing = read(tmp_path)
    assert [each for each in missing.unseen if (each.region, each.kind) == ("eu-west-1", "aws_db_instance")]
    assert any("drlint collect --resume" in each.reason for each in missing.blind_spots)
    aws.asked.clear()
    outcome = drlint("collect", "-o", str(tmp_path), "--regions", ",".join(REGIONS), "--resume")
    assert "units kept from before" in outcome.out
    assert ("eu-west-1", "rds", "DescribeDBInstances") in aws.asked
    assert ("eu-central-1", "rds", "DescribeDBInstances") not in aws.asked
    assert len(found(read(tmp_path), "aws_db_instance")) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--regions", "eu-moon-1"], "AWS has no Region eu-moon-1"),
        (["--regions", "Frankfurt"], "'Frankfurt' is no Region of AWS"),
        (["--profile", "nobody"], "no such profile"),
        (["--external-id", "x"], "give --role-arn, --accounts or --organization, too"),
        (["--max-age", "soon"], "is no time"),
        (["--regions", "me-south-1"], "not enabled"),
    ],
)
def test_what_cannot_be_begun_is_said(aws: Proxy, tmp_path: Path, arguments: list[str], said: str) -> None:
    outcome = drlint("collect", "-o", str(tmp_path / "inv"), *arguments)
    assert outcome.code == 2
    assert said in outcome.err
    assert not (tmp_path / "inv").exists()
    assert ("eu-west-1", "rds", "DescribeDBInstances") not in aws.asked


def test_a_folder_with_other_things_is_refused(aws: Proxy, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("")
    outcome = drlint("collect", "-o", str(tmp_path))
    assert outcome.code == 2
    assert "holds something else than an inventory" in outcome.err
    assert aws.asked == []


def test_a_role_in_another_account(aws: Proxy, tmp_path: Path) -> None:
    role = "arn:aws:iam::111122223333:role/reader"
    outcome = drlint("collect", "-o", str(tmp_path / "inv"), "--regions", "eu-west-1", "--role-arn", role)
    assert "account 111122223333" in outcome.err
    assert aws.asked
    assert not found(read(tmp_path / "inv"), "aws_db_instance")


def test_two_runs_do_not_write_into_one_folder(aws: Proxy, tmp_path: Path) -> None:
    folder = tmp_path / "inv"
    with held(folder):
        outcome = drlint("collect", "-o", folder, "--regions", "eu-west-1")
    assert outcome.code == 2
    assert "another run is collecting into it" in outcome.err
    assert not (folder / "drlint-inventory.json").exists()
    assert drlint("collect", "-o", folder, "--regions", "eu-west-1", "-q").code == 4
    assert aws.asked


def lagging(request: Request) -> Answer | None:
    """CloudWatch's answer, as moto knows no percentiles: one replica lags, one is cut short, one says nothing."""
    if request.operation != "GetMetricData":
        return None
    values = {"lagging": [2.0, 240.5], "silent": [], "partly": [1.0]}
    results = []
    for query in json.loads(request.body)["MetricDataQueries"]:
        name = query["MetricStat"]["Metric"]["Dimensions"][0]["Value"]
        status = "PartialData" if name == "partly" else "Complete"
        results.append({"Id": query["Id"], "Values": values[name], "StatusCode": status})
    return Answer(200, json.dumps({"MetricDataResults": results}).encode(), "application/x-amz-json-1.0")


def test_the_lag_that_cloudwatch_measured(aws: Proxy, tmp_path: Path) -> None:
    rds = boto3.client("rds", region_name="eu-central-1", endpoint_url=aws.url)
    names = ("lagging", "silent", "partly")
    for name in names:
        rds.create_db_instance_read_replica(DBInstanceIdentifier=name, SourceDBInstanceIdentifier="orders")
    aws.rule = lagging
    try:
        collected(tmp_path, ("eu-central-1",))
    finally:
        for name in names:
            rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)
    databases = {each["identifier"]: each for each in found(read(tmp_path), "aws_db_instance").values()}
    assert databases["lagging"]["replica_lag_max"] == 240.5
    assert databases["orders"]["replica_lag_max"] is None
    for name, said in (("silent", "CloudWatch has no ReplicaLag"), ("partly", "answered ReplicaLag in part")):
        lag = databases[name]["replica_lag_p99"]
        assert isinstance(lag, Unknown)
        assert said in lag.reason


def latent(request: Request) -> Answer | None:
    """A table with replicas in three Regions, one of them its own, of which CloudWatch knows nothing."""
    if request.operation == "DescribeTable":
        replicas = ", ".join(f'{{"RegionName": "{each}"}}' for each in ("eu-west-1", "eu-central-1", "us-east-1"))
        named = '"TableName": "carts", "TableArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/carts"'
        return Answer(200, f'{{"Table": {{{named}, "Replicas": [{replicas}]}}}}'.encode(), "application/x-amz-json-1.0")
    if request.operation != "GetMetricData":
        return None
    asked = json.loads(request.body)["MetricDataQueries"]
    values = {"eu-central-1": [800.0, 2500.0], "us-east-1": [90000.0]}
    found = [
        {"Id": each["Id"], "StatusCode": "Complete", "Values": values[_receiving(each)]}
        for each in asked
        if each["MetricStat"]["Metric"]["MetricName"] == "ReplicationLatency"
    ]
    return Answer(200, json.dumps({"MetricDataResults": found}).encode(), "application/x-amz-json-1.0")


def _receiving(query: dict[str, Any]) -> str:
    said = {each["Name"]: each["Value"] for each in query["MetricStat"]["Metric"]["Dimensions"]}
    assert said["TableName"] == "carts"
    return str(said["ReceivingRegion"])


def test_of_several_replicas_the_slowest_counts(aws: Proxy, tmp_path: Path) -> None:
    aws.rule = latent
    collected(tmp_path, ("eu-west-1",))
    (table,) = found(read(tmp_path), "aws_dynamodb_table").values()
    assert (table["replica_lag_p99"], table["replica_lag_max"]) == (90.0, 90.0)
