"""Lays a plan's marks over its values: what is unknown (leaf by leaf) and what is sensitive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.model.values import KNOWN_AFTER_APPLY, WITHHELD, Unknown
from drlint.readers.plan.references import References, Scope

OMITTED = object()  # the configuration block is known and does not set this
_DYNAMIC = Unknown("known after apply, in a block that Terraform generates")


def unknown_laid(
    value: Any, mark: Any, expression: Any, references: References | None, scope: Scope, *, many: bool = False
) -> Any:
    """The value with each unknown leaf as Reference or Unknown; a leaf that nobody set is None.

    `expression` is the configuration's for this value, OMITTED where the block does not set it, None where not known.
    """
    if mark is True:
        return _unknown_leaf(expression, references, scope, many=many)
    if expression is OMITTED:
        expression = None  # a block that is there and not in the configuration comes from a `dynamic` one
    if isinstance(mark, Mapping) and mark:
        return _unknown_mapping(value, mark, expression, references, scope)
    if isinstance(mark, list) and mark:
        return _unknown_list(value, mark, expression, references, scope)
    return value


def _unknown_leaf(expression: Any, references: References | None, scope: Scope, *, many: bool) -> Any:
    if expression is OMITTED:
        return None
    if expression is None or references is None:
        return _DYNAMIC if references is not None else KNOWN_AFTER_APPLY
    return references.value(expression, scope, many=many)


def _unknown_mapping(
    value: Any, mark: Mapping[str, Any], expression: Any, references: References | None, scope: Scope
) -> Any:
    laid = dict(value) if isinstance(value, Mapping) else {}
    for key, inner in mark.items():
        if inner is False or inner in ({}, []):
            continue
        laid[key] = unknown_laid(laid.get(key), inner, _below(expression, key), references, scope)
    return laid


def _unknown_list(value: Any, mark: list[Any], expression: Any, references: References | None, scope: Scope) -> Any:
    values = list(value) if isinstance(value, list) else []
    values += [None] * (len(mark) - len(values))
    if isinstance(expression, Mapping) and "references" in expression and references is not None:
        unknown = [position for position, inner in enumerate(mark) if inner is True]
        known = len(values) - len(unknown)
        for position, inner in enumerate(mark):
            if isinstance(inner, Mapping):
                values[position] = unknown_laid(values[position], inner, expression, references, scope)
        found = references.value(expression, scope, count=len(unknown)) if known == 0 else None
        for order, position in enumerate(unknown):
            values[position] = found[order] if found else KNOWN_AFTER_APPLY
        return values
    blocks = expression if isinstance(expression, list) else [expression]
    planned = list(values)
    mark = mark + [False] * (len(values) - len(mark))
    for position, inner in enumerate(mark):
        if inner is False or inner in ({}, []):
            continue
        block = _block_of(planned, mark, position, blocks)
        values[position] = unknown_laid(values[position], inner, block, references, scope)
    return values


def _block_of(planned: list[Any], mark: list[Any], position: int, blocks: list[Any]) -> Any:
    """The configuration block that an element comes from: a set's elements stand in another order than their blocks.

    Among elements that are alike in all that is known it does not matter which comes from which block.
    """
    if len(planned) > len(blocks) and not _tells_static(planned, mark, blocks):
        return None
    if len(blocks) == 1 == len(planned):
        return blocks[0]
    value = planned[position]
    fitting = [block for block in blocks if isinstance(block, Mapping) and _agrees(value, mark[position], block)]
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
        if any(isinstance(block, Mapping) and _agrees(value, mark[position], block) for block in blocks)
    ]
    return len(fitting) <= len(blocks)


def _all_references(blocks: list[Any], key: str) -> list[str]:
    found: list[str] = []
    for block in blocks:
        inner = block.get(key)
        if isinstance(inner, Mapping):
            found += [each for each in inner.get("references") or () if isinstance(each, str)]
    return found


def _agrees(value: Any, mark: Any, block: Mapping[str, Any]) -> bool:
    """Whether an element has every constant that a configuration block sets, nested blocks included."""
    unknown = mark if isinstance(mark, Mapping) else {}
    if not isinstance(value, Mapping):
        return True
    for key, inner in block.items():
        constant = isinstance(inner, Mapping) and "constant_value" in inner
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
            if same and not all(_agrees(each, None, nested) for each, nested in pairs if isinstance(nested, Mapping)):
                return False
    return True


def _below(expression: Any, key: str) -> Any:
    if expression is OMITTED or expression is None:
        return expression
    if isinstance(expression, list):
        expression = expression[0] if len(expression) == 1 else None
        if expression is None:
            return None
    if isinstance(expression, Mapping):
        if "references" in expression or "constant_value" in expression:
            return expression
        return expression.get(key, OMITTED)
    return None


def sensitive_laid(value: Any, mark: Any) -> Any:
    """The value with each sensitive leaf withheld; a malformed mark withholds the whole."""
    if mark is True:
        return None if value is None else WITHHELD
    if isinstance(mark, Mapping) and mark:
        if not isinstance(value, Mapping):
            return value if not _any_true(mark) or value is None else WITHHELD
        return {key: sensitive_laid(inner, mark.get(key)) for key, inner in value.items()}
    if isinstance(mark, list) and mark:
        if not isinstance(value, list):
            return value if not _any_true(mark) or value is None else WITHHELD
        marks = mark + [None] * (len(value) - len(mark))
        return [sensitive_laid(inner, each) for inner, each in zip(value, marks, strict=False)]
    return value


def _any_true(mark: Any) -> bool:
    if isinstance(mark, Mapping):
        return any(_any_true(inner) for inner in mark.values())
    if isinstance(mark, list):
        return any(_any_true(inner) for inner in mark)
    return mark is True
