"""Several things at once, some of them perhaps not there and some perhaps not seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from drlint.model.values import Unknown, first_of


class Collection(Struct, frozen=True):
    """Items with whether each is certainly in it.

    `unseen` says why what it was made from could not be seen whole; `more` why there may be others out of view, which
    matters to what is counted or looked for among them, and not to what must hold for all in view. `named`: something
    is named that is out of view, so that there is one. `doubt`: why an item is uncertain.
    """

    items: tuple[tuple[Any, bool], ...] = ()
    unseen: Unknown | None = None
    more: Unknown | None = None
    named: bool = False
    doubt: Unknown | None = None

    def __iter__(self) -> Iterator[Any]:
        return (item for item, _ in self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def certain(self) -> tuple[Any, ...]:
        return tuple([item for item, sure in self.items if sure])

    @property
    def present(self) -> bool | Unknown:
        """Whether there is anything at all."""
        if self.named or any(sure for _, sure in self.items):
            return True
        doubt = first_of(self.unseen, self.more)
        if doubt is not None:
            return doubt
        if not self.items:
            return False
        return Unknown("it may be one of several resources") if self.doubt is None else self.doubt

    def joined(self, other: Collection) -> Collection:
        """Both together, each item once: certain where it is in either."""
        if self is NOTHING:
            return other
        unseen, more = first_of(self.unseen, other.unseen), first_of(self.more, other.more)
        doubt = first_of(self.doubt, other.doubt)
        return Collection(_once(self.items + other.items), unseen, more, self.named or other.named, doubt)


def together(parts: Iterable[Collection]) -> Collection:
    """All of them joined, as `joined` does with two."""
    found = [each for each in parts if each is not NOTHING]
    if not found:
        return NOTHING
    if len(found) == 1 and len(found[0].items) <= 1:
        return found[0]
    return Collection(
        _once(tuple([item for each in found for item in each.items])),
        first_of(*[each.unseen for each in found]),
        first_of(*[each.more for each in found]),
        any(each.named for each in found),
        first_of(*[each.doubt for each in found]),
    )


def _once(items: tuple[tuple[Any, bool], ...]) -> tuple[tuple[Any, bool], ...]:
    if len(items) <= 1:
        return items
    found: dict[int, tuple[Any, bool]] = {}
    for item, sure in items:
        known = found.get(id(item))
        found[id(item)] = (item, sure or (known is not None and known[1]))
    return tuple(found.values())


NOTHING = Collection()
