"""Gathers what could not be seen of a unit, so that one reason is told once."""

from __future__ import annotations

import threading
from typing import Protocol

from drlint.readers.inventory.shape import Gap

_SHOWN = 20


class Reason(Protocol):
    """Why a call was not answered."""

    @property
    def sort(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def remedy(self) -> str: ...
    @property
    def passing(self) -> bool: ...


class Gaps:
    """The gaps of a unit; several threads may add to them."""

    def __init__(self, account: str) -> None:
        self._account = account
        self._found: dict[tuple[str, str, str, bool, bool], Gap] = {}
        self._lock = threading.Lock()

    def unlisted(self, why: Reason, kind: str, region: str, *, optional: bool = False) -> None:
        """A kind was not listed whole; of an optional one, nothing is missed."""
        with self._lock:
            gap = self._gap(why, region, is_list=True, optional=optional)
            gap.kinds = tuple(dict.fromkeys((*gap.kinds, kind)))

    def without(self, why: Reason, thing: str, region: str) -> None:
        """A thing lacks what a call tells."""
        with self._lock:
            gap = self._gap(why, region, is_list=False)
            gap.count += 1
            gap.things = (*gap.things, thing)[:_SHOWN]

    def inherited(self, parent: str, kind: str) -> None:
        """What is listed by each of a kind that was not listed whole is not listed whole either."""
        with self._lock:
            for gap in self._found.values():
                if parent in gap.kinds:
                    gap.kinds = tuple(dict.fromkeys((*gap.kinds, kind)))

    def of(self, kind: str) -> bool:
        """Whether a kind was not listed whole."""
        with self._lock:
            return any(kind in gap.kinds for gap in self._found.values())

    def all(self) -> tuple[Gap, ...]:
        return tuple(sorted(self._found.values(), key=lambda each: (each.region, each.action, each.sort)))

    def _gap(self, why: Reason, region: str, *, is_list: bool, optional: bool = False) -> Gap:
        key = (region, why.action, why.reason, is_list, optional)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = Gap(
                action=why.action,
                account=self._account,
                region=region,
                sort=str(why.sort),
                reason=why.reason,
                remedy=why.remedy,
                passing=why.passing,
                optional=optional,
            )
        return found
