"""Functions that choose among values or ask something about a collection."""

from __future__ import annotations

from collections.abc import Mapping

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import UNSEEN, kind_of
from drlint.readers.hcl.functions.graphemes import UNMEASURED, is_plain
from drlint.readers.hcl.functions.signature import (
    ANYTHING,
    LIST,
    PRESENT,
    TRUTHS,
    Function,
    as_it_is,
    reason_of,
)
from drlint.readers.hcl.operators import equal
from drlint.readers.hcl.seen import Invalid, Seen, because, candidates, gap
from drlint.readers.hcl.types import converted, has_any, type_in, unified


def _alltrue(truths: tuple[Seen, ...]) -> Seen:
    """Null counts as false."""
    if any(each is False or each is None for each in truths):
        return False
    missing = gap(truths)
    return True if missing is None else missing


def _anytrue(truths: tuple[Seen, ...]) -> Seen:
    if any(each is True for each in truths):
        return True
    missing = gap(truths)
    return False if missing is None else missing


def _coalesce(*values: Seen) -> Seen:
    """The first that is neither null nor an empty text, in the type that suits all.

    What is not known may be either, so it decides only where nothing else is left.
    """
    left = [each for each in values if each is not None and not (isinstance(each, str) and each == "")]
    if not left:
        return Invalid("every value is null or empty")
    types = [type_in(each) for each in values]
    wanted = unified(types)
    if wanted is None and any(map(has_any, types)):  # such as that of a null, which is not kept here
        return because("whether the values are of one type is not known", candidates(*values))
    if wanted is None:
        return Invalid("the values are of different types")
    first = left[0]
    if isinstance(first, UNSEEN):
        return first if len(left) == 1 else because(reason_of(first), candidates(*left))
    return converted(first, wanted, as_it_is)


def _contains(elements: tuple[Seen, ...], value: Seen) -> Seen:
    answers = [equal(each, value) for each in elements]
    if any(each is True for each in answers):
        return True
    missing = next((each for each in answers if isinstance(each, Unknown)), None)
    return False if missing is None else because(missing.reason, candidates(elements, value))


def _index(elements: tuple[Seen, ...], value: Seen) -> Seen:
    for position, each in enumerate(elements):
        same = equal(each, value)
        if isinstance(same, Unknown):
            return because(same.reason, candidates(elements, value))
        if same:
            return position
    return Invalid("no element is the value")


def _length(value: Seen) -> Seen:
    if isinstance(value, UNSEEN):
        return gap(value)
    if isinstance(value, str):
        return len(value) if is_plain(value) else UNMEASURED
    return len(value) if isinstance(value, tuple | Mapping) else Invalid(f"{kind_of(value)} has no length")


def _one(elements: tuple[Seen, ...]) -> Seen:
    if len(elements) > 1:
        return Invalid(f"the list has {len(elements)} elements instead of one or none")
    return elements[0] if elements else None


FUNCTIONS: Mapping[str, Function] = {
    "alltrue": Function(_alltrue, (TRUTHS,)),
    "anytrue": Function(_anytrue, (TRUTHS,)),
    "coalesce": Function(_coalesce, rest=ANYTHING),
    "contains": Function(_contains, (LIST, PRESENT)),
    "index": Function(_index, (LIST, PRESENT)),
    "length": Function(_length, (PRESENT,)),
    "one": Function(_one, (LIST,)),
}
