"""Keeps calls below AWS's limits, which hold for each account, Region and service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

# Limits are published per operation, and differ: most calls that describe may be made 10 to 100 times a second
# (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html, 2026-11-26). Others of the account share
# them, so that a reader takes a part. Whoever is throttled all the same waits as botocore says.
RATE = 20.0
BURST = 40.0


class Bucket:
    """Tokens that fill up at a rate; whoever takes more than there are waits."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._last = burst, clock()
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Take one; the seconds until it is there."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._last) * self._rate) - 1
            self._last = now
            return max(0.0, -self._tokens / self._rate)


class Pace:
    """A bucket for each account, Region and service."""

    def __init__(self, rate: float = RATE, burst: float = BURST, sleep: Callable[[float], None] = time.sleep) -> None:
        self._rate, self._burst, self._sleep = rate, burst, sleep
        self._buckets: dict[tuple[str, str, str], Bucket] = {}
        self._lock = threading.Lock()

    def keep(self, account: str, region: str, service: str) -> None:
        """Wait until one more call may be made."""
        key = (account, region, service)
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None:
                bucket = self._buckets[key] = Bucket(self._rate, self._burst)
        seconds = bucket.wait()
        if seconds > 0:
            self._sleep(seconds)
