#!/usr/bin/env python3
"""Measures the live reader against answers made here: calls a second, many accounts at 50 ms, and its memory.

Answers are empty lists of the right form, given in place of the network after signing, so that signing, parsing,
threads and pace are measured and the network is a sleep. `--audit` times `drlint audit` over HTTP before moto_server.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from botocore.awsrequest import AWSResponse

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from drlint.catalog.registry import load  # noqa: E402
from drlint.readers.aws.accounts import Regions  # noqa: E402
from drlint.readers.aws.calls import Caller  # noqa: E402
from drlint.readers.aws.clients import Clients  # noqa: E402
from drlint.readers.aws.collecting import Wanted, collect  # noqa: E402
from drlint.readers.aws.pace import BURST, RATE, Pace  # noqa: E402

REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2")


def main() -> None:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--accounts", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--processes", type=int, default=0, help="read on so many worker processes of a Dask cluster")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--audit", action="store_true", help="time drlint audit at that latency before moto_server")
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(_collected(given.one, given.latency, given.processes)))
        return
    if given.audit:
        print(f"drlint audit, one account, 2 Regions: {_audited(given.latency):.1f} s")
        return
    print("| accounts × Regions | latency | calls | wall s | calls/s | CPU s | ms CPU a call | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for accounts in given.accounts:
        for latency in (0.0, given.latency):
            _row(accounts, latency, given.processes)


def _row(accounts: int, latency: float, processes: int) -> None:
    """Each in a process of its own, whose memory nothing else has grown."""
    command = [sys.executable, __file__, "--one", str(accounts), "--latency", str(latency)]
    command += ["--processes", str(processes)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    calls, wall, cpu = found["calls"], found["wall"], found["cpu"]
    print(
        f"| {accounts} × {len(REGIONS)} | {latency * 1000:.0f} ms | {calls:,} | {wall:.1f} | {calls / wall:,.0f} | "
        f"{cpu:.1f} | {cpu / calls * 1000:.2f} | {found['memory']:.0f} |"
    )


def _collected(accounts: int, latency: float, processes: int) -> dict[str, float]:
    calls = [0]
    pace = _pace(latency)
    clients = _stubbed(latency, calls)
    callers = [
        Caller(account=f"{number:012}", partition="aws", credentials=_KEYS, clients=clients, pace=pace)
        for number in range(1, accounts + 1)
    ]
    with tempfile.TemporaryDirectory(prefix="drlint-benchmark-") as folder, _spread(processes, latency) as spread:
        regions = [Regions(REGIONS)] * accounts
        wanted = Wanted(callers=callers, regions=regions, catalog=load(), folder=Path(folder), spread=spread)
        began, cpu = time.monotonic(), time.process_time()
        progress = collect(wanted, lambda *_: None)
        wall, cpu = time.monotonic() - began, time.process_time() - cpu
    if progress.gaps:
        sys.exit("an answer made here was not taken for one")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"calls": calls[0] or _CALLS * accounts, "wall": wall, "cpu": cpu, "memory": memory}


_KEYS = SimpleNamespace(get_frozen_credentials=lambda: SimpleNamespace(access_key="x", secret_key="y", token=None))  # noqa: S106 - none
_CALLS = 195  # in an account with four Regions and nothing in it; counted here where no worker does


def _pace(latency: float) -> Pace:
    return Pace(RATE, BURST) if latency else Pace(1e9, 1e9)


def _stubbed(latency: float, calls: list[int]) -> Clients:
    """Clients whose questions are answered here."""
    clients = Clients(attempts=1)

    def answer(request: Any, event_name: str, **_: Any) -> AWSResponse:
        calls[0] += 1
        if latency:
            time.sleep(latency)
        _, service, operation = event_name.split(".")
        return AWSResponse(
            request.url, 200, {"Content-Type": _TYPES[service, operation]}, _Body(_BODIES[service, operation])
        )

    clients.session.register("before-send", answer)
    clients.session.register("provide-client-params", lambda model, **_: _remember(model))
    return clients


@contextlib.contextmanager
def _spread(processes: int, latency: float) -> Iterator[Any]:
    """A Dask cluster of so many worker processes, whose questions are answered there; None for none."""
    if not processes:
        yield None
        return
    from distributed import LocalCluster  # noqa: PLC0415 - few runs have one

    from drlint.readers.aws.distributed import Cluster  # noqa: PLC0415

    with LocalCluster(n_workers=processes, threads_per_worker=12, dashboard_address=None) as cluster:
        made = Cluster(cluster.scheduler_address)
        made._client.run(_answer_here, latency)  # noqa: SLF001 - a benchmark
        yield made
        made.close()


def _answer_here(latency: float) -> None:
    """On a worker: nobody is asked who it is, and nobody on the network answers."""
    from drlint.readers.aws import distributed  # noqa: PLC0415

    clients, pace = _stubbed(latency, [0]), _pace(latency)
    distributed._caller = lambda account, *_: Caller(account, "aws", _KEYS, clients, pace)  # type: ignore[assignment]  # noqa: SLF001


class _Body:
    """What urllib3 would hand over."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def stream(self, **_: Any) -> list[bytes]:
        return [self._data]


