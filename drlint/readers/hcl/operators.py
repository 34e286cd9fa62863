"""Terraform's operators and conversions on values, with the third answer carried through."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.seen import (
    Called,
    Instance,
    Invalid,
    ListOf,
    MapOf,
    OpenList,
    OpenMap,
    Seen,
    because,
    gap,
)
from drlint.readers.hcl.text import number_in

MAX_NUMBER = 10**300
FINEST = 2**20
EXACT = 2**53  # beyond it a float leaves whole numbers out
EXACT_DIGITS = 15  # of a float; Terraform computes with about 154
# Terraform reads 1 and 0 as truths too (console of Terraform 1.11, 2026-11-25).
_TRUTHS: Mapping[str, bool] = {"true": True, "false": False, "1": True, "0": False}

_UNEQUAL = (Unknown, Reference, Instance, Called)

_ORDER: dict[str, Callable[[int | float, int | float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def number_of(value: Seen) -> int | float | None:
    """The number that a value is or that its text says; None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    return number_in(value) if isinstance(value, str) else None


def truth_of(value: Seen) -> bool | None:
    """The truth that a value is or that its text says; None where it is none."""
    if isinstance(value, bool):
        return value
    return _TRUTHS.get(value) if isinstance(value, str) else None


def text_of(value: Seen) -> str | None:
    """The text of a string, number or truth; None for anything else, and a number with too many digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    made = digits(value) if isinstance(value, float) else None
    return made if isinstance(made, str) else None


def digits(number: float) -> str | Unknown:
    """A number as Terraform writes it; unknown where a float cannot hold all of the digits."""
    if isinstance(number, int):
        return str(number) if abs(number) < MAX_NUMBER else Unknown("the number is too large")
    written = repr(number)
    significant = written.partition("e")[0].lstrip("-").replace(".", "").strip("0")
    if len(significant) > EXACT_DIGITS or not abs(number) < MAX_NUMBER:
        return Unknown(f"a number with more than {EXACT_DIGITS} digits is not written out")
    if "e" not in written:
        return written.removesuffix(".0")
    from decimal import Decimal  # noqa: PLC0415 - costs more than most texts need

    return format(Decimal(written), "f")


def key_of(value: Seen) -> str | Unknown:
    """The key of a map that a value is."""
    missing = gap(value)
    if missing is not None:
        return missing
    text = digits(value) if isinstance(value, float) else text_of(value)
    return Invalid("a key of a map is no text") if text is None else text


def whole(number: float) -> int | float:
    """A number as Terraform sees it, which knows no difference between 2 and 2.0."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def unary(operator: str, value: Seen) -> Seen:
    """`-number` or `!truth`."""
    missing = gap(value)
    if missing is not None:
        return missing
    if operator == "!":
        truth = truth_of(value)
        return Invalid("! needs true or false") if truth is None else not truth
    number = number_of(value)
    return Invalid("- needs a number") if number is None else -number


def binary(operator: str, left: Seen, right: Seen) -> Seen:
    """Arithmetic, comparison or logic on two values."""
    if operator in {"&&", "||"}:
        return _logical(operator, left, right)
    if operator in {"==", "!="}:
        same = equal(left, right)
        return same if isinstance(same, Unknown) else same is (operator == "==")
    missing = gap(left, right)
    if missing is not None:
        return missing
    first, second = number_of(left), number_of(right)
    if first is None or second is None:
        return Invalid(f"{operator} needs two numbers")
    if operator in _ORDER:
        return _ORDER[operator](first, second)
    if operator == "/" and second == 0:  # Terraform has an infinity
        return Invalid("zero is divided by zero") if first == 0 else Unknown("a number is divided by zero")
    if operator == "%" and not (_is_exact(first) and _is_exact(second)):
        return Unknown("the remainder of fractions is not computed")
    if max(abs(first), abs(second)) > EXACT and not _is_whole(operator, first, second):
        return Unknown("fractions of large numbers are not computed")
    made = _ARITHMETIC[operator](first, second)
    return whole(_tidy(made)) if abs(made) < MAX_NUMBER else Unknown("the number is too large")


