"""When recovery was last rehearsed, what was measured then, and how often it is to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.collection import Collection
from drlint.model.periods import day_in
from drlint.model.resource import Resource
from drlint.model.values import Unknown, UnknownRead, first_of
from drlint.recovery.workloads import documents_about, workloads_of

DRILL = "drill"
# What rehearses recovery itself; a tabletop is talked through, a component test takes one part of it.
WHOLE = frozenset({"full-failover", "restore"})
CRITICAL = 2  # up to this tier a workload is critical
_DEFAULT_TIER = 1
_LAST_TIER = 4


class Day(Struct, frozen=True):
    """A day that somebody wrote, and the document and attribute that say it."""

    day: date
    said_by: Resource
    attribute: str = "date"


class Days(Struct, frozen=True):
    """Days, the newest last, and why there may be others."""

    known: tuple[Day, ...] = ()
    unseen: Unknown | None = None

    @property
    def last(self) -> Day | None:
        return self.known[-1] if self.known else None

    def until(self, today: date) -> Days:
        """Without what is to come."""
        return Days(tuple(each for each in self.known if each.day <= today), self.unseen)


def days_said(said: Iterable[tuple[Any, Resource, str]]) -> Days:
    """The days among values of attributes, each with its document and name; what is malformed is unseen."""
    known: list[Day] = []
    unseen: Unknown | None = None
    for value, document, attribute in said:
        if isinstance(value, Unknown):
            unseen = first_of(unseen, value)
        day = day_in(value) if isinstance(value, str) else None
        if day is not None:
            known.append(Day(day, document, attribute))
    return Days(tuple(sorted(known, key=lambda each: each.day)), unseen)


def drills_of(workload: Resource, estate: Estate, *types: str) -> tuple[Resource, ...]:
    """The drills of a workload, of these types or of any; one whose type is not known is among them.

    Raises UnknownRead where it cannot be told which workload a drill is of.
    """
    found = _read(documents_about(DRILL, workload, estate))
    return tuple(each for each in found if not types or not isinstance(each["type"], str) or each["type"] in types)


def _read(found: Collection) -> Collection:
    if found.unseen is not None:
        raise UnknownRead(found.unseen)
    return found


def drill_days(drills: Iterable[Resource]) -> Days:
    """The days of drills."""
    return days_said((each["date"], each, "date") for each in drills)


def tests_of(runbook: Resource, estate: Estate) -> Days:
    """When a runbook was tested: the day it says itself, and the drills that rehearsed it for real."""
    links = estate.links(runbook, "drills")
    drills = [each for each in links if is_rehearsal(each) is True]
    own = (runbook["last_tested"], runbook, "last_tested")
    found = days_said([own, *((each["date"], each, "date") for each in drills)])
    unread = [each for each in map(is_rehearsal, links) if isinstance(each, Unknown)]
    return Days(found.known, first_of(found.unseen, links.unseen, *unread))


def is_rehearsal(drill: Resource) -> bool | Unknown:
    """Whether something was carried out, and not only talked through."""
    said = drill["type"]
    return said if isinstance(said, Unknown) else said != "tabletop"


def is_whole(drill: Resource) -> bool | Unknown:
    """Whether all of a recovery was rehearsed; so it is where nobody says what kind of drill it was."""
    said = drill["type"]
    return said if isinstance(said, Unknown) else said is None or said in WHOLE


def tier_of(document: Resource, estate: Estate) -> int | Unknown | None:
    """The most critical tier of the workloads that a document is about; None where none has one."""
    covered = workloads_of(document, estate)
    tiers = [each["tier"] for each in covered]
    doubt = first_of(covered.unseen, *[each for each in tiers if isinstance(each, Unknown)])
    known = [int(each) for each in tiers if isinstance(each, int | float)]
    if known and (doubt is None or min(known) == _DEFAULT_TIER):
        return min(known)
    return doubt


def cadence_of(document: Resource, estate: Estate, by_tier: Mapping[str, Any]) -> tuple[int | Unknown, str]:
    """How many days may lie between two rehearsals, and who says so.

    The shortest `test_every` of the workloads wins, else their tier says so ("tier_1" and on); without a tier, tier 1.
    """
    every: list[Any] = [each["test_every"] for each in workloads_of(document, estate)]
    doubt = next((each for each in every if isinstance(each, Unknown)), None)
    asked = [each for each in every if isinstance(each, int)]
    tier = tier_of(document, estate)
    if doubt is None and asked:
        return min(asked), "its workload"
    if doubt is not None:
        return doubt, ""
    if isinstance(tier, Unknown):
        return tier, ""
    days = int(by_tier[f"tier_{min(tier or _DEFAULT_TIER, _LAST_TIER)}"])
    return days, f"tier {tier}" if tier else "tier 1 (none is declared)"


def objective_of(workload: Resource, measure: str, disruption: str = "region") -> int | Unknown | None:
    """The RTO or RPO of a workload for a disruption, in seconds; None where it declares none."""
    said: Any = workload["objectives"]
    if isinstance(said, Unknown):
        return said
    doubt: Unknown | None = None
    for each in said:
        if each["disruption"] == disruption and each[measure] is not None:
            value: int | Unknown = each[measure]
            if not isinstance(value, Unknown):
                return value
            doubt = value
    return doubt


def drills_for(plan: Resource, estate: Estate) -> tuple[Resource, ...]:
    """The drills of what a test plan covers; where it covers nothing by name, all in view."""
    covered = _read(workloads_of(plan, estate))
    if not covered.items and not plan["covers"]:
        return tuple(estate.of_kind(DRILL))
    found = {id(each): each for workload in covered for each in drills_of(workload, estate)}
    return tuple(found.values())


# A disruption as a sentence has it.
LOSS: Mapping[str, str] = {
    "software": "corrupt or deleted data",
    "hardware": "the loss of one machine",
    "zone": "the loss of a zone",
    "region": "the loss of a Region",
    "account": "the loss of the account",
}


def disruption_of(drill: Resource, workload: Resource) -> str | None:
    """What a drill rehearsed the loss of: its own word, else a Region, and for a restore data; None for parts."""
    said = drill["disruption"]
    if said is not None:
        return said if isinstance(said, str) else None
    if drill["type"] == "restore" and objective_of(workload, "rto", "software") is not None:
        return "software"
    return "region" if drill["type"] in {None, *WHOLE} else None


def is_newest(drill: Resource, workload: Resource, disruption: str, measure: str, estate: Estate) -> bool:
    """Whether no later drill measured the same of a workload."""
    day = day_in(drill["date"]) if isinstance(drill["date"], str) else None
    others = drill_days(
        each
        for each in drills_of(workload, estate)
        if each is not drill and each[measure] is not None and disruption_of(each, workload) == disruption
    )
    return day is None or others.last is None or others.last.day <= day
