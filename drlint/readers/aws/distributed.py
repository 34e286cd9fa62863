"""Reads units on the workers of a Dask cluster; what they read comes back here, where alone it is written.

No key travels: each worker becomes the account's caller with credentials of its own, as this process does. The pace is
kept for each account, Region and service, and what is asked of these is one unit, which one worker reads.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from functools import cache, lru_cache
from queue import Empty, Queue
from typing import Any, TypeAlias
from uuid import uuid4

import msgspec

from drlint import __version__
from drlint.catalog.registry import load
from drlint.model.errors import DrlintError
from drlint.readers.aws.accounts import caller_of, clients_of
from drlint.readers.aws.calls import Caller, Way, Who
from drlint.readers.aws.clients import Clients
from drlint.readers.aws.collecting import Task
from drlint.readers.aws.failures import Failure, RefusedError, Sort
from drlint.readers.aws.members import become
from drlint.readers.aws.pace import Pace
from drlint.readers.aws.plan import kinds_of
from drlint.readers.aws.reading import Run, read_unit
from drlint.readers.aws.workers import Workers
from drlint.readers.inventory.gaps import Gaps
from drlint.readers.inventory.shape import Unit, UnitRead

_ANSWERS = 10.0  # seconds for the scheduler
_WINDOW = 2  # tasks for each thread of a worker, so that none waits for work
_MOST = 512
_TOGETHER = 8  # units in a task
_LOOKS = 1.0  # seconds between looks whether the scheduler is there
_CALLERS = 4096  # that a worker keeps
_LOCK = threading.Lock()

Batch: TypeAlias = tuple[Task, ...]


class Cluster:
    """A running Dask cluster; raises DrlintError where none answers, or where its workers have another drlint."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise DrlintError("--dask: needs dask.distributed: pip install distributed") from error
        self._address, self._run = address, uuid4().hex
        try:
            self._client = Client(address, timeout=_ANSWERS, set_as_default=False)
        except (OSError, ValueError, TimeoutError, TypeError) as error:
            raise DrlintError(f"--dask {address}: no scheduler of Dask's answers there, as tcp://host:8786") from error
        self._require_alike()

    def units(self, tasks: Iterable[Task]) -> Iterator[UnitRead]:
        """What is read of each unit, as soon as it is here; raises DrlintError where the scheduler is lost."""
        under_way: dict[str, Batch] = {}
        waiting = deque[Batch]()
        batches = _batches(tasks)
        done: Queue[Any] = Queue()
        room = min(_MOST, _WINDOW * max(1, sum(self._client.nthreads().values())))
        while True:
            while len(under_way) < room:
                batch = waiting.popleft() if waiting else next(batches, ())
                if not batch:
                    break
                future = self._submitted(batch)
                under_way[future.key] = batch
                future.add_done_callback(done.put)
            if not under_way:
                return
            future = self._next(done)
            batch = under_way.pop(future.key)
            found = self._read(future, batch)
            if found is None:
                waiting.extend((each,) for each in batch)
            else:
                yield from found
            future.release()

    def _submitted(self, batch: Batch) -> Any:
        first, last = batch[0], batch[-1]
        key = f"{self._run} {first.unit.file} {last.unit.file}"
        units = tuple(task.unit for task in batch)
        asked = (first.caller.account, first.caller.way, tuple(sorted(first.regions)), self._run)
        return self._client.submit(read_there, units, *asked, key=key, pure=False)

    def _next(self, done: Queue[Any]) -> Any:
        """The next future that is done; raises DrlintError where there will be none."""
        while True:
            try:
                found = done.get(timeout=_LOOKS)
            except Empty:
                found = None
            if self._client.status != "running" or (found is not None and found.status == "cancelled"):
                raise self._lost()
            if found is not None and found.status == "lost":  # with the worker that had it: it is read again
                found.add_done_callback(done.put)
            elif found is not None:
                return found

    def _lost(self) -> DrlintError:
        return DrlintError(f"--dask {self._address}: the scheduler is lost; what was read is kept, --resume goes on")

    def close(self) -> None:
        """Let go of the cluster, which goes on."""
        self._client.close()

    def _read(self, future: Any, batch: Batch) -> list[UnitRead] | None:
        """What a task brings; None where that failed, and one of its units alone may be why."""
        from distributed import KilledWorker  # noqa: PLC0415

        try:
            return [msgspec.json.decode(each, type=UnitRead) for each in future.result()]
        except (CancelledError, asyncio.CancelledError) as error:
            raise self._lost() from error
        except Exception as error:  # noqa: BLE001 - one unit must not silence the others; it becomes a gap
            if len(batch) > 1:
                return None
            ended = isinstance(error, KilledWorker)
            why = "every worker that was to read it ended" if ended else f"the worker broke with {type(error).__name__}"
        return [_unread(batch[0].unit, why)]

    def _require_alike(self) -> None:
        """Workers of another drlint would read other attributes."""
        try:
            found = self._client.run(version_there)
        except Exception as error:
            message = f"--dask {self._address}: its workers have no drlint; install the same one there, and distributed"
            raise DrlintError(message) from error
        if not found:
            raise DrlintError(f"--dask {self._address}: the cluster has no worker")
        others = sorted({version for version in found.values() if version != __version__})
        if others:
            raise DrlintError(f"--dask {self._address}: its workers have drlint {others[0]}, and this is {__version__}")


