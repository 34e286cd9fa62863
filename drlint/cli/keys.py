"""The settings of a configuration: what each key takes, what it is where nobody sets it, and how it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.model.nearness import near

SEVERITIES: Mapping[str, Severity] = {str(each): each for each in Severity}
_OBJECTIVES = ("rpo_minutes", "rto_minutes", "recovery_regions", "critical")
_TAGS = ("environment", "owner")
_ELSEWHERE = ("policy", "addresses", "where", "owner")


class LineOf:
    """Names the place of a key for error messages."""

    def __init__(self, path: Path | None, document: Any = None) -> None:
        self._path = path
        self._document = document

    def __call__(self, *trail: str | int) -> str:
        line = f":{self._document.line(*trail)}" if self._document is not None else ""
        return f"{self._path}{line}"


def checked(key: str, value: Any, line_of: LineOf) -> Any:
    """The value of a key as configuration has it; DrlintError where it is not what the key takes."""
    known = KEYS.get(key)
    if known is None:
        raise DrlintError(f"{line_of(key)}: there is no setting {key!r}{near(key, tuple(KEYS))}")
    if value is None:
        return known.default
    require_shape(value, known.shape, (key,), line_of)
    if known.require is not None:
        known.require(value, line_of)
    return tuple(value) if isinstance(value, list) else value


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


def _require_objectives(value: Mapping[str, Any], line_of: LineOf) -> None:
    require_names(value, _OBJECTIVES, ("objectives",), line_of)
    for name in ("rpo_minutes", "rto_minutes"):
        minutes = value.get(name)
        if minutes is not None and (isinstance(minutes, bool) or not isinstance(minutes, int) or minutes < 0):
            raise DrlintError(f"{line_of('objectives', name)}: objectives.{name} must be a whole number of minutes")
    require_shape(value.get("recovery_regions") or [], [str], ("objectives", "recovery_regions"), line_of)
    require_shape(value.get("critical") or {}, {str: str}, ("objectives", "critical"), line_of)


def _require_tags(value: Mapping[str, Any], line_of: LineOf) -> None:
    require_names(value, _TAGS, ("tags",), line_of)


def _require_elsewhere(value: Sequence[Mapping[str, Any]], line_of: LineOf) -> None:
    for position, each in enumerate(value):
        _require_provided(each, position, line_of)


def _require_provided(value: Mapping[str, Any], position: int, line_of: LineOf) -> None:
    require_names(value, _ELSEWHERE, ("elsewhere", position), line_of)
    missing = [name for name in ("policy", "where", "owner") if not isinstance(value.get(name), str)]
    if missing:
        raise DrlintError(f"{line_of('elsewhere', position)}: elsewhere needs {' and '.join(missing)} as text")
    require_shape(value.get("addresses") or [], [str], ("elsewhere", position, "addresses"), line_of)


class Key(Struct, frozen=True):
    """A setting: a tuple of words is a choice; `require` refuses with DrlintError what the shape does not tell."""

    shape: Any
    default: Any
    require: Callable[[Any, LineOf], None] | None = None


KEYS: Mapping[str, Key] = {
    "select": Key([str], ()),
    "ignore": Key([str], ()),
    "fail_on": Key(tuple(SEVERITIES), "low"),
    "min_severity": Key(tuple(SEVERITIES), "low"),
    "incomplete": Key(("fail", "warn"), "fail"),
    "strict": Key(bool, default=False),
    "exit_zero": Key(bool, default=False),
    "profile": Key(("strict", "default", "sandbox"), "default"),
    "world": Key(("auto", "open", "closed"), "auto"),
    "baseline": Key(str, None),
    "root": Key(str, None),
    "environment": Key(str, None),
    "owner": Key(str, None),
    "policies": Key([str], ()),
    "context": Key([str], ()),
    "parameters": Key({str: {str: object}}, {}),
    "provider_regions": Key({str: str}, {}),
    "objectives": Key({str: object}, {}, _require_objectives),
    "tags": Key({str: [str]}, {}, _require_tags),
    "elsewhere": Key([dict], (), _require_elsewhere),
}
