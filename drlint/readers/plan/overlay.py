"""Lays a plan's marks over its values: what is unknown (leaf by leaf) and what is sensitive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from drlint.model.values import KNOWN_AFTER_APPLY, WITHHELD, Unknown
from drlint.readers.plan.address import Key, module_steps
from drlint.readers.plan.blocks import block_of
from drlint.readers.plan.references import References, Scope

Marked: TypeAlias = "dict[str, tuple[Any, Any]]"

OMITTED = object()  # the configuration block is known and does not set this
_DYNAMIC = Unknown("known after apply, in a block that Terraform generates")


class Overlay:
    """The unknowns of one resource, laid over its body key by key; a marked key is in the body once it is laid.

    `marked` has each key's mark and expression, `planned` the values of those that are known in part.
    """

    __slots__ = ("_for_each", "_index", "_many", "_module_address", "_planned", "_references", "marked")

    def __init__(
        self,
        marked: Marked,
        planned: Mapping[str, Any],
        references: References | None,
        many: frozenset[str],
        module_address: str,
        index: Key,
        for_each: Any,
    ) -> None:
        self.marked = marked
        self._planned = planned
        self._references = references
        self._many = many
        self._module_address = module_address
        self._index = index
        self._for_each = for_each

    def lay(self, body: dict[str, Any], keys: Iterable[str]) -> None:
        """Lay what is marked at these keys of the body."""
        for key in keys:
            if key not in body and key in self.marked:
                mark, expression = self.marked[key]
                scope = Scope(module_steps(self._module_address), self._index, self._for_each)
                unknowns = Unknowns(self._references, scope, self._many)
                body[key] = unknowns.laid(self._planned.get(key), mark, expression, key)


class Unknowns:
    """Lays the unknown marks of one resource; `many` are the paths of attributes that hold a list or a set."""

    def __init__(self, references: References | None, scope: Scope, many: frozenset[str]) -> None:
        self._references = references
        self._scope = scope
        self._many = many

    def laid(self, value: Any, mark: Any, expression: Any, path: str) -> Any:
        """The value with each unknown leaf as Reference or Unknown; a leaf that nobody set is None.

        `expression` is the configuration's for this value, OMITTED where the block does not set it, None where not
        known.
        """
        if mark is True:
            return self._leaf(expression, path)
        if expression is OMITTED:
            expression = None  # a block that is there and not in the configuration comes from a `dynamic` one
        if isinstance(mark, dict) and mark:
            return self._mapping(value, mark, expression, path)
        if isinstance(mark, list) and mark:
            return self._list(value, mark, expression, path)
        return value

    def _leaf(self, expression: Any, path: str) -> Any:
        if expression is OMITTED:
            return None
        if expression is None or self._references is None:
            return _DYNAMIC if self._references is not None else KNOWN_AFTER_APPLY
        return self._references.value(expression, self._scope, many=path in self._many)

    def _mapping(self, value: Any, mark: Mapping[str, Any], expression: Any, path: str) -> Any:
        laid = dict(value) if isinstance(value, dict) else {}
        for key, inner in mark.items():
            if marks_nothing(inner):
                continue
            laid[key] = self.laid(laid.get(key), inner, _below(expression, key), f"{path}.{key}")
        return laid

    def _list(self, value: Any, mark: list[Any], expression: Any, path: str) -> Any:
        values = list(value) if isinstance(value, list) else []
        values += [None] * (len(mark) - len(values))
        if isinstance(expression, dict) and "references" in expression and self._references is not None:
            return self._referring(values, mark, expression, path)
        blocks = expression if isinstance(expression, list) else [expression]
        planned = list(values)
        mark = mark + [False] * (len(values) - len(mark))
        for position, inner in enumerate(mark):
            if marks_nothing(inner):
                continue
            block = block_of(planned, mark, position, blocks)
            values[position] = self.laid(values[position], inner, block, path)
        return values

    def _referring(self, values: list[Any], mark: list[Any], expression: Mapping[str, Any], path: str) -> list[Any]:
        """A list that one expression makes: of ids, or of objects where Terraform takes blocks as an attribute."""
        unknown = [position for position, inner in enumerate(mark) if inner is True]
        for position, inner in enumerate(mark):
            if isinstance(inner, dict):
                values[position] = self.laid(values[position], inner, expression, path)
        found = None
        if len(unknown) == len(values) and self._references is not None:
            found = self._references.value(expression, self._scope, count=len(unknown))
        for order, position in enumerate(unknown):
            values[position] = found[order] if found else KNOWN_AFTER_APPLY
        return values


def marks_nothing(mark: Any) -> bool:
    """Whether a mark says that nothing below it is unknown."""
    return mark is False or mark in ({}, [])


def _below(expression: Any, key: str) -> Any:
    if expression is OMITTED or expression is None:
        return expression
    if isinstance(expression, list):
        expression = expression[0] if len(expression) == 1 else None
        if expression is None:
            return None
    if isinstance(expression, dict):
        if "references" in expression or "constant_value" in expression:
            return expression
        return expression.get(key, OMITTED)
    return None


def sensitive_laid(value: Any, mark: Any) -> Any:
    """The value with each sensitive leaf withheld; a malformed mark withholds the whole."""
    if mark is True:
        return None if value is None else WITHHELD
    if isinstance(mark, dict) and mark:
        if not isinstance(value, dict):
            return value if not _any_true(mark) or value is None else WITHHELD
        return {key: sensitive_laid(inner, mark.get(key)) for key, inner in value.items()}
    if isinstance(mark, list) and mark:
        if not isinstance(value, list):
            return value if not _any_true(mark) or value is None else WITHHELD
        marks = mark + [None] * (len(value) - len(mark))
        return [sensitive_laid(inner, each) for inner, each in zip(value, marks, strict=False)]
    return value if mark is None or mark is False or mark in ({}, []) else WITHHELD


def _any_true(mark: Any) -> bool:
    if isinstance(mark, dict):
        return any(_any_true(inner) for inner in mark.values())
    if isinstance(mark, list):
        return any(_any_true(inner) for inner in mark)
    return mark is True


def withholds(mark: Any) -> bool:
    """Whether a mark may withhold anything."""
    if isinstance(mark, dict):
        return any(map(withholds, mark.values()))
    if isinstance(mark, list):
        return any(map(withholds, mark))
    return mark is not None and mark is not False
