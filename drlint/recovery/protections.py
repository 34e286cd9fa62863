"""Which backup plans protect a resource, through which selections."""

from __future__ import annotations

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.estate.world import in_world
from drlint.model.collection import Collection
from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.recovery.selections import selection_covers


class Protection(Struct, frozen=True, eq=False):
    """A backup plan that protects a resource, and the selection that puts it there.

    The plan is None where none is named, unknown where it is out of view or may be one of several.
    """

    plan: Resource | Unknown | None
    selection: Resource


def protections_of(resource: Resource, estate: Estate) -> Collection:
    """Every protection of a resource; uncertain where a selection may or may not cover it."""
    return estate.remembered(("protections", id(resource)), lambda: _protections(resource, estate))


def _protections(resource: Resource, estate: Estate) -> Collection:
    items: list[tuple[Protection, bool]] = []
    doubt: Unknown | None = None
    for selection in estate.of_kind("aws_backup_selection"):
        covers = selection_covers(selection, resource, estate)
        if covers is False:
            continue
        items.append((Protection(_plan_of(selection, estate), selection), covers is True))
        if isinstance(covers, Unknown):
            doubt = first_of(doubt, covers)
    what = f"backup selection that covers {resource.address.path}"
    return in_world(Collection(tuple(items), doubt), estate.world, what, kinds=("aws_backup_selection",))


def _plan_of(selection: Resource, estate: Estate) -> Resource | Unknown | None:
    plans = estate.links(selection, "of_plan")
    if len(plans) == 1 and plans.certain:
        plan: Resource = plans.certain[0]
        return plan
    several = Unknown(f"the plan of {selection.address.path} may be one of several") if len(plans) else None
    return first_of(plans.unseen, plans.doubt, several)
