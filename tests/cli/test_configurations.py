"""Several configurations in one run: each root is judged under its own, and one report comes out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drlint.cli.configuration import Nearest
from drlint.reports import json_

from .running import Outcome, change, drlint, plan, written

SCHEMA = json.loads(Path(json_.__file__).with_name("report-1.schema.json").read_text(encoding="utf-8"))
POLICY = "rds-instance-multi-az"
RETENTION = "rds-instance-backup-retention"
COPIES = "rds-cross-region-copy-exists"
ONLY = ("--select", POLICY, "-o", "json")
SINGLE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
HEALTHY = SINGLE.replace("false", "true")

OWN = """\
title: {title}
severity: critical
checklist: change-management
applies_to: [aws_db_instance]
require: not resource.multi_az
message: "{{resource}} has a standby"
why: To be found.
fix: Take it away.
examples:
  - fail: |
      resource "aws_db_instance" "main" {{ multi_az = true }}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def placed(name: str, text: Any) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return written(path, text)


def configured(**configurations: Any) -> None:
    """A root with one database for each name, and its configuration where there is one."""
    for name, text in configurations.items():
        placed(f"{name}/main.tf", SINGLE)
        if text is not None:
            placed(f"{name}/drlint.yaml", text)


def report(ran: Outcome) -> dict[str, Any]:
    found = ran.report
    jsonschema.validate(found, SCHEMA)
    return found


def test_each_root_is_judged_under_its_own() -> None:
    configured(strict={"profile": "strict"}, sandbox={"profile": "sandbox"}, plain=None)
    said = report(drlint("check", ".", *ONLY))
    assert {each["root"]: each["severity"] for each in said["findings"]} == {
        "strict": "high",
        "sandbox": "medium",
        "plain": "high",
    }
    assert [each["root"] for each in said["findings"]] == ["plain", "strict", "sandbox"]  # worst first
    assert [(each["path"], each["roots"]) for each in said["configurations"]] == [
        ("", ["plain"]),
        ("sandbox/drlint.yaml", ["sandbox"]),
        ("strict/drlint.yaml", ["strict"]),
    ]
    assert said["counts"]["policies"][POLICY] == {"pass": 0, "fail": 3, "unknown": 0, "not_assessed": 0}
    assert (said["counts"]["fail"], said["counts"]["resources"]) == (3, 3)
    assert [each["id"] for each in said["policies"]] == [POLICY]
    assert said["root"] == ""


def test_the_nearest_one_upward_rules() -> None:
    placed("drlint.yaml", {"fail_on": "critical"})
    placed("live/.github/drlint.yaml", {"fail_on": "low"})
    configured(**{"live/eu": None, "sandbox": None})
    assert drlint("check", "sandbox", *ONLY).code == 0
    assert drlint("check", "live/eu", *ONLY).code == 1
    assert drlint("check", "sandbox", "live/eu", *ONLY).code == drlint("check", "live", "sandbox", *ONLY).code == 1


def test_one_configuration_is_one_report_as_ever() -> None:
    placed("drlint.yaml", {"fail_on": "critical"})
    configured(a=None, b=None)
    said = report(drlint("check", ".", *ONLY))
    assert "configurations" not in said
    assert said["notes"] == []


def test_config_overrides() -> None:
    configured(a={"fail_on": "low"}, b={"fail_on": "critical"})
    placed("other.yaml", {"fail_on": "critical"})
    assert drlint("check", ".", *ONLY).code == 1
    ran = drlint("check", ".", *ONLY, "--config", "other.yaml")
    assert ran.code == 0
    assert "configurations" not in report(ran)


def test_flags_rule_all() -> None:
    configured(a={"fail_on": "critical"}, b={"fail_on": "critical"})
    assert drlint("check", ".", *ONLY).code == 0
    assert drlint("check", ".", *ONLY, "--fail-on", "low").code == 1


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"fail_on": "critical"}, 0),
        ({"exit_zero": True}, 0),
        ({"ignore": [POLICY]}, 2),  # nothing is left of what is selected
        ({"profile": "sandbox", "fail_on": "high"}, 0),
        ({}, 1),
    ],
)
def test_each_gate_is_its_own(settings: dict[str, Any], code: int) -> None:
    configured(a=settings, b={"fail_on": "critical"})
    assert drlint("check", ".", *ONLY).code == code
    assert drlint("check", "b", *ONLY).code == 0


