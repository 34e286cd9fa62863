"""A plan and the code that it was made from: the plan says what is, the code where it stands and what no plan shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from .running import change, drlint, plan, written

ESTATES = Path(__file__).parents[2] / "fixtures" / "estates"
SOURCE = """
variable "days" { default = 1 }
resource "aws_db_instance" "main" {
  multi_az                = false
  backup_retention_period = var.days
  lifecycle { prevent_destroy = true }
}
"""


def judged(*arguments: str | Path) -> dict[str, Any]:
    return json.loads(drlint("check", *arguments, "-o", "json=-", "--show-passed").out)


def said(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    found = {(each["policy"], each["resource"]): "fail" for each in report["findings"]}
    found |= {(each["policy"], each["resource"]): "unknown" for each in report["unknowns"]}
    return found


def place(report: dict[str, Any], policy: str) -> str:
    (finding,) = [each for each in report["findings"] if each["policy"] == policy]
    where = finding["evidence"][0]["location"]
    return f"{Path(where['uri']).name}:{where['line']}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    after = {"multi_az": False, "backup_retention_period": 1, "deletion_protection": False}
    written(tmp_path / "plan.json", plan(change("main", after=after)))
    return tmp_path


def test_the_plan_wins_and_the_code_says_where(root: Path) -> None:
    assert place(judged(root / "plan.json"), "rds-instance-multi-az") == "plan.json:None"
    written(root / "main.tf", SOURCE)
    report = judged(root / "plan.json")
    assert place(report, "rds-instance-multi-az") == "main.tf:4"
    assert place(report, "rds-instance-backup-retention") == "main.tf:5"
    assert place(report, "rds-instance-deletion-protection") == "main.tf:3"
    assert ("stateful-prevent-destroy", "aws_db_instance.main") not in said(report)
    assert [each["kind"] for each in report["inputs"]] == ["plan"]


def test_the_code_may_lie_elsewhere(root: Path) -> None:
    (root / "code").mkdir()
    written(root / "code" / "db.tf", SOURCE)
    assert place(judged(root / "plan.json", "--source", root / "code"), "rds-instance-multi-az") == "db.tf:4"
    wrong = drlint("check", root / "plan.json", "--source", root / ".git")
    assert (wrong.code, "holds no Terraform source" in wrong.err) == (2, True)


def test_code_of_another_commit_changes_no_verdict(root: Path) -> None:
    alone = said(judged(root / "plan.json"))
    renamed = SOURCE.replace('"main"', '"renamed"')
    written(root / "main.tf", renamed + 'resource "aws_db_instance" "new" {\n  multi_az = false\n}\n')
    report = judged(root / "plan.json")
    assert {key: verdict for key, verdict in said(report).items() if key in alone} == alone
    more = {key: verdict for key, verdict in said(report).items() if key not in alone}
    assert more.pop(("stateful-prevent-destroy", "aws_db_instance.main"), "unknown") == "unknown"
    assert "new" not in str(more)
    assert report["counts"]["resources"] == 1


def test_broken_code_leaves_the_plan_whole(root: Path) -> None:
    alone = drlint("check", root / "plan.json").code
    written(root / "main.tf", SOURCE + 'resource "aws_db_instance" "x" {\n')
    report = judged(root / "plan.json")
    assert report["blind_spots"] == []
    assert "could not be read whole" in report["inputs"][0]["note"]
    assert drlint("check", root / "plan.json").code == alone


def test_what_a_plan_leaves_open_the_code_settles(tmp_path: Path) -> None:
    """`aws_subnet.x[*].id` of a plan may be a part of the subnets; of the code it is all of them."""
    shutil.copy(ESTATES / "pilot-light" / "plan.json", tmp_path / "plan.json")
    key = ("asg-multi-az", "module.primary.aws_autoscaling_group.app")
    alone, both = said(judged(tmp_path / "plan.json")), said(judged(ESTATES / "pilot-light" / "plan.json"))
    open_ones = {each for each, verdict in alone.items() if verdict == "unknown" and each[0] == key[0]}
    assert open_ones
    assert not open_ones & both.keys()


def test_instances_of_a_block_of_which_the_code_does_not_know_the_number(root: Path) -> None:
    address = 'aws_db_instance.main["a"]'
    planned = change("main", address=address, index="a", after={"multi_az": False})
    written(root / "plan.json", plan(planned))
    written(root / "main.tf", 'variable "all" {}\nresource "aws_db_instance" "main" {\n  for_each = var.all\n}\n')
    assert place(judged(root / "plan.json"), "rds-instance-multi-az") == "main.tf:2"
