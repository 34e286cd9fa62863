"""How far the rollout of each policy has come: observed, warned of, or in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from drlint.model.finding import Stage
from drlint.model.globs import matches
from drlint.policy.definition import Metadata

_ORDER = tuple(Stage)


class Step(Struct, frozen=True):
    """A stage and its first day; None is always."""

    stage: Stage
    since: date | None = None


class Standing(Struct, frozen=True):
    """What a policy's findings do on a day, and who says so; nothing is said of one that is in force from the start."""

    stage: Stage = Stage.BLOCK
    because: str = ""


IN_FORCE = Standing()


def names_of(metadata: Metadata) -> tuple[str, ...]:
    """What a policy can be called by in a rollout, besides globs of these."""
    return (metadata.id, *metadata.formerly, metadata.category, metadata.checklist)


def standing_of(metadata: Metadata, rollout: Mapping[str, Sequence[Step]], today: date | None) -> Standing:
    """How far a policy has come on a day, by the most particular name in the rollout that fits it."""
    name = _nearest(metadata, rollout)
    if name is None:
        return IN_FORCE
    steps = rollout[name]
    stage, until = _on(steps, today)
    if stage is Stage.BLOCK and not until:
        return IN_FORCE
    said = f"{stage} until {until.isoformat()}" if until is not None else str(stage)
    return Standing(stage, f"{said} (rollout of {name})")


def _nearest(metadata: Metadata, rollout: Mapping[str, Sequence[Step]]) -> str | None:
    """The name that fits a policy best: its id, then its category or checklist item, then the longest glob."""
    found: list[tuple[int, int, str]] = []
    for name in rollout:
        if name in {metadata.id, *metadata.formerly}:
            return name
        if name in {metadata.category, metadata.checklist}:
            found.append((2, len(name), name))
        elif any(matches(each, name) for each in names_of(metadata)):
            found.append((1, len(name), name))
    return max(found)[2] if found else None


def _on(steps: Sequence[Step], today: date | None) -> tuple[Stage, date | None]:
    """The stage of a day and the first day of the next; before the first day, the stage below the first."""
    for position, step in enumerate(steps):
        if step.since is not None and today is not None and today < step.since:
            earlier = steps[position - 1].stage if position else _ORDER[_ORDER.index(step.stage) - 1]
            return earlier, step.since
    return steps[-1].stage, None
