"""Functions that build or take apart lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.conversion import UNSEEN, identity, is_vague
from drlint.readers.hcl.functions.signature import (
    LIST,
    OPEN_LIST,
    TEXTS,
    UNIFORM,
    UNIFORM_DATA,
    WHOLE,
    Function,
    as_it_is,
    reason_of,
)
from drlint.readers.hcl.seen import MAX_ELEMENTS, Invalid, Seen, because, candidates, gap
from drlint.readers.hcl.types import Type, converted, type_in, unified

_TOO_MANY = Unknown(f"the list has more than {MAX_ELEMENTS:,} elements")


def _bounded(elements: Iterable[Seen]) -> Seen:
    made = tuple(islice(elements, MAX_ELEMENTS + 1))
    return made if len(made) <= MAX_ELEMENTS else _TOO_MANY


def _chunklist(elements: tuple[Seen, ...], length: int) -> Seen:
    if length < 0:
        return Invalid(f"{length} is no length of a part")
    if length == 0:
        return (elements,) if elements else ()
    return tuple([elements[start : start + length] for start in range(0, len(elements), length)])


def _coalescelist(*lists: Seen) -> Seen:
    for position, each in enumerate(lists):
        if isinstance(each, UNSEEN):
            return because(reason_of(each), candidates(lists[position:]))
        if each:
            return each
    return Invalid("none of the lists has an element")


def _compact(texts: tuple[Seen, ...]) -> Seen:
    """Without empty texts and null; a reference is neither."""
    kept = tuple([each for each in texts if isinstance(each, Reference | Unknown) or each])
    vague = any(isinstance(each, Unknown) for each in kept)
    return gap(*kept) if vague else kept


def _concat(*lists: tuple[Seen, ...]) -> Seen:
    return _bounded(chain.from_iterable(lists)) if lists else Invalid("it needs at least one list")


def _distinct(elements: tuple[Seen, ...]) -> Seen:
    """Elements once each, the first of its kind counting; of two unknown ones nobody can say whether they are one."""
    kept = tuple({identity(each): each for each in elements}.values())
    return gap(*kept) if len(kept) > 1 and any(map(is_vague, kept)) else kept


def _element(elements: tuple[Seen, ...], index: int) -> Seen:
    """An element; beyond the end counting starts anew. Before the start only whole rounds are allowed."""
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
    return tuple([value for value, key in zip(values, keys, strict=True) if identity(key) in searched])


def _reverse(elements: tuple[Seen, ...]) -> Seen:
    return elements[::-1]


def _slice(elements: tuple[Seen, ...], start: int, end: int) -> Seen:
    if not 0 <= start <= end <= len(elements):
        return Invalid(f"there is no part from {start} to {end} of {len(elements)} elements")
    return elements[start:end]


def _sort(texts: tuple[Seen, ...]) -> Seen:
    missing = gap(texts)
    if missing is not None:
        return texts if len(texts) == 1 else missing
    return Invalid("the list holds null") if None in texts else tuple(sorted(texts))


FUNCTIONS: Mapping[str, Function] = {
    "chunklist": Function(_chunklist, (UNIFORM, WHOLE)),
    "coalescelist": Function(_coalescelist, rest=OPEN_LIST),
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
