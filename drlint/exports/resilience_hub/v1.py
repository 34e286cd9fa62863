"""A workload as the input of CreateResiliencyPolicy, the older of AWS Resilience Hub's APIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drlint.catalog.resilience_hub import MOST, TIER_OF, TIERS
from drlint.exports.resilience_hub.parts import (
    HubPolicy,
    UnsaidError,
    described,
    left_out,
    name_of,
    objectives_of,
    settings_of,
    tags_of,
)
from drlint.model.resource import Resource

_SETTINGS = ("name", "tier", "data_location", "tags")


def resiliency_policy(workload: Resource) -> HubPolicy:
    """The policy of a workload all of which could be read; raises UnsaidError."""
    name = name_of(workload)
    said: dict[str, Any] = {"policyName": name}
    description = described(workload, "v1")
    if description is not None:
        said["policyDescription"] = description
    said["tier"] = _tier(workload)
    location = settings_of(workload)["data_location"]
    if location:
        said["dataLocationConstraint"] = location
    said["policy"] = {theirs: _targets(each) for theirs, each in objectives_of(workload, "v1") if not _is_bare(each)}
    tags = tags_of(workload)
    if tags:
        said["tags"] = tags
    return HubPolicy(name, said, tuple(_left_out(workload)))


def _is_bare(objective: Mapping[str, Any]) -> bool:
    """Whether it says how to recover, but not how fast."""
    return objective["rto"] is None and objective["rpo"] is None


def _tier(workload: Resource) -> str:
    own: Any = settings_of(workload)["tier"]
    tier: Any = workload["tier"]
    if own is None:
        return TIER_OF[tier]
    if TIERS[own] != tier:
        raise UnsaidError(
            "tier", f"tier is {tier or 'not said'}, but resilience_hub.tier {own}, which is {TIERS[own]}; say it once"
        )
    return str(own)


def _targets(objective: Mapping[str, Any]) -> dict[str, int]:
    made: dict[str, int] = {}
    for name in ("rto", "rpo"):
        seconds = objective[name]
        if seconds is None:
            raise UnsaidError(
                f"objectives.{objective['disruption']}",
                f"the objective for {objective['disruption']} has no {name.upper()}, which v1 asks for; add {name}",
            )
        if seconds > MOST:
            raise UnsaidError(
                f"objectives.{objective['disruption']}",
                f"the {name.upper()} for {objective['disruption']} is {seconds:,} seconds, and v1 holds at most "
                f"{MOST:,}; shorten it",
            )
        made[f"{name}InSecs"] = seconds
    return made


def _left_out(workload: Resource) -> Iterator[str]:
    if workload["strategy"] is not None:
        yield "strategy"
    for _, each in objectives_of(workload, "v1"):
        if each["approach"] and each["disruption"] != "region":
            yield f"the approach for {each['disruption']}"
    yield from left_out(workload, "v1", ("tier",), _SETTINGS)
