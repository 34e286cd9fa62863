"""Which calls of a runbook answer before they are done, and what goes on without waiting for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.procedure import Step
from drlint.model.resource import Resource
from drlint.recovery.operations.model import COMPUTE, DATA, DEPLOY, MADE, SCALE, SOURCE, TRAFFIC
from drlint.recovery.procedures import MAIN, Asked, calls_of, steps_of

_NEEDED = DATA | COMPUTE
# Waiters for the end of a thing.
_ENDS = ("-deleted", "-terminated", "-stopped", "-inactive")
# What is restored from; a snapshot stands in no code, so that nothing looks for it in the estate.
_SNAPSHOTS = ("db-snapshot-identifier", "snapshot-identifier", "snapshot-id")


class Unawaited(Struct, frozen=True):
    """A call that answers before it is done, and the call that goes on."""

    asked: Asked
    needed_by: Asked


def unawaited_in(runbook: Resource, estate: Estate) -> Iterator[Unawaited]:
    """The asynchronous calls on which a later call builds without anything that waits in between."""
    calls = sorted((each for each in calls_of(runbook, estate) if each.step.part == MAIN), key=lambda each: each.order)
    steps, needs = steps_of(runbook), _Needs(calls)
    looks = [each for each in calls if not each.operation.changes]
    for asked in calls:
        if not asked.operation.asynchronous:
            continue
        need = needs.after(asked)
        if need is not None and not _is_awaited(asked, need, looks, steps):
            yield Unawaited(asked, need)


class _Needs:
    """Knows by which later calls a call is needed, each found by what it names: a runbook may have thousands."""

    def __init__(self, calls: Sequence[Asked]) -> None:
        self._traffic: list[Asked] = []
        self._naming: dict[tuple[str, bool], list[Asked]] = {}
        for each in calls:
            if not each.operation.changes:
                continue
            moves = each.operation.does == TRAFFIC
            if moves:
                self._traffic.append(each)
            for text in _texts(each, with_made=False):
                self._naming.setdefault((text, moves), []).append(each)

    def after(self, asked: Asked) -> Asked | None:
        """The first later call that names the same thing, or sends traffic in the same step or the next."""
        feeds = asked.operation.does in _NEEDED
        scales = asked.operation.does in {SCALE, DEPLOY}  # what is scaled may be scaled again at once
        found = [
            _first(self._naming.get((text, moves), ()), asked)
            for text in (() if scales else _texts(asked, with_made=True))
            for moves in ((False,) if feeds else (False, True))
        ]
        if feeds:
            traffic = _first(self._traffic, asked)
            found.append(traffic if traffic is not None and traffic.at - asked.at <= 1 else None)
        return min((each for each in found if each is not None), key=lambda each: each.order, default=None)


def _first(calls: Sequence[Asked], asked: Asked) -> Asked | None:
    """The first of some calls after one."""
    at = bisect_right(calls, asked.order, key=lambda each: each.order)
    return calls[at] if at < len(calls) else None


def _texts(asked: Asked, *, with_made: bool) -> set[str]:
    named = [each.parameter for each in asked.operation.names if with_made or each.role != MADE]
    words = (word for name in (*named, *_SNAPSHOTS) for word in asked.call.parameters.get(name, ()))
    return {word.text for word in words if word.text}


def _is_awaited(asked: Asked, need: Asked, looks: Sequence[Asked], steps: Sequence[Step]) -> bool:
    for look in islice(looks, bisect_right(looks, asked.order, key=lambda each: each.order), None):
        if look.order >= need.order:
            break
        if not _waits_for_another(look, asked):
            return True  # whoever looks at anything in between sees how far it is
    if _runs_something_else(asked, need, steps):
        return True
    passed = steps[asked.at : need.at]  # the steps that are over when the later one begins
    return any(each.verification or each.wait for each in passed if each.part == MAIN)


def _waits_for_another(look: Asked, asked: Asked) -> bool:
    """Whether a waiter names, by the same parameter, only things that a call is not about, or waits for their end."""
    if not look.call.waits:
        return False
    if look.call.operation.endswith(_ENDS):
        return True
    known = [
        ({_name_in(each.text) for each in about}, {_name_in(each.text) for each in words})
        for names in asked.operation.names
        if names.role != SOURCE and (about := asked.call.parameters.get(names.parameter))
        for parameter, words in look.call.parameters.items()
        if words and names.parameter.endswith(parameter)
    ]
    return bool(known) and all(None not in one | other and not one & other for one, other in known)


def _name_in(text: str | None) -> str | None:
    """A name, of an ARN what comes last."""
    return None if text is None else text.rpartition(":")[2].lower()


def _runs_something_else(asked: Asked, need: Asked, steps: Sequence[Step]) -> bool:
    """Whether a script or another program runs in between: it may be what waits."""
    for at in range(asked.at, need.at + 1):
        for command in steps[at].commands:
            after = at > asked.at or command.position > asked.command.position
            before = at < need.at or command.position < need.command.position
            if after and before and command.call is None and command.program not in {"echo", "printf", "cd"}:
                return True
    return False
