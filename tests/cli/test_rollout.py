"""A policy is brought in over weeks: observed, then warned of, then in force."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import Outcome, drlint, written

POLICY = "rds-instance-multi-az"
HCL = """resource "aws_db_instance" "orders" {
  instance_class = "db.t3.micro"
  multi_az = false
}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    written(tmp_path / "main.tf", HCL)
    return tmp_path


def check(root: Path, rollout: str, *more: str) -> Outcome:
    written(root / "drlint.yaml", f"rollout: {rollout}\n")
    return drlint("check", root, "--select", POLICY, *more)


@pytest.mark.parametrize(
    ("rollout", "day", "code", "stage"),
    [
        ("{}", "2027-01-31", 1, None),
        (f"{{{POLICY}: block}}", "2027-01-31", 1, None),
        (f"{{{POLICY}: warn}}", "2027-01-31", 0, "warn"),
        (f"{{{POLICY}: observe}}", "2027-01-31", 0, "observe"),
        (f"{{{POLICY}: {{block: 2027-02-01}}}}", "2027-01-31", 0, "warn"),
        (f"{{{POLICY}: {{block: 2027-02-01}}}}", "2027-02-01", 1, None),
        (f"{{{POLICY}: {{warn: 2027-02-01}}}}", "2027-01-31", 0, "observe"),
        (f"{{{POLICY}: {{warn: 2027-02-01}}}}", "2030-01-01", 0, "warn"),
        (f"{{{POLICY}: {{warn: 2027-01-01, block: 2027-03-01}}}}", "2026-12-31", 0, "observe"),
        (f"{{{POLICY}: {{warn: 2027-01-01, block: 2027-03-01}}}}", "2027-02-28", 0, "warn"),
        (f"{{{POLICY}: {{warn: 2027-01-01, block: 2027-03-01}}}}", "2027-03-01", 1, None),
        ('{"*": observe}', "2027-01-31", 0, "observe"),
        ("{availability: warn}", "2027-01-31", 0, "warn"),
        ("{strategy-matches-objectives: warn}", "2027-01-31", 0, "warn"),
        ("{backups: warn}", "2027-01-31", 1, None),
        (f'{{"*": observe, rds-*: warn, availability: observe, {POLICY}: block}}', "2027-01-31", 1, None),
        ('{"*": observe, rds-instance-*: block, rds-*: warn}', "2027-01-31", 1, None),
        ("{rds-*: warn, availability: block}", "2027-01-31", 1, None),
    ],
)
def test_a_stage_decides_what_fails(rollout: str, day: str, code: int, stage: str | None, root: Path) -> None:
    ran = check(root, rollout, "--as-of", day, "-o", "json=-")
    assert ran.code == code
    (found,) = ran.report["findings"]
    assert found["gates"] is (stage is None)
    assert found.get("stage") == stage
    assert ran.report["counts"]["fail"] == 1


def test_a_finding_says_until_when(root: Path) -> None:
    found = check(root, "{availability: {block: 2027-02-01}}", "--as-of", "2027-01-01", "-o", "json=-").report
    assert found["findings"][0]["stage_because"] == "warn until 2027-02-01 (rollout of availability)"
    assert found["counts"]["warned"] == 1
    text = check(root, "{availability: {block: 2027-02-01}}", "--as-of", "2027-01-01").out
    assert "warn until 2027-02-01 (rollout of availability)" in " ".join(text.split())
    assert "1 finding only warned of, which never fails a run." in text


def test_what_is_observed_is_told_apart_and_annotates_nothing(root: Path) -> None:
    text = check(root, f"{{{POLICY}: observe}}").out
    assert text.startswith("1 will hurt")  # the estate is what it is
    assert "Only observed: 1 finding of policies that are not in force yet" in text
    annotated = check(root, f"{{{POLICY}: observe}}", "-o", "github=-").out
    assert POLICY not in annotated
    assert "1 finding only observed, which never fails a run" in annotated
    sarif = json.loads(check(root, f"{{{POLICY}: observe}}", "-o", "sarif=-").out)
    assert sarif["runs"][0]["results"] == []
    assert "only observed" in json.dumps(sarif["runs"][0]["invocations"])
    assert json.loads(check(root, f"{{{POLICY}: observe}}", "-o", "gitlab=-").out) == []


