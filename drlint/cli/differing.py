"""What `drlint diff` does: reads or judges both sides, lays them at the same places, says what changed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from drlint.catalog.registry import load
from drlint.cli.before import moved_in
from drlint.cli.checking import Run, judge
from drlint.cli.discovery import STDIN, of_the_shell
from drlint.cli.policy_sets import builtin_policies
from drlint.engine.difference import Difference, difference, placed, told_by
from drlint.engine.moves import Moves
from drlint.history.recalled import names_run, recalled
from drlint.history.store import Store
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.told import Told
from drlint.model.values import Address
from drlint.policy.load import CompiledPolicy
from drlint.readers.files import read_regular
from drlint.readers.report import is_report, read_report

LARGEST = 2 * 1024 * 1024 * 1024


class Compared(Struct, frozen=True):
    """What changed, and the worst exit code of what had to be judged for it."""

    difference: Difference
    code: int


class _Side(Struct, frozen=True):
    """One of both, with the run that judged it where it is no report."""

    told: Told
    run: Run | None = None


def compared(paths: tuple[str, str], flags: Mapping[str, Any]) -> Compared | int:
    """Both sides against each other; the exit code where one of them holds nothing to judge."""
    sides: list[_Side] = []
    for path in paths:
        side = _side(path, flags)
        if isinstance(side, int):
            return side
        sides.append(side)
    before, after = sides
    names = _names([each.run for each in sides if each.run is not None])
    one, other = _in_one_root(placed(before.told, names, _as_it_is), placed(after.told, names, _as_it_is))
    if after.run is not None:
        one = placed(one, {}, _moves(after.run).of)
    codes = [each.run.code for each in sides if each.run is not None]
    return Compared(difference(one, other), max(codes, default=0))


def _as_it_is(address: Address) -> Address:
    return address


def _side(path: str, flags: Mapping[str, Any]) -> _Side | int:
    if names_run(path) and not Path(path).exists():
        return _Side(_recalled(path, flags))
    data = _contents(path)
    if data is not None and is_report(data):
        return _Side(read_report(data, path))
    if path == STDIN or of_the_shell(path):
        raise DrlintError(f"{path}: is no report of drlint; a plan is compared from a file")
    run = judge([path], exit_zero=True, **{name: each for name, each in flags.items() if name != "history"})
    return run if isinstance(run, int) else _Side(told_by(run.report, path), run)


def _recalled(word: str, flags: Mapping[str, Any]) -> Told:
    """A run of the history; raises DrlintError where there is none."""
    file: Path = flags["history"]
    if not file.is_file():
        raise DrlintError(f"{word}: {file} is not there; give the history with --history")
    store = Store(file)
    try:
        return recalled(store, word)
    finally:
        store.close()


def _contents(path: str) -> bytes | None:
    """The bytes of a file or a pipe; None where there is no file, which judging says better."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(LARGEST)
        if of_the_shell(path):
            with Path(path).open("rb") as pipe:
                return pipe.read(LARGEST)
        return read_regular(path, LARGEST)
    except (UnreadableError, OSError):
        return None


def _names(runs: Sequence[Run]) -> dict[str, str]:
    """What policies that were renamed are called now."""
    every: list[CompiledPolicy] = [
        *builtin_policies(load()),
        *(p for r in runs for each in r.parts for p in each.policies),
    ]
    return {name: each.metadata.id for each in every for name in each.metadata.formerly}


def _in_one_root(before: Told, after: Told) -> tuple[Told, Told]:
    """Both with the same root where each has a single one: two plans in one folder are of one estate."""
    if len(before.roots) != 1 or len(after.roots) != 1 or before.roots == after.roots:
        return before, after
    [here] = after.roots
    [there] = before.roots
    note = f"{before.called} is of root {there or '.'}, which is taken for {here or '.'} of {after.called}"
    moved = placed(before, {}, lambda address: Address(here, address.path) if address.root == there else address)
    return structs.replace(moved, notes=(*moved.notes, note)), after


def _moves(run: Run) -> Moves:
    """What the later run says has moved."""
    results = [each for part in run.parts for each in part.given.results]
    resources = [resource for each in results for resource in each.judged]
    stands = {each.address for each in resources}
    return Moves(moved_in(resources), [move for each in results for move in each.moves], stands.__contains__)
