"""What a resource belongs to: environment, workload and tier, each with where that is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.objectives import EnvironmentOf, Objectives, is_critical
from drlint.recovery.places import tags_of

CONFIGURED = "configuration"
PRODUCTION, STAGING, DEVELOPMENT = "production", "staging", "development"
CLASSES = (PRODUCTION, STAGING, DEVELOPMENT)

# The words that environments are called by; what is called otherwise counts as production, to be safe.
_WORDS = {
    word: like
    for like, words in {
        PRODUCTION: "prod prd production live",
        STAGING: "staging stage stag stg preprod preproduction preprd nonprod nonproduction uat acceptance acc qa "
        "integration int perf performance load beta canary",
        DEVELOPMENT: "dev devel develop development sandbox sbx test tst testing ci lab poc local playground preview "
        "review ephemeral experimental scratch training demo",
    }.items()
    for word in words.split()
}
_DOCUMENTS = frozenset({"runbook", "drill", "test_plan"})
_NOT = frozenset({"non", "pre", "not"})
_TIER = re.compile(r"(?:tier|t)?[ _-]*([0-4])", re.IGNORECASE)
_TIERS = {"mission-critical": 1, "critical": 1, "high": 2, "medium": 3, "low": 4}


class Told(Struct, frozen=True):
    """A name and where it is said; `unseen` tells why it cannot be seen, where that is so."""

    name: str | None = None
    origin: str = ""
    unseen: str = ""


class Belonging(Struct, frozen=True):
    """What a resource belongs to; the tier is a number from 1, the most important, to 4, `owner` the workload's."""

    environment: Told = Told()
    workload: Told = Told()
    tier: Told = Told()
    owner: Told = Told()


def belonging_of(resource: Resource, objectives: Objectives) -> Belonging:
    """Everything that is said of where a resource belongs; of the configured workloads the first that it fits."""
    environment = told_environment(resource, objectives)
    covered = _covered(resource)
    by_name = [each for each in objectives.workloads if each.name in covered] if covered else ()
    for each in by_name or objectives.workloads:
        if by_name or each.place.holds(resource):
            said = f"workload {each.name}"
            tier = _tier(resource, objectives) if each.tier is None else Told(str(each.tier), said)
            owner = Told(each.owner, said) if each.owner else Told()
            return Belonging(environment, Told(each.name, CONFIGURED), tier, owner)
    return Belonging(environment, tag_of(resource, objectives.workload_tags), _tier(resource, objectives))


def _covered(resource: Resource) -> frozenset[str]:
    """The workloads that a recovery document is about, by its own words; none for other resources."""
    if resource.kind == "workload":
        return frozenset((str(resource["name"]),))
    covers = resource.view.attributes.get("covers") if resource.kind in _DOCUMENTS else None
    return frozenset(map(str, covers)) if isinstance(covers, tuple) else frozenset()


def environment_of(resource: Resource, objectives: Objectives) -> str | None:
    """The environment a resource belongs to: from its tags, else as configured; None where neither says."""
    return told_environment(resource, objectives).name


def told_environment(resource: Resource, objectives: Objectives) -> Told:
    """The environment a resource belongs to, and where that is said: tags, else configuration."""
    tagged = tag_of(resource, objectives.environment_tags)
    if tagged.name is not None:
        return tagged
    for each in objectives.environments:
        if each.place.holds(resource):
            return Told(each.name, CONFIGURED)
    return Told(objectives.environment, CONFIGURED) if objectives.environment else tagged


def _tier(resource: Resource, objectives: Objectives) -> Told:
    """The tier of a resource's workload by a tag, else 1 where its tags call it critical."""
    tagged = tag_of(resource, objectives.tier_tags)
    number = tier_named(tagged.name) if tagged.name is not None else None
    if number is not None:
        return Told(str(number), tagged.origin)
    if objectives.critical:
        critical = is_critical(resource, objectives)
        if isinstance(critical, Unknown):
            return Told(unseen=critical.reason)
        if critical:
            return Told("1", "objectives.critical")
    is_unseen = tagged.name is None and not isinstance(tags_of(resource), Unknown)
    return tagged if is_unseen else Told()


@cache
def tier_named(name: str) -> int | None:
    """The tier that a tag's value names: 1, `tier-2`, `T3`, critical, high, medium, low; None for other words."""
    found = _TIER.fullmatch(name.strip())
    if found is not None:
        return max(1, int(found[1]))  # some count from 0, which is the most important, too
    return _TIERS.get(name.strip().lower().replace(" ", "-"))


def class_of(environment: str, environments: Sequence[EnvironmentOf]) -> str | None:
    """Production, staging or development: as configured, else by the words of the name; None where they tell nothing.

    A name that has words of several counts as the most important of them.
    """
    for each in environments:
        if each.like and each.name == environment:
            return each.like
    return _class_named(environment)


@cache
def _class_named(environment: str) -> str | None:
    words = [word.rstrip("0123456789") for word in re.split(r"[^a-z0-9]+", environment.lower())]
    found = {_WORDS.get(word) for word in words}
    if PRODUCTION in found and _NOT.intersection(words):
        return STAGING
    return next((each for each in CLASSES if each in found), None)


def tag_of(resource: Resource, names: Sequence[str]) -> Told:
    """The first of these tags that a resource has; where one cannot be seen, why."""
    tags = tags_of(resource)
    if isinstance(tags, Unknown):
        return Told(unseen=tags.reason)
    unseen = ""
    for name in names:
        value = tags.get(name)
        if isinstance(value, str) and value:
            return Told(value, f"tag {name}")
        if isinstance(value, Unknown):
            unseen = unseen or f"tag {name}: {value.reason}"
    return Told(unseen=unseen)
