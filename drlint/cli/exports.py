"""The policies that configuration and flags choose, each translated for another tool or with the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drlint import __version__
from drlint.catalog.registry import load
from drlint.cli.configuration import configuration, configured_folders
from drlint.cli.policy_sets import builtin_policies, own_policies
from drlint.cli.run import parameters_of, selected
from drlint.exports.checkov.conditions import Unsaid
from drlint.exports.checkov.document import CheckovPolicy, checkov_policy

PREVIEW = "it is in preview and gates nothing; --select writes it"


def checkov_policies(flags: Mapping[str, Any]) -> tuple[list[CheckovPolicy], dict[str, Unsaid]]:
    """What can be exported, and what not by policy id, both sorted; parameters as configuration sets them."""
    settings = configuration(Path(), flags.get("config"), {name: flags.get(name) for name in ("select", "ignore")})
    catalog = load()
    found = list(builtin_policies(catalog))
    folders = (*configured_folders(settings), *(Path(each) for each in flags.get("policies") or ()))
    for folder in dict.fromkeys(folders):
        found += own_policies(folder, catalog, allow_python=bool(flags.get("allow_python_policies")))
    parameters = parameters_of(found, settings)
    exported: list[CheckovPolicy] = []
    refused: dict[str, Unsaid] = {}
    chosen = selected(found, settings["select"], settings["ignore"])
    for metadata in sorted((each.metadata for each in chosen), key=lambda each: each.id):
        made = checkov_policy(metadata, parameters.get(metadata.id, {}), catalog, __version__)
        if isinstance(made, Unsaid):
            refused[metadata.id] = made
        elif metadata.stage == "preview" and not settings["select"]:
            refused[metadata.id] = Unsaid(PREVIEW)
        else:
            exported.append(made)
    return exported, refused
