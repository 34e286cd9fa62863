"""What one text declares: its variables, locals and resources, each evaluated once and only when asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from drlint.catalog.kind import Attribute, Kind
from drlint.catalog.registry import Catalog
from drlint.model.values import WITHHELD, Address, Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import block_values
from drlint.readers.hcl.evaluate import Budget, Scope, evaluate
from drlint.readers.hcl.instances import instances_of
from drlint.readers.hcl.operators import number_of, text_of, truth_of
from drlint.readers.hcl.seen import Instance, Seen, because

# What an attribute that names its resource is called; anything else may as well be null.
_IDENTITY = re.compile(r"(^|_)(arns?|ids?|name|identifier|endpoint|url|arn_suffix)$")

_CONVERSIONS: Mapping[str, Callable[[Seen], Seen]] = {"string": text_of, "number": number_of, "bool": truth_of}

Name: TypeAlias = "tuple[str, str]"


class Module:
    """One text as expressions see it. Two declarations of one name: the first counts."""

    def __init__(self, body: tree.Body, root: str, catalog: Catalog) -> None:
        self.budget = Budget()
        self._root = root
        self._catalog = catalog
        self._variables = {each.labels[0]: each for each in reversed(body.blocks_of("variable")) if each.labels}
        self._locals = {
            each.name: each.value for block in reversed(body.blocks_of("locals")) for each in block.body.attributes
        }
        self._resources: dict[Name, tree.Block] = {}
        for block in body.blocks_of("resource"):
            if len(block.labels) == 2:  # noqa: PLR2004 - type and name
                self._resources.setdefault((block.labels[0], block.labels[1]), block)
        self._found: dict[Name, Seen] = {}
        self._open: set[Name] = set()

    def variable(self, name: str) -> Seen:
        """A variable's default."""
        return self._once(("var", name), lambda: self._default(name))

    def local(self, name: str) -> Seen:
        """A local value."""
        expression = self._locals.get(name)
        if expression is None:
            return Unknown(f"local {name} is not declared here")
        return self._once(("local", name), lambda: evaluate(expression, Scope(self)))

    def resource(self, kind: str, name: str) -> Seen:
        """A resource: one instance; with count a tuple, with for_each a mapping of instances; unknown if these are."""
        path = f"{kind}.{name}"
        address = Address(self._root, path)
        block = self._resources.get((kind, name))
        if block is None:
            return Instance(kind=kind, address=address, block=None)
        return self._once((path, ""), lambda: instances_of(kind, address, block, Scope(self)))

    def attribute(self, instance: Instance, name: str) -> Seen:
        """What `name` of a resource is: what the text sets it to, else a reference to it."""
        return self._once((instance.address.path, name), lambda: self._attribute(instance, name))

    def _once(self, key: Name, make: Callable[[], Seen]) -> Seen:
        if key in self._found:
            return self._found[key]
        if key in self._open:
            return Unknown(f"{'.'.join(filter(None, key))} is made from itself")
        self._open.add(key)
        try:
            value = self.budget.bounded(self.budget.within(make))
        finally:
            self._open.discard(key)
        self._found[key] = value
        return value

    def _default(self, name: str) -> Seen:
        block = self._variables.get(name)
        if block is None:
            return Unknown(f"variable {name} is not declared here")
        sensitive = block.body.attribute("sensitive")
        if sensitive is not None and sensitive.value != tree.Literal(value=False):
            return WITHHELD
        default = block.body.attribute("default")
        if default is None:
            return Unknown(f"variable {name} has no value")
        value = evaluate(default.value, Scope(self))
        return _converted(value, block.body.attribute("type"))

    def _attribute(self, instance: Instance, name: str) -> Seen:
        if instance.block is not None:
            body = instance.block.body
            scope = Scope(self, instance.names)
            given = body.attribute(name)
            value = None if given is None else evaluate(given.value, scope)
            if value is None:
                value = block_values(body, scope).get(name)
            if value is not None:
                return value
        return self._unset(instance, name)

    def _unset(self, instance: Instance, name: str) -> Seen:
        """An attribute that nobody set: what identifies the resource is present, anything else may be null."""
        kind = self._catalog.kind_of(instance.kind)
        if _IDENTITY.search(name) or (kind is not None and name in kind.names):
            return Reference(instance.address, name)
        default = _default_of(kind, name, instance)
        if default is not None:
            return default
        return because(f"{instance.address.path}.{name} is known after apply", (instance.address,))


def _default_of(kind: Kind | None, name: str, instance: Instance) -> Seen:
    """The catalog's default, where nothing else can decide; None where there is none."""
    declared = kind.find(name) if kind is not None else None
    if not isinstance(declared, Attribute) or declared.path != name or instance.block is None:
        return None
    body = instance.block.body
    decided = any(body.attribute(each) or body.blocks_of(each) for each in declared.inherits)
    return None if decided or isinstance(declared.default, Unknown) else declared.default


def _converted(value: Seen, declared: tree.Attribute | None) -> Seen:
    """A default in its variable's type, where that is a primitive one ("5" of type number is 5)."""
    if declared is None or not isinstance(declared.value, tree.Name) or not isinstance(value, str | int | float):
        return value
    conversion = _CONVERSIONS.get(declared.value.name)
    return value if conversion is None else conversion(value)
