"""The corpus that benchmarks read: large enough, varied, the same every time, and Terraform that can be parsed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from drlint.readers.hcl.source import parse

ROOT = Path(__file__).parents[1]


def written(folder: Path, **flags: int) -> Mapping[str, str]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import corpus  # noqa: PLC0415 - it stands in benchmarks/
    finally:
        sys.path.pop(0)
    corpus.written(folder, **flags)
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.tf")}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return written(tmp_path_factory.mktemp("corpus"))


def test_it_is_large_and_varied(files: Mapping[str, str]) -> None:
    lines = [line for text in files.values() for line in text.splitlines()]
    assert len(files) >= 200
    assert len(lines) >= 20_000
    assert len(set(files.values())) > len(files) * 0.9
    said = [line for line in lines if any(letter.isalnum() for letter in line)]
    assert len(set(said)) > len(said) / 2


def test_all_of_it_can_be_parsed(files: Mapping[str, str]) -> None:
    problems = {path: parse(text).problems for path, text in files.items()}
    assert {path: found for path, found in problems.items() if found} == {}


def test_a_seed_is_a_corpus(tmp_path: Path) -> None:
    first = written(tmp_path / "1", lines=3000, seed=7)
    assert written(tmp_path / "2", lines=3000, seed=7) == first
    assert written(tmp_path / "3", lines=3000, seed=8) != first
