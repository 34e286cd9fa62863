"""Which block of the configuration an element of a planned block came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def block_of(planned: list[Any], mark: list[Any], position: int, blocks: list[Any]) -> Any:
    """The configuration block that an element comes from: a set's elements stand in another order than their blocks.

    Among elements that are alike in all that is known it does not matter which comes from which block.
    """
    if len(planned) > len(blocks) and not _tells_static(planned, mark, blocks):
        return None
    if len(blocks) == 1 == len(planned):
        return blocks[0]
    value = planned[position]
    fitting = [block for block in blocks if isinstance(block, dict) and _agrees(value, mark[position], block)]
    alike = [other for other, each in enumerate(planned) if each == value and mark[other] == mark[position]]
    if len(alike) == len(fitting):
        return fitting[alike.index(position)]
    if not fitting:
        return None
    return {key: {"references": _all_references(fitting, key)} for key in {key for block in fitting for key in block}}


def _tells_static(planned: list[Any], mark: list[Any], blocks: list[Any]) -> bool:
    """Whether it shows which elements the configuration's blocks made, where a `dynamic` one made the rest unseen."""
    fitting = [
        position
        for position, value in enumerate(planned)
        if any(isinstance(block, dict) and _agrees(value, mark[position], block) for block in blocks)
    ]
    return len(fitting) <= len(blocks)


def _all_references(blocks: list[Any], key: str) -> list[str]:
    found: list[str] = []
    for block in blocks:
        inner = block.get(key)
        if isinstance(inner, dict):
            found += [each for each in inner.get("references") or () if isinstance(each, str)]
    return found


def _agrees(value: Any, mark: Any, block: Mapping[str, Any]) -> bool:
    """Whether an element has every constant that a configuration block sets, nested blocks included."""
    unknown = mark if isinstance(mark, dict) else {}
    if not isinstance(value, dict):
        return True
    for key, inner in block.items():
        constant = isinstance(inner, dict) and "constant_value" in inner
        if constant and unknown.get(key) is True:
            return False
        if key not in value:
            continue
        if constant:
            if value[key] != inner["constant_value"]:
                return False
        elif isinstance(inner, list) and isinstance(value[key], list):
            pairs = zip(value[key], inner, strict=False)
            same = len(inner) == 1 == len(value[key])
            if same and not all(_agrees(each, None, nested) for each, nested in pairs if isinstance(nested, dict)):
                return False
    return True
