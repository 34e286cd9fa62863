"""Every policy says which controls it supports, in frameworks whose ids are checked where it is loaded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_policies
from drlint.policy.controls.table import FRAMEWORKS, NAMED_ONLY, is_part_of, wrong_with
from drlint.policy.definition import Metadata
from scripts.controls_doc import DOCUMENT, document
from tests.cli.running import drlint

POLICIES = tuple(each.metadata for each in builtin_policies(load()))
KNOWN = [each for framework in FRAMEWORKS.values() for each in framework.controls]

LINE = 11
POLICY = """\
title: Backups are kept
severity: low
checklist: backups-automated-and-verified
applies_to: [aws_db_instance]
require: resource.backup_retention_period >= 7
message: "{resource} keeps too little"
why: w
fix: f
controls:
  security-hub: [RDS.11]
  CONTROLS
examples:
  - pass: |
      resource "aws_db_instance" "main" { backup_retention_period = 7 }
"""


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_a_policy_names_controls_of_every_framework_and_only_described_ones(policy: Metadata) -> None:
    if policy.stage == "stable":
        assert set(FRAMEWORKS) <= set(policy.controls)
    assert set(policy.controls) <= {*FRAMEWORKS, *NAMED_ONLY}
    for key, ids in policy.controls.items():
        assert ids
        assert len(ids) == len(set(ids))
        if key in FRAMEWORKS:
            assert [each for each in ids if FRAMEWORKS[key].control(each) is None] == []


def test_every_described_control_is_supported_by_a_policy() -> None:
    for key, framework in FRAMEWORKS.items():
        named = {each for policy in POLICIES for each in policy.controls.get(key, ())}
        assert [each.id for each in framework.controls if each.id not in named] == []


def test_the_table_is_whole_and_claims_nothing() -> None:
    for framework in FRAMEWORKS.values():
        assert framework.source.startswith("https://")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", framework.checked)
        ids = [each.id for each in framework.controls]
        assert len(ids) == len(set(ids))
        assert [each for each in ids if not re.fullmatch(framework.form, each)] == []
    for each in KNOWN:
        assert each.title
        assert each.shows
        assert each.beyond
        assert not re.search(r"complian|complies|certif|guarantee", f"{each.title} {each.shows}", re.IGNORECASE)


def test_the_page_on_controls_is_in_step() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "python scripts/controls_doc.py writes it anew"


def loaded(folder: Path, controls: str) -> str:
    (folder / "backups").mkdir()
    (folder / "backups" / "kept.yaml").write_text(POLICY.replace("CONTROLS", controls), encoding="utf-8")
    done = drlint("policies", "--policies", folder)
    return f"{done.code} {done.err}"


@pytest.mark.parametrize(
    ("controls", "said"),
    [
        ("nist-800-53: [CP9]", "has no control 'CP9'; did you mean 'CP-9'?"),
        ("nist-800-53: [cp-9]", "has no control 'cp-9'; did you mean 'CP-9'?"),
        ("nist-800-53: [CP-99]", "has no control 'CP-99'; did you mean 'CP-9'?"),
        ("soc-2: [A1.4]", "has no control 'A1.4'; did you mean 'A1.3'?"),
        ("dora: [65]", "has no control '65'"),
        ("iso-22301: [11.1]", "has no control '11.1'"),
        ("aws-well-architected: [REL9]", "has no control 'REL9'"),
        ("nist800-53: [CP-9]", "no framework is called 'nist800-53'; did you mean 'nist-800-53'?"),
        ("SOC2: [A1.2]", "no framework is called 'SOC2'; did you mean 'soc-2'?"),
        ("aws-well-architcted: [REL09-BP01]", "did you mean 'aws-well-architected'?"),
        ("nist-800-53: CP-9", "nist-800-53 must be a list of ids"),
    ],
)
def test_what_is_no_control_is_an_error_on_its_line(tmp_path: Path, controls: str, said: str) -> None:
    told = loaded(tmp_path, controls)
    assert told.startswith("2 ")
    assert f"kept.yaml:{LINE}: controls: " in told
    assert said in told


@pytest.mark.parametrize(
    "controls",
    [
        "iso-27001: [A.8.13]",
        "nist-800-171: [3.8.9]",
        "house-rules: [DR-1]",
        "nist-800-53: [AC-2(1), CP-13]",
        "dora: [28, 5(2)]",
        "iso-22301: [8.4, 9.1]",
    ],
)
def test_other_frameworks_and_controls_that_the_table_does_not_describe_are_free(tmp_path: Path, controls: str) -> None:
    assert loaded(tmp_path, controls) == "0 "


def test_a_control_holds_its_parts() -> None:
    assert is_part_of("CP-9(8)", "CP-9")
    assert is_part_of("8.4.3", "8.4")
    assert is_part_of("REL09-BP01", "REL09")
    assert not is_part_of("CP-10", "CP-1")
    assert not is_part_of("12(2)", "1")
    assert not is_part_of("CP-9", "CP-9(8)")


def test_policies_are_listed_by_control() -> None:
    listed = drlint("policies", "--control", "dora:25").out
    assert "restore-testing-plan-exists" in listed
    assert "1 policy;" in listed
    assert "did you mean 'CP-9'?" in drlint("policies", "--control", "nist-800-53:CP9").err
    assert "did you mean 'soc-2'?" in drlint("policies", "--control", "soc2:A1.2").err


def test_explain_shows_what_a_policy_supports() -> None:
    said = drlint("explain", "rds-final-snapshot").out
    assert "Supports (evidence for part of a control, never all of it)" in said
    assert re.search(r"CP-9 +Data and system are backed up", said)


def test_nothing_known_is_wrong_by_its_own_check() -> None:
    assert wrong_with({key: [each.id for each in framework.controls] for key, framework in FRAMEWORKS.items()}) is None
