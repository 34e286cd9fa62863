"""What the evaluator knows of random expressions is what the real Terraform plans; it skips where there is none."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from random_code import UNKNOWN, WORLD, expressions
from terraform import terraform

from drlint.catalog.registry import catalog_of
from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.code import Code
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.root import Root
from drlint.readers.hcl.seen import Invalid, leaves, settled
from drlint.readers.hcl.source import parse
from drlint.readers.hcl.variables import Settings

pytestmark = pytest.mark.skipif(
    shutil.which("terraform") is None, reason="terraform is not on PATH; random expressions are not compared"
)

COUNT = 1_200
# What Terraform computes to 154 digits, a float to 15.
FRACTION = re.compile(r"\d\.\d{8}")


def evaluated(texts: list[str], world: str) -> list[Any]:
    """What each text is worth."""
    own = "".join(f"  it{number} = {text}\n" for number, text in enumerate(texts))
    source = parse(f"locals {{\n{own}}}\n{world}")
    assert source.problems == ()
    code = Code(folder="", body=source.body)
    modules = (Module(code, Root("app", "", catalog_of([]), Settings())) for _ in texts)
    return [settled(module.local(f"it{number}")) for number, module in enumerate(modules)]


def planned(texts: list[str], world: str, folder: Path) -> list[str | None]:
    """What Terraform plans for each text, in JSON: `error` where it refuses it, None where it is not known."""
    asked = [
        f'output "o{number}" {{\n  value = try(jsonencode({text}), "error")\n}}\n' for number, text in enumerate(texts)
    ]
    (folder / "main.tf").write_text(world + "".join(asked), encoding="utf-8")
    terraform(folder, ["init", "-input=false"])
    terraform(folder, ["plan", "-input=false", "-out=it"])
    found = json.loads(terraform(folder, ["show", "-json", "it"]))["output_changes"]
    return [found[f"o{number}"].get("after") for number in range(len(texts))]


def contradicted(known: Any, said: str | None) -> bool:
    """Whether Terraform says something else than what is known; what it refuses has no plan to be compared with."""
    if said is None or said == "error":
        return False
    if isinstance(known, Invalid):
        return True  # `try` goes on from there
    if any(isinstance(each, Unknown | Reference) for each in leaves((known,))):
        return any(isinstance(each, Invalid) for each in leaves((known,)))
    return not FRACTION.search(said) and _kinds(known) != _kinds(json.loads(said))


def _kinds(value: Any) -> Any:
    """A value with the kind of each of its parts, so that 1, "1" and true differ."""
    if isinstance(value, tuple | list):
        return [_kinds(each) for each in value]
    if isinstance(value, dict):
        return {key: _kinds(each) for key, each in value.items()}
    return type(value).__name__, value


@pytest.mark.parametrize(("seed", "unknown"), [(1, False), (2, True)])
def test_nothing_that_is_known_is_contradicted(seed: int, unknown: bool, tmp_path: Path) -> None:  # noqa: FBT001
    world = WORLD + UNKNOWN * unknown
    texts = expressions(seed, COUNT, unknown=unknown)
    known, said = evaluated(texts, world), planned(texts, world, tmp_path)
    wrong = [each for each in zip(texts, known, said, strict=True) if contradicted(*each[1:])]
    assert wrong == []
    told = [answer for answer in said if answer not in {None, "error"}]
    seen = [value for value in known if not any(isinstance(each, Unknown | Reference) for each in leaves((value,)))]
    assert len(told) > COUNT / 4, "most expressions mean nothing, so that little is compared"
    assert len(seen) > len(told) * 3 / 4, "most values are not known"
