"""Reads the steps of a runbook, all parts of it, with the commands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import structs

from drlint.model.procedure import Command, Problem, Step
from drlint.model.values import Unknown
from drlint.readers.documents.commands import commands_at
from drlint.readers.documents.fields import MOST_COMMANDS, Fields, Paper
from drlint.readers.shell.session import Session
from drlint.readers.yaml_text import Trail

PARTS = {
    "pre_failback_checks": "checks",
    "checks": "checks",
    "pre_failover_checks": "checks",
    "steps": "steps",
    "rollback": "rollback",
    "post_failover": "post_failover",
    "post_failback": "post_failback",
}
_UNREAD = "what stands there cannot be read"
_MOST_STEPS = 2_000  # of a part
_PROSE = frozenset({"post_failover", "post_failback"})  # lists of reminders, of which few have commands


def steps_of(fields: Fields) -> tuple[Step, ...]:
    """The steps of all parts, in the order in which they are carried out; no two of a part have one id."""
    found: list[Step] = []
    met: set[tuple[str, str]] = set()
    counts: Counter[str] = Counter()
    for key, part in PARTS.items():
        for step in islice(_part(fields, key, part), _MOST_STEPS):
            counts[part] += 1
            if (part, step.id) in met:
                step = structs.replace(step, id=f"{step.id} again at {counts[part]}")  # noqa: PLW2901
            met.add((part, step.id))
            found.append(step)
    return tuple(found)


def _part(fields: Fields, key: str, part: str) -> Iterator[Step]:
    said, trail = fields.raw(key)
    if part == "rollback" and isinstance(said, dict):
        inner = fields.within(said, trail)
        said, trail = inner.raw("steps") if inner else (None, ())
    if isinstance(said, str):
        said = [said]
        trail = (*trail, 0) if trail else trail
    if said is not None and not isinstance(said, list):
        fields.paper.refuse(trail, f"{key} must be a list of steps")
        return
    if said is not None and len(said) > _MOST_STEPS:
        fields.paper.refuse((*trail, _MOST_STEPS), f"the first {_MOST_STEPS:,} are read, and nothing from here on")
    for position, each in enumerate(said or (), 1):
        if each is not None and not (part in _PROSE and isinstance(each, str)):
            yield _step(fields.paper, each, (*trail, position - 1), part, position)


def _step(paper: Paper, said: Any, trail: Trail, part: str, position: int) -> Step:
    location = paper.location(*trail)
    if isinstance(said, str):
        return Step(id=str(position), part=part, action=said.strip(), location=location)
    fields = Fields(paper, (trail, said if isinstance(said, dict) else {}))
    if not isinstance(said, dict):
        paper.refuse(trail, "a step is a mapping with id, action, commands and verification, or a text")
    action = _known(fields.text("action", "step", "name", "title", "description"))
    verification = fields.texts("verification", "verify", "verifications")
    commands, problems = _commands(fields)
    wait, region, name = fields.seconds("wait"), fields.region("region"), fields.text("id")
    fields.refuse_others(closed=False)
    return Step(
        id=_known(name) or str(position),
        part=part,
        action=action or "",
        location=location,
        commands=commands,
        verification=_UNREAD if isinstance(verification, Unknown) else "; ".join(verification) or None,
        wait=wait if isinstance(wait, int) else None,
        region=_known(region),
        problems=problems,
    )


def _known(said: str | Unknown | None) -> str | None:
    return said if isinstance(said, str) else None


def _commands(fields: Fields) -> tuple[tuple[Command, ...], tuple[Problem, ...]]:
    """The commands of a step, numbered through all its texts."""
    commands: list[Command] = []
    problems: list[Problem] = []
    session = Session()
    for text, trail in _texts(fields):
        if fields.paper.commands_left <= 0:
            fields.paper.refuse(trail, f"{MOST_COMMANDS:,} commands are read, and nothing from here on")
            break
        found, wrong = commands_at(fields.paper, text, trail, first=len(commands) + 1, session=session)
        fields.paper.commands_left -= max(1, len(found))
        commands += found
        problems += wrong
    return tuple(commands), tuple(problems)


def _texts(fields: Fields) -> Iterator[tuple[str, Trail]]:
    for key in ("commands", "command", "run"):
        for said, trail in fields.several(key):
            if isinstance(said, str):
                yield said, trail
            else:
                fields.paper.refuse(trail, "a command must be text")
