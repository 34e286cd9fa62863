"""What an attribute can hold: a literal, nothing, something we could not see, or a pointer to another resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NoReturn, TypeAlias

from msgspec import Struct


class Address(Struct, frozen=True, order=True):
    """Where a resource stands: `root` is the root module's folder (live: account/Region), `path` its name in there."""

    root: str
    path: str

    def __str__(self) -> str:
        return self.path


class UnknownRead(Exception):  # noqa: N818 - it is a verdict travelling as an exception, not an error
    """Code asked an unknown value for an answer; the engine turns it into an unknown verdict."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class _Unanswerable:
    """Comparing or testing a value that is not known raises, so that nobody can forget the third answer."""

    def _refuse(self, *_: object) -> NoReturn:
        raise UnknownRead(as_unknown(self))

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __len__ = _refuse
    __iter__ = __contains__ = _refuse
    __hash__ = object.__hash__


class Unknown(_Unanswerable, Struct, frozen=True, eq=False):
    """A value that could not be seen; never the same as None.

    `about` names the attribute that was read ("aws_db_instance.main.multi_az"); `candidates` lists the resources of
    which it may name some, where that much is known, and `only` says that it names nothing else.
    """

    reason: str
    about: str = ""
    candidates: tuple[Address, ...] = ()
    only: bool = False

    def __hash__(self) -> int:
        return id(self)


class Reference(_Unanswerable, Struct, frozen=True, eq=False):
    """A value that is present and not yet known, but known whose and which: `to`'s `attribute`."""

    to: Address
    attribute: str

    def __hash__(self) -> int:
        return id(self)


class Record(Struct, frozen=True):
    """A value with named parts that a reader made, such as a step of a runbook; its fields are the catalog's names."""


# A tuple, because `isinstance(value, Unknown | Reference)` makes the union anew each time it is asked.
UNSEEN: Final = (Unknown, Reference)

Value: TypeAlias = (
    "bool | int | float | str | Unknown | Reference | Record | tuple[Value, ...] | Mapping[str, Value] | None"
)

KNOWN_AFTER_APPLY = Unknown("known after apply")
WITHHELD = Unknown("marked sensitive, so its value is withheld")


def as_unknown(value: Any) -> Unknown:
    """The unknown that a value stands for when an answer is asked of it."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Reference):
        return Unknown(f"{value.to.path}.{value.attribute} is known after apply", candidates=(value.to,))
    return Unknown("not known")


_NUMBERS = (bool, int, float, Reference)
_SIZED = (str, tuple, Mapping)
_PLAIN = frozenset({str, bool, int, float, type(None)})


def frozen(value: Any) -> Value:
    """Plain data with lists as tuples, all the way down."""
    if type(value) in _PLAIN:
        return value  # type: ignore[no-any-return]
    if isinstance(value, list | tuple):
        return tuple([frozen(each) for each in value])
    if isinstance(value, Mapping):
        return {str(key): frozen(each) for key, each in value.items()}
    return value  # type: ignore[no-any-return]


def first_of(*unknowns: Unknown | None) -> Unknown | None:
    """The first that is one (an unknown cannot be tested, so `or` does not do)."""
    for each in unknowns:
        if each is not None:
            return each
    return None


def is_known(value: object) -> bool:
    """True where the value itself was seen (None, False and empty count as seen)."""
    return not isinstance(value, Unknown | Reference)


def is_present(value: object) -> bool | Unknown:
    """True where something is set: a reference is something; None, the empty string and an empty list are nothing."""
    if isinstance(value, Unknown):
        return value
    if value is None or isinstance(value, _NUMBERS):
        return value is not None
    return len(value) > 0 if isinstance(value, _SIZED) else True
