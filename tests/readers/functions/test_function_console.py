"""The real Terraform agrees with the tables; it skips where there is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from terraform import console, terraform
from worth import REFUSED, rows

from drlint.readers.hcl.functions.call import ELSEWHERE, FUNCTIONS, NOT_COMPUTED

pytestmark = pytest.mark.skipif(
    shutil.which("terraform") is None, reason="terraform is not on PATH; the tables are not compared"
)


def _normal(answer: str) -> str:
    """JSON in one notation, in which 1 and true differ as they should."""
    return answer if answer == REFUSED else json.dumps(json.loads(answer), sort_keys=True)


def test_the_tables(tmp_path: Path) -> None:
    table = rows()
    answers = console([expression for expression, _ in table], tmp_path)
    assert len(answers) == len(table)
    different = [
        (expression, expected, answer)
        for (expression, expected), answer in zip(table, answers, strict=True)
        if _normal(answer) != _normal(expected)
    ]
    assert different == []


def test_functions_are_terraforms(tmp_path: Path) -> None:
    """Every function of this Terraform is listed here, and none besides."""
    said = json.loads(terraform(tmp_path, ["metadata", "functions", "-json"]))["function_signatures"]
    assert {name for name in said if "::" not in name} == {*FUNCTIONS, *NOT_COMPUTED, *ELSEWHERE}
