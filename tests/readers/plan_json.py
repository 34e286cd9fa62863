"""Writes small plans in the JSON that `terraform show -json` gives, so that a test states only what it is about."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from drlint.catalog.registry import Catalog, load
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.values import Address
from drlint.readers.plan.reader import read_plan
from drlint.readers.result import ReadResult

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
AWS = "registry.terraform.io/hashicorp/aws"
_INSTANCE = re.compile(r'^(?:(module\..+)\.)?(aws_\w+)\.(\w+)(?:\[(?:(\d+)|"(.*)")\])?$')


@cache
def catalog() -> Catalog:
    return load()


def constant(value: Any) -> dict[str, Any]:
    return {"constant_value": value}


def refers(*references: str) -> dict[str, Any]:
    """An expression's references, each followed by its prefixes, as Terraform lists them."""
    found: list[str] = []
    for reference in references:
        found.append(reference)
        while not found[-1].startswith(("var.", "local.", "each.key", "count.", "path.")):
            shorter = re.sub(r'(\["[^"]*"\]|\[\d+\]|\.\w+)$', "", found[-1])
            if shorter == found[-1] or shorter.count(".") < (1 if not shorter.startswith("data.") else 2):
                break
            found.append(shorter)
    return {"references": found}


def block(name: str, *, provider: str = "aws", for_each: Any = None, count: Any = None, **expressions: Any) -> Any:
    """A resource block of the configuration; `name` is "type.name"."""
    type_name, _, own = name.partition(".")
    made = {
        "address": name,
        "mode": "managed",
        "type": type_name,
        "name": own,
        "provider_config_key": provider,
        "expressions": expressions,
    }
    return made | _repeated(for_each, count)


def _repeated(for_each: Any, count: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in (("for_each_expression", for_each), ("count_expression", count))
        if value is not None
    }


def module(*blocks: Any, calls: Any = None, outputs: Any = None, variables: Any = None) -> dict[str, Any]:
    made = {"resources": list(blocks), "module_calls": calls or {}, "variables": variables or {}}
    return made | {"outputs": {name: {"expression": each} for name, each in (outputs or {}).items()}}


def call(called: dict[str, Any], *, for_each: Any = None, count: Any = None, **expressions: Any) -> dict[str, Any]:
    return {"source": "./it", "expressions": expressions, "module": called} | _repeated(for_each, count)


def provider(
    region: Any = "eu-central-1", *, alias: str | None = None, module_address: str | None = None
) -> dict[str, Any]:
    """A provider configuration; `region` a literal, an expression, or None where it says none."""
    said = region if isinstance(region, dict) or region is None else constant(region)
    made: dict[str, Any] = {"name": "aws", "full_name": AWS, "expressions": {} if said is None else {"region": said}}
    if alias:
        made["alias"] = alias
    if module_address:
        made["module_address"] = module_address
    return made


def change(
    address: str,
    after: Any = None,
    *,
    unknown: Any = None,
    sensitive: Any = None,
    actions: tuple[str, ...] = ("create",),
    before: Any = None,
    **more: Any,
) -> dict[str, Any]:
    """A planned change; further keywords (`replace_paths`, `previous_address` …) go where Terraform has them."""
    match = _INSTANCE.match(address)
    assert match is not None, address
    module_address, type_name, name, number, key = match.groups()
    inner = {"actions": list(actions), "before": before, "after": after, "after_unknown": unknown or {}}
    inner |= {"before_sensitive": more.pop("before_sensitive", False), "after_sensitive": sensitive or {}}
    inner |= {name: more.pop(name) for name in ("replace_paths", "importing") if name in more}
    made = {"address": address, "mode": "managed", "type": type_name, "name": name, "provider_name": AWS}
    if module_address:
        made["module_address"] = module_address
    if number is not None or key is not None:
        made["index"] = int(number) if number is not None else key
    return made | {"change": inner} | more


def plan(
    *changes: dict[str, Any],
    root: dict[str, Any] | None = None,
    providers: dict[str, Any] | None = None,
    variables: dict[str, Any] | None = None,
    **more: Any,
) -> bytes:
    """A whole plan; its providers are one in eu-central-1 where nothing else is said."""
    document = {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "variables": {name: {"value": value} for name, value in (variables or {}).items()},
        "resource_changes": list(changes),
        "configuration": {
            "provider_config": providers if providers is not None else {"aws": provider()},
            "root_module": root if root is not None else module(),
        },
    }
    return json.dumps(document | more).encode()


def read(data: bytes, **options: Any) -> ReadResult:
    return read_plan(data, uri="plan.json", root=".", catalog=catalog(), **options)


def fixture(name: str, **options: Any) -> ReadResult:
    return read((PLANS / f"{name}.json").read_bytes(), **options)


def estate_of(data: bytes | ReadResult, **options: Any) -> Estate:
    result = data if isinstance(data, ReadResult) else read(data)
    return join(result.resources, catalog(), **{"world": "closed", **options})


def links(estate: Estate, path: str, relation: str) -> dict[str, bool]:
    """The paths that a relation leads to, each with whether it is certain."""
    resource = estate.at(Address(".", path))
    assert resource is not None, path
    return {each.address.path: certain for each, certain in estate.links(resource, relation).items}


def value(estate: Estate, path: str, attribute: str) -> Any:
    resource = estate.at(Address(".", path))
    assert resource is not None, path
    return resource[attribute]
