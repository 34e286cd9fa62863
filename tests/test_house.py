"""The house's own rules that no linter knows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
HOUSE = REPOSITORY / "drlint"
FILES = sorted(HOUSE.rglob("*.py"))
BESIDE = [
    each
    for name in ("policies", "scripts", "benchmarks", ".github")
    for each in sorted((REPOSITORY / name).rglob("*.py"))
]


@pytest.mark.parametrize("path", [*FILES, *BESIDE], ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module begins with one sentence that says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 40, node.name


def test_names_are_ours() -> None:
    refused = ("get_", "process_", "utils", "Manager", "Helper")
    found: list[str] = []
    for path in FILES:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        found += [f"{path.name}: {name}" for name in names if name.lstrip("_").startswith(refused)]
    assert [each for each in found if not each.endswith("get_command")] == []
