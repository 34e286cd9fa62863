"""Finds, reads and writes the file of a baseline."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from drlint import __version__
from drlint.cli.configuration import Configuration
from drlint.cli.naming import uri_of
from drlint.cli.output import replaced
from drlint.cli.parts import Rules
from drlint.cli.run import Known
from drlint.model.baseline import Entry, file_of
from drlint.model.errors import DrlintError
from drlint.readers.baseline import contents_of, read_baseline

DEFAULT_FILE = "drlint-baseline.json"


def named(settings: Configuration) -> Path:
    """The file that configuration names, relative to its own, or a flag, relative to here; else the default, here."""
    setting = settings.settings["baseline"]
    if setting.value is None:
        return Path(DEFAULT_FILE)
    if settings.path is not None and setting.origin == str(settings.path):
        return Path(os.path.normpath(settings.path.parent / str(setting.value)))
    return Path(setting.value)


class Shelf:
    """The baselines of a run, each read once."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._read: dict[str, Known] = {}

    def known(self, settings: Configuration) -> Known:
        """What is known under a configuration."""
        path = named(settings)
        key = os.path.realpath(path)
        if key not in self._read:
            kept = self._rules.baseline(path)
            entries = entries_in(path) if kept is None else read_baseline(kept[1], kept[0])
            self._read[key] = Known(uri_of(str(path)), entries)
        return self._read[key]


def shared_out(baselines: Sequence[Known | None], roots: Sequence[Iterable[str]]) -> list[Known | None]:
    """A baseline that rules several parts, to each the entries of its roots; what is of no root, to the first."""
    found = list(baselines)
    for each in {id(one): one for one in baselines if one is not None}.values():
        ruled = [at for at, one in enumerate(baselines) if one is each]
        if len(ruled) == 1:
            continue
        owners = {root: at for at in ruled for root in roots[at]}
        shares: dict[int, list[Entry]] = {at: [] for at in ruled}
        for entry in each.entries:
            shares[owners.get(entry.root, ruled[0])].append(entry)
        for at, share in shares.items():
            found[at] = Known(each.called, tuple(share))
    return found


def entries_in(path: Path) -> tuple[Entry, ...]:
    """The entries of a file; raises DrlintError where there is none, or none that can be used."""
    if not os.path.lexists(path):
        raise DrlintError(f"{path}: no such baseline; drlint baseline create writes one")
    return read_baseline(contents_of(str(path)), str(path))


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline, whole or not at all; a link is followed. Raises DrlintError."""
    target = Path(os.path.realpath(path))
    data = file_of(entries, __version__)
    try:
        if target.exists() and target.read_bytes() == data:
            return
        with replaced(target) as part:
            part.write_bytes(data)
    except OSError as error:
        raise DrlintError(f"{path}: the baseline cannot be written: {error.strerror}") from error
