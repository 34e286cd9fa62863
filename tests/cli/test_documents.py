"""Recovery documents on the command line: named by kind, beside Terraform, under several configurations."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import change, drlint, plan, written

WORKLOAD = """\
workload: orders
owner: team-orders
tier: 3
primary_region: eu-central-1
members:
  - aws_db_instance.orders
"""
RUNBOOK = "runbook:\n  name: Failover\n  steps:\n    - id: 1\n      action: Call the team\n"
SINGLE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
POLICY = "rds-instance-multi-az"
JOINED = """\
title: A workload is held against what is deployed
severity: low
checklist: runbooks-documented
applies_to: [workload]
joined: true
require: resource.name == "billing"
message: "{resource} is no billing"
why: To be found.
fix: Call it billing.
examples:
  - fail: "workload: {name: orders, tier: 1}"
    terraform: resource "aws_db_instance" "orders" {}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def placed(name: str, document: object) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return written(path, document)


def the_plan(name: str = "plan.json") -> Path:
    return placed(name, plan(change(after={"multi_az": False, "identifier": "orders"})))


def test_plan_is_the_same_as_naming_the_file() -> None:
    the_plan()
    placed("docs/dr/orders.yaml", WORKLOAD)
    named = drlint("check", "docs/dr", "--plan", "plan.json", "--select", POLICY, "-o", "json", "--no-cache")
    plain = drlint("check", "docs/dr", "plan.json", "--select", POLICY, "-o", "json", "--no-cache")
    assert named.code == plain.code == 1
    assert named.report["findings"] == plain.report["findings"]
    assert len(named.report["inputs"]) == 2


