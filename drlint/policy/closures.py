"""What the nodes of an expression become: functions of a reading, each as short as its operands allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from drlint.catalog.kind import Block
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.policy.kleene import Answer, both, contained, either, equal, negation, ordered, truth
from drlint.policy.reading import Reading
from drlint.policy.scope import FACTS
from drlint.policy.stream import Stream, items_of

Closure: TypeAlias = Callable[[Reading], Any]
Order: TypeAlias = Callable[[Any, Any], bool]

VARIES: Final = object()  # stands where an operand is no constant
_ABSENT: Final = object()
_NUMBERS = frozenset({int, float})
_TWO = 2


def constant(value: Any) -> Closure:
    return lambda _: value


def own(name: str) -> Closure:
    """An attribute of the resource judged; `Reading.own` where evidence or an unknown is to be named."""

    def attribute(reading: Reading) -> Any:
        if reading.reads is None:
            value = reading.attributes[name]
            if type(value) is not Unknown:
                return value
        return reading.own(name)

    return attribute


def entry(base: Closure, name: str, block: Block) -> Closure:
    """An attribute of an element of a block."""

    def held(reading: Reading) -> Any:
        of = base(reading)
        if of is None:
            return None
        if type(of) is dict and reading.reads is None:
            value = of.get(name)
            if type(value) is not Unknown:
                return value
        return reading.entry(of, name, block)

    return held


def attribute(base: Closure, name: str, block: Block | None) -> Closure:
    """An attribute, relation or fact of whatever a node before gives."""
    if name in FACTS:
        return lambda reading: reading.attribute(base(reading), name, block)

    def found(reading: Reading) -> Any:
        of = base(reading)
        if type(of) is Resource and reading.reads is None:
            value = of.view.attributes.get(name, _ABSENT)
            if value is not _ABSENT and type(value) is not Unknown:
                return value
        return reading.attribute(of, name, block)

    return found


def every(parts: Sequence[Closure]) -> Closure:
    """What `and` answers."""
    if len(parts) != _TWO:
        return lambda reading: both(parts, reading)
    first, second = parts

    def answer(reading: Reading) -> Answer:
        one = first(reading)
        if one is not True:
            one = truth(one)
            if one is False:
                return False
        other = second(reading)
        if other is not True:
            other = truth(other)
            if other is False:
                return False
        return other if one is True else one  # type: ignore[no-any-return]

    return answer


def some(parts: Sequence[Closure]) -> Closure:
    """What `or` answers."""
    if len(parts) != _TWO:
        return lambda reading: either(parts, reading)
    first, second = parts

    def answer(reading: Reading) -> Answer:
        one = first(reading)
        if one is not False:
            one = truth(one)
            if one is True:
                return True
        other = second(reading)
        if other is not False:
            other = truth(other)
            if other is True:
                return True
        return other if one is False else one  # type: ignore[no-any-return]

    return answer


def equality(left: Closure, right: Closure, literal: Any, *, wanted: bool) -> Closure:
    """Whether two operands are the same (or, with `wanted` false, are not); `literal` is the right one's constant."""
    kind = type(literal)  # a plain one, as two tuples are compared by what they hold
    if literal is VARIES or kind is tuple:
        if wanted:
            return lambda reading: equal(left(reading), right(reading))
        return lambda reading: negation(equal(left(reading), right(reading)))

    def answer(reading: Reading) -> Answer:
        value = left(reading)
        if type(value) is kind:
            return (value == literal) is wanted
        return equal(value, literal) if wanted else negation(equal(value, literal))

    return answer


def membership(left: Closure, right: Closure, literal: Any, *, wanted: bool) -> Closure:
    """Whether the right operand holds the left one (or does not)."""
    if type(literal) is not tuple or not all(type(each) is str for each in literal):
        if wanted:
            return lambda reading: contained(left(reading), right(reading))
        return lambda reading: negation(contained(left(reading), right(reading)))

    def answer(reading: Reading) -> Answer:
        value = left(reading)
        if type(value) is str:
            return (value in literal) is wanted
        return contained(value, literal) if wanted else negation(contained(value, literal))

    return answer


def order(left: Closure, right: Closure, literal: Any, test: Order) -> Closure:
    """A comparison by order."""
    if type(literal) not in _NUMBERS:
        return lambda reading: ordered(left(reading), right(reading), test)

    def answer(reading: Reading) -> Answer:
        value = left(reading)
        return test(value, literal) if type(value) is int else ordered(value, literal, test)

    return answer


def opposite(inner: Closure) -> Closure:
    """What `not` answers."""

    def answer(reading: Reading) -> Answer:
        value = inner(reading)
        if value is True:
            return False
        return True if value is False or value is None else negation(value)

    return answer


def loop(name: str, source: Closure, conditions: Sequence[Closure], body: Closure) -> Closure:
    """What a `for` goes through: the body of each item that the conditions keep."""
    condition = conditions[0] if len(conditions) == 1 else every(conditions) if conditions else None

    def stream(reading: Reading) -> Stream:
        given = items_of(source(reading))
        if not given.items:
            return given
        doubt = given.doubt
        names = reading.names
        outer = names.get(name)
        items: list[tuple[Any, bool]] = []
        for item, certain in given.items:
            names[name] = item
            kept = True if condition is None else truth(condition(reading))
            if kept is False:
                continue
            if kept is not True:
                doubt = first_of(doubt, kept)
            items.append((body(reading), certain and kept is True))
        names[name] = outer
        return Stream(tuple(items), given.unseen, doubt, given.more)

    return stream
