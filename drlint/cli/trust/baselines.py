"""The baseline as the trusted ref has it, and what the checked-out one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from drlint import __version__
from drlint.cli.trust.tree import Tree
from drlint.model.baseline import Entry, counts_of, file_of
from drlint.model.errors import DrlintError
from drlint.model.gate_change import Effect, GateChange
from drlint.model.resource import Location
from drlint.readers.baseline import LARGEST, contents_of, read_baseline
from drlint.reports.wording import count


class RefBaseline(Struct, frozen=True):
    """The bytes of a baseline, what messages name it, and what is not in force."""

    name: str
    data: bytes
    changes: tuple[GateChange, ...] = ()


def baseline_in(tree: Tree, top: Path, path: str, before: Callable[[], Tree | None]) -> RefBaseline | None:
    """What the ref knows, which is nothing where it has no such file; None where the code has none either."""
    name = f"{tree.called}:{path}"
    trusted = tree.read(path, LARGEST) if tree.is_file(path) else None
    head = contents_of(str(top / path)) if (top / path).is_file() else None
    if trusted is None and head is None:
        return None
    data = file_of((), __version__) if trusted is None else trusted
    if head is None or head == trusted:
        return RefBaseline(name, data)
    since = before()
    if since is not None and since.is_file(path) and since.read(path, LARGEST) == head:
        return RefBaseline(name, data)
    return RefBaseline(name, data, (_change(path, read_baseline(data, name), head),))


def _change(path: str, trusted: tuple[Entry, ...], head: bytes) -> GateChange:
    """What the checked-out file would do to the gate: each entry more lets a finding through."""
    said = _number(trusted)
    try:
        entries = read_baseline(head, path)
    except DrlintError:
        return _told(path, said, "one that cannot be read", Effect.UNCLEAR)
    more, fewer = counts_of(entries) - counts_of(trusted), counts_of(trusted) - counts_of(entries)
    after = f"{_number(entries)} ({more.total():,} more, {fewer.total():,} fewer)"
    return _told(path, said, after, Effect.LOOSENS if more else Effect.UNCLEAR)


def _number(entries: Iterable[Entry]) -> str:
    return count(sum(each.count for each in entries), "entry", "entries")


def _told(path: str, before: str, after: str, effect: Effect) -> GateChange:
    return GateChange(what="the baseline", effect=effect, before=before, after=after, location=Location(path))
