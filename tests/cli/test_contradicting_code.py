"""A plan with Terraform source beside it: what the source may tell, and when it is not the plan's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.cli.checking import check
from drlint.cli.source_inputs import SourceInputs
from drlint.model.values import Unknown

ESTATE = Path(__file__).parent.parent.parent / "fixtures" / "estates" / "no-backups"
CODE = """
variable "days" { default = 9 }
variable "later" { default = 9 }
resource "aws_db_instance" "a" {
  backup_retention_period = var.days
  allocated_storage       = var.later
  deletion_protection     = terraform.workspace == "default"
}
"""


def _notes(folder: Path, *paths: Path, **flags: Any) -> str:
    out = folder / "report.out"
    check([str(path) for path in paths], outputs=(f"json={out}",), **flags)
    return " ".join(each["note"] for each in json.loads(out.read_text(encoding="utf-8"))["inputs"])


def test_code_that_declares_nothing_of_the_plan_is_left_aside(tmp_path: Path) -> None:
    plan = Path(shutil.copy(ESTATE / "plan.json", tmp_path / "plan.json"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.tf").write_text('resource "aws_sns_topic" "unrelated" {}\n', encoding="utf-8")
    assert "declares nothing of it" in _notes(tmp_path, plan, source=str(other))
    assert "lines are of its code" in _notes(tmp_path, plan, source=str(ESTATE))


def test_a_plan_brings_its_variables_and_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values that lie about may be another plan's."""
    (tmp_path / "main.tf").write_text(CODE, encoding="utf-8")
    (tmp_path / "terraform.tfvars").write_text("days = 3\nlater = 3\n", encoding="utf-8")
    monkeypatch.setenv("TF_VAR_later", "4")
    database = SourceInputs().read(str(tmp_path), "", load(), planned_with={"days": 7}).resources[0]
    assert database["backup_retention_period"] == 7
    assert isinstance(database["allocated_storage"], Unknown)
    assert isinstance(database["deletion_protection"], Unknown)
    named = SourceInputs(workspace="prod").read(str(tmp_path), "", load(), planned_with={"days": 7}).resources[0]
    assert named["deletion_protection"] is False
