"""`drlint fix` as a user runs it: what it changes, what it leaves alone, what it says of both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import drlint, drlint_child

DATABASE = """\
resource "aws_db_instance" "orders" {
  identifier     = "orders"
  instance_class = "db.r6g.large"
  multi_az       = false # saves money
}
"""
MULTI_AZ = ("--select", "rds-instance-multi-az")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, from whose top drlint is run."""
    found = tmp_path / "repository"
    (found / ".git").mkdir(parents=True)
    monkeypatch.chdir(found)
    return found


def source(folder: Path, text: str, name: str = "main.tf") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_patch_says_what_would_change_and_changes_nothing(repository: Path) -> None:
    path = source(repository, DATABASE)
    done = drlint("fix", *MULTI_AZ)
    assert done.code == 1
    assert done.out.splitlines()[-3:] == [
        "-  multi_az       = false # saves money",
        "+  multi_az       = true # saves money",
        " }",
    ]
    assert done.err.splitlines() == [
        "would fix: main.tf:1: aws_db_instance.orders: multi_az = true (rds-instance-multi-az)",
        "would fix 1, not fixed 0",
    ]
    assert path.read_text(encoding="utf-8") == DATABASE


def test_the_patch_of_a_folder_applies_from_the_top(repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    subprocess.run(["git", "init", "-q"], cwd=repository, check=True)
    path = source(repository, DATABASE.replace("\n", "\r\n"), "infra/live db/main.tf")
    done = drlint("fix", repository / "infra", "--diff")
    assert done.code == 1
    applied = subprocess.run(["git", "apply"], cwd=repository, input=done.out.encode(), check=False)
    assert applied.returncode == 0
    assert drlint("fix", "infra", *MULTI_AZ).code == 0
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") > DATABASE.count("\n")


def test_a_long_patch_is_not_told_twice(repository: Path) -> None:
    source(repository, "".join(DATABASE.replace("orders", f"orders{each}") for each in range(25)))
    done = drlint("fix", *MULTI_AZ)
    assert done.out.count("+  multi_az") == 25
    assert len(done.err.splitlines()) == 22
    assert done.err.splitlines()[-2:] == ["would fix: 5 more, as the patch shows", "would fix 25, not fixed 0"]


def test_written_files_hold_the_change_and_nothing_else(repository: Path) -> None:
    path = source(repository, DATABASE)
    other = source(repository, 'variable "x" {}\n', "variables.tf")
    os.utime(other, (1, 1))
    done = drlint("fix", ".", *MULTI_AZ, "--write")
    assert done.code == 0
    assert path.read_text(encoding="utf-8") == DATABASE.replace("false", "true")
    assert other.stat().st_mtime == 1
    assert done.out.splitlines()[-1] == "fixed 1, not fixed 0"
    assert drlint("fix", ".", *MULTI_AZ, "--write").out == "nothing to fix\n"


def test_several_fixes_of_one_block_stand_together(repository: Path) -> None:
    path = source(repository, DATABASE)
    assert drlint("fix", ".", *MULTI_AZ, "--select", "backups", "--select", "deletion", "--write").code == 0
    assert path.read_text(encoding="utf-8") == (
        DATABASE.replace("false", "true").removesuffix("}\n")
        + """
  copy_tags_to_snapshot     = true
  backup_retention_period   = 7
  final_snapshot_identifier = "orders-final"
  deletion_protection       = true

  lifecycle {
    prevent_destroy = true
  }
}
"""
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("multi_az = var.ha", "multi_az is set by var.ha at main.tf:3; change it there"),
        ("multi_az = var.ha ? true : false", "multi_az is set by var.ha ? true : false at main.tf:3; change it there"),
        ("multi_az = local.ha", "multi_az is set by local.ha at main.tf:3; change it there"),
    ],
)
def test_what_an_expression_sets_is_left(code: str, said: str, repository: Path) -> None:
    text = f"""\
resource "aws_db_instance" "orders" {{
  identifier = "orders"
  {code}
}}
variable "ha" {{ default = false }}
locals {{ ha = false }}
"""
    path = source(repository, text)
    done = drlint("fix", *MULTI_AZ, "--write")
    assert done.code == 0
    assert done.out.splitlines() == [
        f"not fixed: main.tf:1: aws_db_instance.orders: {said} (rds-instance-multi-az)",
        "fixed 0, not fixed 1",
    ]
    assert path.read_text(encoding="utf-8") == text


