"""What is wrong with the commands of a runbook by themselves, and how old the index is that says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.finding import Evidence
from drlint.model.periods import day_in
from drlint.model.procedure import Fault, Problem
from drlint.model.resource import Resource
from drlint.recovery.procedures import Asked, calls_of

OLD: Final = timedelta(days=274)  # nine months: AWS adds operations and flags on every working day
_RELEASED: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class Faulty(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a call; `number` counts those of a call."""

    asked: Asked
    problem: Problem
    number: int

    @property
    def detail(self) -> str:
        return self.asked.key if self.number == 1 else f"{self.asked.key}: {self.number}"

    @property
    def evidence(self) -> Evidence:
        return Evidence(f"{self.asked.step.key}: {self.problem.message}", self.problem.location)


def faults_of(runbook: Resource, estate: Estate, kinds: Collection[Fault]) -> Iterator[Faulty]:
    """The faults of some kinds in the calls of a runbook."""
    for asked in calls_of(runbook, estate):
        wrong = [each for each in asked.call.problems if each.fault in kinds]
        for number, problem in enumerate(wrong, 1):
            yield Faulty(asked=asked, problem=problem, number=number)


def is_judged(runbook: Resource, estate: Estate) -> bool:
    """Whether a runbook has a call that was held against the index."""
    return any(each.call.index for each in calls_of(runbook, estate))


def is_stale(index: str, today: date | None) -> bool:
    """Whether an index is so old on a day that what it does not know may be new ("botocore 1.44.5 (2026-11-20)")."""
    said = _RELEASED.search(index)
    released = None if said is None else day_in(said[0])
    return today is not None and released is not None and today - released > OLD
