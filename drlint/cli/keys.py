"""The settings of a configuration: what each key takes, what it is where nobody sets it, and how it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from drlint.cli.assignments import require_environments, require_owners, require_workloads
from drlint.cli.extends import require_extends
from drlint.cli.rollouts import require_rollout
from drlint.cli.shapes import SEVERITIES, LineOf, require_names, require_shape
from drlint.cli.waiver_keys import DEFAULT_TERMS, terms_said, waivers_said
from drlint.model.arn import REGION
from drlint.model.errors import DrlintError
from drlint.model.nearness import near

_OBJECTIVES = ("rpo_minutes", "rto_minutes", "recovery_regions", "critical")
_TAGS = ("environment", "owner", "tier", "workload")
_ELSEWHERE = ("policy", "addresses", "where", "owner")


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
    if known.made is not None:
        return known.made(value, line_of)
    return tuple(value) if isinstance(value, list) else value


def _require_objectives(value: Mapping[str, Any], line_of: LineOf) -> None:
    require_names(value, _OBJECTIVES, ("objectives",), line_of)
    for name in ("rpo_minutes", "rto_minutes"):
        minutes = value.get(name)
        if minutes is not None and (isinstance(minutes, bool) or not isinstance(minutes, int) or minutes < 0):
            raise DrlintError(f"{line_of('objectives', name)}: objectives.{name} must be a whole number of minutes")
    require_shape(value.get("recovery_regions") or [], [str], ("objectives", "recovery_regions"), line_of)
    require_shape(value.get("critical") or {}, {str: str}, ("objectives", "critical"), line_of)


def _require_region(value: str, line_of: LineOf) -> None:
    if REGION.fullmatch(value) is None:
        raise DrlintError(f"{line_of('lost_region')}: lost_region: {value!r} is no Region of AWS, as eu-west-1")


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
    """A setting: a tuple of words is a choice; `require` refuses with DrlintError what the shape does not tell.

    `made` makes of the value what the setting is; it may refuse as well.
    """

    shape: Any
    default: Any
    require: Callable[[Any, LineOf], None] | None = None
    made: Callable[[Any, LineOf], Any] | None = None


KEYS: Mapping[str, Key] = {
    "extends": Key(object, None, require_extends),
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
    "lost_region": Key(str, None, _require_region),
    "environment": Key(str, None),
    "owner": Key(str, None),
    "policies": Key([str], ()),
    "context": Key([str], ()),
    "parameters": Key({str: {str: object}}, {}),
    "provider_regions": Key({str: str}, {}),
    "objectives": Key({str: object}, {}, _require_objectives),
    "tags": Key({str: [str]}, {}, _require_tags),
    "elsewhere": Key([dict], (), _require_elsewhere),
    "waivers": Key([dict], (), made=waivers_said),
    "waiver_terms": Key({str: object}, DEFAULT_TERMS, made=terms_said),
    "environments": Key([dict], (), require_environments),
    "workloads": Key([dict], (), require_workloads),
    "owners": Key([dict], (), require_owners),
    "rollout": Key({str: object}, {}, require_rollout),
}
