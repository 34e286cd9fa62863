"""Waivers in source and in drlint.yaml: what is accepted, by whom, until when, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Outcome, drlint

_DAY = "2026-11-26"
_MULTI_AZ = "rds-instance-multi-az"
_DAYS = "rds-instance-backup-retention"
_GATE = ("waiver-expired", "waiver-malformed", "waiver-overlong", "waiver-unused")
_SELECTED = [word for each in (_MULTI_AZ, _DAYS, "gate") for word in ("--select", each)]


def _waive(policy: str = _MULTI_AZ, until: str = "2026-12-24", **more: str) -> str:
    said = {"until": until, "owner": "payments", "reason": '"moves to Aurora in December"', **more}
    return f"drlint: waive[{policy}] " + " ".join(f"{name}={value}" for name, value in said.items() if value)


def _checked(folder: Path, *flags: str, select: list[str] = _SELECTED, **files: str) -> Outcome:
    """What a check of a folder with these files (`main_tf`, `drlint_yaml` …) says."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_tf", ".tf").replace("_yaml", ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / ".git").mkdir(exist_ok=True)
    return drlint("check", folder, "--no-cache", "--as-of", _DAY, "-o", "json=-", *select, *flags)


def _waived(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["policy"], each["resource"]) for each in outcome.report["waived"]]


def _found(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["policy"], each["resource"]) for each in outcome.report["findings"]]


_ORDERS = "aws_db_instance.orders"
_SICK = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n  backup_retention_period = 1\n}\n'


def _with(**comments: str) -> str:
    """A sick database with comments above it, on its header, inside, above and behind its second argument."""
    place = {name: f"# {text}" for name, text in comments.items()}
    lines = [
        place.get("above", ""),
        f'resource "aws_db_instance" "orders" {{ {place.get("header", "")}',
        place.get("inside", ""),
        "  multi_az = false",
        place.get("over", ""),
        f"  backup_retention_period = 1 {place.get('behind', '')}",
        "}",
    ]
    return "\n".join(each for each in lines if each) + "\n"


@pytest.mark.parametrize("place", ["above", "header", "inside"])
def test_on_a_block_it_covers_what_the_policy_says_of_it(place: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_with(**{place: _waive(ticket="OPS-12")}))
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]
    assert _found(outcome) == [(_DAYS, _ORDERS)]
    waiver = outcome.report["waived"][0]["waiver"]
    assert waiver["owner"] == "payments"
    assert waiver["reason"] == "moves to Aurora in December"
    assert (waiver["until"], waiver["ticket"]) == ("2026-12-24", "OPS-12")


@pytest.mark.parametrize("place", ["over", "behind"])
def test_on_an_argument_it_covers_what_was_read_there(place: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_with(**{place: _waive(f"{_MULTI_AZ}, {_DAYS}")}))
    assert _waived(outcome) == [(_DAYS, _ORDERS)]
    unused = f"waiver[{_MULTI_AZ}] on aws_db_instance.orders.backup_retention_period"
    assert _found(outcome) == [(_MULTI_AZ, _ORDERS), ("waiver-unused", unused)]
    assert outcome.code == 1


@pytest.mark.parametrize(
    "word", [_MULTI_AZ, "availability", "strategy-matches-objectives", "rds-*-multi-az", "  rds-instance-multi-az  "]
)
def test_policies_go_by_the_words_of_select(word: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, "--ignore", "waiver-unused", main_tf=_with(above=_waive(word)))
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]


def test_two_slashes_do_as_well_and_several_lines_may_stand_above(tmp_path: Path) -> None:
    text = f"// {_waive()}\n# why this database is small\n# {_waive(_DAYS)}\n{_SICK}"
    outcome = _checked(tmp_path, main_tf=text)
    assert sorted(_waived(outcome)) == [(_DAYS, _ORDERS), (_MULTI_AZ, _ORDERS)]
    assert outcome.code == 0


def test_on_a_module_call_it_covers_all_that_the_module_makes(tmp_path: Path) -> None:
    outcome = _checked(
        tmp_path,
        main_tf=f'# {_waive()}\nmodule "a" {{\n  source = "./outer"\n}}\nmodule "b" {{\n  source = "./outer"\n}}\n',
        outer__main_tf='module "inner" {\n  source = "../inner"\n  count = 2\n}\n',
        inner__main_tf=_SICK,
    )
    covered = [f"module.a.module.inner[{number}].{_ORDERS}" for number in (0, 1)]
    assert _waived(outcome) == [(_MULTI_AZ, each) for each in covered]
    left = [resource for policy, resource in _found(outcome) if policy == _MULTI_AZ]
    assert left == [f"module.b.module.inner[{number}].{_ORDERS}" for number in (0, 1)]


def test_inside_a_module_it_covers_every_call(tmp_path: Path) -> None:
    calls = "".join(f'module "{name}" {{\n  source = "./db"\n}}\n' for name in "ab")
    outcome = _checked(tmp_path, main_tf=calls, db__main_tf=_with(above=_waive()))
    assert _waived(outcome) == [(_MULTI_AZ, f"module.{name}.{_ORDERS}") for name in "ab"]


def test_the_companion_of_a_bucket_is_a_place_too(tmp_path: Path) -> None:
    text = (
        'resource "aws_s3_bucket" "data" {}\n'
        f"# {_waive('s3-versioning')}\n"
        'resource "aws_s3_bucket_versioning" "data" {\n'
        "  bucket = aws_s3_bucket.data.id\n"
        '  versioning_configuration {\n    status = "Suspended"\n  }\n'
        "}\n"
    )
    outcome = _checked(tmp_path, main_tf=text, select=["--select", "s3-versioning", "--select", "gate"])
    assert _waived(outcome) == [("s3-versioning", "aws_s3_bucket.data")]


def test_text_is_no_comment(tmp_path: Path) -> None:
    hidden = [
        f'  identifier = "# {_waive(reason="because")}"',
        f"  tags = {{\n    a = <<-EOT\n      # {_waive()}\n    EOT\n  }}",
        f'  name = "${{replace("x", "# {_waive(reason="because")}", "")}}"',
        f"  /*\n  # {_waive()}\n  */",
    ]
    text = 'resource "aws_db_instance" "orders" {\n' + "\n".join(hidden) + "\n  multi_az = false\n}\n"
    outcome = _checked(tmp_path, main_tf=text)
    assert _waived(outcome) == []
    assert [policy for policy, _ in _found(outcome) if policy in _GATE] == []
    assert (_MULTI_AZ, _ORDERS) in _found(outcome)
