"""Two reports, plans or folders against each other: new, worse, fixed, and what is merely seen no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drlint import reports
from tests.cli.running import Outcome, drlint
from tests.readers.plan_json import block, change, module, plan, provider

_SCHEMA = json.loads((Path(reports.__path__[0]) / "difference-1.schema.json").read_text(encoding="utf-8"))
_SELECT = (
    "--select",
    "rds-instance-backup-retention",
    "--select",
    "s3-versioning",
    "--select",
    "rds-instance-multi-az",
)


def _database(name: str, days: int, more: str = "  multi_az = true\n") -> str:
    return (
        f'resource "aws_db_instance" "{name}" {{\n  instance_class = "db.r6g.large"\n'
        f"  backup_retention_period = {days}\n{more}}}\n"
    )


def _bucket(name: str) -> str:
    return f'resource "aws_s3_bucket" "{name}" {{\n  bucket = "{name}"\n}}\n'


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes the report of a root whose source is given."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    monkeypatch.chdir(tmp_path)

    def write(name: str, *source: str, flags: tuple[str, ...] = ()) -> Path:
        Path("infra", "main.tf").write_text("".join(source), encoding="utf-8")
        path = Path(f"{name}.json")
        ran = drlint("check", "infra", "--no-cache", "-o", f"json={path}", "-o", "text=text.txt", *(flags or _SELECT))
        assert ran.code in {0, 1, 4}
        return path

    return write


def _diff(*arguments: str | Path) -> Outcome:
    return drlint("diff", *arguments, "-o", "json")


def _said(ran: Outcome) -> dict[str, Any]:
    found = ran.report
    jsonschema.validate(found, _SCHEMA)
    return found


def _resources(found: list[dict[str, Any]]) -> list[str]:
    return [each["resource"] for each in found]


def test_two_reports(report: Callable[..., Path]) -> None:
    before = report("before", _database("orders", 5), _bucket("old"), _bucket("kept"), _database("mended", 3))
    after = report("after", _database("orders", 2), _bucket("kept"), _bucket("new"), _database("mended", 14))
    found = _said(_diff(before, after))
    assert _resources(found["new"]) == ["aws_s3_bucket.new"]
    assert [(each["resource"], each["was"]) for each in found["worse"]] == [
        ("aws_db_instance.orders", "backup_retention_period: 5 → 2 days")
    ]
    assert _resources(found["fixed"]) == ["aws_db_instance.mended", "aws_s3_bucket.old"]
    assert found["counts"]["unchanged"] == 1
    assert found["notes"] == []


def test_a_report_and_the_source_of_now(report: Callable[..., Path]) -> None:
    before = report("before", _bucket("a"), flags=("--select", "s3-versioning"))
    Path("infra", "main.tf").write_text(
        _bucket("b") + "moved {\n  from = aws_s3_bucket.a\n  to = aws_s3_bucket.b\n}\n", encoding="utf-8"
    )
    found = _said(_diff(before, "infra"))
    assert found["counts"]["new"] == found["counts"]["fixed"] == 0
    assert found["counts"]["unchanged"] == 1
    assert "s3-versioning" not in {each["policy"] for each in found["unasked"]}


@pytest.mark.parametrize("flag", [True, False], ids=["--exit-code", "without"])
@pytest.mark.parametrize(("days", "code"), [(5, 0), (2, 1), (14, 0)], ids=["same", "worse", "fixed"])
def test_the_exit_code(report: Callable[..., Path], days: int, code: int, *, flag: bool) -> None:
    before, after = report("before", _database("orders", 5)), report("after", _database("orders", days))
    assert drlint("diff", before, after, *(["--exit-code"] if flag else [])).code == (code if flag else 0)


def test_what_is_seen_no_more_is_not_fixed(report: Callable[..., Path]) -> None:
    before = report("before", _database("orders", 5, ""), _bucket("a"))
    unknown = 'variable "days" { type = number }\n' + _database("orders", 5, "").replace("= 5", "= var.days")
    after = report("after", unknown, flags=_SELECT[:4])
    found = _said(_diff(before, after))
    assert {(each["policy"], each["why"]) for each in found["unseen"]} == {
        ("rds-instance-backup-retention", "it is not known now"),
        ("rds-instance-multi-az", "the policy was not asked"),
    }
    assert _resources(found["fixed"]) == ["aws_s3_bucket.a"]
    assert _resources(found["unknown_now"]) == ["aws_db_instance.orders"]
    back = _said(_diff(after, before))
    assert {(each["policy"], each.get("was")) for each in back["new"]} == {
        ("rds-instance-backup-retention", "could not be told"),
        ("s3-versioning", None),
    }
    assert [each["policy"] for each in back["unasked"]] == ["rds-instance-multi-az"]
    assert _resources(back["unknown_no_more"]) == ["aws_db_instance.orders"]


def test_what_could_not_be_read_is_not_fixed(report: Callable[..., Path]) -> None:
    before = report("before", _bucket("a"))
    found = _said(_diff(before, report("after", 'module "m" {\n  source = "./missing"\n}\n')))
    assert [each["why"] for each in found["unseen"]] == ["not all could be read"]
    found = _said(_diff(before, report("after", _bucket("a"), flags=("--root", "other", "--select", "s3-versioning"))))
    assert found["counts"]["unchanged"] == 1  # one root on either side is the same estate


def test_what_was_accepted_since_is_neither_new_nor_fixed(report: Callable[..., Path]) -> None:
    before = report("before", _bucket("a"))
    assert drlint("baseline", "create", "infra", *_SELECT).code == 0
    after = report("after", _bucket("a"), flags=(*_SELECT, "--baseline", "drlint-baseline.json"))
    found = _said(_diff(before, after))
    assert _resources(found["accepted"]) == ["aws_s3_bucket.a"]
    assert found["new"] == found["fixed"] == []
    back = _said(_diff(after, before))
    assert back["new"] == back["fixed"] == []
    assert back["counts"]["unchanged"] == 1


def test_what_is_not_listed_cannot_be_compared(report: Callable[..., Path]) -> None:
    before = report("before", _bucket("a"), flags=(*_SELECT, "--min-severity", "critical"))
    found = _said(_diff(before, report("after", _bucket("a"))))
    assert found["new"] == []
    assert _resources(found["unasked"]) == ["aws_s3_bucket.a"]
    assert "does not list its findings of severity high" in found["notes"][0]


def test_an_older_report_is_compared_by_severity(report: Callable[..., Path]) -> None:
    before, after = report("before", _database("orders", 5)), report("after", _database("orders", 2))
    document = json.loads(before.read_text(encoding="utf-8"))
    document["schema_version"] = "1.1"
    del document["roots"], document["findings"][0]["measured"]
    before.write_text(json.dumps(document), encoding="utf-8")
    found = _said(_diff(before, after))
    assert (found["worse"], found["counts"]["unchanged"]) == ([], 1)
    assert "compared by severity alone" in found["notes"][0]
    document["findings"][0]["severity"] = "low"
    before.write_text(json.dumps(document), encoding="utf-8")
    assert [each["was"] for each in _said(_diff(before, after))["worse"]] == ["low → high"]


def _planned(name: str, days: int, address: str = "orders", **more: Any) -> Path:
    values = {"identifier": "orders", "instance_class": "db.r6g.large", "backup_retention_period": days}
    changed = change(f"aws_db_instance.{address}", values, before=values, actions=("no-op",), **more)
    path = Path(name)
    path.write_bytes(
        plan(changed, root=module(block(f"aws_db_instance.{address}")), providers={"aws": provider("eu-central-1")})
    )
    return path


@pytest.mark.usefixtures("report")
def test_two_plans_of_one_estate() -> None:
    found = _said(_diff(_planned("main.plan.json", 5), _planned("change.plan.json", 2)))
    assert [each["was"] for each in found["worse"]] == ["backup_retention_period: 5 → 2 days"]
    assert found["new"] == found["fixed"] == []
    assert found["notes"] == ["main.plan.json is of root main, which is taken for change of change.plan.json"]
    moved = _planned("change.plan.json", 5, "other", previous_address="aws_db_instance.orders")
    found = _said(_diff("main.plan.json", moved))
    assert found["counts"]["new"] == found["counts"]["fixed"] == 0


BAD: dict[str, tuple[Callable[[str], str], int, str]] = {
    "truncated": (lambda text: text[:900], 2, "ends in the middle; write it again with drlint check -o json=FILE"),
    "truncated at once": (lambda text: text[:70], 2, "ends in the middle"),
    "newer": (lambda text: text.replace('"1.', '"2.', 1), 2, "this drlint reads 1.x; use a newer drlint"),
    "no JSON": (lambda text: text.replace('"findings": [', '"findings": [,'), 2, "is not JSON"),
    "no findings": (lambda text: text.replace('"findings"', '"found"'), 2, "is no whole report"),
    "a severity that is none": (lambda text: text.replace('"severity": "high"', '"severity": "dire"'), 2, "dire"),
    "a document of another tool": (lambda _: '{"schema_version": "1.0"}', 3, "not a Terraform plan"),
    "empty": (lambda _: "", 4, "empty"),
}


@pytest.mark.parametrize(("spoil", "code", "said"), BAD.values(), ids=BAD)
def test_what_is_no_report_is_refused(
    report: Callable[..., Path], spoil: Callable[[str], str], code: int, said: str
) -> None:
    before = report("before", _bucket("a"))
    before.write_text(spoil(before.read_text(encoding="utf-8")), encoding="utf-8")
    for pair in ((before, "infra"), ("infra", before)):
        ran = drlint("diff", *pair)
        assert ran.code == code
        assert said in ran.err
        assert "Traceback" not in ran.err


@pytest.mark.usefixtures("report")
def test_what_is_not_there_is_refused() -> None:
    ran = drlint("diff", "nowhere.json", "infra")
    assert (ran.code, ran.complaints) == (2, ["drlint: nowhere.json: no such file or folder"])
    ran = drlint("diff", "-", "infra", stdin=b'{"format_version": "1.2", "planned_values": {}}')
    assert ran.code == 2
    assert "a plan is compared from a file" in ran.err


def test_a_report_may_come_through_a_pipe(report: Callable[..., Path]) -> None:
    before, after = report("before", _bucket("a")), report("after", _bucket("b"))
    ran = drlint("diff", before, "-", "-o", "json", stdin=after.read_bytes())
    assert _resources(_said(ran)["new"]) == ["aws_s3_bucket.b"]


def test_a_person_reads_it(report: Callable[..., Path]) -> None:
    before, after = report("before", _database("orders", 5)), report("after", _database("orders", 2), _bucket("a"))
    said = drlint("diff", before, after).out
    assert said.startswith("1 new · 1 worse · 0 unchanged · 0 fixed\nbefore.json → after.json\n")
    assert "Before: backup_retention_period: 5 → 2 days." in said
    written = drlint("diff", before, after, "-o", "markdown").out
    assert "## New (1)\n\n- **high** `s3-versioning` `infra: aws_s3_bucket.a`: " in written


def test_hostile_names_do_nothing(report: Callable[..., Path]) -> None:
    name = 'x"]\\n# all policies passed\\n<img src=x> @team \\u001b[2J ::error::'
    key = name.replace('"', '\\"')
    hostile = f'resource "aws_s3_bucket" "a" {{\n  for_each = {{"{key}" = 1}}\n}}\n'
    before, after = report("before", _bucket("b")), report("after", hostile)
    document = json.loads(after.read_text(encoding="utf-8"))
    for each in document["findings"]:
        each["message"] = "\x1b[2J\r::error::x\n# passed\n@team <script>`"
    after.write_text(json.dumps(document), encoding="utf-8")
    said = drlint("diff", before, after).out
    assert "\x1b" not in said
    assert not any(line.startswith(("::", "#")) for line in said.splitlines())
    written = drlint("diff", before, after, "-o", "markdown").out
    lines = [line for line in written.splitlines() if line.strip()]
    assert all(line.startswith(("# Disaster", "**", "From ", "## ", "- **")) for line in lines)
    assert "<script>" not in written
    assert "<img" not in "".join(written.split("`")[::2])  # outside code spans


def test_nothing_changed_between_a_thing_and_itself(report: Callable[..., Path]) -> None:
    same = report("same", _database("orders", 5, ""), _bucket("a"))
    found = _said(_diff(same, same))
    assert found["counts"] == {**dict.fromkeys(found["counts"], 0), "unchanged": 3}
