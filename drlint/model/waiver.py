"""An accepted risk: who accepts it, why, and until when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from drlint.model.finding import BlindSpot, Severity
from drlint.model.resource import Location

# The most days for which a risk of each severity is accepted, counted from the day of the run.
TERMS: Mapping[Severity, int] = {Severity.CRITICAL: 30, Severity.HIGH: 90, Severity.MEDIUM: 180, Severity.LOW: 365}
OF_BLIND_SPOTS = Severity.HIGH  # they have none of their own: what was not seen may be anything
SOON = 30  # days

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FEWEST_LETTERS = 5
_PLACEHOLDERS = frozenset({"reason", "because", "placeholder", "fixme", "waived"})
_LONGEST = {"owner": 200, "ticket": 200, "reason": 1000}  # characters


class WaiverState(StrEnum):
    """What a waiver is on the day of a run."""

    ACTIVE = "active"
    EXPIRING = "expires soon"
    EXPIRED = "expired"
    OVERLONG = "overlong"
    UNUSED = "unused"
    UNJUDGED = "not judged"


class Waiver(Struct, frozen=True, kw_only=True):
    """What somebody accepts: findings of one policy (id, category, checklist item or glob), or blind spots (a glob).

    `until` is the last day on which it holds; `location` is where it is written, and `on` what it stands on in source.
    The lists of globs narrow one of configuration; an empty one narrows nothing.
    """

    policy: str
    owner: str
    reason: str
    until: date
    location: Location
    ticket: str = ""
    on: str = ""
    addresses: tuple[str, ...] = ()
    arns: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    blind_spot: str = ""

    @property
    def covers(self) -> str:
        """What it covers, in words."""
        narrowed = [", ".join(each) for each in (self.addresses, self.arns, self.accounts, self.regions) if each]
        narrowed += [", ".join(f"{name} = {glob}" for name, glob in self.tags)] if self.tags else []
        if self.blind_spot:
            return f"blind spots like {self.blind_spot}"
        return self.on or "; ".join(narrowed) or "everything it judges"

    @property
    def identity(self) -> tuple[str, int | None, str]:
        """What tells it from all others: its place, and one of the policies that are waived there."""
        return self.location.uri, self.location.line, self.policy or self.blind_spot


class BrokenWaiver(Struct, frozen=True, kw_only=True):
    """What was meant to be a waiver and sets nothing aside: `problem` says why."""

    policy: str
    problem: str
    location: Location
    on: str = ""
    owner: str = ""
    ticket: str = ""


class WaivedSpot(Struct, frozen=True):
    """A blind spot that somebody accepts: it stays in every report, and makes no run incomplete."""

    spot: BlindSpot
    waiver: Waiver


class WaiverUse(Struct, frozen=True, kw_only=True):
    """A waiver as one run found it.

    `used` is how many findings it sets aside, `matched` how many it speaks of, whether it holds or not, and `longest`
    the most days that it may have for the gravest of these. `judged`: all that it may speak of was judged.
    `renewals` is how often it was prolonged, None where that was not looked up.
    """

    waiver: Waiver
    state: WaiverState
    used: int = 0
    matched: int = 0
    longest: int | None = None
    judged: bool = False
    renewals: int | None = None


class Comment(Struct, frozen=True, kw_only=True):
    """A waiver as a comment says it; `problem` where it is none, and then the rest may be missing."""

    location: Location
    words: tuple[str, ...] = ()
    owner: str = ""
    reason: str = ""
    until: date | None = None
    ticket: str = ""
    problem: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """What a comment stands on: a block from line `first` to `last`, or `only` some lines in it, in one root.

    `path` is the address, without keys of instances, of what the block makes, empty where it makes no resource; of a
    `call` it is the module's. `shared`: the block is part of a module, which other roots may call as well.
    """

    root: str
    path: str
    uri: str
    first: int
    last: int
    only: tuple[int, int] | None = None
    call: bool = False
    shared: bool = False


class Written(Struct, frozen=True, kw_only=True):
    """A comment in source, and what it stands on, in words and wherever that is read."""

    comment: Comment
    on: str = ""
    places: tuple[Place, ...] = ()


def day_said(text: str) -> date | None:
    """The day that a text names (2027-01-31), None where it names none."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def wrong_with(said: Mapping[str, str]) -> str:
    """What of owner, reason, until and ticket is missing or no answer; empty where nothing is."""
    missing = [name for name in ("until", "owner", "reason") if not said.get(name, "").strip()]
    if missing:
        return f"it has no {' and no '.join(missing)}"
    if day_said(said["until"]) is None:
        return f"until={said['until'][:20]} is no day; write it as 2027-01-31"
    reason = said["reason"].strip()
    if sum(each.isalpha() for each in reason) < _FEWEST_LETTERS or reason.lower().strip(".!") in _PLACEHOLDERS:
        return "its reason says nothing; say why the risk is accepted"
    long = next((name for name, most in _LONGEST.items() if len(said.get(name, "")) > most), None)
    return f"its {long} is longer than {_LONGEST[long]} characters" if long else ""
