"""Reads what every part of a run is given, and what it looks at beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drlint.catalog.registry import Catalog
from drlint.cli.configuration import Configuration
from drlint.cli.discovery import found_in
from drlint.cli.inputs import Gathered, Met, gather
from drlint.cli.parts import Part, Rules
from drlint.cli.source_inputs import SourceInputs
from drlint.model.errors import DrlintError


def all_read(
    parts: Sequence[Part], catalog: Catalog, sources: SourceInputs, flags: Mapping[str, Any], rules: Rules
) -> tuple[list[Gathered], list[Gathered]]:
    """What was read of each part, and what each looks at beside; what documents steer is held in all of it.

    Raises DrlintError for a variable that no source of the parts declares.
    """
    met = Met()
    read = [rules.held(part, _gathered(part, catalog, sources, met, flags.get("called"))) for part in parts]
    sources.require_declared()
    read += [_context(part.settings, catalog, sources, flags["beside"]) for part in parts]
    held = rules.documents(read)
    return held[: len(parts)], held[len(parts) :]


def _gathered(part: Part, catalog: Catalog, sources: SourceInputs, met: Met, called: str | None) -> Gathered:
    return gather(
        part.found,
        catalog,
        root=part.settings["root"],
        sources=sources,
        provider_regions=part.settings["provider_regions"],
        called=called,
        met=met,
    )


def _context(settings: Configuration, catalog: Catalog, sources: SourceInputs, near: Sequence[str]) -> Gathered:
    """What is looked at beside: from configuration relative to its file, from flags relative to here, and near."""
    setting = settings.settings["context"]
    paths = tuple(setting.value)
    if settings.path is not None and setting.origin == str(settings.path):
        paths = tuple(str(settings.path.parent / each) for each in paths)
    found = found_in(paths)
    found.files += [(each, False) for each in near]
    regions = settings["provider_regions"]
    context = gather(found.once(), catalog, root=None, sources=sources, provider_regions=regions)
    foreign = next((each for each in context.inputs if each.status == "skipped"), None)
    if foreign is not None:
        raise DrlintError(f"--context {foreign.uri}: {foreign.note}")
    return context
