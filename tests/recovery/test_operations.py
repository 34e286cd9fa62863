"""What the table says of AWS's operations is so in AWS's own models and in the catalog."""

from __future__ import annotations

import pytest

from drlint.catalog.registry import load
from drlint.model.procedure import Call
from drlint.readers.awscli.index import packaged
from drlint.recovery.control_planes import home_of, is_global
from drlint.recovery.lag import NO_LAG
from drlint.recovery.operations.model import CHECK, OTHER
from drlint.recovery.operations.table import OPERATIONS, operation_of

CATALOG = load()


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_exists_with_its_parameters_and_waiters(name: str) -> None:
    service, _, operation = name.partition(" ")
    known = packaged().service(service)
    assert known is not None
    found = known.operation(operation)
    assert found is not None
    taken = {*found.flags, *(each.name for each in found.words)}
    assert {each.parameter for each in OPERATIONS[name].names} <= taken
    for each in OPERATIONS[name].until:
        if each.startswith("wait "):
            assert each.removeprefix("wait ") in known.waiters
        else:
            assert each in known.operations
    assert OPERATIONS[name].source.startswith("https://")


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_a_parameter_names_is_in_the_catalog(name: str) -> None:
    assert [kind for each in OPERATIONS[name].names for kind in each.kinds if kind not in CATALOG] == []


@pytest.mark.parametrize("name", NO_LAG)
def test_what_prints_no_lag_exists(name: str) -> None:
    service, _, operation = name.partition(" ")
    known = packaged().service(service)
    assert known is not None
    assert operation in known.operations


def call(said: str) -> Call:
    service, _, operation = said.partition(" ")
    return Call(service=service, operation=operation)


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ("ec2 describe-vpcs", CHECK),
        ("logs filter-log-events", OTHER),
        ("sts get-caller-identity", CHECK),
        ("configure set", CHECK),
        ("ec2 describe-availability-zone-status", CHECK),
        ("ec2 reboot-instances", OTHER),
    ],
)
def test_what_is_in_no_table_is_told_by_its_verb(said: str, does: str) -> None:
    assert operation_of(call(said)).does == does


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("route53 change-resource-record-sets", "us-east-1"),
        ("route53 list-resource-record-sets", None),
        ("iam attach-role-policy", "us-east-1"),
        ("cloudfront update-distribution", "us-east-1"),
        ("globalaccelerator update-endpoint-group", "us-west-2"),
        ("s3api put-bucket-replication", "us-east-1"),
        ("s3api put-object", None),
        ("s3 mb", "us-east-1"),
        ("s3 sync", None),
        ("s3control submit-multi-region-access-point-routes", None),
        ("s3control create-multi-region-access-point", "us-west-2"),
        ("elbv2 create-load-balancer", "us-east-1"),
        ("elbv2 modify-listener", None),
        ("rds failover-global-cluster", None),
        ("route53-recovery-cluster update-routing-control-state", None),
        ("route53-recovery-control-config create-routing-control", "us-west-2"),
    ],
)
def test_where_a_control_plane_stands(said: str, region: str | None) -> None:
    home = home_of(call(said))
    assert (None if home is None else home.region) == region


def test_global_services_need_no_region() -> None:
    assert is_global(call("route53 change-resource-record-sets"))
    assert is_global(call("s3 cp"))
    assert not is_global(call("globalaccelerator update-endpoint-group"))
    assert not is_global(call("s3api create-bucket"))
    assert not is_global(call("rds describe-db-clusters"))
