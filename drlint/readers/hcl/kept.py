"""What an attribute of a resource is to expressions: what its code sets, else what the provider may make of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from drlint.catalog.kind import Attribute, Kind
from drlint.model.values import Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import block_values, opened
from drlint.readers.hcl.conversion import as_number, as_truth
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.seen import Instance, OpenList, OpenMap, Seen, because
from drlint.readers.hcl.world import Scope

# Attributes that (almost) no type of the provider leaves null (its schema, 5.100, 2026-11-25); any other may be null.
_PRESENT = re.compile(
    r"arn|id|owner_id|unique_id|dns_name|arn_suffix|(hosted_)?zone_id|((reader|configuration)_)?endpoint"
    r"|(resource|invoke|execution)_arn|(default|main)_(security_group|route_table|network_acl)_id"
)
# What identifies something, of a resource that is not declared here, of which nothing else is known.
_IDENTITY = re.compile(r"(.*_)?(arns?|ids?|name|identifier|endpoint|url|arn_suffix)")

_KEPT: Mapping[str, Callable[[Seen], Seen]] = {"number": as_number, "truth": as_truth}


def attribute_in(instance: Instance, name: str, scope: Scope, kind: Kind | None) -> Seen:
    """An attribute of a resource of a kind (None: one that is not catalogued), whose code stands in a scope."""
    declared = _declared(kind, name)
    if instance.block is None:
        return _unset(instance, name, _IDENTITY, kind)
    body = instance.block.body
    given = body.attribute(name)
    value = None if given is None else evaluate(given.value, scope)
    if value is not None:
        return _as_kept(value, declared)
    value = block_values(body, scope, (name,)).get(name)
    if value is not None:
        return opened(value)
    unset = _unset(instance, name, _PRESENT, kind)
    return declared.default if declared is not None and _decides(declared, body, unset) else unset


def _declared(kind: Kind | None, name: str) -> Attribute | None:
    """What the catalog says of an attribute that it calls as Terraform does."""
    declared = None if kind is None else kind.find(name)
    return declared if isinstance(declared, Attribute) and declared.path == name else None


def _unset(instance: Instance, name: str, present: re.Pattern[str], kind: Kind | None) -> Reference | Unknown:
    """An attribute that nobody set: what identifies the resource is present, anything else may be null."""
    if present.fullmatch(name) or (kind is not None and name in kind.names):
        return Reference(instance.address, name)
    return because(f"{instance.address.path}.{name} is known after apply", (instance.address,))


def _decides(declared: Attribute, body: tree.Body, unset: Reference | Unknown) -> bool:
    """Whether the catalog's default is what an attribute is that nobody set."""
    inherited = any(body.attribute(each) or body.blocks_of(each) for each in declared.inherits)
    return not (inherited or isinstance(unset, Reference) or isinstance(declared.default, Unknown))


def _as_kept(value: Seen, declared: Attribute | None) -> Seen:
    """What a resource makes of a value that the code gives it, as far as the catalog tells."""
    if isinstance(value, tuple):
        return OpenList(value)
    if isinstance(value, dict):
        return OpenMap(value)
    kept = None if declared is None else _KEPT.get(declared.kept_as)
    return value if kept is None else kept(value)
