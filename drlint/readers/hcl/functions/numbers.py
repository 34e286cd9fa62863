"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

from drlint.model.values import Unknown
from drlint.readers.hcl import types
from drlint.readers.hcl.conversion import MAX_DIGITS, shown
from drlint.readers.hcl.functions.signature import NUMBER, NUMBERS, PRESENT, WHOLE, Function
from drlint.readers.hcl.operators import EXACT, FINEST, MAX_NUMBER, whole
from drlint.readers.hcl.seen import Invalid, ListOf, Seen

MOST_RANGE = 1024  # Terraform refuses more

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CASELESS = 36
_BASES = range(2, 63)


def _log(number: float, base: float) -> Seen:
    if base == 0 and number > 0:
        return 0
    if number <= 0 or base <= 0 or base == 1:
        return Invalid(f"there is no logarithm of {number} to the base {base}")
    return whole(math.log(number) / math.log(base))


def _pow(number: float, power: float) -> Seen:
    try:
        made = float(number) ** float(power)
    except (OverflowError, ZeroDivisionError):
        return Invalid(f"{number} to the power of {power} is no number that can be written")
    if isinstance(made, complex):
        return Invalid(f"{number} to the power of {power} is no real number")
    return whole(made) if abs(made) <= EXACT else Unknown("pow is not exact beyond 2^53")


def _signum(number: int) -> Seen:
    return (number > 0) - (number < 0)


def _largest(*numbers: float) -> Seen:
    return max(numbers) if numbers else Invalid("it needs at least one number")


def _smallest(*numbers: float) -> Seen:
    return min(numbers) if numbers else Invalid("it needs at least one number")


def _parseint(text: Seen, base: int) -> Seen:
    if not isinstance(text, str):
        return Invalid("the first argument is no text")
    if base not in _BASES:
        return Invalid(f"{base} is no base from 2 to 62")
    if len(text) > MAX_DIGITS:
        return Unknown(f"a number is longer than {MAX_DIGITS} digits")
    sign, figures = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    made = 0
    for figure in figures.lower() if base <= _CASELESS else figures:
        value = _DIGITS.find(figure)
        if not 0 <= value < base:
            return Invalid(f"{shown(text)} is no number to the base {base}")
        made = made * base + value
    if not figures:
        return Invalid("the text is empty")
    return sign * made if made < MAX_NUMBER else Unknown("the number is too large")


def _range(*given: float) -> Seen:
    if not 1 <= len(given) <= 3:  # noqa: PLR2004 - end; start and end; start, end and step
        return Invalid(f"it takes one to three numbers, not {len(given)}")
    start, end = (0, given[0]) if len(given) == 1 else given[:2]
    step = given[2] if len(given) == 3 else 1 if start <= end else -1  # noqa: PLR2004 - as above
    if (step == 0 and start != end) or (start < end and step < 0) or (start > end and step > 0):
        return Invalid(f"no step of {step} leads from {start} to {end}")
    if any(isinstance(each, float) and each.as_integer_ratio()[1] > FINEST for each in (start, step)):
        return Unknown("a range over fractions is not computed")
    made: list[float] = []
    while (start < end) if step > 0 else (start > end):
        if len(made) == MOST_RANGE:
            return Invalid(f"it makes more than {MOST_RANGE} numbers")
        made.append(whole(start))
        start += step
    return ListOf(made, types.NUMBER)


def total(numbers: tuple[float | None, ...]) -> Seen:
    """The sum of numbers, computed in decimals as Terraform does."""
    if not numbers or None in numbers:
        return Invalid("the list holds null" if numbers else "the list is empty")
    known = [each for each in numbers if each is not None]
    if all(isinstance(each, int) for each in known):
        made: float = sum(known)
    else:
        from decimal import Decimal  # noqa: PLC0415 - sums of fractions are rare

        made = float(sum([Decimal(repr(each)) for each in known], Decimal(0)))
    return whole(made) if abs(made) < MAX_NUMBER else Unknown("the number is too large")


FUNCTIONS: Mapping[str, Function] = {
    "abs": Function(abs, (NUMBER,)),
    "ceil": Function(math.ceil, (NUMBER,)),
    "floor": Function(math.floor, (NUMBER,)),
    "log": Function(_log, (NUMBER, NUMBER)),
    "max": Function(_largest, rest=NUMBER),
    "min": Function(_smallest, rest=NUMBER),
    "parseint": Function(_parseint, (PRESENT, WHOLE)),
    "pow": Function(_pow, (NUMBER, NUMBER)),
    "range": Function(_range, rest=NUMBER),
    "signum": Function(_signum, (WHOLE,)),
    "sum": Function(total, (NUMBERS,)),
}
