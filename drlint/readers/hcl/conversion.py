"""Terraform's automatic conversions between text, numbers and truths, each with a reason where it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.operators import EXACT, MAX_NUMBER, digits, truth_of, whole
from drlint.readers.hcl.seen import Instance, Invalid, Seen, SetOf, gap

MAX_DIGITS = 300

_TOLD = 3  # characters of a text that are told

UNSEEN: Final = (Unknown, Reference, Instance)

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?", re.ASCII)
_BINARY_EXPONENT = re.compile(r"[-+]?[0-9.]+[pP][-+]?[0-9]+", re.ASCII)


def kind_of(value: Seen) -> str:
    """What a value is, in a person's words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, tuple) else "a map" if isinstance(value, Mapping) else "a resource"


def as_text(value: Seen) -> Seen:
    """A string; null and what is not known stay as they are."""
    if value is None or isinstance(value, str | Unknown | Reference):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return digits(value)
    return gap(value) if isinstance(value, Instance) else Invalid(f"{kind_of(value)} is no text")


def as_number(value: Seen) -> Seen:
    """A number; null and what is not known stay as they are."""
    if isinstance(value, bool):
        return Invalid("true or false is no number")
    if value is None or isinstance(value, int | float | Unknown | Reference):
        return value
    if isinstance(value, str):
        return _number_in(value)
    return gap(value) if isinstance(value, Instance) else Invalid(f"{kind_of(value)} is no number")


def as_truth(value: Seen) -> Seen:
    """True or false; null and what is not known stay as they are."""
    if value is None or isinstance(value, bool | Unknown | Reference):
        return value
    if isinstance(value, str):
        truth = truth_of(value)
        return Invalid(f"{shown(value)} is neither true nor false") if truth is None else truth
    return gap(value) if isinstance(value, Instance) else Invalid(f"{kind_of(value)} is neither true nor false")


PRIMITIVES: Final[Mapping[str, Callable[[Seen], Seen]]] = {"string": as_text, "number": as_number, "bool": as_truth}


def number_from(text: str) -> int | float | Unknown:
    """The number that a text in decimal notation writes."""
    if text.lstrip("+-").isdigit():
        return int(text) if len(text) <= MAX_DIGITS else Unknown(f"a number is longer than {MAX_DIGITS} digits")
    number = float(text)
    if not abs(number) < MAX_NUMBER:
        return Unknown("the number is too large")
    if abs(number) < EXACT:
        return whole(number)
    from decimal import Decimal  # noqa: PLC0415 - few texts hold numbers as large

    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else number


def shown(text: str) -> str:
    """A text within a reason: one that is long enough to be a secret is not quoted."""
    return repr(text) if len(text) <= _TOLD else f"a text of {len(text):,} characters"


def identity(value: Seen) -> Hashable:
    """What two values have in common exactly where they are surely the same."""
    if isinstance(value, Reference):
        return "reference", value.to, value.attribute
    if isinstance(value, Instance):
        return "reference", value.address
    if isinstance(value, Unknown):
        return "unknown", id(value)
    if isinstance(value, tuple):
        return "list", tuple([identity(each) for each in value])
    if isinstance(value, Mapping):
        return "map", frozenset([(key, identity(each)) for key, each in value.items()])
    return isinstance(value, bool), value


def set_of(elements: Iterable[Seen], of: Any = None) -> Seen:
    """Elements (of a type) once each, in the order in which Terraform goes over a set.

    Of two elements that are not known nobody can say whether they are one; two references are told apart.
    """
    kept = tuple({identity(each): each for each in elements}.values())
    if len(kept) > 1 and any(is_vague(each) for each in kept):
        return gap(*kept)
    return SetOf(ordered(kept) if gap(*kept) is None else kept, of)


def is_vague(value: Seen) -> bool:
    """True where a value may be the same as another one: it is not known, and no reference."""
    return gap(value) is not None and not isinstance(value, Reference | Instance)


def ordered(elements: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """The order of a set's elements: numbers and texts rise, compounds follow how they are written, null is last."""
    return tuple(sorted(elements, key=_rank))


def _rank(value: Seen) -> tuple[int, Seen]:
    if value is None:
        return 1, 0
    return 0, _written(value) if isinstance(value, tuple | Mapping) else value


def _written(value: Seen) -> str:
    """What Terraform sorts compounds by (seen in its console, 2026-11-25)."""
    if isinstance(value, tuple):
        return "[" + "".join([f"{_written(each)};" for each in value]) + "]"
    if isinstance(value, Mapping):
        return "<" + "".join([f'"{key}":{_written(value[key])};' for key in sorted(value)]) + ">"
    if isinstance(value, str):
        return f'"{value}"'
    if value is None or isinstance(value, bool):
        return {None: "~", True: "T", False: "F"}[value]
    return f"{value:.10g}"


def _number_in(text: str) -> Seen:
    if len(text) > MAX_DIGITS:
        return Unknown(f"a number is longer than {MAX_DIGITS} digits")
    if not _NUMBER.fullmatch(text):
        binary = _BINARY_EXPONENT.fullmatch(text)
        return (
            Invalid(f"{shown(text)} is no number") if binary is None else Unknown("1p3 and the like are not computed")
        )
    return number_from(text)
