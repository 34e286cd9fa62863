"""Terraform's JSON syntax says what the native one says: every policy's examples, and every estate."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from as_json import facts, in_json, read_file, read_folder
from plan_json import catalog

from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import examples_of

TOP = Path(__file__).parents[2]
ESTATES = sorted(each.parent for each in (TOP / "fixtures" / "estates").glob("*/plan.json"))
POLICIES = sorted(policy_files(TOP / "policies"), key=lambda file: file.id)


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.id)
def test_examples(file: PolicyFile, tmp_path: Path) -> None:
    for position, example in enumerate(examples_of(file)):
        if not example.source:
            continue
        native = read_file(tmp_path / f"native{position}", "main.tf", example.source, catalog())
        in_other = read_file(tmp_path / f"json{position}", "main.tf.json", in_json(example.source), catalog())
        assert facts(in_other) == facts(native)
        assert native.judged or native.blind_spots or native.uncatalogued


@pytest.mark.parametrize("estate", ESTATES, ids=lambda estate: estate.name)
def test_estates(estate: Path, tmp_path: Path) -> None:
    rewritten(estate, tmp_path / "estate")
    native = read_folder(estate, catalog())
    found = facts(read_folder(tmp_path / "estate", catalog()))
    assert found == facts(native)
    assert len(native.resources) > 10


def rewritten(estate: Path, to: Path) -> None:
    """A copy of an estate with all of its code in JSON."""
    shutil.copytree(estate, to, ignore=shutil.ignore_patterns("plan.json", "expected", ".terraform*"))
    for each in to.rglob("*.tf"):
        each.with_suffix(".tf.json").write_text(in_json(each.read_text(encoding="utf-8")), encoding="utf-8")
        each.unlink()
