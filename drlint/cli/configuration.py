"""The user's configuration: `drlint.yaml` or `[tool.drlint]`, found upward from the input, every key checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.cli.assignments import environments_of, owners_of, workloads_of
from drlint.cli.configuration_file import NAMES, PROJECT, SECTION, Setting, is_file, said_in
from drlint.cli.keys import KEYS
from drlint.engine.report import Elsewhere
from drlint.model.errors import DrlintError
from drlint.recovery.objectives import Objectives

DEFAULT = "default"  # the origin of a setting that nobody made


class Configuration(Struct, frozen=True):
    """All settings, defaults included."""

    settings: Mapping[str, Setting]
    path: Path | None = None

    def __getitem__(self, key: str) -> Any:
        return self.settings[key].value

    def objectives(self) -> Objectives:
        """Objectives and tag names, as the recovery room wants them."""
        said = self["objectives"]
        tags = self["tags"]
        plain = Objectives()
        return Objectives(
            rpo_minutes=said.get("rpo_minutes"),
            rto_minutes=said.get("rto_minutes"),
            recovery_regions=tuple(said.get("recovery_regions") or ()),
            critical=said.get("critical") or {},
            environment_tags=tuple(tags.get("environment") or plain.environment_tags),
            owner_tags=tuple(tags.get("owner") or plain.owner_tags),
            tier_tags=tuple(tags.get("tier") or plain.tier_tags),
            workload_tags=tuple(tags.get("workload") or plain.workload_tags),
            environment=self["environment"],
            owner=self["owner"],
            environments=environments_of(self["environments"]),
            workloads=workloads_of(self["workloads"]),
            owners=owners_of(self["owners"]),
            lost_region=self["lost_region"],
        )

    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """What another root provides."""
        return tuple(
            Elsewhere(
                policy=each["policy"],
                addresses=tuple(each.get("addresses") or ("*",)),
                where=each["where"],
                owner=each["owner"],
            )
            for each in self["elsewhere"]
        )


def configuration(start: Path | None, given: Path | None, flags: Mapping[str, Any]) -> Configuration:
    """Defaults, then the file (`given`, else the nearest upward from `start`), then flags that are not None."""
    if given is not None and not given.is_file():
        raise DrlintError(f"{given}: no such configuration file")
    return configuration_of(given or (Nearest()(start) if start is not None else None), flags)


def configuration_of(path: Path | None, flags: Mapping[str, Any]) -> Configuration:
    """Defaults, then the file where there is one and what it extends, then flags that are not None."""
    said = {} if path is None else said_in(path)
    if path is not None and "extends" in said:
        from drlint.cli.bundles.layers import extended  # noqa: PLC0415 - few configurations extend any

        said = extended(said, path.parent)
    return settled(said, path, flags)


def settled(said: Mapping[str, Setting], path: Path | None, flags: Mapping[str, Any]) -> Configuration:
    """All settings: defaults, then what is said, then flags that are not None."""
    settings = {name: Setting(key.default, DEFAULT) for name, key in KEYS.items()} | dict(said)
    for key, value in flags.items():
        if value is not None and value not in ((), {}):
            settings[key] = Setting(value, f"--{key.replace('_', '-')}")
    return Configuration(settings, path)


class Nearest:
    """Finds the nearest configuration upward, not beyond the repository; looks into each folder once."""

    def __init__(self) -> None:
        self._known: dict[Path, Path | None] = {}

    def __call__(self, start: Path) -> Path | None:
        """The configuration that rules a file or a folder."""
        folder = Path(os.path.realpath(start))  # which a link to itself does not stop
        return self._above(folder if folder.is_dir() else folder.parent)

    def _above(self, folder: Path) -> Path | None:
        passed: list[Path] = []
        found: Path | None = None
        here = folder
        while here not in self._known:
            passed.append(here)
            found = _configuration_in(here)
            is_top = here == here.parent or os.path.exists(here / ".git")  # noqa: PTH110 - pathlib may raise
            if found is not None or is_top:
                break
            here = here.parent
        else:
            found = self._known[here]
        self._known |= dict.fromkeys(passed, found)
        return found


def configured_folders(settings: Configuration | None = None) -> tuple[Path, ...]:
    """The policy folders that configuration (the one here where none is given) names, relative to its file."""
    settings = settings or configuration(Path(), None, {})
    base = settings.path.parent if settings.path else Path()
    return tuple(base / each for each in settings["policies"])


def _configuration_in(folder: Path) -> Path | None:
    found = next((folder / name for name in NAMES if is_file(folder / name)), None)
    if found is None and holds_configuration(folder / PROJECT):
        return folder / PROJECT
    return found


def holds_configuration(project: Path) -> bool:
    """Whether a `pyproject.toml` has settings for drlint."""
    return is_file(project) and SECTION in project.read_text(encoding="utf-8", errors="replace")