def test_the_worst_code_of_all_counts() -> None:
    configured(a={}, b={})
    placed("a/broken.tf", "resource {")
    placed("b/main.tf", HEALTHY)
    placed("a/main.tf", HEALTHY)
    assert drlint("check", ".", *ONLY).code == 4
    placed("a/drlint.yaml", {"incomplete": "warn"})
    assert drlint("check", ".", *ONLY).code == 0
    placed("b/main.tf", SINGLE)
    placed("a/drlint.yaml", {})
    assert drlint("check", ".", *ONLY).code == 1
    placed("b/drlint.yaml", {"exit_zero": True})
    assert drlint("check", ".", *ONLY).code == 4
    placed("foreign/foreign.json", "{}")
    placed("foreign/drlint.yaml", {})
    assert drlint("check", "b", "foreign/foreign.json", *ONLY).code == 0  # something was read
    assert drlint("check", "foreign/foreign.json", *ONLY).code == 3


def test_a_mistake_in_any_of_them_is_a_mistake() -> None:
    configured(a={}, b={"fail_onn": "low"})
    ran = drlint("check", ".", *ONLY)
    assert ran.code == 2
    assert "b/drlint.yaml:1: there is no setting 'fail_onn'" in ran.err
    assert drlint("check", "a", *ONLY).code == 1


def test_copies_in_a_root_of_another_configuration_are_in_view() -> None:
    """Judged apart, the source would have no copy and its absence would be a finding."""
    placed(
        "live/main.tf",
        'provider "aws" { region = "eu-west-1" }\n'
        'resource "aws_db_instance" "orders" {\n  identifier = "orders"\n  backup_retention_period = 7\n}\n',
    )
    placed("live/drlint.yaml", {"world": "closed"})
    assert drlint("check", "live", "--select", COPIES, "-o", "json").code == 1
    placed(
        "recovery/main.tf",
        'provider "aws" { region = "eu-central-1" }\nresource "aws_db_instance" "copy" {\n'
        '  identifier = "copy"\n  replicate_source_db = "arn:aws:rds:eu-west-1:111122223333:db:orders"\n}\n',
    )
    ran = drlint("check", ".", "--select", COPIES, "-o", "json", "--show-passed")
    assert report(ran)["counts"]["fail"] == 0
    placed("recovery/drlint.yaml", {"fail_on": "low"})
    apart = drlint("check", ".", "--select", COPIES, "-o", "json", "--show-passed")
    assert apart.code == 0
    assert report(apart)["passed"] == report(ran)["passed"]
    assert "configurations" in report(apart)
    assert report(apart)["counts"]["resources"] == report(ran)["counts"]["resources"] == 2


def test_worlds_are_told_apart() -> None:
    configured(a={"world": "open"}, b={"world": "closed"})
    ran = drlint("check", ".", *ONLY)
    said = report(ran)
    assert said["world"] == {"is": "open", "because": "seen differently under 2 configurations"}
    assert [each["world"]["is"] for each in said["configurations"]] == ["open", "closed"]
    assert said["notes"] == [
        "a: judged under a/drlint.yaml; open world (configured as open)",
        "b: judged under b/drlint.yaml; closed world (configured as closed)",
    ]
    for form in ("text", "markdown"):
        told = " ".join(drlint("check", ".", "--select", POLICY, "-o", form).out.split())
        assert "2 configurations" in told
        assert "closed world" in told
    configured(a={"world": "closed"})
    assert report(drlint("check", ".", *ONLY))["world"] == {"is": "closed", "because": "configured as closed"}


def test_what_each_looks_at_and_declares_is_its_own() -> None:
    declared = {"policy": COPIES, "where": "infra/dr", "owner": "platform"}
    configured(a={"world": "closed", "elsewhere": [declared]}, b={"world": "closed"})
    said = report(drlint("check", ".", "--select", COPIES, "-o", "json"))
    assert [each["root"] for each in said["findings"]] == ["b"]
    assert [(each["policy"], each["set_aside"]) for each in said["elsewhere"]] == [(COPIES, 1)]
    assert said["counts"]["policies"][COPIES]["fail"] == 1


def test_parameters_and_regions_are_its_own() -> None:
    kept = 'provider "aws" {}\nresource "aws_db_instance" "orders" {\n  backup_retention_period = 14\n}\n'
    configured(
        a={"parameters": {RETENTION: {"minimum_days": 30}}, "provider_regions": {"aws": "eu-west-1"}},
        b={"parameters": {RETENTION: {"minimum_days": 30}}, "provider_regions": {"aws": "eu-central-1"}},
        c={"parameters": {RETENTION: {"minimum_days": 7}}},
    )
    for name in "abc":
        placed(f"{name}/main.tf", kept)
    said = report(drlint("check", ".", "--select", RETENTION, "-o", "json"))
    assert [(each["root"], each["region"]) for each in said["findings"]] == [("a", "eu-west-1"), ("b", "eu-central-1")]
    assert said["counts"]["policies"][RETENTION] == {"pass": 1, "fail": 2, "unknown": 0, "not_assessed": 0}


