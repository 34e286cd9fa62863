"""Threads for units and for the details of their resources, 16 in all: more would wait for one interpreter."""

from __future__ import annotations

import contextvars
import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from drlint.readers.aws.clients import THREADS

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_OF_UNITS = 0.75  # of the threads; the others help where a unit has many resources to ask about


class Workers:
    """Most of the threads read units; the others help a unit with what it asks for each resource."""

    def __init__(self, threads: int = THREADS) -> None:
        share = max(1, int(threads * _OF_UNITS))
        self._helping = max(1, threads - share)
        self._units = ThreadPoolExecutor(share, thread_name_prefix="unit")
        self._details = ThreadPoolExecutor(self._helping, thread_name_prefix="detail")
        self._window = share * 2

    def close(self, *, wait: bool = True) -> None:
        """Begin nothing more, and wait for what has begun."""
        self._units.shutdown(wait=wait, cancel_futures=True)
        self._details.shutdown(wait=wait, cancel_futures=True)

    def details(self, ask: Callable[[_In], _Out], things: Iterable[_In]) -> list[_Out]:
        """What is asked of each thing, in their order; whoever waits for it asks as well."""
        some = list(things)
        made: dict[int, _Out] = {}
        counter = itertools.count()  # whose next() is one step of the interpreter

        def work() -> None:
            while (index := next(counter)) < len(some):
                made[index] = ask(some[index])

        context = contextvars.copy_context
        helpers = min(len(some) - 1, self._helping)
        helping = [self._details.submit(context().run, work) for _ in range(helpers)]
        try:
            work()
        finally:
            for each in helping:
                each.cancel()
        for each in helping:
            if not each.cancelled():
                each.result()
        return [made[index] for index in range(len(some))]

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
