"""The settings `environments`, `workloads` and `owners`: what the resources of a place belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drlint.cli.shapes import LineOf, require_names, require_shape
from drlint.model.errors import DrlintError
from drlint.recovery.belonging import CLASSES
from drlint.recovery.objectives import EnvironmentOf, OwnerOf, WorkloadOf
from drlint.recovery.places import Place

_PLACE = ("addresses", "roots", "accounts", "tags")
_TIERS = (1, 2, 3, 4)


def require_environments(value: Sequence[Mapping[str, Any]], line_of: LineOf) -> None:
    """Refuse an entry that names no environment, or neither a place nor what it is like."""
    for position, each in enumerate(value):
        at = ("environments", position)
        _require_entry(each, "environment", ("like",), at, line_of)
        if "like" in each:
            require_shape(each["like"], CLASSES, (*at, "like"), line_of)
        elif not _names_a_place(each):
            raise DrlintError(f"{line_of(*at)}: an environment needs a place ({', '.join(_PLACE)}), or like:")


def require_workloads(value: Sequence[Mapping[str, Any]], line_of: LineOf) -> None:
    """Refuse an entry that names no workload or no place, or a tier that there is not."""
    for position, each in enumerate(value):
        at = ("workloads", position)
        _require_entry(each, "workload", ("tier", "owner"), at, line_of)
        tier = each.get("tier", 1)
        if type(tier) is not int or tier not in _TIERS:
            raise DrlintError(f"{line_of(*at, 'tier')}: tier is {str(tier)[:40]!r}; it is 1, 2, 3 or 4, 1 the highest")
        require_shape(each.get("owner", ""), str, (*at, "owner"), line_of)
        if not _names_a_place(each):
            raise DrlintError(f"{line_of(*at)}: a workload needs a place: {', '.join(_PLACE)}")


def require_owners(value: Sequence[Mapping[str, Any]], line_of: LineOf) -> None:
    """Refuse an entry that names no owner, or nothing to own."""
    for position, each in enumerate(value):
        at = ("owners", position)
        _require_entry(each, "owner", ("policies",), at, line_of)
        require_shape(each.get("policies", []), [str], (*at, "policies"), line_of)
        if not (_names_a_place(each) or each.get("policies")):
            raise DrlintError(f"{line_of(*at)}: an owner needs a place: {', '.join(_PLACE)} or policies")


def _require_entry(
    value: Mapping[str, Any], name: str, more: tuple[str, ...], at: tuple[str | int, ...], line_of: LineOf
) -> None:
    require_names(value, (name, *more, *_PLACE), at, line_of)
    if not isinstance(value.get(name), str) or not value[name].strip():
        raise DrlintError(f"{line_of(*at)}: {at[0]} needs {name} as text")
    for each in ("addresses", "roots"):
        require_shape(value.get(each, []), [str], (*at, each), line_of)
    require_shape(_texts(value.get("accounts", [])), [str], (*at, "accounts"), line_of)
    require_shape(value.get("tags", {}), {str: str}, (*at, "tags"), line_of)


def _texts(accounts: Any) -> Any:
    """Account numbers as text: YAML reads those without a leading zero as numbers."""
    if not isinstance(accounts, list):
        return accounts
    return [str(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in accounts]


def _names_a_place(value: Mapping[str, Any]) -> bool:
    return any(value.get(each) for each in _PLACE)


def environments_of(value: Sequence[Mapping[str, Any]]) -> tuple[EnvironmentOf, ...]:
    """A checked setting as the recovery room has it."""
    return tuple(
        EnvironmentOf(name=each["environment"], place=_place(each), like=each.get("like", "")) for each in value
    )


def workloads_of(value: Sequence[Mapping[str, Any]]) -> tuple[WorkloadOf, ...]:
    """A checked setting as the recovery room has it."""
    return tuple(
        WorkloadOf(name=each["workload"], place=_place(each), tier=each.get("tier"), owner=each.get("owner", ""))
        for each in value
    )


def owners_of(value: Sequence[Mapping[str, Any]]) -> tuple[OwnerOf, ...]:
    """A checked setting as the recovery room has it."""
    return tuple(
        OwnerOf(
            name=each["owner"],
            place=_place(each) if _names_a_place(each) else None,
            policies=tuple(each.get("policies", ())),
        )
        for each in value
    )


def _place(value: Mapping[str, Any]) -> Place:
    return Place(
        addresses=tuple(value.get("addresses", ())),
        roots=tuple(value.get("roots", ())),
        accounts=tuple(_texts(value.get("accounts", []))),
        tags=value.get("tags", {}),
    )
