"""Functions give what Terraform gives: the tables in `console`, which need no Terraform."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from worth import REFUSED, TABLES, answered, rows, worth

from drlint.readers.hcl import functions
from drlint.readers.hcl.functions.call import ELSEWHERE, FUNCTIONS, NOT_COMPUTED, THEMES
from drlint.readers.hcl.seen import Invalid, gap


def _kinds(value: Any) -> Any:
    """A value with the kind of each of its parts, so that 1, "1" and true differ."""
    if isinstance(value, tuple):
        return [_kinds(each) for each in value]
    if isinstance(value, dict):
        return {key: _kinds(each) for key, each in value.items()}
    return type(value).__name__, value


@pytest.mark.parametrize(("expression", "answer"), rows())
def test_row(expression: str, answer: str) -> None:
    found = worth(expression)
    if answer == REFUSED:
        assert isinstance(found, Invalid)
    else:
        assert gap(found) is None
        assert _kinds(found) == _kinds(answered(answer))


def test_every_function_has_a_row_that_works() -> None:
    text = "\n".join(expression for expression, answer in rows() if answer != REFUSED)
    assert [name for name in FUNCTIONS if f"{name}(" not in text] == []


def test_tables_are_there() -> None:
    assert len(rows()) > 1_000
    assert {each.stem for each in TABLES.glob("*.txt")} > {"addresses", "patterns", "yaml"}


def test_the_list_of_themes_is_that_of_the_modules() -> None:
    for theme, names in THEMES.items():
        module = importlib.import_module(f"drlint.readers.hcl.functions.{theme}")
        assert " ".join(module.FUNCTIONS) == names
    with_functions = [
        each
        for each in Path(functions.__path__[0]).glob("*.py")
        if "\nFUNCTIONS: Mapping[str, Function]" in each.read_text("utf-8")
    ]
    assert {each.stem for each in with_functions} == set(THEMES)


def test_functions_are_named_once() -> None:
    assert not set(FUNCTIONS) & (set(NOT_COMPUTED) | ELSEWHERE)
