"""Reads the steps of a runbook, all parts of it, with the commands in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import structs

from drlint.model.procedure import Command, Problem, Step
from drlint.model.values import Unknown
from drlint.readers.documents.commands import commands_at
from drlint.readers.documents.fields import Fields, Paper
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
_PROSE = frozenset({"post_failover", "post_failback"})  # lists of reminders, of which few have commands


def steps_of(fields: Fields) -> tuple[Step, ...]:
    """The steps of all parts, in the order in which they are carried out."""
    found: dict[tuple[str, str], Step] = {}
    for key, part in PARTS.items():
        for step in _part(fields, key, part):
            again = sum(1 for each in found if each[0] == part) + 1 if (part, step.id) in found else 0
            found[part, step.id if not again else f"{step.id} again at {again}"] = step
    return tuple(step if step.id == name else structs.replace(step, id=name) for (_, name), step in found.items())


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
        found, wrong = commands_at(fields.paper, text, trail, first=len(commands) + 1, session=session)
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
