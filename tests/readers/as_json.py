"""Writes Terraform's native syntax again in its JSON syntax; says what must be equal of what is read from either."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from drlint.catalog.registry import Catalog
from drlint.model.values import Reference, Unknown
from drlint.readers.files import Disk
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import written
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.reader import read_root
from drlint.readers.hcl.source import cleaned, parse_clean
from drlint.readers.result import ReadResult

_BARE = {
    "resource": {"depends_on", "provider"},
    "data": {"depends_on", "provider"},
    "output": {"depends_on"},
    "module": {"depends_on", "providers"},
    "lifecycle": {"ignore_changes", "replace_triggered_by"},
    "dynamic": {"iterator"},
    "variable": {"type"},
    "moved": {"from", "to"},
    "removed": {"from"},
    "import": {"to", "provider"},
    "required_providers": {"aws"},
}
_FIXED_IN = {"variable", "backend", "required_providers", "terraform"}
# Blocks that are lists of objects to the JSON syntax, in which nothing may be left out.
_RULE = (
    *("cidr_blocks", "description", "from_port", "ipv6_cidr_blocks", "prefix_list_ids", "protocol"),
    *("security_groups", "self", "to_port"),
)
_ROUTE = (
    *("carrier_gateway_id", "cidr_block", "core_network_arn", "destination_prefix_list_id", "egress_only_gateway_id"),
    *("gateway_id", "ipv6_cidr_block", "local_gateway_id", "nat_gateway_id", "network_interface_id"),
    *("transit_gateway_id", "vpc_endpoint_id", "vpc_peering_connection_id"),
)
_LISTS = {"ingress": _RULE, "egress": _RULE, "route": _ROUTE}


def in_json(text: str) -> str:
    """A file in the other syntax."""
    clean = cleaned(text.encode())
    source = parse_clean(clean, "main.tf")
    assert source.problems == ()
    return json.dumps(_body(source.body, clean.data, ""), indent=2)


def _body(body: tree.Body, data: bytes, within: str) -> dict[str, Any]:
    made: dict[str, Any] = {each.name: _value(each, data, within) for each in body.attributes}
    for block in body.blocks:
        here = made
        for label in (block.type, *block.labels)[:-1]:
            here = here.setdefault(label, {})
        last = (block.type, *block.labels)[-1]
        inner = _body(block.body, data, block.type)
        if block.type in _LISTS:
            here[last] = [*here.get(last, ()), dict.fromkeys(_LISTS[block.type]) | inner]
        elif last not in here:
            here[last] = inner
        else:
            here[last] = [*(here[last] if isinstance(here[last], list) else [here[last]]), inner]
    return made


def _value(attribute: tree.Attribute, data: bytes, within: str) -> Any:
    value = attribute.value
    if attribute.name in _BARE.get(within, ()):
        return _bare(value, data[slice(*attribute.handle[1:])].decode())
    plain, is_plain = _plain(value, is_fixed=within in _FIXED_IN or attribute.name in {"source", "alias"})
    return plain if is_plain else "${" + data[slice(*attribute.handle[1:])].decode() + "}"


def _bare(value: tree.Expression, text: str) -> Any:
    if isinstance(value, tree.TupleOf):
        return [_bare(each, "") for each in value.items]
    if isinstance(value, tree.ObjectOf):
        return {written(key): _bare(each, "") for key, each in value.items}
    return value.value if isinstance(value, tree.Literal) else text or written(value)


def _plain(value: tree.Expression, *, is_fixed: bool) -> tuple[Any, bool]:
    """A value that is no expression; texts escaped unless they are taken as they stand."""
    if isinstance(value, tree.Literal):
        found = value.value
        if isinstance(found, str) and not is_fixed:
            found = found.replace("${", "$${").replace("%{", "%%{")
        return found, True
    if isinstance(value, tree.TupleOf):
        items = [_plain(each, is_fixed=is_fixed) for each in value.items]
        return [each for each, _ in items], all(is_plain for _, is_plain in items)
    if isinstance(value, tree.ObjectOf):
        pairs = [(_plain(key, is_fixed=is_fixed), _plain(each, is_fixed=is_fixed)) for key, each in value.items]
        return {key[0]: each[0] for key, each in pairs}, all(key[1] and each[1] for key, each in pairs)
    return None, False


def read_folder(folder: Path, catalog: Catalog, top: Path | None = None) -> ReadResult:
    return read_root(str(folder), root="", catalog=catalog, sources=Sources(Disk(top or folder)))


def read_file(folder: Path, name: str, text: str, catalog: Catalog) -> ReadResult:
    """What a folder with one file in it declares."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return read_folder(folder, catalog)


def facts(found: ReadResult) -> dict[str, Any]:
    """What both syntaxes must say; reasons name lines, so that they differ."""
    made: dict[str, Any] = {"regions": found.regions, "uncatalogued": found.uncatalogued}
    made["blind"] = sorted(each.what for each in found.blind_spots)
    for each in found.resources:
        view = each.declared
        assert view is not None
        attributes = {name: _said(value) for name, value in view.attributes.items()}
        unset, lines = sorted(view.defaulted), sorted(view.where)
        made[each.address.path] = (_said(each.region), _said(each.unsure), attributes, unset, lines)
    return made


def _said(value: Any) -> Any:
    if isinstance(value, Unknown):
        return ("unknown", sorted(each.path for each in value.candidates))
    if isinstance(value, Reference):
        return ("reference", value.to.path, value.attribute)
    if isinstance(value, tuple):
        return [_said(each) for each in value]
    return {name: _said(each) for name, each in value.items()} if isinstance(value, dict) else value
