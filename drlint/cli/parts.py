"""Parts what was found by the configuration that rules it: each root has the nearest one upward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.cli.configuration import Configuration, Nearest, configuration, configuration_of
from drlint.cli.discovery import STDIN, Found


class Part(Struct, frozen=True):
    """The files and roots that one configuration rules."""

    settings: Configuration
    found: Found


def whole(found: Found, given: Path | None, flags: Mapping[str, Any]) -> list[Part]:
    """One part, ruled by the given configuration or by the defaults."""
    return [Part(configuration(None, given, flags), found)]


def parts_of(found: Found, paths: Sequence[str], flags: Mapping[str, Any]) -> list[Part]:
    """What was found in the paths, in parts; where nothing was found, one with what rules the first path."""
    nearest = Nearest()
    parted: dict[Path | None, Found] = {}
    for file in found.files:
        path = nearest(Path() if file[0] == STDIN else Path(file[0]))
        parted.setdefault(path, Found([], [])).files.append(file)
    for root in found.roots:
        parted.setdefault(nearest(Path(root)), Found([], [])).roots.append(root)
    if not parted:
        first = Path(next((path for path in paths if path != STDIN), "."))
        parted[nearest(first if first.exists() else Path())] = found
    else:
        next(iter(parted.values())).unread += found.unread
    return [Part(configuration_of(path, flags), each) for path, each in parted.items()]
