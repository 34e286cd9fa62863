"""Reads a workload: what the business runs, what it asks for, and how it means to recover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from drlint.catalog.resilience_hub import TIERS
from drlint.model.values import Unknown
from drlint.readers.documents.fields import OWN, Fields
from drlint.readers.documents.hub_settings import hub_settings
from drlint.readers.yaml_text import Trail

STRATEGIES = {
    "backup-and-restore": "backup-and-restore",
    "backup-restore": "backup-and-restore",
    "pilot-light": "pilot-light",
    "warm-standby": "warm-standby",
    "hot-standby": "hot-standby",
    "active-active": "active-active",
    "multi-site": "active-active",
    "multi-site-active-active": "active-active",
    # as the answers of the older Resilience Hub have them
    "backupandrestore": "backup-and-restore",
    "pilotlight": "pilot-light",
    "warmstandby": "warm-standby",
    "multisite": "active-active",
}
# The disruptions, and AWS Resilience Hub's names for them.
DISRUPTIONS = {
    "software": "software",
    "application": "software",
    "hardware": "hardware",
    "infrastructure": "hardware",
    "zone": "zone",
    "az": "zone",
    "availability-zone": "zone",
    "multi-az": "zone",
    "region": "region",
    "multi-region": "region",
    "account": "account",
}
ROLES = {each: each for each in ("required", "optional", "derived")}
BUDGETS = {each: each for each in ("$", "$$", "$$$", "$$$$")} | {
    "low": "$",
    "medium": "$$",
    "high": "$$$",
    "very-high": "$$$$",
}
_TIER = re.compile(r"(?:tier|t)?[ _-]*([0-4])", re.IGNORECASE)
_TIERS = {"mission-critical": 1, "critical": 1, "high": 2, "important": 2, "medium": 3, "low": 4, "non-critical": 4}
# the words of the older Resilience Hub, as its answers have them and as people write them
_TIERS |= {each.lower(): number for each, number in TIERS.items() if number is not None} | {"core-services": 3}


def workload_of(fields: Fields, uri: str, title: str) -> dict[str, Any]:
    """The attributes of a workload."""
    del uri
    recovery = fields.regions("recovery_regions", "recovery_region")
    return {
        "name": fields.called(title, "name"),
        "description": fields.verbatim("description"),
        "owner": fields.text("owner"),
        "tier": fields.made(_tier, "tier; write 1 to 4, critical, high, medium or low", "tier"),
        "environment": fields.text("environment"),
        "members": tuple(_members(fields)),
        "primary_region": fields.region("primary_region", "region"),
        "recovery_regions": recovery,
        "data_residency": fields.regions("data_residency", "data_residency_regions"),
        **_one_approach(fields, fields.choice(STRATEGIES, "strategy", "approach"), tuple(_objectives(fields))),
        "backup_every": fields.seconds("backup_every"),
        "mtpd": fields.seconds("mtpd"),
        "wrt": fields.seconds("wrt"),
        "availability": fields.number("availability"),
        "depends_on": fields.texts("depends_on"),
        "third_parties": tuple(_third_parties(fields)),
        "runbooks": fields.files("runbooks"),
        "assumptions": _assumptions(fields),
        "change_management": fields.text("change_management"),
        "budget": fields.choice(BUDGETS, "budget", "budget_class"),
        "test_every": fields.days("test_every", "test_frequency"),
        "reviewed": fields.day("reviewed"),
        "resilience_hub": hub_settings(fields),
    }


def tier_words() -> tuple[str, ...]:
    """The words for a tier."""
    return tuple(_TIERS)


def _tier(text: str) -> int | None:
    found = _TIER.fullmatch(text.strip())
    return max(1, int(found[1])) if found else _TIERS.get(text.strip().lower().replace(" ", "-"))


def _members(fields: Fields) -> Iterator[dict[str, Any]]:
    """What is part of the workload: an address glob or an ARN as text, or a mapping that says more."""
    blank: dict[str, Any] = {"tags": {}, "address": None, "module": None, "arn": None, "role": "required"}
    said, trail = fields.raw("members")
    listed = [(said, trail)] if isinstance(said, dict) else list(fields.several("members"))
    for each, at in listed:
        if isinstance(each, str):
            yield blank | {"arn" if each.startswith("arn:") else "address": each}
            continue
        inner = fields.within(each, at)
        if inner is not None:
            yield from _member(inner, blank, at)


def _member(fields: Fields, blank: dict[str, Any], at: Trail) -> Iterator[dict[str, Any]]:
    tags, trail = fields.raw("tags")
    if tags is not None and not (isinstance(tags, dict) and all(isinstance(each, str) for each in tags.values())):
        tags = {"": fields.paper.refuse(trail, "tags must be a mapping of names to texts")}
    role = fields.choice(ROLES, "role")
    shared = blank | {"tags": tags or {}, "role": role if isinstance(role, str) else "required"}
    listed = {
        name: fields.texts(name, f"{name}s" if name != "address" else "addresses")
        for name in ("address", "module", "arn")
    }
    made = False
    for name, texts in listed.items():
        for text in () if isinstance(texts, Unknown) else texts:
            made = True
            yield shared | {name: text}
    if not made and tags:
        yield shared
    elif not made:
        fields.paper.refuse(at, "a member says what it is by tags, address, module or arn")
    fields.refuse_others(closed=True)


def _objectives(fields: Fields) -> Iterator[dict[str, Any]]:
    """The objectives by disruption; those without one are for all."""
    said, trail = fields.raw("objectives")
    if said is None:
        said, trail = _plain_objectives(fields)
        if said is not None:
            fields.where["objectives"] = next(fields.where[name] for name in ("rto", "rpo") if name in said)
            yield from _of_all(Fields(fields.paper, (trail, said), where=fields.where))
        return
    if not isinstance(said, dict):
        fields.paper.refuse(trail, "objectives are a mapping of disruptions to rto and rpo")
        return
    if {"rto", "rpo"} & said.keys():
        all_of_them = fields.within(said, trail)
        if all_of_them is not None:
            yield from _of_all(all_of_them)
        return
    named: dict[str, str] = {}
    for name, each in said.items():
        if each is not None and not name.startswith(OWN):
            yield from _of_disruption(fields, name, each, (*trail, name), named)


def _of_disruption(fields: Fields, name: str, said: Any, at: Trail, named: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The objectives for one disruption; `named` are those that were met before, and how."""
    disruption = DISRUPTIONS.get(re.sub(r"[\s_]+", "-", name.strip().lower()))
    inner = fields.within(said, at)
    if disruption is None:
        fields.paper.refuse(at, f"it is no disruption; write one of {', '.join(dict.fromkeys(DISRUPTIONS.values()))}")
    elif named.setdefault(disruption, name) != name:
        fields.paper.refuse(at, f"{name} is the disruption {disruption}, which is said as {named[disruption]}, too")
    elif inner is not None:
        fields.where[f"objectives.{disruption}"] = fields.paper.location(*at)
        yield _objective(inner, disruption)


