"""What the business asks for, and for which resources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from drlint.model.globs import matches
from drlint.model.resource import Resource
from drlint.model.values import Unknown

_PRODUCTION = ("prod", "prd", "production", "live")


class Objectives(Struct, frozen=True, kw_only=True):
    """Objectives and the tags that tell environment, owner and importance, until recovery documents say more.

    `critical` maps tag names to globs; a resource that matches any is critical.
    """

    rpo_minutes: int | None = None
    rto_minutes: int | None = None
    recovery_regions: tuple[str, ...] = ()
    critical: Mapping[str, str] = {}
    environment_tags: tuple[str, ...] = ("Environment", "environment", "Env", "env", "Stage", "stage")
    owner_tags: tuple[str, ...] = ("Owner", "owner", "Team", "team")
    environment: str | None = None
    owner: str | None = None


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


def environment_of(resource: Resource, objectives: Objectives) -> str | None:
    """The environment a resource belongs to: from its tags, else as configured; None where neither says."""
    return _tag(resource, objectives.environment_tags) or objectives.environment


def owner_of(resource: Resource, objectives: Objectives) -> str | None:
    """Who owns a resource: from its tags, else as configured; None where neither says."""
    return _tag(resource, objectives.owner_tags) or objectives.owner


@cache
def is_production(environment: str | None) -> bool:
    """Whether an environment's name means production; what names none counts as production, to be safe."""
    if environment is None:
        return True
    words = environment.lower().replace("_", "-").split("-")
    return any(word in _PRODUCTION for word in words) and not any(word in {"non", "pre", "not"} for word in words)


def tags_of(resource: Resource) -> Mapping[str, object] | Unknown:
    """A resource's tags, provider default_tags included; unknown where they cannot be seen."""
    tags = resource.view.attributes.get("tags")
    if isinstance(tags, Unknown):
        return tags
    return tags if type(tags) is dict or isinstance(tags, Mapping) else {}


def _tag(resource: Resource, names: tuple[str, ...]) -> str | None:
    tags = tags_of(resource)
    if isinstance(tags, Unknown):
        return None
    for name in names:
        value = tags.get(name)
        if isinstance(value, str) and value:
            return value
    return None
