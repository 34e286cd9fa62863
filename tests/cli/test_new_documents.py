"""`drlint new` writes documents that validate as they are, filled with what an estate shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from drlint.readers.yaml_text import read_yaml

from .running import Outcome, drlint, written

ESTATES = Path(__file__).parent.parent.parent / "fixtures" / "estates"
NAMES = sorted(each.name for each in ESTATES.iterdir() if (each / "plan.json").exists())
FORMS = (("workload",), ("runbook",), ("runbook", "--kind", "failback"), ("drill",), ("test-plan",))
# What a starter leaves to whoever fills it in.
OPEN = {
    "runbook-test-date-present",
    "test-plan-not-overdue",
    "runbook-has-contacts",
    "runbook-has-owner",
    "runbook-stored-in-several-places",
    "several-people-trained",
    "workload-has-runbooks",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begun(form: tuple[str, ...], *more: str, name: str = "orders") -> str:
    ran = drlint("new", *form, name, *more)
    assert ran.code == 0, ran.err
    return Path(ran.out.partition(" written")[0]).read_text(encoding="utf-8")


def checked(*paths: str) -> Outcome:
    return drlint("check", *paths, "-o", "json", "--no-cache")


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_a_starter_validates_without_an_estate(form: tuple[str, ...]) -> None:
    begun(form)
    ran = checked("dr")
    assert ran.code in {0, 1}, ran.out + ran.err
    assert ran.report["blind_spots"] == []
    assert [each["kind"] for each in ran.report["inputs"]] == ["document"]


@pytest.mark.parametrize("estate", NAMES)
def test_starters_validate_with_an_estate(estate: str) -> None:
    plan = str(ESTATES / estate / "plan.json")
    for form in FORMS:
        begun(form, "--from", plan)
    ran = checked("dr", "--plan", plan)
    report = ran.report
    assert report["blind_spots"] == []
    assert report["failures"] == []
    about = [each for each in report["findings"] if each["kind"] == "runbook" and each["policy"] not in OPEN]
    assert [(each["policy"], each["message"]) for each in about] == []


def test_a_global_database_fails_over_in_its_other_region() -> None:
    text = begun(("runbook",), "--from", str(ESTATES / "documents-drift" / "plan.json"), name="orrery")
    assert "aws rds failover-global-cluster" in text
    assert "--allow-data-loss" in text
    assert "lost_region: us-east-1" in text
    assert text.index("failover-global-cluster") < text.index("rds wait db-cluster-available")
    assert "--auto-scaling-group-name orrery-west-web" in text
    back = begun(("runbook", "--kind", "failback"), "--from", str(ESTATES / "documents-drift" / "plan.json"), name="o2")
    assert "aws rds switchover-global-cluster" in back
    assert "pre_failback_checks:" in back
    assert "rollback:" in back


def test_a_replica_is_promoted_and_copied_home() -> None:
    written(Path("main.tf"), REPLICA)
    text = begun(("runbook",), "--from", ".")
    assert "aws rds promote-read-replica --db-instance-identifier orders-west --region us-west-2" in text
    assert "aws rds wait db-instance-available --db-instance-identifier orders-west" in text
    assert "--source-db-instance-identifier" in begun(("runbook", "--kind", "failback"), "--from", ".")


def test_what_has_no_copy_is_restored() -> None:
    written(Path("main.tf"), 'provider "aws" {\n  region = "eu-west-1"\n}\n' + TABLE)
    text = begun(("runbook",), "--from", ".")
    assert "aws dynamodb restore-table-from-backup --target-table-name carts" in text
    assert "--region <recovery-region>" in text


def test_members_by_tags_and_by_address() -> None:
    written(Path("main.tf"), REPLICA)
    data = read_yaml(begun(("workload",), "--from", ".")).data["workload"]
    assert data["members"] == [{"tags": {"Workload": "orders"}}]
    assert (data["primary_region"], data["recovery_regions"]) == ("eu-west-1", ["us-west-2"])
    assert data["strategy"] == "pilot-light"
    others = read_yaml(begun(("workload",), "--from", ".", name="others")).data["workload"]
    assert {each["address"] for each in others["members"]} == {"aws_db_instance.main", "aws_db_instance.replica"}


def test_a_workload_that_is_written_says_what_belongs_to_it() -> None:
    written(Path("main.tf"), REPLICA + TABLE)
    begun(("workload",), "--from", ".")
    assert "carts" not in begun(("runbook",), "--from", ".")


def test_nothing_is_overwritten() -> None:
    begun(("workload",))
    Path("dr/orders.yaml").write_text("mine", encoding="utf-8")
    ran = drlint("new", "workload", "orders")
    assert ran.code == 2
    assert "dr/orders.yaml: exists already, and is left as it is; name another file with -o" in ran.err
    assert Path("dr/orders.yaml").read_text(encoding="utf-8") == "mine"
    Path("dr/gone.yaml").symlink_to("/nowhere/else.yaml")
    assert drlint("new", "workload", "orders", "-o", "dr/gone.yaml").code == 2


@pytest.mark.parametrize("name", ["", "..", "a\nb", "\x1b[31m", "x" * 200])
def test_a_name_that_is_none(name: str) -> None:
    assert drlint("new", "runbook", name).code == 2


@pytest.mark.parametrize("name", ['a "b": {c}', "no", "yes: x", "#1", "a'b", "2026-11-26", "ordérs & söhne"])
def test_a_name_stands_as_it_was_given(name: str) -> None:
    for form in FORMS:
        begun(form, name=name)
    found = checked("dr").report
    assert found["blind_spots"] == []
    documents = [read_yaml(each.read_text("utf-8"), as_written=True).data for each in Path("dr").iterdir()]
    assert {name} == {each["workload"]["name"] for each in documents if "workload" in each}
    assert all(name in each["runbook"]["covers"] for each in documents if "runbook" in each)


def test_hostile_identifiers_stay_out_of_commands() -> None:
    hostile = 'orders"; rm -rf / #'
    written(Path("main.tf"), REPLICA.replace('"orders-west"', '"' + hostile.replace('"', '\\"') + '"'))
    text = begun(("runbook",), "--from", ".")
    assert "rm -rf" not in text
    assert "<aws-db-instance-replica>" in text


REPLICA = """\
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_db_instance" "main" {
  identifier = "orders"
  tags       = { Workload = "orders" }
}
resource "aws_db_instance" "replica" {
  provider            = aws.west
  identifier          = "orders-west"
  replicate_source_db = aws_db_instance.main.arn
  tags                = { Workload = "orders" }
}
"""
TABLE = """\
resource "aws_dynamodb_table" "carts" {
  name     = "carts"
  hash_key = "id"
}
"""
