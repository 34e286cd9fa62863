"""One instance of a module as expressions see it: each of its values made once, and only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from drlint.model.resource import Location
from drlint.model.values import UNSEEN, WITHHELD, Address, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.code import Code
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.instances import Expansion, expanded
from drlint.readers.hcl.kept import attribute_in
from drlint.readers.hcl.providers import Provider, passed_on, providers_of
from drlint.readers.hcl.root import TOO_MANY_MODULES, Root
from drlint.readers.hcl.seen import Called, Instance, Invalid, OpenBlock, Seen, because
from drlint.readers.hcl.variables import given_value
from drlint.readers.hcl.world import Scope

Key: TypeAlias = "tuple[str, ...]"


class Module:
    """A module instance: `prefix` begins the addresses in it, `caller` is what calls it (None: the root itself).

    `unsure` says why it may not exist, or may be several.
    """

    def __init__(self, code: Code, root: Root, prefix: str = "", caller: Caller | None = None) -> None:
        self.code = code
        self.root = root
        self.budget = root.budget
        self.prefix = prefix
        self.caller = caller
        self.trail: tuple[str, ...] = () if caller is None else (*caller.module.trail, caller.call.labels[0])
        self.unsure: Unknown | None = None if caller is None else caller.unsure
        self._found: dict[Key, Seen] = {}
        self._open: set[Key] = set()
        self._instances: dict[Key, Expansion] = {}
        self._shapes: dict[Key, Seen] = {}
        self._modules: dict[str, tuple[Module, ...]] = {}
        self.providers: dict[str, Provider] = {} if caller is None else passed_on(caller.call, caller.scope, caller.own)
        self.providers |= providers_of(code.body, Scope(self), root.settings.provider_regions if caller is None else {})

    @property
    def calls(self) -> Mapping[str, tree.Block]:
        """The modules that this one calls."""
        return self.code.calls

    @property
    def foreign(self) -> Location | None:
        """Where the user's own code calls the module from elsewhere that this one is, or is part of."""
        return None if self.caller is None else self.caller.foreign

    def variable(self, name: str) -> Seen:
        """A variable: what is given for it, else its default."""
        return self._once(("var", name), lambda: self._variable(name))

    def local(self, name: str) -> Seen:
        """A local value."""
        attribute = self.code.locals.get(name)
        if attribute is None:
            return Invalid(f"local {name} is not declared here")
        return self._once(("local", name), lambda: evaluate(attribute.value, Scope(self)))

    def output(self, name: str) -> Seen:
        """An output, as the caller sees it."""
        block = self.code.outputs.get(name)
        if block is None:
            return self._undeclared(f"{self.prefix}{name} is no output of that module")
        return self._once(("output", name), lambda: self._output(block))

    def _output(self, block: tree.Block) -> Seen:
        given, sensitive = block.body.attribute("value"), block.body.attribute("sensitive")
        value = None if given is None else evaluate(given.value, Scope(self))
        if sensitive is None or sensitive.value == tree.Literal(value=False):
            return value
        return value if value is None or isinstance(value, (*UNSEEN, Instance)) else WITHHELD

    def data(self, kind: str, name: str) -> Seen:
        """A data source, which only AWS can answer."""
        block = self.code.data.get((kind, name))
        if block is None:
            return Invalid(f"data source {kind}.{name} is not declared here")
        if kind == "aws_region" and block.body.attribute("name") is None and block.body.attribute("region") is None:
            region = self.root.provider_of(block, self).region
            if isinstance(region, str):
                made = OpenBlock({"name": region, "id": region, "region": region})
                expansion = expanded(f"{self.prefix}data.{kind}.{name}", block, Scope(self))
                return made if expansion.why is not None else _shaped(expansion, [made for _ in expansion.items])
        return Unknown(f"data source {kind}.{name} is read from AWS ({block.place})")

    def resource(self, kind: str, name: str) -> Seen:
        """A resource: one instance; with count a tuple, with for_each a mapping of instances; unknown if these are."""
        path = f"{self.prefix}{kind}.{name}"
        block = self.code.resources.get((kind, name))
        if block is None:
            missing = Instance(kind=kind, address=Address(self.root.name, path), block=None, home=self)
            unread = self.root.incomplete(self)
            return missing if unread is None else unread
        expansion = self.instances((kind, name))
        if expansion.why is not None:
            return because(expansion.why.reason, (Address(self.root.name, path),))
        if (kind, name) not in self._shapes:
            self._shapes[kind, name] = _shaped(expansion, [self.instance(block, each) for each in expansion.items])
        return self._shapes[kind, name]

    def instances(self, name: tuple[str, str]) -> Expansion:
        """How often a resource that is declared here exists."""
        key = ("instances", *name)
        if key not in self._instances:
            path = f"{self.prefix}{'.'.join(name)}"
            found: list[Expansion] = []
            trouble = self._guarded(key, lambda: found.append(expanded(path, self.code.resources[name], Scope(self))))
            if not found:
                reason = f"its number depends on itself: {path}" if trouble is None else trouble.reason
                return Expansion("", (("", None, {}),), Unknown(reason), is_blind=True)
            self._instances[key] = found[0]
        return self._instances[key]

    def instance(self, block: tree.Block, item: tuple[str, Seen, Mapping[str, Seen]]) -> Instance:
        """One of a resource's instances."""
        key, _, names = item
        kind, name = block.labels
        address = Address(self.root.name, f"{self.prefix}{kind}.{name}{key}")
        return Instance(kind=kind, address=address, block=block, home=self, names=names)

    def module(self, name: str) -> Seen:
        """A module that this one calls: one instance, a tuple or a mapping of them; unknown where it is not read."""
        if name not in self.code.calls:
            return self._undeclared(f"module {name} is not called here")
        return self._once(("module", name), lambda: self._called(name))

    def _called(self, name: str) -> Seen:
        block = self.code.calls[name]
        path = f"{self.prefix}module.{name}"
        code = self.root.code_of(self, block)
        if isinstance(code, Unknown):
            return code
        expansion = expanded(path, block, Scope(self))
        if expansion.is_blind and expansion.why is not None:
            self.root.cannot_see(path, expansion.why.reason, block.place)
        if not self.root.may_call(len(expansion.items)):
            self.root.cannot_see(path, TOO_MANY_MODULES, block.place)
            return Unknown(f"{path}: {TOO_MANY_MODULES}")
        modules = tuple(self._instance_of(block, code, expansion, each) for each in expansion.items)
        self._modules[name] = modules
        if expansion.why is not None:
            return expansion.why
        return _shaped(expansion, [Called(each, path) for each in modules])

    def _instance_of(
        self, block: tree.Block, code: Code, expansion: Expansion, item: tuple[str, Seen, Mapping[str, Seen]]
    ) -> Module:
        caller = Caller(self, block, Scope(self, item[2]), expansion.why if self.unsure is None else self.unsure)
        caller.foreign = self.root.foreign(self, block, code)
        return Module(code, self.root, f"{self.prefix}module.{block.labels[0]}{item[0]}.", caller)

    def modules(self, name: str) -> tuple[Module, ...] | Unknown:
        """The instances of a module that this one calls; why not, where it cannot be read."""
        found = self.module(name)
        if name in self._modules:
            return self._modules[name]
        return found if isinstance(found, Unknown) else Unknown(f"module {name} calls itself")

    def attribute(self, instance: Instance, name: str) -> Seen:
        """What `name` of a resource is: what the code sets it to, else a reference to it."""
        scope, kind = Scope(self, instance.names), self.root.catalog.kind_of(instance.kind)
        return self._once((instance.address.path, name), lambda: attribute_in(instance, name, scope, kind))

    def path(self, name: str) -> Seen:
        """`path.module`, `path.root`, as Terraform gives them: relative to where it runs."""
        return self.root.path(self, name)

    def workspace(self) -> Seen:
        return self.root.settings.workspace

    def file(self, path: str) -> bytes | Unknown:
        return self.root.file(path)

    def files(self, folder: str) -> tuple[str, ...] | Unknown:
        return self.root.files(folder)

    def broken(self, found: tree.Broken) -> None:
        self.root.cannot_see(found.location.uri, found.reason, found.location)

    def _undeclared(self, reason: str) -> Unknown:
        """What is declared nowhere is refused, unless it may stand in a part that could not be read."""
        unread = self.root.incomplete(self)
        return Invalid(reason) if unread is None else unread

    def _once(self, key: Key, make: Callable[[], Seen]) -> Seen:
        if key in self._found:
            return self._found[key]
        value: list[Seen] = []
        trouble = self._guarded(key, lambda: value.append(self.budget.bounded(self.budget.within(make))))
        if trouble is not None:
            return trouble
        self._found[key] = value[0]
        return value[0]

    def _guarded(self, key: Key, make: Callable[[], None]) -> Unknown | None:
        """Make a value, unless it is being made already: then it is made from itself, which Terraform refuses."""
        if key in self._open:
            return Invalid(f"{self.prefix}{'.'.join(key)} is made from itself")
        self._open.add(key)
        try:
            make()
        finally:
            self._open.discard(key)
        return None

    def _variable(self, name: str) -> Seen:
        block = self.code.variables.get(name)
        if block is None:
            return self._undeclared(f"variable {name} is not declared here")
        return given_value(block, self._given(name), Scope(self))

    def _given(self, name: str) -> Callable[[], Seen] | None:
        """What is given for a variable: by the caller's arguments, or to the root from outside."""
        caller = self.caller
        if caller is None:
            return self.root.settings.variable(name, self.code.variables[name], Scope(self))
        argument = caller.call.body.attribute(name)
        return None if argument is None else lambda: evaluate(argument.value, caller.scope)


class Caller:
    """A module call, as the module that it makes looks back at it."""

    def __init__(self, module: Module, call: tree.Block, scope: Scope, unsure: Unknown | None) -> None:
        self.module = module
        self.call = call
        self.scope = scope
        self.own = module.providers
        self.unsure = unsure
        self.foreign: Location | None = None


def _shaped(expansion: Expansion, made: list[Seen]) -> Seen:
    if expansion.by == "count":
        return tuple(made)
    if expansion.by == "for_each":
        return {str(item[1]): each for item, each in zip(expansion.items, made, strict=True)}
    return made[0]
