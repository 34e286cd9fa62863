"""The shapes in which an inventory is kept on disk."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

SCHEMA = 1
MANIFEST = "drlint-inventory.json"
GLOBAL = "global"  # in place of a Region: one endpoint answers for the whole account


class Thing(Struct, omit_defaults=True):
    """One resource: the catalogued attributes that AWS shows, and nothing else of its answers.

    `path` is its ARN, or its kind with its identity; `region` None for a global resource, empty where it is not known.
    """

    kind: str
    path: str
    attributes: dict[str, Any]
    region: str | None = None


class Gap(Struct, omit_defaults=True, kw_only=True):
    """A call that was not answered, and what is unknown for it.

    `kinds` were not listed whole; without any, `count` things lack what the call tells, of which `things` are some.
    `sort` is the word of the reason (denied, throttled …), `passing` whether another run may well be answered,
    `optional` whether nothing is missed without it.
    """

    action: str
    account: str
    region: str
    sort: str
    reason: str
    remedy: str = ""
    kinds: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    count: int = 0
    passing: bool = False
    optional: bool = False


class Unit(Struct, order=True, frozen=True):
    """What is read in one go: a service's kinds in one account and Region."""

    account: str
    region: str
    service: str

    @property
    def file(self) -> str:
        return f"{self.account}/{self.region}/{self.service}.json.gz"


class UnitRead(Struct, kw_only=True):
    """A unit as it was read at a time: `listed` are the kinds that were asked for, those of `gaps` not wholly."""

    schema: int = SCHEMA
    account: str
    region: str
    service: str
    as_of: str
    listed: tuple[str, ...]
    things: tuple[Thing, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Account(Struct, omit_defaults=True, kw_only=True):
    """An account with the Regions and services to be read in it; `gaps` are what already stood in the way."""

    account: str
    regions: tuple[str, ...]
    partition: str = "aws"
    gaps: tuple[Gap, ...] = ()


class Manifest(Struct, kw_only=True):
    """What an inventory is to hold: written first, so that a unit without a file is one that was not read.

    What was read before `not_before`
    is of another run. `endpoint` is the address that answered in AWS's place, empty where AWS itself did.
    """

    schema: int = SCHEMA
    drlint: str
    started: str
    not_before: str
    accounts: tuple[Account, ...]
    units: tuple[Unit, ...]
    endpoint: str = ""
