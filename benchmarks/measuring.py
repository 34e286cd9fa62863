"""Runs whole processes in turn and accounts for the CPU and the memory that each used."""

from __future__ import annotations

import os
import resource
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# A child's peak counts what its parent had in memory when it started it, so whoever measures decodes nothing large.
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
FINDINGS_EXPECTED = (0, 1, 4)


class Used(NamedTuple):
    """What one process used: user and system CPU in seconds, its peak memory in MB."""

    cpu: float
    memory: float


class Process(NamedTuple):
    """A command, the exit codes that are right for it, what it finds in its environment, and what is done before it."""

    command: Sequence[str]
    accepted: Sequence[int] = (0,)
    environment: Mapping[str, str] = {}
    before: Callable[[], None] | None = None


class Samples(NamedTuple):
    """Several runs of one process."""

    runs: Sequence[Used]

    @property
    def median(self) -> Used:
        return Used(
            statistics.median(each.cpu for each in self.runs), statistics.median(each.memory for each in self.runs)
        )

    @property
    def least(self) -> float:
        return min(each.cpu for each in self.runs)

    @property
    def most(self) -> float:
        return max(each.cpu for each in self.runs)


def drlint(*arguments: str) -> list[str]:
    """The console script of this interpreter where there is one, as people call it."""
    script = Path(sys.executable).with_name("drlint")
    return [*([str(script)] if script.exists() else [sys.executable, "-m", "drlint"]), *arguments]


def keep_bytecode(folder: Path) -> None:
    """Let children find their modules compiled, as an installation has them, without a trace in the checkout."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")


def used(process: Process) -> Used:
    """Run one process with its output thrown away and account for it."""
    if process.before is not None:
        process.before()
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    environment = {**os.environ, **process.environment}
    child = os.posix_spawn(process.command[0], list(process.command), environment, file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in process.accepted:
        sys.exit(f"{' '.join(process.command)} ended with {code}")
    return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE)


def in_turn(processes: Mapping[str, Process], runs: int, *, warm_up: bool = True) -> dict[str, Samples]:
    """Several runs of each process, in turn so that all meet the same load, after one of each that is not counted."""
    samples: dict[str, list[Used]] = {name: [] for name in processes}
    for counted in (*[False] * warm_up, *[True] * runs):
        for name, process in processes.items():
            one = used(process)
            samples[name] += [one] if counted else []
    return {name: Samples(found) for name, found in samples.items()}


def own_peak() -> float:
    """This process's own peak in MB, the floor of every child's."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
