"""Which providers a plan was made with, and whom of them a policy holds against workloads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.readers.plan.reader import read_plan
from tests.cli.running import AWS, change, drlint

DATADOG = "registry.terraform.io/datadog/datadog"


def plan(**providers: str) -> dict[str, Any]:
    configured = {key: {"name": key.partition(".")[0], "full_name": source} for key, source in providers.items()}
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": [change()],
        "configuration": {"provider_config": configured, "root_module": {}},
    }


def test_each_provider_is_told_once_by_its_source() -> None:
    said = json.dumps(plan(aws=AWS, dd=DATADOG, **{"module.x:dd": DATADOG})).encode()
    read = read_plan(said, uri="plan.json", root="", catalog=load())
    assert [(each.address.path, each["name"]) for each in read.own_blocks] == [
        (f"provider.{AWS}", "aws"),
        (f"provider.{DATADOG}", "datadog"),
    ]
    assert [each.kind for each in read.resources] == ["aws_db_instance"]


def test_a_plan_without_configuration_names_none() -> None:
    said = plan()
    del said["configuration"]
    assert read_plan(json.dumps(said).encode(), uri="plan.json", root="", catalog=load()).own_blocks == ()


@pytest.mark.parametrize(("party", "code"), [("Datadog EU", 0), ("PagerDuty", 1)])
def test_a_provider_of_a_plan_has_to_be_declared(
    party: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(json.dumps(plan(aws=AWS, dd=DATADOG)))
    Path("orders.yaml").write_text(f"workload: {{name: orders, third_parties: [{party}]}}\n")
    ran = drlint("check", "plan.json", "orders.yaml", "--select", "third-party-declared")
    assert ran.code == code, ran.out
    assert ("provider datadog is a third party that no workload declares" in ran.out) == bool(code)
    alone = drlint("check", "plan.json", "--select", "third-party-declared")
    assert "it holds Terraform against recovery documents, and none was" in " ".join(alone.out.split())
