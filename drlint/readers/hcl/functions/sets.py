"""Functions on sets, which are tuples in the order in which Terraform goes over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import identity, set_of
from drlint.readers.hcl.functions.signature import UNIFORM_EITHER, UNIFORM_SET, Function, as_it_is
from drlint.readers.hcl.seen import MAX_ELEMENTS, Invalid, ListOf, Seen, SetOf, gap
from drlint.readers.hcl.types import Type, converted, elements_type, unified


def _alike(sets: Iterable[ListOf]) -> list[ListOf] | Invalid:
    """Sets with elements of one type."""
    given = list(sets)
    of = unified([elements_type(each) for each in given])
    if of is None:
        return Invalid("the sets hold elements of different types")
    return [converted(each, Type(kind="list", of=of), as_it_is) for each in given]


def _setunion(*sets: ListOf) -> Seen:
    alike = _alike(sets)
    if isinstance(alike, Invalid):
        return alike
    return set_of([each for one in alike for each in one], elements_type(alike[0]))


def _setintersection(*sets: ListOf) -> Seen:
    missing, alike = gap(sets), _alike(sets)
    if missing is not None or isinstance(alike, Invalid):
        return alike if missing is None else missing
    shared = set.intersection(*[set(map(identity, each)) for each in alike])
    return set_of([each for each in alike[0] if identity(each) in shared], elements_type(alike[0]))


def _setsubtract(first: ListOf, second: ListOf) -> Seen:
    missing, alike = gap(first, second), _alike((first, second))
    if missing is not None or isinstance(alike, Invalid):
        return alike if missing is None else missing
    dropped = set(map(identity, alike[1]))
    return set_of([each for each in alike[0] if identity(each) not in dropped], elements_type(alike[0]))


def _setproduct(*sets: ListOf) -> Seen:
    """Every combination of one element of each: a set where one of them is a set, else a list."""
    if len(sets) < 2:  # noqa: PLR2004 - a product has two factors
        return Invalid("it needs at least two sets")
    if prod(map(len, sets)) * (len(sets) + 1) > MAX_ELEMENTS:
        return Unknown(f"the product has more than {MAX_ELEMENTS:,} elements")
    of = Type(kind="tuple", items=tuple(map(elements_type, sets)))
    made = product(*sets)
    return set_of(made, of) if any(isinstance(each, SetOf) for each in sets) else ListOf(made, of)


FUNCTIONS: Mapping[str, Function] = {
    "setintersection": Function(_setintersection, (UNIFORM_SET,), rest=UNIFORM_SET),
    "setproduct": Function(_setproduct, rest=UNIFORM_EITHER),
    "setsubtract": Function(_setsubtract, (UNIFORM_SET, UNIFORM_SET)),
    "setunion": Function(_setunion, (UNIFORM_SET,), rest=UNIFORM_SET),
}
