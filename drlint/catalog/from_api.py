"""Turns AWS's answers into a kind's catalogued attributes; nothing else of the answers is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from drlint.catalog.kind import Attribute, Block, Door, Kind
from drlint.model.values import Unknown, Value, frozen

Answer: TypeAlias = "Mapping[str, Any]"

NOT_SHOWN = Unknown("no call of AWS's shows it")

_STEP = re.compile(r"(\w+)(?:\[(\d*)\])?$")
# AWS writes tags as pairs, and calls the two halves differently from service to service.
_PAIRS = (("Key", "Value"), ("TagKey", "TagValue"), ("key", "value"))


def attributes_of(kind: Kind, answer: Answer | str, details: Mapping[str, Answer | Unknown]) -> dict[str, Value]:
    """Every attribute of one thing that `kind.listed_by` lists.

    `answer` is the thing's element of the list, with the parameters of `Call.given` beside its own keys; `details` the
    answer of each operation of `kind.details`: empty where AWS says that there is none, Unknown where it was refused.
    """
    made: dict[str, Value] = {}
    for declared in kind.attributes:
        operation, _, path = (declared.api or "").rpartition(":")
        whole = details.get(operation, _not_asked(operation)) if operation else answer
        made[declared.name] = _value(declared, whole, path)
    return made


def _not_asked(operation: str) -> Unknown:
    return Unknown(f"{operation} was not called")


def _value(declared: Attribute | Block, whole: Any, path: str) -> Value:
    """An attribute or a block found at a path below a part of an answer."""
    if Door.LIVE not in declared.doors:
        return NOT_SHOWN
    found = None if declared.api is None else _at(whole, path)
    if isinstance(found, Unknown):
        return found
    return _block(declared, found) if isinstance(declared, Block) else _scalar(declared, found)


def _at(here: Any, path: str) -> Any:
    """What stands at "A.B[0].C"; "A[].B" is a tuple of every element's B. None where nothing is."""
    if isinstance(here, Unknown):
        return here
    step, _, rest = path.partition(".")
    match = _STEP.match(step)
    if match is None:
        return here if not path else None
    name, index = match.groups()
    found = here.get(name) if isinstance(here, Mapping) else None
    if index is not None and found is not None:
        if not index:
            return tuple(_at(each, rest) for each in found)
        found = found[int(index)] if int(index) < len(found) else None
    return _at(found, rest) if rest else found


def _block(declared: Block, found: Any) -> Value:
    elements = [found] if isinstance(found, Mapping) else list(found or ())
    made = tuple(
        {inner.name: _value(inner, each, inner.api or "") for inner in declared.attributes} for each in elements
    )
    if declared.many:
        return made
    return made[0] if made else None


def _scalar(declared: Attribute, found: Any) -> Value:
    if found is None or found == "" or (found == [] and not declared.many):
        return declared.default
    if isinstance(found, list | tuple):
        if not declared.many and (pairs := _pairs(found)) is not None:
            return pairs
        return tuple(_one(declared, each) for each in found)
    return _one(declared, found)


def _one(declared: Attribute, found: Any) -> Value:
    if isinstance(found, datetime):
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _text(declared, found) if isinstance(found, str) else frozen(found)


def _text(declared: Attribute, found: str) -> Value:
    if declared.words:
        return declared.words.get(found, Unknown(f"AWS says {found[:40]}, which drlint does not know"))
    # DNS ends a whole name with a dot, and Route 53 writes "*" as "\052".
    return found.removesuffix(".").replace("\\052", "*") if declared.domain else found


def _pairs(found: Any) -> dict[str, Value] | None:
    """A list of keys with their values as a mapping; None where it is another list."""
    for key, value in _PAIRS:
        if all(isinstance(each, Mapping) and key in each for each in found):
            return {str(each[key]): each.get(value) for each in found}
    return None
