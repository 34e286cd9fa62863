"""Which calls of a runbook answer before they are done, and what goes on without waiting for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.procedure import Step
from drlint.model.resource import Resource
from drlint.recovery.operations.model import COMPUTE, DATA, DEPLOY, MADE, SCALE, TRAFFIC
from drlint.recovery.procedures import MAIN, Asked, calls_of, steps_of

_NEEDED = DATA | COMPUTE
# What is restored from; a snapshot stands in no code, so that nothing looks for it in the estate.
_SNAPSHOTS = ("db-snapshot-identifier", "snapshot-identifier", "snapshot-id")


class Unawaited(Struct, frozen=True):
    """A call that answers before it is done, and the call that goes on."""

    asked: Asked
    needed_by: Asked


def unawaited_in(runbook: Resource, estate: Estate) -> Iterator[Unawaited]:
    """The asynchronous calls on which a later call builds without anything that waits in between."""
    calls = [each for each in calls_of(runbook, estate) if each.step.part == MAIN]
    steps = steps_of(runbook)
    for asked in calls:
        if not asked.operation.asynchronous:
            continue
        need = next((each for each in calls if each.order > asked.order and _needs(each, asked)), None)
        if need is not None and not _is_awaited(asked, need, calls, steps):
            yield Unawaited(asked, need)


def _needs(later: Asked, asked: Asked) -> bool:
    """Whether a later call builds on one: it names the same thing, or sends traffic in the same step or the next."""
    if not later.operation.changes:
        return False
    if later.operation.does == TRAFFIC and asked.operation.does in _NEEDED:
        return later.at - asked.at <= 1
    if asked.operation.does in {SCALE, DEPLOY}:
        return False  # what is scaled may be scaled again at once
    made = _texts(asked, with_made=True)
    return bool(made & _texts(later, with_made=False))


def _texts(asked: Asked, *, with_made: bool) -> set[str]:
    named = [each.parameter for each in asked.operation.names if with_made or each.role != MADE]
    words = (word for name in (*named, *_SNAPSHOTS) for word in asked.call.parameters.get(name, ()))
    return {word.text for word in words if word.text}


def _is_awaited(asked: Asked, need: Asked, calls: Sequence[Asked], steps: Sequence[Step]) -> bool:
    if any(asked.order < each.order < need.order and not each.operation.changes for each in calls):
        return True  # whoever looks at anything in between sees how far it is
    if _runs_something_else(asked, need, steps):
        return True
    passed = steps[asked.at : need.at]  # the steps that are over when the later one begins
    return any(each.verification or each.wait for each in passed if each.part == MAIN)


def _runs_something_else(asked: Asked, need: Asked, steps: Sequence[Step]) -> bool:
    """Whether a script or another program runs in between: it may be what waits."""
    for at in range(asked.at, need.at + 1):
        for command in steps[at].commands:
            after = at > asked.at or command.position > asked.command.position
            before = at < need.at or command.position < need.command.position
            if after and before and command.call is None and command.program not in {"echo", "printf", "cd"}:
                return True
    return False
