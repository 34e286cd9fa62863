"""What a nightly report tells besides a run's account: what changed since the run before, and whom AWS let us read."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drlint.model.since import Since


class AccountRead(Struct, frozen=True, kw_only=True):
    """How much of an account was read; of `wanted` questions `seen` were answered whole, `spots` were not."""

    account: str
    regions: int = 0
    resources: int = 0
    seen: int = 0
    wanted: int = 0
    spots: int = 0

    @property
    def is_read(self) -> bool:
        return self.seen > 0


class Nightly(Struct, frozen=True, kw_only=True):
    """A night: `since` is None where no history is kept.

    `verdicts` has pass, fail or unknown by workload; `look` the command that shows the resource of a finding, by
    fingerprint, where there is one.
    """

    since: Since | None
    verdicts: Mapping[str, str]
    accounts: tuple[AccountRead, ...]
    look: Mapping[str, str] = {}
