"""Refuses values of a configuration that are not of the shape that their key takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.model.nearness import near
from drlint.model.resource import Location

SEVERITIES: Mapping[str, Severity] = {str(each): each for each in Severity}


# The place of a key, by the names and numbers that lead to it.
PlaceOf: TypeAlias = Callable[..., str]


class LineOf:
    """Names the place of a key for error messages."""

    def __init__(self, path: Path | None, document: Any = None) -> None:
        self._path = path
        self._document = document

    def __call__(self, *trail: str | int) -> str:
        line = f":{self._document.line(*trail)}" if self._document is not None else ""
        return f"{self._path}{line}"

    def location(self, *trail: str | int) -> Location:
        """The place of a key, in the configuration file as it was found."""
        return Location(str(self._path), None if self._document is None else self._document.line(*trail))


def require_shape(value: Any, shape: Any, trail: tuple[str | int, ...], line_of: LineOf) -> None:
    """Refuse a value that is not of a shape: a type, a choice of words, a list or a mapping of one."""
    said = ".".join(str(each) for each in trail)
    if isinstance(shape, tuple):
        if value not in shape:
            raise DrlintError(
                f"{line_of(*trail)}: {said} is {value!r}; it is one of {', '.join(shape)}{near(str(value), shape)}"
            )
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise DrlintError(f"{line_of(*trail)}: {said} must be a list")
        for position, each in enumerate(value):
            require_shape(each, shape[0], (*trail, position), line_of)
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            raise DrlintError(f"{line_of(*trail)}: {said} must be a mapping")
        for name, each in value.items():
            require_shape(each, shape[str], (*trail, name), line_of)
    elif shape is not object and not isinstance(value, shape):
        word = {str: "text", bool: "true or false", dict: "a mapping"}[shape]
        raise DrlintError(f"{line_of(*trail)}: {said} must be {word}")


def require_names(
    value: Mapping[str, Any], known: Sequence[str], trail: tuple[str | int, ...], line_of: LineOf
) -> None:
    """Refuse a name that a mapping does not have."""
    for name in value:
        if name not in known:
            raise DrlintError(f"{line_of(*trail, name)}: {trail[0]} has no {name!r}{near(name, known)}")
