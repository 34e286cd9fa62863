"""What a `for` goes through, and what functions over several things answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from drlint.model.collection import Collection
from drlint.model.values import UNSEEN, Unknown, as_unknown, first_of
from drlint.policy.kleene import Answer, ExpressionError, kind_of, truth

_SEVERAL = (tuple, frozenset)
_MAYBE = Unknown("it may be one of several resources")


class Stream(Struct, frozen=True):
    """Values with whether each is certainly among them; `unseen` and `more` as of a Collection.

    `doubt` says why one is uncertain.
    """

    items: tuple[tuple[Any, bool], ...]
    unseen: Unknown | None = None
    doubt: Unknown | None = None
    more: Unknown | None = None


_EMPTY = Stream(())


def items_of(value: Any) -> Stream:
    """The things in a value that holds several."""
    if isinstance(value, Stream):
        return value
    if isinstance(value, Collection):
        return Stream(value.items, value.unseen, value.unseen if value.doubt is None else value.doubt, value.more)
    if value is None:
        return _EMPTY
    if isinstance(value, UNSEEN):
        return Stream((), as_unknown(value))
    if isinstance(value, _SEVERAL):
        return Stream(tuple([(each, True) for each in value]))
    if isinstance(value, Mapping):
        return Stream(((value, True),))
    message = f"{kind_of(value)} holds nothing to go through"
    raise ExpressionError(message)


def any_of(stream: Stream) -> Answer:
    doubt = stream.more if stream.unseen is None else stream.unseen
    for value, certain in stream.items:
        answer = truth(value)
        if answer is False:
            continue
        if answer is True and certain:
            return True
        doubt = answer if isinstance(answer, Unknown) else first_of(doubt, stream.doubt, _MAYBE)
    return False if doubt is None else doubt


def all_of(stream: Stream) -> Answer:
    doubt = stream.unseen
    for value, certain in stream.items:
        answer = truth(value)
        if answer is True:
            continue
        if answer is False and certain:
            return False
        doubt = answer if isinstance(answer, Unknown) else first_of(doubt, stream.doubt, _MAYBE)
    return True if doubt is None else doubt


def count_of(stream: Stream) -> int | Unknown:
    more = stream.more if stream.unseen is None else stream.unseen
    if more is not None:
        return more
    if all(certain for _, certain in stream.items):
        return len(stream.items)
    return _MAYBE if stream.doubt is None else stream.doubt


def numbers_of(stream: Stream) -> tuple[Any, ...] | Unknown:
    """The numbers, all certain and known, or why they are not."""
    more = stream.more if stream.unseen is None else stream.unseen
    if more is not None:
        return more
    for value, certain in stream.items:
        if isinstance(value, UNSEEN):
            return as_unknown(value)
        if not certain:
            return _MAYBE if stream.doubt is None else stream.doubt
        if isinstance(value, bool) or not isinstance(value, int | float):
            message = f"{kind_of(value)} is not a number"
            raise ExpressionError(message)
    return tuple(value for value, _ in stream.items)


def at_least(wanted: int, stream: Stream) -> Answer:
    """Whether there are that many different values; an unknown value may equal another or not."""
    known: set[Any] = set()
    possible: set[Any] = set()
    unknown = 0
    reason: Unknown | None = None
    for value, certain in stream.items:
        if value is None:
            continue
        if isinstance(value, UNSEEN):
            unknown += 1
            reason = first_of(reason, as_unknown(value))
            continue
        possible.add(value)
        if certain:
            known.add(value)
    sure = len(known) or (1 if any(sure and not value_missing(value) for value, sure in stream.items) else 0)
    if sure >= wanted:
        return True
    more = stream.more if stream.unseen is None else stream.unseen
    if more is None and len(possible) + unknown < wanted:
        return False
    return next(each for each in (more, reason, stream.doubt, _MAYBE) if each is not None)


def value_missing(value: Any) -> bool:
    """Whether there is no value, or perhaps none."""
    return value is None or isinstance(value, Unknown)
