"""Tells where a resource of an earlier account stands now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from drlint.model.resource import Move
from drlint.model.values import Address

_MOST = 32  # moves of one resource after another
_STEP = re.compile(r"[.\[]")


class Moves:
    """Addresses of before and those of now: what a plan says of each, then what `moved` blocks say of what is gone."""

    def __init__(
        self, planned: Mapping[Address, Address], blocks: Iterable[Move], stands: Callable[[Address], bool]
    ) -> None:
        self._planned = planned
        self._blocks = {(each.root, each.was): each.now for each in blocks}
        self._stands = stands

    def __bool__(self) -> bool:
        return bool(self._planned or self._blocks)

    def of(self, address: Address) -> Address:
        """Where it stands now, which is where it stood unless it was moved."""
        planned = self._planned.get(address)
        if planned is not None:
            return planned
        here, passed = address, {address}
        while not self._stands(here) and len(passed) < _MOST:
            moved = self._moved(here)
            if moved is None or moved in passed:
                break
            here = moved
            passed.add(here)
        return here

    def _moved(self, address: Address) -> Address | None:
        """One step, by the block that names the most of the address."""
        for part in _parts(address.path):
            now = self._blocks.get((address.root, part))
            rest = address.path[len(part) :]
            # Where a block names an instance, on either side, it speaks of none of the others.
            if now is not None and not (rest.startswith("[") and (part.endswith("]") or now.endswith("]"))):
                return Address(address.root, now + rest)
        return None


def _parts(path: str) -> Iterator[str]:
    """The whole address, then its beginnings, longest first."""
    yield path
    ends = [match.start() for match in _STEP.finditer(path)]
    yield from (path[:end] for end in reversed(ends))