def equal(left: Seen, right: Seen) -> bool | Unknown:
    """Whether two values are the same; a reference is present, so it is never null."""
    if isinstance(left, Reference) and isinstance(right, Reference):
        return (left.to, left.attribute) == (right.to, right.attribute) or _missing(left, right)
    if isinstance(left, Reference | Instance) and right is None:
        return False
    if isinstance(right, Reference | Instance) and left is None:
        return False
    if isinstance(left, _UNEQUAL) or isinstance(right, _UNEQUAL):
        return _missing(left, right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        same = len(left) == len(right) and _all(map(equal, left, right))
    elif isinstance(left, dict) and isinstance(right, dict):
        same = left.keys() == right.keys() and _all(equal(left[key], right[key]) for key in left)
    else:
        return isinstance(left, bool) is isinstance(right, bool) and bool(left == right)
    return _of_one_type(left, right) if same is True else same


def _of_one_type(left: Seen, right: Seen) -> bool | Unknown:
    """Whether collections that hold the same are of the same type: a list is never equal to `[]`, which is a tuple."""
    if isinstance(left, OpenList | OpenMap) or isinstance(right, OpenList | OpenMap):
        return Unknown("whether a resource's attribute is of the same type is not known")
    if type(left) is not type(right):
        return False
    if not isinstance(left, ListOf | MapOf) or left.of == right.of:
        return True
    if left.of is None or right.of is None:
        return Unknown("whether two collections are of the same type is not known")
    return False


def joined(values: list[Seen]) -> Seen:
    """The text of a template's parts."""
    missing = gap(*values)
    if missing is not None:
        return missing
    texts = [digits(each) if isinstance(each, float) else text_of(each) for each in values]
    inexact = next((each for each in texts if isinstance(each, Unknown)), None)
    if inexact is not None:
        return inexact
    if None in texts:
        return Invalid("a template holds what is no text")
    return "".join(each for each in texts if isinstance(each, str))


def _logical(operator: str, left: Seen, right: Seen) -> Seen:
    decides = operator == "||"
    if left is None:
        return Invalid(f"{operator} needs true or false on both sides")
    if decides in (truth_of(left), truth_of(right)):
        return decides
    missing = gap(left, right)
    if missing is not None:
        return missing
    if truth_of(left) is None or truth_of(right) is None:
        return Invalid(f"{operator} needs true or false on both sides")
    return not decides


def _all(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    unknown: Unknown | None = None
    for each in answers:
        if each is False:
            return False
        if isinstance(each, Unknown):
            unknown = unknown if unknown is not None else each
    return True if unknown is None else unknown


def _missing(left: Seen, right: Seen) -> Unknown:
    missing = gap(left, right)
    return because("not known") if missing is None else missing


def _sum(left: float, right: float) -> float:
    """A sum, which has no more decimal places than what it is made of."""
    made = left + right
    if isinstance(made, int) or "e" in f"{left!r}{right!r}":
        return made
    return round(made, max(len(repr(each).partition(".")[2]) for each in (left, right)))


def _quotient(left: float, right: float) -> float:
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return left / right


def _remainder(left: float, right: float) -> float:
    """What is left of a division, with the sign of the dividend; of one by zero, all of it."""
    if right == 0:
        return left
    if isinstance(left, int) and isinstance(right, int):
        return abs(left) % abs(right) * (-1 if left < 0 else 1)
    return math.fmod(left, right)


def _is_whole(operator: str, left: float, right: float) -> bool:
    return isinstance(left, int) and isinstance(right, int) and (operator != "/" or left % right == 0)


def _is_exact(number: float) -> bool:
    """Whether few binary digits write a number."""
    return number.as_integer_ratio()[1] <= FINEST


def _tidy(number: float) -> float:
    """A result without the last digits that only floats have: Terraform, with 512 bits, makes 0.3 of 0.1 + 0.2."""
    if isinstance(number, int):
        return number
    rounded = float(f"{number:.15g}")
    return rounded if len(repr(rounded)) < len(repr(number)) - 2 else number


_ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": _sum,
    "-": lambda left, right: _sum(left, -right),
    "*": lambda left, right: left * right,
    "/": _quotient,
    "%": _remainder,
}
