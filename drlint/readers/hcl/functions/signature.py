"""What a function takes: how each argument is converted, and whether it must be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import UNSEEN, as_number, as_text, as_truth, kind_of, set_of
from drlint.readers.hcl.seen import MAX_TEXT, Invalid, ListOf, Seen, gap
from drlint.readers.hcl.types import ANY, Type, converted

TOO_LONG = Unknown(f"the text is longer than {MAX_TEXT:,} characters")


class Parameter(Struct, frozen=True):
    """An argument: `known` says how much of it must be, "all", its "shape" (elements may be unknown) or "nothing"."""

    convert: Callable[[Seen], Seen]
    known: str = "all"
    nullable: bool = False

    def missing(self, value: Seen) -> Unknown | None:
        """Why an argument is not known well enough; None where it is."""
        if self.known == "all":
            return gap(value)
        return gap(value) if self.known == "shape" and isinstance(value, UNSEEN) else None


class Function(Struct, frozen=True):
    """A function of Terraform; `rest` takes any number of further arguments, `optional` may be left out.

    `effort` is what a step over its arguments costs, against a look at an element. One that `spends` is given a
    function first, which it tells what it has cost besides.
    """

    run: Callable[..., Seen]
    parameters: tuple[Parameter, ...] = ()
    rest: Parameter | None = None
    optional: int = 0
    effort: int = 1
    spends: bool = False


def as_it_is(value: Seen) -> Seen:
    """No conversion."""
    return value


def reason_of(value: Seen) -> str:
    """Why a value is not known."""
    missing = gap(value)
    return "not known" if missing is None else missing.reason


def _whole(value: Seen) -> Seen:
    number = as_number(value)
    return Invalid(f"{number} is no whole number") if isinstance(number, float) else number


def _listed(value: Seen) -> Seen:
    return value if value is None or isinstance(value, (tuple, *UNSEEN)) else Invalid(f"{kind_of(value)} is no list")


def _mapped(value: Seen) -> Seen:
    return value if value is None or isinstance(value, (Mapping, *UNSEEN)) else Invalid(f"{kind_of(value)} is no map")


def _each(convert: Callable[[Seen], Seen]) -> Callable[[Seen], Seen]:
    """Converts the elements of a list."""

    def convert_all(value: Seen) -> Seen:
        if not isinstance(value, tuple):
            return _listed(value)
        made = tuple([convert(each) for each in value])
        refused = next((each for each in made if isinstance(each, Invalid)), None)
        return made if refused is None else refused

    return convert_all


def _uniform(kind: str) -> Callable[[Seen], Seen]:
    """Converts to a list, set or map of one type of elements."""
    wanted = Type(kind=kind, of=ANY)
    return lambda value: converted(value, wanted, as_it_is)


def _set(value: Seen) -> Seen:
    made = _uniform("list")(value)
    return set_of(made, made.of) if isinstance(made, ListOf) else made


def _list_or_set(value: Seen) -> Seen:
    return value if isinstance(value, ListOf) else _uniform("list")(value)


TEXT = Parameter(as_text)
NUMBER = Parameter(as_number)
WHOLE = Parameter(_whole)
ANYTHING = Parameter(as_it_is, "nothing", nullable=True)
PRESENT = Parameter(as_it_is, "nothing")
DATA = Parameter(as_it_is, nullable=True)
LIST = Parameter(_listed, "shape")
MAP = Parameter(_mapped, "shape")
TEXTS = Parameter(_each(as_text), "shape")
NUMBERS = Parameter(_each(as_number))
TRUTHS = Parameter(_each(as_truth), "shape")
OPEN_LIST = Parameter(_listed, "nothing")
OPEN_LIST_OR_NULL = Parameter(_listed, "nothing", nullable=True)
OPEN_MAP = Parameter(_mapped, "nothing", nullable=True)
UNIFORM = Parameter(_uniform("list"), "shape")
UNIFORM_DATA = Parameter(_uniform("list"))
UNIFORM_EITHER = Parameter(_list_or_set, "shape")
UNIFORM_SET = Parameter(_set, "shape")
