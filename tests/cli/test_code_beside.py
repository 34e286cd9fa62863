"""Code that lies beside a plan is the plan's only where it declares what the plan holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import change, drlint, plan, written

OTHER = 'resource "aws_dynamodb_table" "carts" {\n  name = "carts"\n}\n'
SAME = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
FOREIGN = "the code in . declares nothing of it, so it is not what the plan was made from"
OWN = "lines are of its code in ."
SELECTED = ("--select", "stateful-prevent-destroy", "--select", "dynamodb-deletion-protection")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a plan of one database at its top."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "plan.json", plan(change("orders")))
    return tmp_path


def test_code_of_another_root_lends_nothing_and_is_judged_itself(folder: Path) -> None:
    written(folder / "main.tf", OTHER)
    said = drlint("check", "plan.json", *SELECTED).out
    assert FOREIGN in said.splitlines()
    assert "stateful-prevent-destroy" in said.partition("not run")[2], "a plan alone shows no lifecycle"
    both = drlint("check", ".", *SELECTED).out
    assert "main.tf:1 · dynamodb-deletion-protection" in both


@pytest.mark.parametrize(
    "code",
    [
        SAME,
        SAME.replace("{", "{\n  count = 2", 1),
        'module "db" {\n  source = "example.com/acme/db/aws"\n}\n',
    ],
    ids=["the resource", "instances of it", "a module that is not installed"],
)
def test_code_that_may_be_the_plans(code: str, folder: Path) -> None:
    if "module" in code:
        written(folder / "plan.json", plan(change("orders", address="module.db.aws_db_instance.orders")))
    written(folder / "main.tf", code)
    said = drlint("check", "plan.json", *SELECTED).out
    assert OWN in said
    assert FOREIGN not in said


def test_code_without_a_plan_is_no_use(folder: Path) -> None:
    (folder / "plan.json").unlink()
    written(folder / "main.tf", OTHER)
    done = drlint("check", ".", "--source", ".")
    assert done.code == 2
    assert (
        done.err == "drlint: --source is the code that a plan was made from, and no plan was given; name it as a path\n"
    )
