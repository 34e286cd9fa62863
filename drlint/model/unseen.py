"""Kinds of which not everything could be looked at, so that their absence proves nothing."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.values import Unknown


class Unseen(Struct, frozen=True, kw_only=True):
    """A kind that was not listed whole somewhere: in that account and Region, in all of them where None."""

    kind: str
    why: Unknown
    account: str | None = None
    region: str | None = None
