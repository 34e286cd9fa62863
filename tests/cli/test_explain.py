"""`drlint explain` shows examples that its own words do not contradict."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import drlint

POLICY = """\
title: Backups are kept
severity: low
checklist: backups-automated-and-verified
applies_to: [aws_db_instance]
require: resource.backup_retention_period >= parameters.days
message: m
why: w
fix: f
parameters: {days: 7}
examples:
  - fail: |
      resource "aws_db_instance" "strict" { backup_retention_period = 20 }
    parameters: {days: 30}
  - pass: |
      resource "aws_db_instance" "strict" { backup_retention_period = 3 }
    parameters: {days: 1}
"""
PLAIN = """\
  - fail: |
      resource "aws_db_instance" "plain" { backup_retention_period = 1 }
"""


def explained(folder: Path, text: str) -> str:
    (folder / "backups").mkdir()
    (folder / "backups" / "kept.yaml").write_text(text, encoding="utf-8")
    return drlint("explain", "kept", "--policies", folder).out


def test_an_example_under_the_policys_own_parameters_comes_first(tmp_path: Path) -> None:
    said = explained(tmp_path, POLICY + PLAIN)
    assert 'Example: fail\n  resource "aws_db_instance" "plain"' in said


def test_other_parameters_are_told(tmp_path: Path) -> None:
    said = explained(tmp_path, POLICY)
    assert 'Example: fail, with days: 30\n  resource "aws_db_instance" "strict"' in said
    assert 'Example: pass, with days: 1\n  resource "aws_db_instance" "strict"' in said
