"""When a question about one attribute is certainly answered yes, and when certainly no."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from drlint.exports.checkov.attributes import Readable
from drlint.exports.checkov.conditions import Condition, Leaf, Unsaid, every, opposite, some
from drlint.model.values import is_present
from drlint.policy.kleene import ExpressionError, equal, ordered, truth

SORTS = "it compares what checkov cannot compare"
_KEY_OF_AWS = r".*alias/aws/"
_KEY_OF_OWN = r".*alias/(?!aws/)"
_ORDERS: Mapping[type[ast.cmpop], tuple[str, str, Callable[[Any, Any], bool]]] = {
    ast.Lt: ("less_than", "greater_than_or_equal", operator.lt),
    ast.LtE: ("less_than_or_equal", "greater_than", operator.le),
    ast.Gt: ("greater_than", "less_than_or_equal", operator.gt),
    ast.GtE: ("greater_than_or_equal", "less_than", operator.ge),
}


class Rails(Struct, frozen=True):
    """An answer on two rails: the condition under which it is yes, and that under which it is no.

    Where neither holds, drlint says unknown.
    """

    yes: Condition
    no: Condition


def unsaid(reason: Unsaid) -> Rails:
    return Rails(reason, reason)


def _rails(of: Readable, yes: Condition, no: Condition, answer: Callable[[Any], Any]) -> Rails:
    """What is said where it is set, and what the answer is where it is not."""

    def answers(wanted: bool) -> Callable[[Any], bool]:  # noqa: FBT001 - the answer wanted
        def fitting(value: Any) -> bool:
            try:
                return answer(value) is wanted
            except ExpressionError:  # drlint would not ask: something before it decides
                return False

        return fitting

    return Rails(some(of.absent_where(answers(True)), yes), some(of.absent_where(answers(False)), no))  # noqa: FBT003


def presence(of: Readable) -> Rails:
    """`present(…)`."""
    return _rails(of, of.is_set, _is_empty(of), is_present)


def truthfulness(of: Readable) -> Rails:
    """An attribute where a truth is asked."""
    if of.holds == "truth" and not of.many:
        return _rails(of, Leaf(of.path, "equals", True), Leaf(of.path, "equals", False), truth)  # noqa: FBT003
    if of.holds == "number" and not of.many:
        zero = Leaf(of.path, "equals", 0)
        return _rails(of, every(of.is_number, Leaf(of.path, "not_equals", 0)), zero, truth)
    return _rails(of, of.is_set, _is_empty(of), truth)


def _is_empty(of: Readable) -> Condition:
    """A list or a repeated block that is there and holds nothing; what else can be empty counts as absent."""
    return Leaf(of.path, "is_empty") if of.many and not of.is_block else False


def size(of: Readable, test: type[ast.cmpop], limit: Any) -> Rails:
    """`len(…)` compared with zero: how many of a set are the same is not for checkov to tell."""
    if not of.many or type(limit) is not int or (test, limit) not in _EMPTINESS:
        return unsaid(Unsaid(SORTS, "a number of elements"))
    filled = _rails(of, of.is_set, _is_empty(of), lambda value: value is not None and len(value) > 0)
    return filled if _EMPTINESS[test, limit] else Rails(filled.no, filled.yes)


_EMPTINESS = {
    (ast.Gt, 0): True,
    (ast.GtE, 1): True,
    (ast.NotEq, 0): True,
    (ast.Eq, 0): False,
    (ast.Lt, 1): False,
    (ast.LtE, 0): False,
}


def order(of: Readable, test: type[ast.cmpop], limit: Any) -> Rails:
    """`<`, `<=`, `>` and `>=` with a number."""
    is_number = type(limit) in {int, float}
    if of.many or of.holds != "number" or not is_number:
        return unsaid(Unsaid(SORTS, of.path))
    yes, no, compare = _ORDERS[test]
    return _rails(
        of,
        every(of.is_number, Leaf(of.path, yes, limit)),
        every(of.is_number, Leaf(of.path, no, limit)),
        lambda value: ordered(value, limit, compare),
    )


def among(of: Readable, values: Sequence[Any]) -> Rails:
    """`in` a list of constants, and `==` with one."""
    if of.many or of.is_block:
        if list(values) == [None] and of.is_block and not of.many:
            found = presence(of)
            return Rails(found.no, found.yes)
        return unsaid(Unsaid(SORTS, of.path))
    wanted = [each for each in values if each is not None]
    yes, no = _matched(of, wanted)

    def answer(value: Any) -> bool:
        return any(equal(value, each) is True for each in values)

    found = _rails(of, yes, no, answer)
    if of.holds == "text" and of.missing is not False and not any(answer(each.value) for each in of.absences):
        return Rails(found.yes, opposite(yes))  # what is absent differs from every text
    return found


def _matched(of: Readable, wanted: Sequence[Any]) -> tuple[Condition, Condition]:
    """It is set to one of these; it is set to none of them."""
    match of.holds:
        case "truth":
            truths = [each for each in (True, False) if any(each is one for one in wanted)]
            others = [each for each in (True, False) if each not in truths]
            return _one_of(of, truths), _one_of(of, others)
        case "number":
            numbers = [each for each in wanted if type(each) in {int, float}]
            differs = [Leaf(of.path, "not_equals", each) for each in numbers]
            return every(of.is_number, _one_of(of, numbers)), every(of.is_number, *differs)
        case "text":
            words = [each for each in wanted if isinstance(each, str) and each]
            if not words:
                return False, of.is_set
            return _one_of(of, words), every(of.is_set, *[Leaf(of.path, "not_equals", each) for each in words])
        case _:
            refused = Unsaid(SORTS, of.path)
            return refused, refused


def _one_of(of: Readable, values: Sequence[Any]) -> Condition:
    return some(*[Leaf(of.path, "equals", each) for each in values])


def own_key(of: Readable) -> Rails:
    """`customer_key(…)`: a key of AWS's own, or none, is none of the customer's."""
    if of.many or of.holds != "text":
        return unsaid(Unsaid(SORTS, of.path))
    yes = Leaf(of.path, "regex_match", _KEY_OF_OWN)
    no = Leaf(of.path, "regex_match", _KEY_OF_AWS)
    return _rails(of, yes, no, lambda value: value is not None)


def holding(of: Readable, word: Any) -> Rails:
    """`"word" in resource.list`, or in a text."""
    if of.is_block or of.holds != "text" or not isinstance(word, str):
        return unsaid(Unsaid(SORTS, of.path))

    def answer(value: Any) -> bool:
        return value is not None and word in value

    if not of.many:
        yes = Leaf(of.path, "regex_match", f".*{re.escape(word)}")
        return _rails(of, yes, every(of.is_set, opposite(yes)), answer)
    is_list = Leaf(of.path, "regex_match", r"^\[")
    there, lacking = (every(of.exists, is_list, Leaf(of.path, each, word)) for each in ("contains", "not_contains"))
    return _rails(of, there, lacking, answer)


def comparison(op: ast.cmpop) -> Callable[[Any, Any], bool]:
    """What an operator of order asks of two numbers."""
    return _ORDERS[type(op)][2]
