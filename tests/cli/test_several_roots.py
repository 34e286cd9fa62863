"""What a person reads of several root modules that share a cause."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import drlint, written

ROOT = """\
provider "aws" {}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
resource "aws_lb" "web" {
  subnets = module.vpc.public_subnets
}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five roots that call a module which nobody has installed."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in "abcde":
        (tmp_path / "live" / name).mkdir(parents=True)
        written(tmp_path / "live" / name / "main.tf", ROOT)
    return tmp_path


@pytest.mark.usefixtures("repository")
def test_one_cause_is_one_line() -> None:
    said = " ".join(drlint("check", "--select", "lb-multi-az").out.split())
    assert said.count("module vpc: it comes from terraform-aws-modules/vpc/aws and is not on disk") == 1, "unknown"
    assert said.count("module.vpc: it comes from terraform-aws-modules/vpc/aws and is not on disk") == 1, "blind"
    unseen = said.partition("What could not be seen ")[2]
    assert unseen.startswith("blind module.vpc: ")  # which tells of the five inputs that were read in part
    assert "(live/a/main.tf:2). Also at live/b/main.tf:2, live/c/main.tf:2, live/d/main.tf:2 + 1 more." in unseen


@pytest.mark.usefixtures("repository")
def test_the_inputs_are_named() -> None:
    said = drlint("check", "--select", "lb-multi-az").out.splitlines()[1]
    assert said.startswith("5 inputs: live/a, live/b, live/c + 2 more · 5 resources · 1 policy · ")


@pytest.mark.usefixtures("repository")
def test_an_unknown_names_its_root() -> None:
    said = drlint("check", "--select", "lb-multi-az", "-o", "markdown=-").out
    assert "- `live/d: aws_lb.web`: " in said


@pytest.mark.usefixtures("repository")
def test_no_region_is_known() -> None:
    said = " ".join(drlint("check", "live/a", "--select", "lb-multi-az").out.split())
    assert "open world (no Region of the inputs is known; copies may be declared in another root)" in said


class TestValuesThatNobodyAskedFor:
    """A variable without a value makes verdicts unknown; where a file has it, the report says how to read it."""

    CODE = """\
variable "ha" {}
variable "other" {
  default = 1
}
resource "aws_db_instance" "x" {
  multi_az = var.ha
}
"""

    @pytest.fixture
    def root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / ".git").mkdir()
        monkeypatch.chdir(tmp_path)
        written(tmp_path / "main.tf", self.CODE)
        return tmp_path

    @pytest.mark.parametrize("name", ["prod.tfvars", "envs/prod.tfvars", "my-terraform.tfvars", "prod.tfvars.json"])
    def test_they_are_named(self, name: str, root: Path) -> None:
        (root / "envs").mkdir()
        written(root / name, "{}" if name.endswith("json") else "ha = true\n")
        said = drlint("check", "--select", "rds-instance-multi-az").out.splitlines()
        assert f".: ha has no value; {name} would be read with --var-file" in said

    @pytest.mark.parametrize("name", ["terraform.tfvars", "x.auto.tfvars", "envs/main.tf"])
    def test_not_those_that_are_read_or_belong_to_another_root(self, name: str, root: Path) -> None:
        (root / "envs").mkdir()
        written(root / name, "# nothing\n")
        if name == "envs/main.tf":
            written(root / "envs" / "prod.tfvars", "ha = true\n")
        assert "--var-file" not in drlint("check", "--select", "rds-instance-multi-az").out

    @pytest.mark.parametrize("flag", ["--var=ha=true", "--var-file=prod.tfvars"])
    def test_not_where_all_have_a_value(self, flag: str, root: Path) -> None:
        written(root / "prod.tfvars", "ha = true\n")
        done = drlint("check", "--select", "rds-instance-multi-az", flag)
        assert done.code == 0
        assert "would be read" not in done.out


def test_notes_on_many_inputs_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in "abcdefg":
        (tmp_path / name).mkdir()
        written(tmp_path / name / "main.tf", 'variable "ha" {}\nresource "aws_lb" "web" {}\n')
        written(tmp_path / name / "prod.tfvars", "ha = true\n")
    said = drlint("check").out
    assert "e: ha has no value" in said
    assert "f: ha has no value" not in said
    assert "2 more notes: --full" in said.splitlines()
    assert "g: ha has no value" in drlint("check", "--full").out


class TestASharedModule:
    """What is wrong in a module is told once, however many roots call it; each root keeps its own alert."""

    MODULE = """\
variable "days" {}
resource "aws_db_instance" "this" {
  multi_az                = false
  backup_retention_period = 3
}
"""

    @pytest.fixture
    def called(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / ".git").mkdir()
        monkeypatch.chdir(tmp_path)
        (tmp_path / "db").mkdir()
        written(tmp_path / "db" / "main.tf", self.MODULE)
        for name in "abc":
            (tmp_path / "live" / name).mkdir(parents=True)
            text = f'module "db" {{\n  source = "../../db"\n  days   = {ord(name) - 96}\n}}\n'
            written(tmp_path / "live" / name / "main.tf", text)
        return tmp_path

    @pytest.mark.usefixtures("called")
    def test_it_is_told_once_with_the_roots(self) -> None:
        done = drlint("check", "--select", "rds-instance-multi-az", "-o", "text=-")
        said = " ".join(done.out.split())
        assert done.out.count("HIGH") == 1
        assert "db/main.tf:3 · live/a: module.db.aws_db_instance.this · rds-instance-multi-az" in said
        assert (
            "and 2 more instances of this block: live/b: module.db.aws_db_instance.this, "
            "live/c: module.db.aws_db_instance.this" in said
        )
        markdown = drlint("check", "--select", "rds-instance-multi-az", "-o", "markdown=-").out
        assert markdown.count("`live/b: module.db.aws_db_instance.this`") == 1
        assert markdown.count("has no standby") == 1

    @pytest.mark.usefixtures("called")
    def test_sarif_has_one_result_for_each_root(self) -> None:
        log = json.loads(drlint("check", "--select", "rds-instance-multi-az", "-o", "sarif=-").out)
        results = log["runs"][0]["results"]
        assert len({each["partialFingerprints"]["drlintFinding/v1"] for each in results}) == 3

    def test_what_differs_is_told_for_each(self, called: Path) -> None:
        written(called / "db" / "main.tf", self.MODULE.replace("= 3", "= var.days"))
        said = drlint("check", "--select", "rds-instance-backup-retention", "-o", "text=-").out
        assert [f"keeps {count} of automated backups" in said for count in ("1 day", "2 days", "3 days")] == [True] * 3
