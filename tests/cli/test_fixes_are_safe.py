"""What fixes set changes a resource in place: asked of the real Terraform and the AWS provider.

The provider schema does not say which attributes force a replacement; the plan of a change to a state does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_policies
from drlint.edits.literals import literal
from drlint.policy.fixes import path_of
from drlint.policy.scope import kinds_named

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from terraform_setup import offline_environment

KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
PROVIDER = """
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
"""
# What a resource of each kind needs at the least, and the values of it that a fix finds.
NEEDED: Mapping[str, Mapping[str, Any]] = {
    "aws_db_instance": {"identifier": "orders", "engine": "postgres", "instance_class": "db.r6g.large"},
    "aws_rds_cluster": {"cluster_identifier": "orders", "engine": "aurora-postgresql"},
    "aws_neptune_cluster": {"cluster_identifier": "orders", "engine": "neptune"},
    "aws_docdb_cluster": {"cluster_identifier": "orders", "engine": "docdb"},
    "aws_redshift_cluster": {"cluster_identifier": "orders", "node_type": "ra3.large", "database_name": "orders"},
    "aws_rds_global_cluster": {"global_cluster_identifier": "orders", "engine": "aurora-postgresql"},
    "aws_dynamodb_table": {"name": "orders", "billing_mode": "PAY_PER_REQUEST", "hash_key": "id"},
    "aws_lb": {
        "name": "orders",
        "load_balancer_type": "network",
        "internal": True,
        "subnets": ["subnet-a", "subnet-b"],
    },
    "aws_kms_key": {"description": "orders"},
    "aws_kms_replica_key": {"primary_key_arn": KEY},
    "aws_route53_record": {"zone_id": "Z1", "name": "orders.example.com", "type": "A", "records": ["192.0.2.1"]},
    "aws_route53_health_check": {"type": "CLOUDWATCH_METRIC", "cloudwatch_alarm_name": "a"},
    "aws_cloudwatch_metric_alarm": {
        "alarm_name": "lag",
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": 1,
    },
    "aws_elasticache_replication_group": {"replication_group_id": "orders", "description": "orders"},
    "aws_elasticache_cluster": {"cluster_id": "orders", "engine": "redis", "node_type": "cache.t4g.micro"},
}
NESTED = {
    "aws_dynamodb_table": '  attribute {\n    name = "id"\n    type = "S"\n  }\n',
}
STATE = {"aws_dynamodb_table": {"attribute": [{"name": "id", "type": "S"}]}}
BEFORE: Mapping[str, Any] = {
    "treat_missing_data": "missing",
    "ttl": 300,
    "insufficient_data_health_status": "Healthy",
    "final_snapshot_identifier": None,
}
AFTER: Mapping[str, Any] = {
    "treat_missing_data": "breaching",
    "ttl": 60,
    "insufficient_data_health_status": "Unhealthy",
    "final_snapshot_identifier": "orders-final",
}


def settings() -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Every kind, path and kind of value that a fix of ours sets in a provider's attribute."""
    catalog = load()
    for policy in builtin_policies(catalog):
        for name, value in policy.metadata.sets.items():
            for kind in kinds_named(policy.metadata.applies_to, catalog):
                path, _ = path_of(catalog[kind], name)
                if path[0] != "lifecycle":  # Terraform's own, which no provider sees
                    yield kind, path, value


SETTINGS = sorted({(kind, path, isinstance(value, bool), value is True) for kind, path, value in settings()})
FORCING = ("aws_db_instance", ("storage_encrypted",), True, True)  # by which is seen that the question is answered
ASKED = [*SETTINGS, FORCING]


@pytest.fixture(scope="session")
def changes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What Terraform would do to each resource of one plan."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH")
    folder = tmp_path_factory.mktemp("plan")
    try:
        environment = offline_environment(folder)
    except SystemExit as missing:
        pytest.skip(f"there is no AWS provider to ask ({missing})")
    instances, code = [], [PROVIDER]
    for position, (kind, path, is_bool, value) in enumerate(ASKED):
        before: Any = not value if is_bool else BEFORE.get(path[-1], 1)
        after: Any = value if is_bool else AFTER.get(path[-1], 14)
        code.append(_block(kind, f"at{position}", path, after))
        instances.append(_instance(kind, f"at{position}", path, before))
    (folder / "main.tf").write_text("\n".join(code), encoding="utf-8")
    state = {"version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "fixes", "resources": instances}
    (folder / "terraform.tfstate").write_text(json.dumps(state), encoding="utf-8")

    def terraform(*arguments: str) -> str:
        done = subprocess.run(
            ["terraform", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    terraform("init", "-input=false")
    terraform("plan", "-refresh=false", "-input=false", "-no-color", "-out=plan")
    return {each["name"]: each["change"] for each in json.loads(terraform("show", "-json", "plan"))["resource_changes"]}


def _block(kind: str, name: str, path: tuple[str, ...], value: Any) -> str:
    needed = {name: each for name, each in NEEDED[kind].items() if name != path[0]}
    body = "".join(f"  {name} = {_code(each)}\n" for name, each in needed.items()) + NESTED.get(kind, "")
    own = f"{path[-1]} = {literal(value)}\n"
    if len(path) == 1:
        body += own
    else:
        body += f"{path[0]} {{\n{'' if path[-1] == 'enabled' else 'enabled = true'}\n{own}}}\n"
    return f'resource "{kind}" "{name}" {{\n{body}}}\n'


def _instance(kind: str, name: str, path: tuple[str, ...], value: Any) -> dict[str, Any]:
    held: dict[str, Any] = {**NEEDED[kind], **STATE.get(kind, {}), "id": "orders"}
    held |= {path[0]: value} if len(path) == 1 else {path[0]: [{"enabled": True, path[-1]: value}]}
    return {
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": [{"schema_version": 0, "attributes": held}],
    }


def _code(value: Any) -> str:
    return json.dumps(value) if isinstance(value, list) else literal(value)


def _held(values: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    return values[path[0]] if len(path) == 1 else values[path[0]][0][path[1]]


@pytest.mark.parametrize(
    "position", range(len(SETTINGS)), ids=[f"{kind}.{'.'.join(path)}" for kind, path, *_ in SETTINGS]
)
def test_a_fix_replaces_nothing(position: int, changes: Mapping[str, Any]) -> None:
    change, path = changes[f"at{position}"], SETTINGS[position][1]
    assert _held(change["before"], path) != _held(change["after"], path), "the plan does not change it at all"
    assert path[0] not in {each[0] for each in change.get("replace_paths", ())}


def test_a_replacement_would_be_seen(changes: Mapping[str, Any]) -> None:
    assert ["storage_encrypted"] in changes[f"at{ASKED.index(FORCING)}"]["replace_paths"]
