"""Functions that convert a value, or say what may be shown of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drlint.model.values import WITHHELD, Reference, Unknown
from drlint.readers.hcl.conversion import as_number, as_text, as_truth
from drlint.readers.hcl.functions.signature import ANYTHING, Function, Parameter, as_it_is
from drlint.readers.hcl.seen import Seen, because, candidates, gap
from drlint.readers.hcl.types import ANY, Type, converted


def _collected(kind: str) -> Function:
    """Converts to a collection of elements of one type."""
    wanted = Type(kind=kind, of=ANY)

    def collect(value: Seen) -> Seen:
        made = converted(value, wanted, as_it_is)
        return gap(made) if isinstance(made, Reference) else made

    return Function(collect, (ANYTHING,))


def _primitive(convert: Callable[[Seen], Seen]) -> Function:
    """Converts to text, a number or a truth; a reference stays the reference that it is."""
    return Function(as_it_is, (Parameter(convert, "nothing", nullable=True),))


def _sensitive(value: Seen) -> Seen:
    named = candidates(value)
    return because(WITHHELD.reason, named) if named else WITHHELD


def _issensitive(value: Seen) -> Seen:
    if isinstance(value, Unknown) and value.reason == WITHHELD.reason:
        return True
    missing = gap(value)
    return False if missing is None else missing


FUNCTIONS: Mapping[str, Function] = {
    "ephemeralasnull": Function(as_it_is, (ANYTHING,)),
    "issensitive": Function(_issensitive, (ANYTHING,)),
    "nonsensitive": Function(as_it_is, (ANYTHING,)),
    "sensitive": Function(_sensitive, (ANYTHING,)),
    "tobool": _primitive(as_truth),
    "tolist": _collected("list"),
    "tomap": _collected("map"),
    "tonumber": _primitive(as_number),
    "toset": _collected("set"),
    "tostring": _primitive(as_text),
}
