"""An accepted risk: who accepts it, why, and until when."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from drlint.model.resource import Location


class Waiver(Struct, frozen=True, kw_only=True):
    """What somebody accepts: findings of one policy (an id or a glob).

    `until` is the last day on which it holds; `location` is where it is written.
    """

    policy: str
    owner: str
    reason: str
    until: date
    location: Location
    ticket: str = ""