def test_what_is_warned_of_is_no_error_anywhere(root: Path) -> None:
    sarif = json.loads(check(root, f"{{{POLICY}: warn}}", "-o", "sarif=-").out)
    assert [each["level"] for each in sarif["runs"][0]["results"]] == ["warning"]
    annotated = check(root, f"{{{POLICY}: warn}}", "-o", "github=-").out
    assert annotated.startswith("::notice file=main.tf,line=3,")
    assert "does not gate (warn (rollout of" in check(root, f"{{{POLICY}: warn}}", "-o", "junit=-").out


def test_strict_counts_unknowns_of_policies_in_force_alone(root: Path) -> None:
    written(root / "main.tf", HCL.replace("false", "var.ha") + 'variable "ha" {}\n')
    assert check(root, "{}", "--strict").code == 4
    assert check(root, f"{{{POLICY}: warn}}", "--strict").code == 0


def test_preview_stays_preview(root: Path, tmp_path: Path) -> None:
    policy = (
        "title: A database has a standby\nseverity: high\nstage: preview\nchecklist: runbooks-documented\n"
        "applies_to: [aws_db_instance]\nrequire: resource.multi_az\nmessage: it has no standby\n"
        "why: |\n  It must survive.\nfix: Give it one.\n"
        'examples:\n  - pass: resource "aws_db_instance" "a" { multi_az = true }\n'
    )
    folder = tmp_path / "own" / "backups"
    folder.mkdir(parents=True)
    written(folder / "standby.yaml", policy)
    written(root / "drlint.yaml", "rollout: {standby: block}\n")
    ran = drlint("check", root, "--policies", tmp_path / "own", "--select", "standby", "-o", "json=-")
    assert ran.code == 0
    assert [each["gates"] for each in ran.report["findings"]] == [False]


MISTAKES = [
    (
        "rollout:\n  rds-instance-multi-ax: warn",
        "drlint.yaml:2: rollout: no policy is called 'rds-inst",
    ),
    (
        "rollout:\n  rds-*: wran",
        "drlint.yaml:2: rollout of 'rds-*' is 'wran'; it is one of observe, warn, block; did you mean",
    ),
    ("rollout:\n  rds-*:\n    blok: 2027-01-01", "drlint.yaml:3: rollout of 'rds-*' is 'blok'"),
    (
        "rollout:\n  rds-*: {block: never}",
        "drlint.yaml:2: rollout of 'rds-*': block begins on a day such as",
    ),
    ("rollout: {rds-*: {block: 2027-02-30}}", "begins on a day"),
    ("rollout: {rds-*: {block: 20270201}}", "begins on a day"),
    ("rollout: {rds-*: {block: }}", "begins on a day"),
    ("rollout: {rds-*: {block: 2027-W05-1}}", "begins on a day"),
    ("rollout: {rds-*: {block: [2027-02-01]}}", "begins on a day"),
    ("rollout: {rds-*: {block: 2027-01-01, warn: 2027-02-01}}", "goes from observe to warn to block"),
    ("rollout: {rds-*: {warn: 2027-02-01, block: 2027-02-01}}", "each on a later day"),
    ("rollout: {rds-*: {observe: 2027-02-01}}", "names a day for observe"),
    ("rollout: {rds-*: }", "is no stage"),
    ("rollout: {rds-*: 3}", "is no stage"),
    ("rollout: {rds-*: {}}", "is no stage"),
    ("rollout: warn", "rollout must be a mapping"),
    ("rollout: [warn]", "rollout must be a mapping"),
]


@pytest.mark.parametrize(("config", "said"), MISTAKES)
def test_mistakes_are_named(config: str, said: str, root: Path) -> None:
    written(root / "drlint.yaml", config)
    ran = drlint("check", root)
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert said in ran.err
    assert drlint("config", root).code == 2


def test_days_of_a_pyproject_file(root: Path) -> None:
    written(root / "pyproject.toml", f"[tool.drlint.rollout]\n{POLICY} = {{ block = 2027-02-01 }}\n")
    (root / "drlint.yaml").unlink(missing_ok=True)
    assert drlint("check", root, "--select", POLICY, "--as-of", "2027-01-31").code == 0
    assert drlint("check", root, "--select", POLICY, "--as-of", "2027-02-01").code == 1
