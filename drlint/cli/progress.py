"""Progress on standard error, when the work is long and somebody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 1.5
_EVERY = 0.2


@contextmanager
def progress() -> Iterator[Callable[[int], None] | None]:
    """A function to tell of verdicts given; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    started = last = time.monotonic()
    given = 0

    def tick(verdicts: int) -> None:
        nonlocal given, last
        given += verdicts
        now = time.monotonic()
        if now - started > _PATIENCE and now - last > _EVERY:
            last = now
            sys.stderr.write(f"\r{given:,} verdicts, {now - started:.0f} s")
            sys.stderr.flush()

    try:
        yield tick
    finally:
        if last != started:
            sys.stderr.write("\r\x1b[K")
