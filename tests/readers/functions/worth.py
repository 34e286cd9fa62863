"""What an expression is worth beside other Terraform text, and the tables of what Terraform's console says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from drlint.catalog.registry import catalog_of
from drlint.model.values import Unknown, frozen
from drlint.readers.hcl import tree
from drlint.readers.hcl.code import Code
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.root import Root
from drlint.readers.hcl.seen import Invalid, settled
from drlint.readers.hcl.source import parse
from drlint.readers.hcl.variables import Settings
from drlint.readers.hcl.world import Scope

TABLES = Path(__file__).parent / "console"
REFUSED = "error"


def worth(expression: str, world: str = "") -> Any:
    source = parse(f"locals {{\n  it = {expression}\n}}\n{world}\n")
    assert source.problems == ()
    value = source.body.blocks_of("locals")[0].body.attributes[0].value
    return settled(evaluate(value, scope_of(source.body)))


def scope_of(body: tree.Body) -> Scope:
    """The scope of a text that lies in no folder."""
    return Scope(Module(Code(folder="", body=body), Root("app", "", catalog_of([]), Settings())))


def reason(expression: str, world: str = "") -> str:
    """Why an expression is not known, though Terraform does not refuse it."""
    found = worth(expression, world)
    assert isinstance(found, Unknown)
    assert not isinstance(found, Invalid)
    return found.reason


def refusal(expression: str, world: str = "") -> str:
    """Why Terraform refuses an expression."""
    found = worth(expression, world)
    assert isinstance(found, Invalid)
    return found.reason


def candidates(value: Any) -> list[str]:
    assert isinstance(value, Unknown)
    return [each.path for each in value.candidates]


def rows() -> list[tuple[str, str]]:
    """Expressions, each with what Terraform 1.11 answers, in JSON; `error` where it refuses."""
    made = []
    for table in sorted(TABLES.glob("*.txt")):
        for line in table.read_text(encoding="utf-8").rstrip("\n").split("\n"):
            expression, arrow, answer = line.rpartition(" => ")
            assert arrow, f"{table.name}: {line}"
            made.append((expression, answer))
    return made


def answered(answer: str) -> Any:
    return frozen(json.loads(answer))
