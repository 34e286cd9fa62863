"""The remedy for a mistyped name."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 200  # characters; comparing takes time


def near(name: str, known: Iterable[str]) -> str:
    """The words `; did you mean 'x'?` where a known name is near, else nothing."""
    found = nearest(name, known)
    return f"; did you mean {found!r}?" if found else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is nearest to one, empty where none is near."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    return next(iter(difflib.get_close_matches(name[:_LONGEST], list(known), n=1)), "")