_BODIES: dict[tuple[str, str], bytes] = {}
_TYPES: dict[tuple[str, str], str] = {}


def _remember(model: Any) -> None:
    """The empty answer of an operation, made once."""
    key = (model.service_model.service_id.hyphenize(), model.name)
    if key in _BODIES:
        return
    protocol = model.service_model.resolved_protocol
    shape = model.output_shape
    if "cbor" in protocol:
        _TYPES[key], _BODIES[key] = "application/cbor", _cbor(_plain(shape))
        return
    is_json = "json" in protocol
    _TYPES[key] = "application/json" if is_json else "text/xml"
    if is_json:
        _BODIES[key] = json.dumps(_plain(shape)).encode()
        return
    inside = "".join(_element(shape, name, member) for name, member in shape.members.items())
    if protocol == "query":
        inside = f"<{model.name}Result>{inside}</{model.name}Result>"
    _BODIES[key] = f"<{model.name}Response>{inside}</{model.name}Response>".encode()


def _cbor(value: Any) -> bytes:
    """As much of RFC 8949 as an empty answer needs: maps and texts of under 24, empty lists, truth."""
    if isinstance(value, dict):
        inside = (_cbor(part) for each in value.items() for part in each)
        return bytes([0xA0 + len(value)]) + b"".join(inside)
    if isinstance(value, str):
        data = value.encode()
        return bytes([0x60 + len(data)] if len(data) < 24 else [0x78, len(data)]) + data
    return b"\x80" if value == [] else bytes([0xF5 if value else 0xF4])


def _plain(shape: Any, depth: int = 0) -> Any:
    made: dict[str, Any] = {}
    for name, member in shape.members.items():
        key = member.serialization.get("name", name)
        if member.type_name == "list":
            made[key] = []
        elif member.type_name == "boolean":
            made[key] = False
        elif member.type_name == "structure" and depth == 0:
            made[key] = _plain(member, 1)
    return made


def _element(shape: Any, name: str, member: Any) -> str:
    tag = member.serialization.get("name", name)
    if member.serialization.get("location"):
        return ""
    if member.type_name == "list":
        return f"<{tag}/>"
    if member.type_name == "boolean":
        return f"<{tag}>false</{tag}>"
    if member.type_name == "structure" and member is not shape:
        inner = "".join(_element(member, each, one) for each, one in member.members.items() if one.type_name == "list")
        return f"<{tag}>{inner}</{tag}>"
    return ""


def _audited(latency: float) -> float:
    """The wall time of a first audit over HTTP, each answer later by the latency."""
    from tests.readers.aws import moto  # noqa: PLC0415 - needs what the tests need

    with moto.moto() as port, moto.proxy(port) as before, tempfile.TemporaryDirectory() as folder:

        def wait(_: Any) -> None:
            time.sleep(latency)

        before.rule = wait
        environment = {**os.environ, **moto.environment(before.url), "PYTHONPATH": str(HERE.parent)}
        command = [
            sys.executable,
            "-m",
            "drlint",
            "audit",
            "--regions",
            "eu-central-1,eu-west-1",
            "-q",
            "-o",
            "json=r.json",
        ]
        began = time.monotonic()
        subprocess.run(
            command, cwd=folder, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wall = time.monotonic() - began
        print(f"{len(before.asked):,} calls")
    return wall


if __name__ == "__main__":
    main()
