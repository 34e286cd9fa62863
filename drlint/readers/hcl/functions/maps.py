"""Functions that build or read maps."""

from __future__ import annotations

from collections.abc import Mapping

from drlint.readers.hcl.conversion import UNSEEN, as_text, kind_of
from drlint.readers.hcl.functions.signature import (
    ANYTHING,
    MAP,
    OPEN_LIST,
    OPEN_MAP,
    PRESENT,
    TEXTS,
    Function,
    as_it_is,
    reason_of,
)
from drlint.readers.hcl.seen import (
    MAX_ELEMENTS,
    Invalid,
    ListOf,
    MapOf,
    OpenBlock,
    OpenList,
    OpenMap,
    Seen,
    SetOf,
    because,
    candidates,
    gap,
)
from drlint.readers.hcl.types import STRING, Type, converted, elements_type


def _keys(of: Mapping[str, Seen]) -> Seen:
    return _listed(of, sorted(of), STRING)


def _values(of: Mapping[str, Seen]) -> Seen:
    return _listed(of, [of[key] for key in sorted(of)], of.of if isinstance(of, MapOf) else None)


def _listed(of: Mapping[str, Seen], made: list[Seen], element: Type | None) -> Seen:
    """What is made of a map as a list, of an object as a tuple."""
    if isinstance(of, OpenMap):
        return OpenList(made)
    return ListOf(made, element) if isinstance(of, MapOf) else tuple(made)


def _lookup(of: Mapping[str, Seen], key: Seen, *default: Seen) -> Seen:
    """An element, else the default; where the key is not known, it may be any of them."""
    name = as_text(key)
    if isinstance(name, UNSEEN):
        return name if isinstance(name, Invalid) else because(reason_of(name), candidates(name, of, default))
    if name in of:
        return of[name]
    if isinstance(of, OpenBlock):
        return because(f"{name} is the provider's to say", candidates(of, default))
    if not default:
        return Invalid(f"there is no element {name!r}")
    return converted(default[0], elements_type(of), as_it_is) if isinstance(of, MapOf) else default[0]


def _merge(*maps: Seen) -> Seen:
    """All elements, later ones over earlier ones; null counts for nothing."""
    missing = next((each for each in maps if isinstance(each, UNSEEN)), None)
    if missing is not None:
        return because(reason_of(missing), candidates(maps))
    made: dict[str, Seen] = {}
    for each in maps:
        made |= each or {}
        if len(made) > MAX_ELEMENTS:
            return because(f"the map has more than {MAX_ELEMENTS:,} elements")
    if any(isinstance(each, OpenMap) for each in maps):
        return OpenMap(made)
    first = maps[0] if maps else None
    if isinstance(first, MapOf) and all(isinstance(each, MapOf) and each.of == first.of for each in maps):
        return MapOf(made, first.of)
    return made


def _transpose(of: Mapping[str, Seen]) -> Seen:
    """The texts of the lists become keys, and the keys the lists."""
    missing = gap(of)
    if missing is not None:
        return missing
    made: dict[str, list[str]] = {}
    for key in sorted(of):
        if not isinstance(of[key], tuple):
            return Invalid(f"{key} is {kind_of(of[key])}, not a list")
        for each in of[key]:
            name = as_text(each)
            if not isinstance(name, str):
                return name if isinstance(name, Invalid) else Invalid(f"a list at {key} holds {kind_of(name)}")
            made.setdefault(name, []).append(key)
    return MapOf({name: ListOf(made[name], STRING) for name in sorted(made)}, Type(kind="list", of=STRING))


def _zipmap(keys: tuple[Seen, ...], values: Seen) -> Seen:
    """A map of keys and values; where the values are not known at all, their keys still are."""
    missing = gap(keys)
    if missing is not None:
        return because(missing.reason, candidates(keys, values))
    if None in keys:
        return Invalid("a key is null")
    if isinstance(values, UNSEEN):
        unknown = gap(values)
        return dict.fromkeys(keys, unknown)
    if type(values) is SetOf:
        return Invalid("a set has no order")
    if len(keys) != len(values):
        return Invalid(f"{len(keys)} keys have {len(values)} values")
    made = dict(zip(keys, values, strict=True))
    return MapOf(made, values.of) if isinstance(values, ListOf) else made


FUNCTIONS: Mapping[str, Function] = {
    "keys": Function(_keys, (MAP,)),
    "lookup": Function(_lookup, (MAP, PRESENT, ANYTHING), optional=1),
    "merge": Function(_merge, rest=OPEN_MAP),
    "transpose": Function(_transpose, (MAP,)),
    "values": Function(_values, (MAP,)),
    "zipmap": Function(_zipmap, (TEXTS, OPEN_LIST)),
}
