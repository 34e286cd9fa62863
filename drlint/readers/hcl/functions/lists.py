"""Functions that build or take apart lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.conversion import UNSEEN, identity, is_vague
from drlint.readers.hcl.functions.signature import (
    LIST,
    OPEN_LIST_OR_NULL,
    TEXTS,
    UNIFORM,
    UNIFORM_DATA,
    WHOLE,
    Function,
    as_it_is,
    reason_of,
)
from drlint.readers.hcl.seen import MAX_ELEMENTS, Invalid, ListOf, OpenList, Seen, SetOf, because, candidates, gap
from drlint.readers.hcl.types import STRING, Type, converted, elements_type, type_in, unified

_TOO_MANY = Unknown(f"the list has more than {MAX_ELEMENTS:,} elements")


def _bounded(elements: Iterable[Seen]) -> Seen:
    made = tuple(islice(elements, MAX_ELEMENTS + 1))
    return made if len(made) <= MAX_ELEMENTS else _TOO_MANY


def _chunklist(elements: ListOf, length: int) -> Seen:
    if length < 0:
        return Invalid(f"{length} is no length of a part")
    of = elements_type(elements)
    whole = length or len(elements) or 1
    parts = [ListOf(elements[start : start + whole], of) for start in range(0, len(elements), whole)]
    return ListOf(parts, Type(kind="list", of=of))


def _coalescelist(*lists: Seen) -> Seen:
    """The first with an element; a null that is declared a list is none."""
    for position, each in enumerate(lists):
        if isinstance(each, UNSEEN):
            return because(reason_of(each), candidates(lists[position:]))
        if type(each) is SetOf:
            return Invalid("a set has no order")
        if each:
            return each
    return Invalid("none of the lists has an element")


def _compact(texts: tuple[Seen, ...]) -> Seen:
    """Without empty texts and null; a reference is neither."""
    kept = tuple([each for each in texts if isinstance(each, Reference | Unknown) or each])
    vague = any(isinstance(each, Unknown) for each in kept)
    return gap(*kept) if vague else ListOf(kept, STRING)


def _concat(*lists: tuple[Seen, ...]) -> Seen:
    """A list of one type where all are lists, else a tuple."""
    if not lists:
        return Invalid("it needs at least one list")
    if any(type(each) is SetOf for each in lists):
        return Invalid("a set has no order")
    made = _bounded(chain.from_iterable(lists))
    if isinstance(made, Unknown) or not all(isinstance(each, ListOf) for each in lists):
        return made
    if any(isinstance(each, OpenList) for each in lists):
        return OpenList(made)
    of = unified([type_in(each) for each in lists])
    return made if of is None else converted(made, of, as_it_is)


def _distinct(elements: tuple[Seen, ...]) -> Seen:
    """Elements once each, the first of its kind counting; of two unknown ones nobody can say whether they are one."""
    kept = tuple({identity(each): each for each in elements}.values())
    return gap(*kept) if len(kept) > 1 and any(map(is_vague, kept)) else _like(elements, kept)


def _like(elements: tuple[Seen, ...], made: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """Elements in a list of the type of another one; in a tuple where that is one."""
    if isinstance(elements, OpenList):
        return OpenList(made)
    return ListOf(made, elements.of) if isinstance(elements, ListOf) else made


def _element(elements: tuple[Seen, ...], index: int) -> Seen:
    """An element; beyond the end counting starts anew. Before the start only whole rounds are allowed."""
    if type(elements) is SetOf:
        return Invalid("a set has no order")
    if not elements:
        return Invalid("the list is empty")
    place = index % len(elements)
    return elements[place] if index >= 0 or place == 0 else Invalid(f"{index} is no place in a list")


def _flatten(elements: tuple[Seen, ...]) -> Seen:
    """The elements of all lists within a list; one that may be a list itself makes the whole unknown."""
    made: list[Seen] = []
    waiting = list(reversed(elements))
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += reversed(here)
        elif isinstance(here, Unknown) or (isinstance(here, Reference) and here.attribute.endswith("s")):
            return because(reason_of(here), candidates(elements))
        else:
            made.append(here)
    return _bounded(made)


def _matchkeys(values: tuple[Seen, ...], keys: tuple[Seen, ...], wanted: tuple[Seen, ...]) -> Seen:
    """The values whose keys are among the wanted ones; keys are compared in one type."""
    if len(values) != len(keys):
        return Invalid(f"{len(values)} values have {len(keys)} keys")
    of = unified([type_in(each) for each in (*keys, *wanted)])
    if of is None:
        return Invalid("keys and searched keys are of different types")
    keys, wanted = (converted(each, Type(kind="list", of=of), as_it_is) for each in (keys, wanted))
    searched = {identity(each) for each in wanted}
    found = tuple([value for value, key in zip(values, keys, strict=True) if identity(key) in searched])
    return _like(values, found)


def _reverse(elements: tuple[Seen, ...]) -> Seen:
    return _like(elements, elements[::-1])


def _slice(elements: tuple[Seen, ...], start: int, end: int) -> Seen:
    if not 0 <= start <= end <= len(elements):
        return Invalid(f"there is no part from {start} to {end} of {len(elements)} elements")
    return Invalid("a set has no order") if type(elements) is SetOf else _like(elements, elements[start:end])


def _sort(texts: tuple[Seen, ...]) -> Seen:
    missing = gap(texts)
    if missing is not None:
        return ListOf(texts, STRING) if len(texts) == 1 else missing
    return Invalid("the list holds null") if None in texts else ListOf(sorted(texts), STRING)


FUNCTIONS: Mapping[str, Function] = {
    "chunklist": Function(_chunklist, (UNIFORM, WHOLE)),
    "coalescelist": Function(_coalescelist, rest=OPEN_LIST_OR_NULL),
    "compact": Function(_compact, (TEXTS,)),
    "concat": Function(_concat, rest=LIST),
    "distinct": Function(_distinct, (UNIFORM,)),
    "element": Function(_element, (LIST, WHOLE)),
    "flatten": Function(_flatten, (LIST,)),
    "matchkeys": Function(_matchkeys, (UNIFORM, UNIFORM_DATA, UNIFORM_DATA)),
    "reverse": Function(_reverse, (LIST,)),
    "slice": Function(_slice, (LIST, WHOLE, WHOLE)),
    "sort": Function(_sort, (TEXTS,)),
}
