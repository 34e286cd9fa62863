"""Expands `count` and `for_each` into instances."""

from __future__ import annotations

import json
from collections.abc import Mapping

from drlint.model.values import Address, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.evaluate import Scope, evaluate
from drlint.readers.hcl.operators import number_of
from drlint.readers.hcl.seen import Instance, Seen, because, gap

MAX_INSTANCES = 10_000


def instances_of(kind: str, address: Address, block: tree.Block, scope: Scope) -> Seen:
    """One instance; with count a tuple, with for_each a mapping of them; an unknown where that many are not known."""
    for_each, count = block.body.attribute("for_each"), block.body.attribute("count")
    if for_each is not None:
        return _keyed(kind, address, block, evaluate(for_each.value, scope))
    if count is not None:
        return _counted(kind, address, block, evaluate(count.value, scope))
    return Instance(kind=kind, address=address, block=block)


def uncounted(kind: str, address: Address, block: tree.Block, why: Unknown) -> Instance:
    """The one instance that stands for those of which nobody knows how many there are."""
    names = {"count": {"index": why}, "each": {"key": why, "value": why}}
    return Instance(kind=kind, address=address, block=block, names=names)


def _counted(kind: str, address: Address, block: tree.Block, count: Seen) -> Seen:
    missing = gap(count)
    if missing is not None:
        return _uncounted("count", address, missing.reason)
    number = number_of(count)
    if not isinstance(number, int) or not 0 <= number <= MAX_INSTANCES:
        return _uncounted("count", address, f"it is no whole number from 0 to {MAX_INSTANCES:,}")
    return tuple(
        Instance(kind=kind, address=_at(address, str(index)), block=block, names={"count": {"index": index}})
        for index in range(number)
    )


def _keyed(kind: str, address: Address, block: tree.Block, given: Seen) -> Seen:
    elements = given if isinstance(given, Mapping) else None
    if isinstance(given, tuple):
        missing = gap(given)
        if missing is None and all(isinstance(each, str) for each in given):
            elements = {each: each for each in given}
    if elements is None:
        missing = gap(given)
        why = "it is neither a map nor a set of texts" if missing is None else missing.reason
        return _uncounted("for_each", address, why)
    return {
        key: Instance(
            kind=kind,
            address=_at(address, json.dumps(key, ensure_ascii=False)),
            block=block,
            names={"each": {"key": key, "value": value}},
        )
        for key, value in elements.items()
    }


def _uncounted(by: str, address: Address, why: str) -> Unknown:
    """The first reason is enough where one resource's instances hang on another's."""
    reason = why if why.startswith(("count of ", "for_each of ")) else f"{by} of {address.path} is not known: {why}"
    return because(reason, (address,))


def _at(address: Address, key: str) -> Address:
    return Address(address.root, f"{address.path}[{key}]")
