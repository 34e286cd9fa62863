"""Cuts the plan of a root into one plan for each module, with nothing in it but what drlint reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from drlint.readers.plan.bodies import Shapes

_VARIABLE = re.compile(r"\bvar\.\w+")
_LAID_OUT = ("address", "mode", "type", "name", "index", "provider_name", "previous_address")


def cut_plans(plan: Mapping[str, Any], providers: tuple[str, ...], shapes: Shapes) -> dict[str, Any]:
    """The plan of each module as if it were a root of its own, by the module's name."""
    if not plan:
        return {}
    configuration = plan["configuration"]
    given = _providers(configuration["provider_config"], providers)
    found: dict[str, Any] = {}
    for name, call in configuration["root_module"]["module_calls"].items():
        found[name] = {
            "format_version": plan["format_version"],
            "terraform_version": plan["terraform_version"],
            "resource_changes": [],
            "configuration": {"provider_config": given, "root_module": _module(call["module"], shapes)},
        }
    for change in plan["resource_changes"]:
        module = change.get("module_address", "").removeprefix("module.")
        if module:
            found[module]["resource_changes"].append(_change(change, shapes))
    return found


def _providers(configured: Mapping[str, Any], insides: tuple[str, ...]) -> dict[str, Any]:
    """The AWS providers with their Regions; one that a variable gives refers to the variable again."""
    kept: dict[str, Any] = {}
    for key, provider in configured.items():
        if provider["name"] != "aws":
            continue
        region = provider.get("expressions", {}).get("region")
        if region is not None and "references" in region:
            alias = provider.get("alias", "")
            named = [each for each in insides if (f'"{alias}"' in each if alias else "alias" not in each)]
            region = {"references": [word for each in named for word in _VARIABLE.findall(each)]}
        expressions = {} if region is None else {"region": region}
        kept[key] = {name: provider[name] for name in ("name", "full_name", "alias") if name in provider}
        kept[key] |= {"expressions": expressions} if expressions else {}
    return kept


def _module(module: Mapping[str, Any], shapes: Shapes) -> dict[str, Any]:
    kept = {"resources": [_block(each, shapes) for each in module.get("resources", [])]}
    return kept | ({"variables": module["variables"]} if "variables" in module else {})


def _block(block: Mapping[str, Any], shapes: Shapes) -> dict[str, Any]:
    expressions = _cut(block.get("expressions", {}), block["type"], shapes)
    return {name: each for name, each in block.items() if name != "schema_version"} | {"expressions": expressions}


def _change(change: Mapping[str, Any], shapes: Shapes) -> dict[str, Any]:
    kept = {name: change[name] for name in _LAID_OUT if name in change}
    kept["address"] = change["address"].removeprefix(change["module_address"] + ".")
    inner = change["change"]
    marks = {name: _cut(inner[name], change["type"], shapes) for name in ("after_unknown", "after_sensitive")}
    after = _cut(inner["after"], change["type"], shapes)
    kept["change"] = {"actions": inner["actions"], "before": inner["before"], "after": after}
    kept["change"] |= {name: {key: each for key, each in mark.items() if each} for name, mark in marks.items()}
    return kept


def _cut(values: Mapping[str, Any], kind: str, shapes: Shapes) -> dict[str, Any]:
    """Of a resource's values those of which the catalog reads something."""
    shape = shapes.of(kind, "")
    keys = frozenset() if shape is None else shape.keys
    return {name: each for name, each in values.items() if name in keys}
