"""How severe a policy's finding is where it was found, and why: policy × environment × tier, by one table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from drlint.model.finding import Severity
from drlint.policy.definition import Metadata
from drlint.recovery.belonging import DEVELOPMENT, PRODUCTION, STAGING, Belonging, Told, class_of
from drlint.recovery.objectives import Objectives

PROFILES = ("strict", "default", "sandbox")
_EVERYWHERE = "everywhere"
_TIERS = (1, 2, None, 3, 4)


class Row(Struct, frozen=True):
    """How many steps less severe than its policy a finding is, in each profile; the tier None is one that nobody names.

    A tier that cannot be seen is taken as 1, an environment that cannot be seen, or is not known, for production.
    """

    environment: str
    tiers: tuple[int | None, ...]
    strict: int
    default: int
    sandbox: int


TABLE = (
    Row(PRODUCTION, (1, 2, None), 0, 0, 1),
    Row(PRODUCTION, (3, 4), 0, 1, 2),
    Row(STAGING, (1,), 0, 0, 1),
    Row(STAGING, (2, None), 0, 1, 1),
    Row(STAGING, (3, 4), 0, 1, 2),
    Row(DEVELOPMENT, (1, 2, None), 0, 1, 1),
    Row(DEVELOPMENT, (3, 4), 0, 2, 2),
    Row(_EVERYWHERE, _TIERS, 0, 0, 1),  # policies whose scope is any: a destroyed backup is gone in every environment
)
_STEPS = {(row.environment, tier): row for row in TABLE for tier in row.tiers}


def severity_of(metadata: Metadata, belonging: Belonging, objectives: Objectives, profile: str) -> tuple[Severity, str]:
    """A policy's severity on a resource that belongs so, and why it is so."""
    if metadata.scope == "any":
        return _weighed(metadata.severity, Told(), _EVERYWHERE, Told(), profile)
    named = belonging.environment.name
    known = None if named is None else class_of(named, objectives.environments)
    return _weighed(metadata.severity, belonging.environment, known, belonging.tier, profile)


@lru_cache(4096)
def _weighed(own: Severity, environment: Told, known: str | None, tier: Told, profile: str) -> tuple[Severity, str]:
    """The severity and its reason; one text for all findings that have the same."""
    taken = 1 if tier.unseen else None if tier.name is None else int(tier.name)
    row = _STEPS[known or PRODUCTION, taken]
    steps: int = getattr(row, profile)
    severity = Severity(max(own - steps, Severity.LOW))
    because = "; ".join(_reasons(environment, known, tier, profile))
    return severity, f"{_moved(own, severity, steps)}; {because}"


def _moved(own: Severity, severity: Severity, steps: int) -> str:
    if not steps:
        return "the policy's own severity"
    if severity is own:
        return f"{own}, the least there is"
    less = f"{own}, {'one step' if steps == 1 else f'{steps} steps'} less"
    return less if own - severity == steps else f"{less} but never below low"


def _reasons(environment: Told, known: str | None, tier: Told, profile: str) -> Iterator[str]:
    if known == _EVERYWHERE:
        yield "the same in every environment"
    elif environment.name is None:
        unseen = f"cannot be seen ({environment.unseen})" if environment.unseen else "not named"
        yield f"environment {unseen}, so taken as production"
    elif known is None:
        named = f"environment {environment.name} ({environment.origin})"
        yield f"{named}, a name that drlint does not know, so taken as production"
    else:
        like = "" if known in {environment.name, PRODUCTION} else f", like {known}"
        yield f"environment {environment.name} ({environment.origin}){like}"
    if tier.unseen:
        yield f"tier cannot be seen ({tier.unseen}), so taken as 1"
    elif tier.name is not None:
        yield f"tier {tier.name} ({tier.origin})"
    if profile != "default":
        yield f"profile {profile}"


def table_rows() -> list[tuple[str, ...]]:
    """The table as text: environment, tiers, and what each profile makes of a policy's severity there."""
    return [
        (row.environment, _tiers(row.tiers), *(_steps(getattr(row, profile)) for profile in PROFILES)) for row in TABLE
    ]


def _tiers(tiers: tuple[int | None, ...]) -> str:
    if tiers == _TIERS:
        return "any"
    return ", ".join("not named" if tier is None else str(tier) for tier in tiers)


def _steps(number: int) -> str:
    return "as the policy says" if not number else "one step less" if number == 1 else f"{number} steps less"