def test_an_override_file_is_changed_where_it_decides(repository: Path) -> None:
    main = source(repository, DATABASE)
    override = source(repository, 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n', "x_override.tf")
    assert drlint("fix", *MULTI_AZ, "--write").code == 0
    assert main.read_text(encoding="utf-8") == DATABASE
    assert "multi_az = true" in override.read_text(encoding="utf-8")


MODULE = """\
variable "source_db" { default = null }
resource "aws_db_instance" "this" {
  replicate_source_db = var.source_db
}
"""


def test_a_local_module_is_changed_once_for_all_its_callers(repository: Path) -> None:
    source(
        repository,
        'module "a" { source = "../modules/db" }\nmodule "b" {\n  source = "../modules/db"\n}\n',
        "live/main.tf",
    )
    module = source(repository, MODULE, "modules/db/main.tf")
    done = drlint("fix", ".", *MULTI_AZ, "--write")
    assert "module.a.aws_db_instance.this and 1 more: multi_az = true" in done.out
    assert module.read_text(encoding="utf-8").count("multi_az            = true") == 1


def test_a_block_that_one_caller_wants_otherwise_is_left(repository: Path) -> None:
    replica = 'module "b" {\n  source    = "./db"\n  source_db = "arn:aws:rds:eu-west-1:1:db:x"\n}\n'
    source(repository, f'module "a" {{ source = "./db" }}\n{replica}')
    module = source(repository, MODULE, "db/main.tf")
    done = drlint("fix", ".", *MULTI_AZ, "--write")
    assert "module.b.aws_db_instance.this comes from the same block and is not known to need it" in done.out
    assert module.read_text(encoding="utf-8") == MODULE


def test_an_installed_module_is_left(repository: Path) -> None:
    source(repository, 'module "db" {\n  source = "example.com/acme/db"\n}\n')
    listed = '{"Modules":[{"Key":"db","Source":"example.com/acme/db","Dir":".terraform/modules/db"}]}'
    source(repository, listed, ".terraform/modules/modules.json")
    installed = source(repository, DATABASE, ".terraform/modules/db/main.tf")
    done = drlint("fix", *MULTI_AZ, "--write")
    assert done.code == 0
    assert "main.tf:1: module.db.aws_db_instance.orders: an installed module declares it" in done.out
    assert installed.read_text(encoding="utf-8") == DATABASE


def test_instances_that_need_different_values_are_left(repository: Path) -> None:
    text = 'resource "aws_db_instance" "orders" {\n  count               = 2\n  skip_final_snapshot = true\n}\n'
    path = source(repository, text)
    done = drlint("fix", "--select", "rds-final-snapshot", "--write")
    assert "its instances need different values" in done.out
    assert path.read_text(encoding="utf-8") == text


def test_only_the_files_that_were_named_are_changed(repository: Path) -> None:
    named = source(repository, DATABASE)
    other = source(repository, DATABASE.replace("orders", "other"), "other.tf")
    assert drlint("fix", "main.tf", *MULTI_AZ, "--write").code == 0
    assert "true" in named.read_text(encoding="utf-8")
    assert "false" in other.read_text(encoding="utf-8")


def test_parameters_of_configuration_are_what_is_written(repository: Path) -> None:
    path = source(repository, DATABASE)
    source(repository, "parameters: {rds-instance-backup-retention: {minimum_days: 30}}\n", "drlint.yaml")
    assert drlint("fix", "--select", "rds-instance-backup-retention", "--write").code == 0
    assert re.search(r"^  backup_retention_period = 30$", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_fix_of_ones_own_policy(repository: Path) -> None:
    path = source(repository, 'resource "aws_db_instance" "orders" { identifier = "orders" }\n')
    source(
        repository,
        """\
title: t
severity: low
checklist: change-management
applies_to: [aws_db_instance]
require: resource.apply_immediately
message: m
why: w
fix: {says: Say so., set: {apply_immediately: true, final_snapshot_identifier: '{resource.identifier} "q" \\ x'}}
examples: []
""",
        "own/changes/at-once.yaml",
    )
    assert drlint("fix", "main.tf", "--policies", "own", "--select", "at-once", "--write").code == 0
    assert path.read_text(encoding="utf-8") == (
        'resource "aws_db_instance" "orders" {\n  identifier = "orders"\n\n  apply_immediately         = true\n'
        '  final_snapshot_identifier = "orders \\"q\\" \\\\ x"\n}\n'
    )


def test_what_is_not_known_is_not_written(repository: Path) -> None:
    text = 'variable "x" {}\nresource "aws_db_instance" "orders" { identifier = var.x }\n'
    path = source(repository, text)
    policy = (
        "title: t\nseverity: low\nchecklist: change-management\napplies_to: [aws_db_instance]\nwhy: w\nmessage: m\n"
    )
    policy += "require: resource.apply_immediately\nexamples: []\n"
    policy += 'fix: {says: x, set: {final_snapshot_identifier: "{resource.identifier}-x"}}\n'
    source(repository, policy, "own/changes/named.yaml")
    done = drlint("fix", "main.tf", "--policies", "own", "--select", "named", "--write")
    assert "what to set is not known: aws_db_instance.orders.identifier: variable x has no value" in done.out
    assert path.read_text(encoding="utf-8") == text


def test_json_source_is_left(repository: Path) -> None:
    pytest.importorskip("drlint.readers.hcl.json_syntax")
    path = source(repository, '{"resource": {"aws_db_instance": {"x": {"multi_az": false}}}}', "main.tf.json")
    done = drlint("fix", *MULTI_AZ, "--write")
    assert "it is JSON, which drlint does not edit" in done.out
    assert "false" in path.read_text(encoding="utf-8")


def test_another_name_of_a_type_is_the_type(repository: Path) -> None:
    path = source(repository, 'resource "aws_alb" "web" {}\n')
    assert drlint("fix", "--select", "lb-deletion-protection", "--write").code == 0
    assert path.read_text(encoding="utf-8") == 'resource "aws_alb" "web" {\n  enable_deletion_protection = true\n}\n'


class TestWhatCannotBeRead:
    def test_a_file_that_is_broken_in_part_is_left(self, repository: Path) -> None:
        text = DATABASE + 'resource "aws_db_instance" "broken" {\n  multi_az = [\n}\n'
        path = source(repository, text)
        done = drlint("fix", *MULTI_AZ, "--write")
        assert done.code == 4
        assert "main.tf: it cannot be read whole (line 7: " in done.out
        assert path.read_text(encoding="utf-8") == text

    def test_a_pipe_does_not_stop_the_rest(self, repository: Path) -> None:
        path = source(repository, DATABASE)
        os.mkfifo(repository / "pipe.tf")
        done = drlint_child("fix", *MULTI_AZ, "--write")
        assert done.code == 4
        assert done.err.splitlines() == ["drlint: pipe.tf: it is a pipe, a socket or a device"]
        assert "true" in path.read_text(encoding="utf-8")

    def test_a_link_that_leads_out_is_left(self, repository: Path) -> None:
        outside = source(repository.parent, DATABASE, "outside.tf")
        (repository / "main.tf").symlink_to(outside)
        assert drlint("fix", *MULTI_AZ, "--write").code == 4
        assert outside.read_text(encoding="utf-8") == DATABASE

    def test_a_read_only_file_is_left(self, repository: Path) -> None:
        source(repository, DATABASE).chmod(0o444)
        done = drlint("fix", *MULTI_AZ, "--write")
        assert done.code == 4
        assert done.err.splitlines() == ["drlint: main.tf: left as it is: it is read-only"]
        assert done.out.splitlines()[-1] == "fixed 0, not fixed 1"

    def test_what_the_second_parser_cannot_read_is_left(
        self, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def breaks(*_: object, **__: object) -> None:
            raise ValueError

        monkeypatch.setattr("hcl2.loads", breaks)
        path = source(repository, DATABASE)
        done = drlint("fix", *MULTI_AZ)
        assert done.code == 4
        assert done.out == ""
        assert "left as it is: python-hcl2 cannot read it (ValueError)" in done.err
        assert path.read_text(encoding="utf-8") == DATABASE


class TestUsage:
    def test_no_source(self, repository: Path) -> None:
        source(repository, "{}", "plan.json")
        assert drlint("fix").code == 3

    def test_no_such_path(self, repository: Path) -> None:  # noqa: ARG002 - it is where this runs
        done = drlint("fix", "nowhere")
        assert (done.code, done.err) == (2, "drlint: nowhere: no such file or folder\n")

    def test_no_source_file(self, repository: Path) -> None:
        source(repository, "{}", "plan.json")
        done = drlint("fix", "plan.json")
        assert done.code == 2
        assert done.err == "drlint: plan.json: is no Terraform source; give a folder or a file that ends with .tf\n"

    def test_no_such_policy(self, repository: Path) -> None:
        source(repository, DATABASE)
        done = drlint("fix", "--select", "rds-instance-multi-a")
        assert done.code == 2
        assert "did you mean 'rds-instance-multi-az'?" in done.err

    def test_python_hcl2_is_loaded_by_nobody_else(self, repository: Path) -> None:
        source(repository, DATABASE)
        code = (
            "import sys; from drlint.cli.main import main\ntry: main()\nexcept SystemExit: print('hcl2' in sys.modules)"
        )
        for arguments, loaded in ((["check", "."], "False"), (["fix", ".", *MULTI_AZ], "True")):
            done = subprocess.run(
                [sys.executable, "-c", code, *arguments],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.stdout.splitlines()[-1] == loaded
