"""What the business asks for, and for which resources."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drlint.model.globs import matches
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.history import History
from drlint.recovery.places import Place, tags_of


class EnvironmentOf(Struct, frozen=True, kw_only=True):
    """The environment of a place; `like` says what its name means: production, staging or development."""

    name: str
    place: Place = Place()
    like: str = ""


class WorkloadOf(Struct, frozen=True, kw_only=True):
    """The workload that the resources of a place are part of; tier 1 is the most important, 4 the least."""

    name: str
    place: Place
    tier: int | None = None
    owner: str = ""


class OwnerOf(Struct, frozen=True, kw_only=True):
    """Who owns the resources of a place, and answers for these policies on them; a place that is None is anywhere."""

    name: str
    place: Place | None
    policies: tuple[str, ...] = ()


class Objectives(Struct, frozen=True, kw_only=True):
    """Objectives and the tags that tell environment, owner and importance, until recovery documents say more.

    `critical` maps tag names to globs; a resource that matches any is critical. `lost_region` is the Region whose loss
    runbooks are held against, where neither they nor their workloads say it.
    """

    rpo_minutes: int | None = None
    rto_minutes: int | None = None
    recovery_regions: tuple[str, ...] = ()
    critical: Mapping[str, str] = {}
    environment_tags: tuple[str, ...] = ("Environment", "environment", "Env", "env", "Stage", "stage")
    owner_tags: tuple[str, ...] = ("Owner", "owner", "Team", "team")
    tier_tags: tuple[str, ...] = ("Tier", "tier", "Criticality", "criticality")
    workload_tags: tuple[str, ...] = ("Workload", "workload", "Application", "application", "App", "app")
    environment: str | None = None
    owner: str | None = None
    environments: tuple[EnvironmentOf, ...] = ()
    workloads: tuple[WorkloadOf, ...] = ()
    owners: tuple[OwnerOf, ...] = ()
    lost_region: str | None = None
    history: History = History()


def is_critical(resource: Resource, objectives: Objectives) -> bool | Unknown:
    """Whether a resource's tags call it critical; everything is where configuration names nothing."""
    if not objectives.critical:
        return True
    tags = tags_of(resource)
    if isinstance(tags, Unknown):
        return tags
    doubt: Unknown | None = None
    for name, glob in objectives.critical.items():
        value = tags.get(name)
        if isinstance(value, Unknown):
            doubt = value
        elif isinstance(value, str) and matches(value, glob):
            return True
    return doubt if doubt is not None else False
