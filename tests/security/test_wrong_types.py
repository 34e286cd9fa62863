"""Anything of any type anywhere in a plan: read, refused or listed as a blind spot, never a crash."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.readers.plan.reader import read_plan

FIXTURES = Path(__file__).parents[2] / "fixtures" / "plans"
NAMES = ("update", "instances", "sensitive", "state", "provider-v6-region", "delete-replica")
ROUNDS = 120
ODD = [
    *(None, True, False, 0, -1, 1.5, 10**30, "", "x", "var", "module", "each.value", "[0]", '["'),
    *([], [1], [None], ["x"], [""], [{}], [[]], {}, {"x": 1}, {"constant_value": []}),
    *({"references": given} for given in ("x", [""], ["var"], ["module"], [1], [None], ["each"], ["a"] * 600)),
]


def trails(node: Any, trail: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in below:
        yield (*trail, key)
        yield from trails(inner, (*trail, key))


def replace(document: Any, trail: tuple[str | int, ...], value: Any) -> None:
    for step in trail[:-1]:
        if not isinstance(document, dict | list) or not holds(document, step):
            return
        document = document[step]
    if isinstance(document, dict | list) and holds(document, trail[-1]):
        document[trail[-1]] = value


def holds(node: Any, step: str | int) -> bool:
    return step in node if isinstance(node, dict) else isinstance(step, int) and step < len(node)


@pytest.mark.parametrize("name", NAMES)
def test_any_type_anywhere(name: str) -> None:
    text = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")
    chance = random.Random(name)  # noqa: S311 - the same plans each time
    places = list(trails(json.loads(text)))
    told = [place for place in places if place[0] in {"configuration", "variables"}] or places
    read = 0
    for _ in range(ROUNDS):
        document = json.loads(text)
        for place in chance.sample(chance.choice((places, told)), 3):
            replace(document, place, copy.deepcopy(chance.choice(ODD)))
        try:
            read_plan(json.dumps(document).encode(), uri="plan.json", root="", catalog=load())
        except (UnreadableError, UnrecognisedError):
            continue
        read += 1
    assert read > ROUNDS / 3
