"""Whether absence can be seen: of everything, and of kinds that could not be listed whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from drlint.model.collection import Collection
from drlint.model.values import Unknown, first_of


class World(Struct, frozen=True):
    """Whether absence can be seen: in a closed world what is not in view does not exist.

    Of the kinds that are `unseen` it may exist all the same, for the reason there.
    """

    closed: bool
    because: str
    remedy: str = "add --context or declare it under elsewhere:"
    unseen: Mapping[str, Unknown] = {}

    def absence(self, what: str, *kinds: str) -> Unknown | None:
        """Why the absence of something of these kinds, of any where none is named, proves nothing; None where it does.

        `what` is the absence in words ("no copy of orders").
        """
        if not self.closed:
            return Unknown(f"{what} in view; {self.remedy}")
        why = self.unseen_of(kinds or tuple(self.unseen))
        return None if why is None else Unknown(f"{what} in view; {why.reason}")

    def unseen_of(self, kinds: Sequence[str]) -> Unknown | None:
        """Why some of these kinds may be out of view though the world is closed."""
        return first_of(*[self.unseen.get(kind) for kind in kinds]) if self.unseen else None


def in_world(
    found: Collection, world: World, what: str, said: str | None = None, *, kinds: Sequence[str] = ()
) -> Collection:
    """What may also be declared elsewhere, or could not be listed: there is perhaps more of it than stands in view.

    `kinds` are those it may be of, all where none is named. What could not be listed is missing from what must hold
    for all as well; what may be declared elsewhere is somebody else's to judge.
    """
    why = world.unseen_of(kinds or tuple(world.unseen))
    if not found.items:
        absence = world.absence(said or f"no {what}", *kinds)
        return found if absence is None else Collection((), first_of(found.unseen, absence))
    if why is None and world.closed:
        return found
    more = found.more if world.closed else first_of(world.absence(f"no other {what}"), found.more)
    return Collection(found.items, first_of(found.unseen, why), more, found.named, found.doubt)
