"""The remedy for a mistyped name."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 200  # characters; comparing takes time
_MOST = 500  # names that are compared
_APART = 3  # characters between the lengths of two names, where there are more


def near(name: str, known: Iterable[str]) -> str:
    """The words `; did you mean 'x'?` where a known name is near, else nothing."""
    found = nearest(name, known)
    return f"; did you mean {found!r}?" if found else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is nearest to one, empty where none is near."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    among = list(known)
    if len(among) > _MOST:  # comparing with thousands, for each of thousands, would take minutes
        among = [each for each in among if each[:1] == name[:1] and abs(len(each) - len(name)) <= _APART][:_MOST]
    return next(iter(difflib.get_close_matches(name[:_LONGEST], among, n=1)), "")
