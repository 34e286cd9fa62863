"""The conditions of checkov's policy language, put together and turned around without changing what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

# What each operator's opposite is. The four of order have none: without the attribute both say no.
_OPPOSITES = {
    "equals": "not_equals",
    "exists": "not_exists",
    "within": "not_within",
    "regex_match": "not_regex_match",
    "is_empty": "is_not_empty",
    "contains": "not_contains",
}
_NOWHERE = "no_such_attribute"
_OPPOSITE = _OPPOSITES | {other: name for name, other in _OPPOSITES.items()}


class Leaf(Struct, frozen=True):
    """One attribute under one operator; `value` is None for operators that take none."""

    attribute: str
    operator: str
    value: Any = None


class Every(Struct, frozen=True):
    """All of these hold."""

    parts: tuple[Condition, ...]


class Some(Struct, frozen=True):
    """At least one of these holds."""

    parts: tuple[Condition, ...]


class OfType(Struct, frozen=True):
    """The resource is of this Terraform type.

    The type itself cannot be compared: a text that begins with "aws_" is a reference to checkov, and left open. So an
    attribute that nothing has is said not to exist, of this type alone.
    """

    name: str


class Not(Struct, frozen=True):
    """This does not hold."""

    part: Leaf | OfType


class Unsaid(Struct, frozen=True):
    """What checkov's language cannot say, and why; `why` is the kind of reason, `what` what it is about."""

    why: str
    what: str = ""


Said: TypeAlias = "Leaf | OfType | Every | Some | Not"
Condition: TypeAlias = "bool | Said | Unsaid"


def every(*conditions: Condition) -> Condition:
    """All of them; one that never holds decides, also where another cannot be said."""
    return _joined(conditions, decides=False)


def some(*conditions: Condition) -> Condition:
    """One of them; one that always holds decides, also where another cannot be said."""
    return _joined(conditions, decides=True)


def _joined(conditions: Sequence[Condition], *, decides: bool) -> Condition:
    if any(each is decides for each in conditions):
        return decides
    unsaid = next((each for each in conditions if isinstance(each, Unsaid)), None)
    if unsaid is not None:
        return unsaid
    kind = Some if decides else Every
    parts = _distinct(_flat((each for each in conditions if not isinstance(each, bool)), kind))
    if not parts:
        return not decides
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _flat(conditions: Iterable[Condition], kind: type[Every | Some]) -> Iterable[Condition]:
    for each in conditions:
        if isinstance(each, Every | Some) and isinstance(each, kind):
            yield from each.parts
        else:
            yield each


def _distinct(conditions: Iterable[Condition]) -> list[Condition]:
    found: list[Condition] = []
    for each in conditions:
        if each not in found:
            found.append(each)
    return found


def opposite(condition: Condition) -> Condition:
    """The condition that holds where this one does not; what checkov cannot tell stays so, in both."""
    match condition:
        case bool():
            return not condition
        case Leaf(operator=operator) if operator in _OPPOSITE:
            return Leaf(condition.attribute, _OPPOSITE[operator], condition.value)
        case Leaf() | OfType():
            return Not(condition)
        case Not(part=part):
            return part
        case Every(parts=parts):
            return some(*[opposite(each) for each in parts])
        case Some(parts=parts):
            return every(*[opposite(each) for each in parts])
        case _:
            return condition


def definition(condition: Said, kinds: Sequence[str]) -> dict[str, Any]:
    """A condition as checkov reads it from YAML, about resources of these Terraform types."""
    match condition:
        case OfType(name=name):
            return definition(Leaf(_NOWHERE, "not_exists"), [name])
        case Leaf(attribute=attribute, operator=operator, value=value):
            said = {"cond_type": "attribute", "resource_types": list(kinds), "attribute": attribute}
            return said | ({"operator": operator} if value is None else {"operator": operator, "value": value})
        case Not(part=part):
            return {"not": definition(part, kinds)}
        case Every(parts=parts):
            return {"and": [definition(each, kinds) for each in parts if not isinstance(each, bool | Unsaid)]}
        case Some(parts=parts):
            return {"or": [definition(each, kinds) for each in parts if not isinstance(each, bool | Unsaid)]}