def test_policies_of_one_configuration_judge_its_roots_alone() -> None:
    configured(a={"policies": ["own"]}, b={})
    for name in "ab":
        placed(f"{name}/main.tf", HEALTHY)
    placed("a/own/mine/no-standby.yaml", OWN.format(title="Mine"))
    said = report(drlint("check", ".", "-o", "json"))
    assert [each["root"] for each in said["findings"] if each["policy"] == "no-standby"] == ["a"]
    assert [each["title"] for each in said["policies"] if each["id"] == "no-standby"] == ["Mine"]
    assert len({each["id"] for each in said["policies"]}) == len(said["policies"])


def test_a_folder_of_policies_may_be_shared_and_a_name_may_not() -> None:
    configured(a={"policies": ["../own"]}, b={"policies": ["../own"]})
    placed("own/mine/no-standby.yaml", OWN.format(title="Shared"))
    assert drlint("check", ".", "-o", "json").code == 1
    placed("b/drlint.yaml", {"policies": ["own"]})
    placed("b/own/mine/no-standby.yaml", OWN.format(title="Another"))
    ran = drlint("check", ".", "-o", "json")
    assert ran.code == 2
    assert "two policies are called 'no-standby'" in ran.err


def test_a_policy_that_some_inputs_cannot_answer_says_under_which() -> None:
    policy = "stateful-prevent-destroy"
    configured(a={}, b={})
    placed("plans/plan.json", plan(change()))
    placed("plans/drlint.yaml", {})
    said = report(drlint("check", ".", "--select", policy, "-o", "json"))
    assert said["policies"][0]["not_assessed"] is None
    assert said["not_assessed"] == [
        {"policy": policy, "reason": "only source shows what it reads; so under plans/drlint.yaml"}
    ]
    alone = report(drlint("check", "plans", "--select", policy, "-o", "json"))
    assert alone["not_assessed"] == [{"policy": policy, "reason": "only source shows what it reads"}]


def test_the_mildest_min_severity_is_shown() -> None:
    configured(a={"min_severity": "critical"}, b={})
    assert len(report(drlint("check", ".", *ONLY))["findings"]) == 2
    assert report(drlint("check", "a", *ONLY))["findings"] == []


def test_one_root_is_not_judged_twice() -> None:
    """Neither under two configurations nor as its plan and as its source."""
    configured(a={}, b={})
    placed("a/plan.json", plan(change(after={"multi_az": False})))
    said = report(drlint("check", ".", "a", "a/main.tf", *ONLY))
    assert [(each["uri"], each["kind"]) for each in said["inputs"]] == [("a/plan.json", "plan"), ("b", "source")]


def test_two_roots_of_one_name_are_refused_under_whatever_configuration() -> None:
    configured(a={}, b={})
    ran = drlint("check", ".", *ONLY, "--root", "same")
    assert ran.code == 2
    assert "b: a is a source of the same root, same" in ran.err


def test_the_code_of_a_plan_may_lie_under_another_configuration() -> None:
    configured(a={}, b={})
    placed("a/plan.json", plan(change(after={"multi_az": False})))
    Path("a/main.tf").unlink()
    said = report(drlint("check", ".", "--source", "b", *ONLY))
    assert [(each["uri"], each["kind"]) for each in said["inputs"]] == [("a/plan.json", "plan")]


def test_nothing_below_the_repository_is_looked_at(here: Path) -> None:
    placed("drlint.yaml", {"fail_on": "critical"})
    configured(**{"inner/a": None})
    Path("inner/.git").mkdir()
    assert drlint("check", "inner", *ONLY).code == 1
    assert Nearest()(here / "inner/a") is None
    assert Nearest()(here / "inner/a/main.tf") is None
    assert Nearest()(here / "other") == here.resolve() / "drlint.yaml"


def test_every_folder_is_looked_into_once(here: Path) -> None:
    placed("drlint.yaml", {})
    nearest = Nearest()
    for name in ("x/y/a", "x/y/b", "x/z"):
        Path(name).mkdir(parents=True)
        assert nearest(here / name) == here.resolve() / "drlint.yaml"
    Path("drlint.yaml").unlink()
    assert nearest(here / "x/y/b") == here.resolve() / "drlint.yaml"
    assert Nearest()(here / "x/y/b") is None
