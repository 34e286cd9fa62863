"""What a reader hands over: resources, and what it could not see."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.coverage import Coverage
from drlint.model.finding import BlindSpot
from drlint.model.nightly import AccountRead
from drlint.model.resource import Move, Resource
from drlint.model.unseen import Unseen
from drlint.model.waiver import Written


class ReadResult(Struct, frozen=True, kw_only=True):
    """The resources of one input.

    `own_blocks` are Terraform's own (backend, providers, module calls …): judged, but none of the resources that are
    counted. `regions` are those that a provider or a resource of the input names; `uncatalogued` counts resources of
    kinds that drlint does not know; `notes` are facts a reader of the report should know, none of them a blind spot;
    `moves` are what `moved` blocks say, `waivers` the comments that accept a risk;
    `unseen` are kinds of which there may be more than the input shows. Of an inventory, `coverage` is how much of what
    was asked of AWS was answered, `whole` the account, Region and kind of each list that was, `accounts` how much of
    each was read.
    """

    resources: tuple[Resource, ...]
    blind_spots: tuple[BlindSpot, ...] = ()
    regions: frozenset[str] = frozenset()
    uncatalogued: int = 0
    kind: str = ""
    notes: tuple[str, ...] = ()
    own_blocks: tuple[Resource, ...] = ()
    moves: tuple[Move, ...] = ()
    waivers: tuple[Written, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    coverage: Coverage | None = None
    whole: frozenset[tuple[str, str, str]] = frozenset()
    accounts: tuple[AccountRead, ...] = ()

    @property
    def judged(self) -> tuple[Resource, ...]:
        """All that policies may be asked about."""
        return (*self.resources, *self.own_blocks) if self.own_blocks else self.resources
