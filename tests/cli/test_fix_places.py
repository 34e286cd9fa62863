"""`drlint fix` finds its files wherever it is run, and says which root wants what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import drlint

MULTI_AZ = ("--select", "rds-instance-multi-az")
DATABASE = """\
variable "ha" {
  type = bool
}

resource "aws_db_instance" "orders" {
  identifier = "orders"
  multi_az   = false
}
"""


@pytest.mark.parametrize("place", [".", "infra", "infra/live/shop"])
def test_without_git_files_are_found_from_where_it_is_run(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / place / "main.tf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DATABASE, encoding="utf-8")
    done = drlint("fix", place, *MULTI_AZ, "--write")
    assert done.code == 0
    uri = "main.tf" if place == "." else f"{place}/main.tf"
    assert done.out.splitlines() == [
        f"fixed: {uri}:5: aws_db_instance.orders: multi_az = true (rds-instance-multi-az)",
        "fixed 1, not fixed 0",
    ]
    assert path.read_text(encoding="utf-8") == DATABASE.replace("false", "true")


def test_the_root_that_wants_it_otherwise_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    module = 'variable "ha" {}\nresource "aws_db_instance" "this" {\n  multi_az = var.ha\n}\n'
    call = 'provider "aws" { region = "eu-west-1" }\nmodule "db" {\n  source = "../../modules/db"\n  ha     = %s\n}\n'
    for name, text in (
        ("modules/db", module),
        ("envs/prod", call % "false"),
        ("envs/staging", call % "true"),
    ):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    done = drlint("fix", *MULTI_AZ)
    assert done.out == ""
    assert (
        "module.db.aws_db_instance.this in envs/staging comes from the same block and is not known to need it"
        in done.err
    )


class TestVariables:
    """What the command line gives decides what is judged, as in `check`."""

    CODE = """\
variable "instances" {}
resource "aws_db_instance" "orders" {
  count    = var.instances
  multi_az = false
}
"""

    def test_a_variable_and_a_file_of_them(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "main.tf").write_text(self.CODE, encoding="utf-8")
        (tmp_path / "prod.tfvars").write_text("instances = 2\n", encoding="utf-8")
        assert drlint("fix", *MULTI_AZ).code == 0  # nobody knows whether there is one
        for flags in (("--var", "instances=2"), ("--var-file", "prod.tfvars")):
            done = drlint("fix", *MULTI_AZ, *flags)
            assert done.code == 1
            assert "aws_db_instance.orders[0] and 1 more: multi_az = true" in done.err

    @pytest.mark.parametrize("command", ["fix", "scaffold"])
    def test_one_that_nothing_declares(self, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "main.tf").write_text(self.CODE, encoding="utf-8")
        done = drlint(command, "--var", "size=2")
        assert done.code == 2
        assert done.err == "drlint: --var size: no variable of this name is declared in the root module\n"


class TestPreview:
    """Policies in preview fail no run, so that they change no code unless they are asked for."""

    TABLE = """\
resource "aws_dynamodb_table" "carts" {
  name                        = "carts"
  deletion_protection_enabled = true
}
"""

    def test_it_is_counted_and_left(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "main.tf").write_text(self.TABLE, encoding="utf-8")
        done = drlint("fix", "--ignore", "dynamodb-pitr")
        assert (done.code, done.out) == (0, "")
        assert done.err.endswith("; 1 more by preview policies, which are fixed where --select names them\n")

    def test_it_is_fixed_where_it_is_selected(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "main.tf").write_text(self.TABLE, encoding="utf-8")
        done = drlint("fix", "--select", "stateful-prevent-destroy")
        assert done.code == 1
        assert "+    prevent_destroy = true" in done.out.splitlines()
