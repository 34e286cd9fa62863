"""Parts what was found by the configuration that rules it: each root has the nearest one upward."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.cli.configuration import Configuration, Nearest, configuration, configuration_of
from drlint.cli.discovery import STDIN, Found
from drlint.cli.inputs import Gathered
from drlint.model.gate_change import GateChange


class Part(Struct, frozen=True):
    """The files and roots that one configuration rules; `ruling` is what `Rules` call it."""

    settings: Configuration
    found: Found
    ruling: Hashable = None


class Rules:
    """Which configuration rules what: the nearest one upward, or the one that was given."""

    def __init__(self) -> None:
        self._nearest = Nearest()

    def ruling(self, start: Path) -> Hashable:
        """What rules a file or a folder: the same for all that are judged together."""
        return self._nearest(start)

    def configuration(self, ruling: Any, flags: Mapping[str, Any]) -> Configuration:
        """The settings of what rules."""
        return configuration_of(ruling, flags)

    def given(self, path: Path | None, flags: Mapping[str, Any]) -> Configuration:
        """The settings of a file that was named, or the defaults."""
        return configuration(None, path, flags)

    def widened(self, found: Found) -> Found:
        """What was found, with what else is to be judged."""
        return found

    def folder(self, path: str) -> str:
        """Where the policies of a folder that a flag names are read."""
        return path

    def baseline(self, path: Path) -> tuple[str, bytes] | None:  # noqa: ARG002 - a gate of a ref looks there
        """What messages name a baseline, and its bytes, where they are not those on disk."""
        return None

    def held(self, part: Part, given: Gathered) -> Gathered:  # noqa: ARG002 - as above
        """What was read of a part, with the waivers that hold."""
        return given

    def documents(self, given: Sequence[Gathered]) -> list[Gathered]:
        """What was read of all parts, with what documents steer held."""
        return list(given)

    def touched(self, given: Sequence[Gathered]) -> frozenset[str] | None:  # noqa: ARG002 - as above
        """The documents that the change touches, None where nothing tells."""
        return None

    def changes_by(self, rulings: Sequence[Hashable]) -> list[tuple[GateChange, ...]]:
        """What of each differs from a ref that is trusted."""
        return [() for _ in rulings]

    def notes(self) -> tuple[str, ...]:
        """What a report says of what rules."""
        return ()


def whole(found: Found, given: Path | None, flags: Mapping[str, Any], rules: Rules | None = None) -> list[Part]:
    """One part, ruled by the given configuration or by the defaults."""
    return [Part((rules or Rules()).given(given, flags), found)]


def parts_of(found: Found, paths: Sequence[str], flags: Mapping[str, Any], rules: Rules | None = None) -> list[Part]:
    """What was found in the paths, in parts; where nothing was found, one with what rules the first path."""
    rules = rules or Rules()
    parted: dict[Hashable, Found] = {}
    for file in found.files:
        ruling = rules.ruling(Path() if file[0] == STDIN else Path(file[0]))
        parted.setdefault(ruling, Found([], [])).files.append(file)
    for root in found.roots:
        parted.setdefault(rules.ruling(Path(root)), Found([], [])).roots.append(root)
    if not parted:
        first = Path(next((path for path in paths if path != STDIN), "."))
        parted[rules.ruling(first if first.exists() else Path())] = found
    else:
        next(iter(parted.values())).unread += found.unread
    return [Part(rules.configuration(ruling, flags), each, ruling) for ruling, each in parted.items()]