def version_there() -> str:
    """The drlint of a worker."""
    return __version__


def _batches(tasks: Iterable[Task]) -> Iterator[Batch]:
    """Tasks of one account together: to hand one to a worker costs more than to read a unit with nothing in it."""
    for _, some in itertools.groupby(tasks, lambda task: task.caller.account):
        while batch := tuple(itertools.islice(some, _TOGETHER)):
            yield batch


def read_there(
    units: tuple[Unit, ...], account: str, way: Way, regions: tuple[str, ...], run: str
) -> tuple[bytes, ...]:
    """Units of an account as a worker reads them, as JSON; never raises for what it cannot see."""
    with _LOCK:
        caller = _caller(account, way, run)
    given = Run(load(), _helpers(), frozenset(regions))
    return tuple(msgspec.json.encode(read_unit(unit, caller, given)) for unit in units)


@lru_cache(_CALLERS)
def _caller(account: str, way: Way, run: str) -> Caller:
    """Who asks for an account from this process in a run; where nobody can, one whose calls are all refused."""
    try:
        own = _own(way.who, run)
        there = become(own, account, way) if way.role_arn else own
        (said,) = there.pages("sts", own.region, "GetCallerIdentity", {})
        if said["Account"] == account:
            return there
        reason = f"the worker's credentials are of account {said['Account']}"
    except RefusedError as error:
        return _refused(account, error.failure)
    except DrlintError as error:
        reason = f"on the worker: {error}"
    return _refused(account, Failure(sort=Sort.CREDENTIALS, action="sts:GetCallerIdentity", reason=reason))


def _refused(account: str, failure: Failure) -> Caller:
    return Caller(account, "aws", None, _clients(None), _pace(), stopped=failure)


@lru_cache(_CALLERS)
def _own(who: Who, run: str) -> Caller:  # noqa: ARG001 - what was refused in one run may be granted in the next
    return caller_of(who, _clients(who.profile), _pace())


@cache
def _clients(profile: str | None) -> Clients:
    return clients_of(Who(profile))


@cache
def _pace() -> Pace:
    return Pace()


@cache
def _helpers() -> Workers:
    return Workers()


def _unread(unit: Unit, reason: str) -> UnitRead:
    """A unit of which nothing could be read."""
    remedy = "look at the workers; run it again with --resume"
    failure = Failure(sort=Sort.UNREACHABLE, action=f"{unit.service}:*", reason=reason, remedy=remedy)
    gaps = Gaps(unit.account)
    kinds = kinds_of(unit, load())
    for kind in kinds:
        gaps.unlisted(failure, kind.name, unit.region)
    return UnitRead(
        account=unit.account,
        region=unit.region,
        service=unit.service,
        as_of=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        listed=tuple(kind.name for kind in kinds),
        gaps=gaps.all(),
    )
