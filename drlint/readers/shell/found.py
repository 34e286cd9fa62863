"""A command while it is being read, before the programs that only start another one are looked through."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.procedure import Word
from drlint.model.resource import Location


class Found(Struct, kw_only=True):
    """One simple command as it stands in the text."""

    words: list[Word]  # the program first
    location: Location
    joined: str
    nested: bool
    environment: dict[str, str | None]
    writes: list[str]
    reads: list[str]
    folder: str | None
