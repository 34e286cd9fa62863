"""How much of what was to be read in AWS was seen."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Coverage(Struct, frozen=True):
    """Of `wanted` questions to AWS (lists, and what is asked of single resources) `seen` were answered whole."""

    seen: int
    wanted: int

    @property
    def percent(self) -> float:
        return 100.0 * self.seen / self.wanted if self.wanted else 100.0

    @property
    def said(self) -> str:
        """In words, never rounded up to 100: "98.7 % of AWS was seen (1,234 of 1,250 questions answered)"."""
        shown = min(self.percent, 99.9) if self.seen < self.wanted else 100.0
        return f"{shown:.1f} % of what was asked of AWS was seen ({self.seen:,} of {self.wanted:,} questions answered)"


def coverage_of(parts: Iterable[Coverage | None]) -> Coverage | None:
    """All of them together; None where nothing was asked of AWS."""
    some = [each for each in parts if each is not None]
    return Coverage(sum(each.seen for each in some), sum(each.wanted for each in some)) if some else None