def test_plan_alone_is_not_the_folder() -> None:
    the_plan()
    placed("main.tf", SINGLE)
    found = drlint("check", "--plan", "plan.json", "--select", POLICY, "-o", "json", "--no-cache").report
    assert [each["kind"] for each in found["inputs"]] == ["plan"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "plan.json"), "--state plan.json: it is a plan"),
        (("--plan", "dr.yaml"), "--plan dr.yaml: it is a document"),
        (("--plan", "main.tf"), "--plan main.tf: it is no plan"),
        (("--plan", "notes.json"), "--plan notes.json: it is no plan; "),
        (("--plan", "docs"), "--plan docs: is a folder; name the file"),
        (("--plan", "gone.json"), "gone.json: no such file or folder"),
        (("--plan", "plan.json", "--state", "plan.json"), "--state plan.json: the same file is given as --plan"),
        (("--inventory", "plan.json"), "--inventory plan.json: it holds no drlint-inventory.json"),
        (("--lost-region", "Frankfurt", "plan.json"), "'Frankfurt' is no Region of AWS"),
    ],
)
def test_a_file_of_another_kind_is_refused(words: tuple[str, ...], said: str) -> None:
    the_plan()
    placed("dr.yaml", WORKLOAD)
    placed("main.tf", SINGLE)
    placed("notes.json", "[]")
    Path("docs").mkdir()
    ran = drlint("check", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_broken_plan_is_told_as_ever() -> None:
    placed("plan.json", '{"format_version":"1.2","terraform_version":"1.9", oh')
    assert drlint("check", "--plan", "plan.json", "--no-cache").code == 4


def test_a_changed_file_that_is_named_is_a_plan_whatever_it_is_called() -> None:
    the_plan("saved.bin")
    assert drlint("check", "--changed", "--plan", "saved.bin", "--select", POLICY, "--no-cache").code == 1


def test_lost_region_of_configuration_and_of_the_flag() -> None:
    placed("drlint.yaml", "lost_region: eu-west-1\n")
    assert "lost_region" in drlint("config").out
    assert '"eu-west-1"' in drlint("config").out
    placed("drlint.yaml", "lost_region: Ireland\n")
    ran = drlint("config")
    assert ran.code == 2
    assert "drlint.yaml:1: lost_region: 'Ireland' is no Region of AWS, as eu-west-1" in ran.err


def of_database(outcome: object) -> dict[str, object]:
    found: list[dict[str, object]] = outcome.report["findings"]  # type: ignore[attr-defined]
    return next(each for each in found if each["policy"] == POLICY)


@pytest.mark.parametrize("own_part", [False, True])
def test_a_document_says_what_a_resource_belongs_to(own_part: bool) -> None:  # noqa: FBT001
    """Under one configuration, and under two: each part sees the other."""
    placed("infra/main.tf", SINGLE)
    placed("docs/dr/orders.yaml", WORKLOAD)
    if own_part:
        placed("infra/drlint.yaml", "fail_on: medium\n")
        placed("docs/dr/drlint.yaml", "fail_on: high\n")
    found = of_database(drlint("check", ".", "-o", "json", "--no-cache"))
    assert found["workload"] == "orders"
    assert found["owner"] == "team-orders"
    assert "tier 3" in str(found["severity_because"])


def test_a_document_of_the_context_says_so_too() -> None:
    placed("infra/main.tf", SINGLE)
    placed("docs/dr/orders.yaml", WORKLOAD)
    found = of_database(drlint("check", "infra", "--context", "docs/dr", "-o", "json", "--no-cache"))
    assert found["workload"] == "orders"


def not_assessed(*words: str) -> dict[str, str]:
    found = drlint("check", *words, "--policies", "own", "-o", "json", "--no-cache").report["not_assessed"]
    return {each["policy"]: each["reason"] for each in found}


def test_what_is_joined_needs_both_in_view() -> None:
    placed("own/recovery/joined.yaml", JOINED)
    placed("infra/main.tf", SINGLE)
    placed("docs/dr/orders.yaml", WORKLOAD)
    assert "none was given beside them" in not_assessed("docs/dr")["joined"]
    assert "no recovery document was given" in not_assessed("infra")["joined"]
    assert "joined" not in not_assessed("docs/dr", "infra")
    assert "joined" not in not_assessed("docs/dr", "--context", "infra")


def test_what_is_joined_is_judged_over_the_border_of_configurations() -> None:
    placed("own/recovery/joined.yaml", JOINED)
    placed("infra/main.tf", SINGLE)
    placed("infra/drlint.yaml", "fail_on: medium\n")
    placed("docs/dr/orders.yaml", WORKLOAD)
    placed("docs/dr/drlint.yaml", "fail_on: high\n")
    found = drlint("check", ".", "--policies", "own", "-o", "json", "--no-cache").report
    assert [each["resource"] for each in found["findings"] if each["policy"] == "joined"] == ["workload.orders"]
    assert "joined" not in {each["policy"] for each in found["not_assessed"]}


def test_a_document_is_ruled_by_the_nearest_configuration() -> None:
    placed("own/recovery/joined.yaml", JOINED)
    placed("infra/main.tf", SINGLE)
    placed("docs/dr/orders.yaml", WORKLOAD)
    placed("docs/dr/drlint.yaml", "ignore: [joined]\npolicies: [../../own]\n")
    found = drlint("check", ".", "-o", "json", "--no-cache").report
    assert "joined" not in {each["policy"] for each in found["findings"]}
    placed("docs/dr/drlint.yaml", "policies: [../../own]\n")
    found = drlint("check", ".", "-o", "json", "--no-cache").report
    assert "joined" in {each["policy"] for each in found["findings"]}


def test_a_document_that_appears_is_not_missed_by_a_recalled_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    placed("docs/dr/failover.yaml", RUNBOOK)
    placed("infra/main.tf", SINGLE)

    def found() -> int:
        return sum(
            each["policy"] == "runbook-has-contacts" for each in drlint("check", ".", "-o", "json").report["findings"]
        )

    assert [found(), found()] == [1, 1]
    placed("docs/dr/deep/second.yaml", RUNBOOK.replace("Failover", "Failback"))
    assert found() == 2
    placed("docs/dr/failover.yaml", RUNBOOK + "  contacts: [night@example.org]\n")
    assert found() == 1
    Path("docs/dr/deep/second.yaml").unlink()
    assert found() == 0


SCALED = """\
runbook:
  name: Failover
  kind: failover
  steps:
    - id: 1
      action: Make the standby large
      command: aws autoscaling set-desired-capacity --auto-scaling-group-name w --desired-capacity 4 --region eu-west-1
"""


@pytest.mark.parametrize("by_flag", [True, False])
def test_the_region_that_is_lost(by_flag: bool) -> None:  # noqa: FBT001
    placed("dr/failover.yaml", SCALED)
    placed("dr/drlint.yaml", "fail_on: low\n" if by_flag else "lost_region: eu-west-1\n")
    more = ("--lost-region", "eu-west-1") if by_flag else ()
    words = ("check", "dr", "--select", "runbook-region-not-lost", "-o", "json", "--no-cache")
    lost = drlint(*words, *more).report["findings"]
    assert len(lost) == 1
    assert "eu-west-1" in lost[0]["message"]
    assert drlint(*words, "--lost-region", "eu-central-1").report["findings"] == []
