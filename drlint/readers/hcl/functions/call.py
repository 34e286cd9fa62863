"""Terraform's functions that are evaluated, by name; to add one is to add it here."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.seen import Seen, gap, because, candidates

# Terraform escapes these in JSON (https://developer.hashicorp.com/terraform/language/functions/jsonencode, 2026-11-23).
_ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def call(name: str, arguments: list[Seen]) -> Seen:
    """The answer of a function, or an unknown that says why there is none."""
    function = FUNCTIONS.get(name)
    if function is None:
        return because(f"function {name} is not known", candidates(*arguments))
    if len(arguments) != 1:
        return Unknown(f"function {name} takes one argument, not {len(arguments)}")
    return function(arguments[0])


def _jsonencode(value: Seen) -> Seen:
    missing = gap(value)
    if missing is not None:
        return missing
    made = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return made.translate(_ESCAPED)


def _toset(value: Seen) -> Seen:
    """Elements once each; texts alone are sorted, as Terraform iterates over them."""
    if not isinstance(value, tuple):
        return _tolist(value)
    kept = tuple({_sameness(each): each for each in value}.values())
    return tuple(sorted(kept)) if all(isinstance(each, str) for each in kept) else kept


def _sameness(value: Seen) -> Hashable:
    if isinstance(value, Reference):
        return value.to, value.attribute
    return (type(value), value) if isinstance(value, str | bool | int | float | None) else id(value)


def _tolist(value: Seen) -> Seen:
    if isinstance(value, tuple) or value is None:
        return value
    missing = gap(value)
    return Unknown("a list is needed") if missing is None else missing


FUNCTIONS: Mapping[str, Callable[[Seen], Seen]] = {
    "jsonencode": _jsonencode,
    "tolist": _tolist,
    "toset": _toset,
}
