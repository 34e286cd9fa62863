"""Threads for units and for the details of their resources, 16 in all: more would wait for one interpreter."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from drlint.readers.aws.clients import THREADS

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Workers:
    """Half of the threads read units, the other half what units ask for each resource."""

    def __init__(self, threads: int = THREADS) -> None:
        share = max(1, threads // 2)
        self._units = ThreadPoolExecutor(share, thread_name_prefix="unit")
        self._details = ThreadPoolExecutor(max(1, threads - share), thread_name_prefix="detail")
        self._window = share * 2

    def close(self) -> None:
        """Begin nothing more, and wait for what has begun."""
        self._units.shutdown(wait=True, cancel_futures=True)
        self._details.shutdown(wait=True, cancel_futures=True)

    def details(self, ask: Callable[[_In], _Out], things: Iterable[_In]) -> list[_Out]:
        """What is asked of each thing, in their order."""
        some = list(things)
        if len(some) == 1:
            return [ask(some[0])]
        context = contextvars.copy_context
        return [each.result() for each in [self._details.submit(context().run, ask, thing) for thing in some]]

    def units(self, read: Callable[[_In], _Out], units: Iterable[_In]) -> Iterator[_Out]:
        """What is read of each unit, as soon as it is there; only as many wait as keep the threads at work."""
        under_way: set[Future[Any]] = set()
        for unit in units:
            under_way.add(self._units.submit(read, unit))
            if len(under_way) >= self._window:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)
