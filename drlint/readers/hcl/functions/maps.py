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
    reason_of,
)
from drlint.readers.hcl.seen import MAX_ELEMENTS, Invalid, Seen, because, candidates, gap


def _keys(of: Mapping[str, Seen]) -> Seen:
    return tuple(sorted(of))


def _values(of: Mapping[str, Seen]) -> Seen:
    return tuple([of[key] for key in sorted(of)])


def _lookup(of: Mapping[str, Seen], key: Seen, *default: Seen) -> Seen:
    """An element, else the default; where the key is not known, it may be any of them."""
    name = as_text(key)
    if isinstance(name, UNSEEN):
        return name if isinstance(name, Invalid) else because(reason_of(name), candidates(name, of, default))
    if name in of:
        return of[name]
    return default[0] if default else Invalid(f"there is no element {name!r}")


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
    return {name: tuple(made[name]) for name in sorted(made)}


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
    if len(keys) != len(values):
        return Invalid(f"{len(keys)} keys have {len(values)} values")
    return dict(zip(keys, values, strict=True))


FUNCTIONS: Mapping[str, Function] = {
    "keys": Function(_keys, (MAP,)),
    "lookup": Function(_lookup, (MAP, PRESENT, ANYTHING), optional=1),
    "merge": Function(_merge, rest=OPEN_MAP),
    "transpose": Function(_transpose, (MAP,)),
    "values": Function(_values, (MAP,)),
    "zipmap": Function(_zipmap, (TEXTS, OPEN_LIST)),
}
