"""Waivers in source: what they stand on, and what they cover there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import change, drlint, plan, written
from tests.cli.waiving import (
    DAY,
    GATE,
    MULTI_AZ,
    ORDERS,
    RETENTION,
    SELECTED,
    SICK,
    block_with,
    checked,
    found_in,
    settings,
    waive,
    waived,
)


@pytest.mark.parametrize("place", ["above", "header", "inside"])
def test_on_a_block_it_covers_what_the_policy_says_of_it(place: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, main_tf=block_with(**{place: waive(ticket="OPS-12")}))
    assert waived(outcome) == [(MULTI_AZ, ORDERS)]
    assert found_in(outcome) == [(RETENTION, ORDERS)]
    waiver = outcome.report["waived"][0]["waiver"]
    assert waiver["owner"] == "payments"
    assert waiver["reason"] == "moves to Aurora in December"
    assert (waiver["until"], waiver["ticket"]) == ("2026-12-24", "OPS-12")


@pytest.mark.parametrize("place", ["over", "behind"])
def test_on_an_argument_it_covers_what_was_read_there(place: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, main_tf=block_with(**{place: waive(f"{MULTI_AZ}, {RETENTION}")}))
    assert waived(outcome) == [(RETENTION, ORDERS)]
    unused = f"waiver[{MULTI_AZ}] on aws_db_instance.orders.backup_retention_period"
    assert found_in(outcome) == [(MULTI_AZ, ORDERS), ("waiver-unused", unused)]
    assert outcome.code == 1


@pytest.mark.parametrize(
    "word", [MULTI_AZ, "availability", "strategy-matches-objectives", "rds-*-multi-az", "  rds-instance-multi-az  "]
)
def test_policies_go_by_the_words_of_select(word: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, "--ignore", "waiver-unused", main_tf=block_with(above=waive(word)))
    assert waived(outcome) == [(MULTI_AZ, ORDERS)]


def test_two_slashes_do_as_well_and_several_lines_may_stand_above(tmp_path: Path) -> None:
    text = f"// {waive()}\n# why this database is small\n# {waive(RETENTION)}\n{SICK}"
    outcome = checked(tmp_path, main_tf=text)
    assert sorted(waived(outcome)) == [(RETENTION, ORDERS), (MULTI_AZ, ORDERS)]
    assert outcome.code == 0


def test_on_a_module_call_it_covers_all_that_the_module_makes(tmp_path: Path) -> None:
    outcome = checked(
        tmp_path,
        main_tf=f'# {waive()}\nmodule "a" {{\n  source = "./outer"\n}}\nmodule "b" {{\n  source = "./outer"\n}}\n',
        outer__main_tf='module "inner" {\n  source = "../inner"\n  count = 2\n}\n',
        inner__main_tf=SICK,
    )
    covered = [f"module.a.module.inner[{number}].{ORDERS}" for number in (0, 1)]
    assert waived(outcome) == [(MULTI_AZ, each) for each in covered]
    left = [resource for policy, resource in found_in(outcome) if policy == MULTI_AZ]
    assert left == [f"module.b.module.inner[{number}].{ORDERS}" for number in (0, 1)]


def test_inside_a_module_it_covers_every_call(tmp_path: Path) -> None:
    calls = "".join(f'module "{name}" {{\n  source = "./db"\n}}\n' for name in "ab")
    outcome = checked(tmp_path, main_tf=calls, db__main_tf=block_with(above=waive()))
    assert waived(outcome) == [(MULTI_AZ, f"module.{name}.{ORDERS}") for name in "ab"]


def test_the_companion_of_a_bucket_is_a_place_too(tmp_path: Path) -> None:
    text = (
        'resource "aws_s3_bucket" "data" {}\n'
        f"# {waive('s3-versioning')}\n"
        'resource "aws_s3_bucket_versioning" "data" {\n'
        "  bucket = aws_s3_bucket.data.id\n"
        '  versioning_configuration {\n    status = "Suspended"\n  }\n'
        "}\n"
    )
    outcome = checked(tmp_path, main_tf=text, select=["--select", "s3-versioning", "--select", "gate"])
    assert waived(outcome) == [("s3-versioning", "aws_s3_bucket.data")]


def test_text_is_no_comment(tmp_path: Path) -> None:
    hidden = [
        f'  identifier = "# {waive(reason="because")}"',
        f"  tags = {{\n    a = <<-EOT\n      # {waive()}\n    EOT\n  }}",
        f'  name = "${{replace("x", "# {waive(reason="because")}", "")}}"',
        f"  /*\n  # {waive()}\n  */",
    ]
    text = 'resource "aws_db_instance" "orders" {\n' + "\n".join(hidden) + "\n  multi_az = false\n}\n"
    outcome = checked(tmp_path, main_tf=text)
    assert waived(outcome) == []
    assert [policy for policy, _ in found_in(outcome) if policy in GATE] == []
    assert (MULTI_AZ, ORDERS) in found_in(outcome)


def test_waivers_in_installed_modules_are_not_the_users(tmp_path: Path) -> None:
    installed = {"Modules": [{"Key": "db", "Source": "acme/db/aws", "Dir": ".terraform/modules/db"}]}
    (tmp_path / ".terraform" / "modules" / "db").mkdir(parents=True)
    (tmp_path / ".terraform" / "modules" / "modules.json").write_text(json.dumps(installed))
    (tmp_path / ".terraform" / "modules" / "db" / "main.tf").write_text(block_with(above=waive()))
    call = 'module "db" {\n  source = "acme/db/aws"\n}\n'
    outcome = checked(tmp_path, main_tf=call)
    assert waived(outcome) == []
    note = "waivers in installed modules do not count: .terraform/modules/db/main.tf:1"
    assert note in outcome.report["notes"]
    outcome = checked(tmp_path, main_tf=f"# {waive()}\n{call}")
    assert waived(outcome) == [(MULTI_AZ, f"module.db.{ORDERS}")]


def test_a_plan_has_the_waivers_of_the_code_beside_it(tmp_path: Path) -> None:
    checked(tmp_path, main_tf=block_with(above=waive(), behind=waive(RETENTION)))
    written(tmp_path / "plan.json", plan(change(after={"multi_az": False, "backup_retention_period": 1})))
    outcome = drlint("check", tmp_path / "plan.json", "--as-of", DAY, "-o", "json=-", *SELECTED)
    assert sorted(waived(outcome)) == [(RETENTION, ORDERS), (MULTI_AZ, ORDERS)]
    assert outcome.code == 0
    (tmp_path / "main.tf").unlink()
    assert waived(drlint("check", tmp_path / "plan.json", "--as-of", DAY, "-o", "json=-", *SELECTED)) == []


def test_json_source_has_no_comments_and_is_waived_in_configuration(tmp_path: Path) -> None:
    block = {"//": waive(), "multi_az": False, "backup_retention_period": 14}
    (tmp_path / "main.tf.json").write_text(json.dumps({"resource": {"aws_db_instance": {"orders": block}}}))
    assert waived(checked(tmp_path)) == []
    assert waived(checked(tmp_path, drlint_yaml=settings())) == [(MULTI_AZ, ORDERS)]


def test_opentofu_has_comments_as_well(tmp_path: Path) -> None:
    (tmp_path / "main.tofu").write_text(block_with(above=waive()), encoding="utf-8")
    assert waived(checked(tmp_path)) == [(MULTI_AZ, ORDERS)]


def test_what_was_parsed_before_has_its_waivers_still(tmp_path: Path) -> None:
    checked(tmp_path, main_tf=block_with(behind=waive(RETENTION)))
    flags = ("check", tmp_path, "--as-of", DAY, "-o", "json=-")
    counts = [drlint(*flags, *more).report["counts"]["waived"] for more in ((), ("--select", RETENTION))]
    assert counts == [1, 1]