def _plain_objectives(fields: Fields) -> tuple[dict[str, Any] | None, Trail]:
    """`rto` and `rpo` beside the name."""
    found = {name: fields.raw(name) for name in ("rto", "rpo")}
    said = {name: each for name, (each, _) in found.items() if each is not None}
    trail = next((trail for each, trail in found.values() if each is not None), ())
    return (said, trail[:-1]) if said else (None, ())


def _of_all(fields: Fields) -> Iterator[dict[str, Any]]:
    made = _objective(fields, "")
    for disruption in dict.fromkeys(DISRUPTIONS.values()):
        yield made | {"disruption": disruption}


def _objective(fields: Fields, disruption: str) -> dict[str, Any]:
    made = {"disruption": disruption, "rto": fields.seconds("rto"), "rpo": fields.seconds("rpo")}
    made["approach"] = fields.choice(STRATEGIES, "approach", "strategy")
    fields.refuse_others(closed=bool(disruption))
    return made


def _one_approach(
    fields: Fields, strategy: str | Unknown | None, objectives: tuple[dict[str, Any], ...]
) -> dict[str, Any]:
    """The strategy and the objectives; what is said of the Region is the strategy, and the other way round."""
    region = next((each for each in objectives if each["disruption"] == "region"), None)
    if region is None:
        return {"strategy": strategy, "objectives": objectives}
    approach = region["approach"]
    if isinstance(strategy, str) and isinstance(approach, str) and strategy != approach:
        said = f"strategy is {strategy}, but the approach for the Region {approach}; say it once"
        strategy = approach = fields.paper.refuse(fields.trail("strategy", "approach") or (), said)
    region["approach"] = strategy if approach is None else approach
    strategy = approach if strategy is None else strategy
    return {"strategy": strategy, "objectives": objectives}


def _third_parties(fields: Fields) -> Iterator[dict[str, Any]]:
    made = 0
    for said, trail in fields.several("third_parties"):
        inner = None if isinstance(said, str) else fields.within(said, trail)
        if not isinstance(said, str) and inner is None:
            continue
        fields.where[f"third_parties.{made}"] = fields.paper.location(*trail)
        made += 1
        if inner is None:
            yield dict.fromkeys(("purpose", "contact", "rto", "fallback", "provider")) | {"name": said}
            continue
        plain = {each: inner.text(each) for each in ("name", "purpose", "contact", "fallback", "provider")}
        plain["name"] = plain["name"] if plain["name"] is not None or isinstance(trail[-1], int) else trail[-1]
        yield plain | {"rto": inner.seconds("rto")}
        inner.refuse_others(closed=True)


def _assumptions(fields: Fields) -> dict[str, Any] | None:
    said, trail = fields.raw("assumptions")
    inner = fields.within(said, trail) if said is not None else None
    if inner is None:
        return None
    made = {
        "detection": inner.seconds("detection"),
        "decision": inner.seconds("decision"),
        "data_size_gib": inner.number("data_size_gib", "data_size"),
        "restore_mib_s": inner.number("restore_mib_s"),
    }
    inner.refuse_others(closed=True)
    return made
