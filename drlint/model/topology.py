"""Where data stands and where its copies are: what a picture of it shows."""

from __future__ import annotations

from msgspec import Struct

_MUTUAL = frozenset({"global database"})  # each member names the others


class Holder(Struct, frozen=True, order=True):
    """What holds data, or several of one kind in one Region; `region` is empty where it is global or not known.

    `name` is its address in the root; that of a copy which is no resource of its own says of what. Empty where there
    are several.
    """

    region: str
    kind: str
    root: str = ""
    name: str = ""
    number: int = 1


class Copying(Struct, frozen=True, order=True):
    """That one holder's data is copied to another, and by what; `certain` where no code leaves it open."""

    source: Holder
    target: Holder
    mechanism: str
    certain: bool = True
    number: int = 1

    @property
    def is_mutual(self) -> bool:
        """Whether each end has a copy of the other's data."""
        return self.mechanism in _MUTUAL

    @property
    def what(self) -> tuple[Holder, Holder, str]:
        """What is copied where, however sure that is."""
        return self.source, self.target, self.mechanism


class Topology(Struct, frozen=True):
    """Holders and what is copied between them."""

    holders: tuple[Holder, ...]
    copyings: tuple[Copying, ...]

    @property
    def in_order(self) -> Topology:
        return Topology(tuple(sorted(self.holders)), tuple(sorted(self.copyings)))

    def without(self, other: Topology) -> tuple[Copying, ...]:
        """The copies that the other does not have, or has in another number."""
        known = {(each.what, each.number) for each in other.copyings}
        return tuple(each for each in self.copyings if (each.what, each.number) not in known)


class TopologyChange(Struct, frozen=True):
    """What was and what will be, as far as it changes; so many copies that stay as they are are left out."""

    before: Topology
    after: Topology
    left_out: int = 0
