"""Expands `count` and `for_each` into the instances that a block has."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from drlint.model.values import Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.operators import number_of
from drlint.readers.hcl.seen import Invalid, Seen, gap
from drlint.readers.hcl.world import Scope

MAX_INSTANCES = 10_000


class Expansion(Struct, frozen=True):
    """The instances of a block: for each its key in the address and what `count` and `each` mean in it.

    `by` is count, for_each or nothing. Where their number is not known, `why` says so, and the one item stands for all;
    `is_blind`: not since a value is not known, but since it is no number of instances, or too large for drlint.
    """

    by: str
    items: tuple[tuple[str, Seen, Mapping[str, Seen]], ...]
    why: Unknown | None = None
    is_blind: bool = False


_EACH = 5  # steps that an instance costs
ONE = Expansion("", (("", None, {}),))


def expanded(path: str, block: tree.Block, scope: Scope) -> Expansion:
    """The instances of the block at an address."""
    body = block.body
    for_each = body.attribute("for_each")
    if for_each is not None:
        found = _keyed(path, evaluate(for_each.value, scope))
    elif (count := body.attribute("count")) is not None:
        found = _counted(path, evaluate(count.value, scope))
    else:
        return ONE
    scope.world.budget.spend(_EACH * len(found.items))
    return found


def _counted(path: str, count: Seen) -> Expansion:
    missing = gap(count)
    if missing is not None:
        return _uncounted("count", path, missing)
    number = number_of(count)
    if not isinstance(number, int) or number < 0:
        return _uncounted("count", path, Invalid("it is no whole number from 0 on"))
    if number > MAX_INSTANCES:
        return _uncounted("count", path, _too_many(number))
    items = tuple((f"[{index}]", index, {"count": {"index": index}}) for index in range(number))
    return Expansion("count", items)


def _keyed(path: str, given: Seen) -> Expansion:
    elements = given if isinstance(given, dict) else None
    if isinstance(given, tuple):
        missing = gap(given)
        if missing is None and all(isinstance(each, str) for each in given):
            elements = {each: each for each in given}
    if elements is None:
        missing = gap(given)
        return _uncounted(
            "for_each", path, Invalid("it is neither a map nor a set of texts") if missing is None else missing
        )
    if len(elements) > MAX_INSTANCES:
        return _uncounted("for_each", path, _too_many(len(elements)))
    items = tuple(
        (f"[{json.dumps(key, ensure_ascii=False)}]", key, {"each": {"key": key, "value": value}})
        for key, value in sorted(elements.items(), key=lambda item: item[0])
    )
    return Expansion("for_each", items)


def _too_many(number: int) -> Invalid:
    return Invalid(f"drlint expands {MAX_INSTANCES:,} instances at most, not {number:,}")


def _uncounted(by: str, path: str, why: Unknown) -> Expansion:
    """The first reason is enough where one block's instances hang on another's."""
    said = why.reason
    unknown = Unknown(
        said if said.startswith(("count of ", "for_each of ")) else f"{by} of {path} is not known: {said}"
    )
    names = {"count": {"index": unknown}, "each": {"key": unknown, "value": unknown}}
    return Expansion(by, (("", None, names),), unknown, isinstance(why, Invalid))
