"""Several things at once, some of them perhaps not there and some perhaps not seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from drlint.model.values import Unknown, first_of


class Collection(Struct, frozen=True):
    """Items with whether each is certainly in it; `unseen` says why there may be more."""

    items: tuple[tuple[Any, bool], ...] = ()
    unseen: Unknown | None = None

    def __iter__(self) -> Iterator[Any]:
        return (item for item, _ in self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def certain(self) -> tuple[Any, ...]:
        return tuple(item for item, sure in self.items if sure)

    @property
    def present(self) -> bool | Unknown:
        """Whether there is anything at all."""
        if any(sure for _, sure in self.items):
            return True
        if self.unseen is not None:
            return self.unseen
        return Unknown("it may be one of several resources") if self.items else False

    def joined(self, other: Collection) -> Collection:
        return Collection(self.items + other.items, first_of(self.unseen, other.unseen))


def collection_of(items: Iterable[Any], unseen: Unknown | None = None) -> Collection:
    """A collection whose items are all certain."""
    return Collection(tuple((item, True) for item in items), unseen)


NOTHING = Collection()
