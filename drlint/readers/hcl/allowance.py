"""What reading source may still cost in one run, however many roots it has, so that a hostile tree ends."""

from __future__ import annotations

import time
from collections.abc import Callable

# A text costs the parser 0.5 µs a byte, or up to 300 where it is hostile (blanks before a value that never comes:
# measured on tree-sitter-hcl 1.2.0, 2026-11-26). Only what goes beyond the usual is counted.
USUAL = 1.5e-6
LEAST = 0.005  # seconds that the shortest text may take, also when all the extra time is gone
EXTRA = 1.0  # seconds of processor time
MAX_ITEMS = 400_000
MAX_BROKEN = 15_000
OF_A_FILE = 100_000  # items
BROKEN_IN_A_FILE = 5_000
SLOW_IN_A_FILE = 2
MAX_STEPS = 3_000_000
MAX_RESOURCES = 75_000
MAX_MODULES = 20_000

TOO_SLOW = "parsing it takes too long"
TOO_MANY_ITEMS = f"reading stopped after {OF_A_FILE:,} blocks and arguments of a file, or {MAX_ITEMS:,} of all"
TOO_BROKEN = (
    f"reading stopped after {BROKEN_IN_A_FILE:,} parts of a file that cannot be parsed, or {MAX_BROKEN:,} of all"
)


class Allowance:
    """What is left of the bounds above, and of the time for texts that take longer to parse than others."""

    def __init__(self) -> None:
        self.items = MAX_ITEMS
        self.broken = MAX_BROKEN
        self.steps = MAX_STEPS
        self.resources = MAX_RESOURCES
        self.modules = MAX_MODULES
        self._extra = EXTRA

    def watch(self, size: int) -> Watch:
        """A watch over the parsing of so many bytes."""
        return Watch(LEAST + size * USUAL, self._extra, self._took)

    def _took(self, extra: float) -> None:
        self._extra = max(self._extra - extra, 0.0)


class Watch:
    """Over one parse; what it takes beyond the usual is told when it ends."""

    def __init__(self, usual: float, extra: float, took: Callable[[float], None]) -> None:
        self._start = time.thread_time()
        self._usual = usual
        self._end = self._start + usual + extra
        self._took = took

    def is_over(self, *_: object) -> bool:
        """Whether the parser is to stop; asked by it every few hundred bytes."""
        return time.thread_time() > self._end

    def ended(self) -> None:
        self._took(max(time.thread_time() - self._start - self._usual, 0.0))
