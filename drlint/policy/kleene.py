"""Logic with three answers: true, false and unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from drlint.model.collection import Collection
from drlint.model.values import UNSEEN, Reference, Unknown, as_unknown, first_of

Answer: TypeAlias = bool | Unknown
_PLAIN = frozenset({str, bool, int, float, type(None)})
_NUMBERS = (int, float)
_SEVERAL = (tuple, frozenset, Mapping)


class ExpressionError(Exception):
    """An expression asked for something that its values cannot answer (a type mismatch)."""


def truth(value: Any) -> Answer:
    """What a value says where a truth is asked: nothing, zero and empty are false, a reference is something."""
    if value is True or value is False:
        return value
    if type(value) in _PLAIN:
        return bool(value)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Reference):
        return True
    if isinstance(value, Collection):
        return value.present
    return bool(value)


def negation(value: Any) -> Answer:
    answer = truth(value)
    return answer if isinstance(answer, Unknown) else not answer


def conjunction(answers: Iterable[Any]) -> Answer:
    """False if any is false, else unknown if any is unknown, else true; stops at the first false."""
    doubt: Unknown | None = None
    for each in answers:
        answer = truth(each)
        if answer is False:
            return False
        if answer is not True and doubt is None:
            doubt = answer
    return True if doubt is None else doubt


def disjunction(answers: Iterable[Any]) -> Answer:
    """True if any is true, else unknown if any is unknown, else false; stops at the first true."""
    doubt: Unknown | None = None
    for each in answers:
        answer = truth(each)
        if answer is True:
            return True
        if answer is not False and doubt is None:
            doubt = answer
    return False if doubt is None else doubt


def both(parts: Sequence[Callable[[Any], Any]], given: Any) -> Answer:
    """The conjunction of what these functions answer, none asked after the first false."""
    doubt: Unknown | None = None
    for part in parts:
        answer = part(given)
        if answer is True:
            continue
        answer = truth(answer)
        if answer is False:
            return False
        if answer is not True and doubt is None:
            doubt = answer
    return True if doubt is None else doubt


def either(parts: Sequence[Callable[[Any], Any]], given: Any) -> Answer:
    """The disjunction of what these functions answer, none asked after the first true."""
    doubt: Unknown | None = None
    for part in parts:
        answer = part(given)
        if answer is False:
            continue
        answer = truth(answer)
        if answer is True:
            return True
        if answer is not False and doubt is None:
            doubt = answer
    return False if doubt is None else doubt


def equal(left: Any, right: Any) -> Answer:
    """Whether two values are the same; a reference is never None, and equal to itself."""
    if type(left) in _PLAIN and type(right) in _PLAIN:
        return bool(left == right) and (type(left) is bool) is (type(right) is bool)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Unknown):
            return one
        if isinstance(one, Reference):
            if other is None:
                return False
            same = isinstance(other, Reference) and other.to == one.to and other.attribute == one.attribute
            return True if same else as_unknown(one)
    if isinstance(left, Collection) or isinstance(right, Collection):
        message = "a relation cannot be compared; compare an attribute of it"
        raise ExpressionError(message)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and conjunction(equal(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and conjunction(equal(left[name], right[name]) for name in left)
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right)


def ordered(left: Any, right: Any, test: Callable[[Any, Any], bool]) -> Answer:
    """A comparison by order, of numbers with numbers and text with text."""
    for each in (left, right):
        if isinstance(each, UNSEEN):
            return as_unknown(each)
    numbers = isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS)
    if numbers or (isinstance(left, str) and isinstance(right, str)):
        return test(left, right)
    message = f"{kind_of(left)} cannot be compared by order with {kind_of(right)}"
    raise ExpressionError(message)


def contained(item: Any, container: Any) -> Answer:
    """Whether a container holds an item."""
    if isinstance(container, UNSEEN):
        return as_unknown(container)
    if container is None:
        return False
    if isinstance(container, str):
        if isinstance(item, UNSEEN):
            return as_unknown(item)
        if not isinstance(item, str):
            message = f"text cannot hold {kind_of(item)}"
            raise ExpressionError(message)
        return item in container
    if isinstance(container, Collection):
        found = disjunction(equal(item, each) for each in container.certain)
        doubt = first_of(container.unseen, container.more)
        if found is False and (doubt is not None or len(container.certain) < len(container)):
            return Unknown("it may be one of several") if doubt is None else doubt
        return found
    if isinstance(container, _SEVERAL):
        return disjunction(equal(item, each) for each in container)
    message = f"{kind_of(container)} holds nothing"
    raise ExpressionError(message)


def kind_of(value: Any) -> str:
    """A value's type in a person's words."""
    if value is None:
        return "nothing (None)"
    names = {
        bool: "true/false",
        int: "a number",
        float: "a number",
        str: "text",
        tuple: "a list",
        Collection: "a relation",
    }
    return names.get(type(value), "a block")
