"""The real Terraform agrees with the tables; it skips where there is none."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from worth import REFUSED, rows

from drlint.readers.hcl.functions.call import ELSEWHERE, FUNCTIONS, NOT_COMPUTED

TERRAFORM = shutil.which("terraform")

pytestmark = pytest.mark.skipif(TERRAFORM is None, reason="terraform is not on PATH; the tables are not compared")


def _terraform(folder: Path, arguments: list[str], text: str = "") -> str:
    configuration = folder / "empty.tfrc"
    configuration.write_text("", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    done = subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=kept | {"TF_CLI_CONFIG_FILE": str(configuration), "CHECKPOINT_DISABLE": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _answers(expressions: list[str], folder: Path, world: str = "") -> list[str]:
    """What one console says of all expressions, in JSON."""
    asked = "".join(f'    try(jsonencode({each}), "{REFUSED}"),\n' for each in expressions)
    (folder / "main.tf").write_text(f"{world}\nlocals {{\n  answers = [\n{asked}  ]\n}}\n", encoding="utf-8")
    said = _terraform(folder, ["console"], "base64encode(jsonencode(local.answers))\n")
    answers: list[str] = json.loads(base64.b64decode(said.strip().strip('"')))
    return answers


def _normal(answer: str) -> str:
    """JSON in one notation, in which 1 and true differ as they should."""
    return answer if answer == REFUSED else json.dumps(json.loads(answer), sort_keys=True)


def test_the_tables(tmp_path: Path) -> None:
    table = rows()
    answers = _answers([expression for expression, _ in table], tmp_path)
    assert len(answers) == len(table)
    different = [
        (expression, expected, answer)
        for (expression, expected), answer in zip(table, answers, strict=True)
        if _normal(answer) != _normal(expected)
    ]
    assert different == []


def test_functions_are_terraforms(tmp_path: Path) -> None:
    """Which functions there are; those of later versions are unknown by name, not refused."""
    said = json.loads(_terraform(tmp_path, ["metadata", "functions", "-json"]))["function_signatures"]
    names = {name for name in said if "::" not in name}
    assert set(FUNCTIONS) | set(NOT_COMPUTED) | ELSEWHERE <= names
    assert names - (set(FUNCTIONS) | set(NOT_COMPUTED) | ELSEWHERE) == set()
