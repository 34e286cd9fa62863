"""The short ways that expressions take answer as the logic with three answers does."""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import product
from typing import Any, cast

import pytest

from drlint.model.values import Address, Reference, Unknown
from drlint.policy import closures, kleene
from drlint.policy.closures import VARIES, Closure, constant
from drlint.policy.kleene import ExpressionError
from drlint.policy.reading import Reading

LITERALS = (None, True, False, 0, 1, 2.5, "", "a", (), ("a", "b"), ("a", 1))
VALUES = (*LITERALS, {}, {"a": 1}, Unknown("not seen"), Reference(Address("", "aws_vpc.main"), "id"))


def said(question: Callable[[], Any]) -> str:
    """An answer as text: an unknown by its reason, a mistake by its message."""
    try:
        answer = question()
    except ExpressionError as error:
        return f"wrong: {error}"
    return f"unknown: {answer.reason}" if isinstance(answer, Unknown) else repr(answer)


def asked(closure: Closure) -> str:
    return said(lambda: closure(cast("Reading", None)))


@pytest.mark.parametrize("literal", LITERALS, ids=repr)
@pytest.mark.parametrize("wanted", [True, False])
def test_comparing_with_a_constant_is_comparing(literal: Any, wanted: bool) -> None:  # noqa: FBT001
    for value, make in product(VALUES, (closures.equality, closures.membership)):
        left, right = constant(value), constant(literal)
        short, long = make(left, right, literal, wanted=wanted), make(left, right, VARIES, wanted=wanted)
        assert asked(short) == asked(long), (value, literal)


@pytest.mark.parametrize("literal", LITERALS, ids=repr)
def test_ordering_by_a_constant_is_ordering(literal: Any) -> None:
    for value, test in product(VALUES, (operator.lt, operator.ge)):
        short = closures.order(constant(value), constant(literal), literal, test)
        assert asked(short) == said(lambda: kleene.ordered(value, literal, test)), (value, literal)  # noqa: B023


def test_two_parts_answer_as_many_do() -> None:
    for pair in product(VALUES, VALUES):
        parts = [constant(each) for each in pair]
        assert asked(closures.every(parts)) == said(lambda: kleene.both(parts, None)), pair  # noqa: B023
        assert asked(closures.some(parts)) == said(lambda: kleene.either(parts, None)), pair  # noqa: B023


def test_the_opposite_is_the_negation() -> None:
    for value in VALUES:
        assert asked(closures.opposite(constant(value))) == said(lambda: kleene.negation(value))  # noqa: B023
