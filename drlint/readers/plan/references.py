"""Follows the references of a plan's configuration to the resource instances that they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.model.values import Address, Reference, Unknown
from drlint.readers.plan.address import Key, Step, heads, module_path, module_steps, parts, references_of, referring
from drlint.readers.plan.document import ConfigResource, Configuration, Module, ModuleCall

Keys: TypeAlias = "dict[Key, str]"
_DEPTH = 40
_ITERATORS = ("each.key", "each.value", "count.index")
_NAMED = 3  # so many resources are named in a reason, more are counted


class Target(Struct, frozen=True):
    """A resource instance that an expression may mean; not `exact` where it may mean another instance."""

    path: str
    attribute: str
    exact: bool


class Scope(Struct, frozen=True):
    """Where an expression stands: its module instance, and the key of the block that holds it."""

    steps: tuple[Step, ...]
    key: Key = None
    for_each: Any = None


class Meaning(Struct):
    """What an expression refers to: resources, and other things that decide its value."""

    targets: list[Target]
    others: list[str]
    one: Any = None  # the value that it gives, made when it is first asked for


class References:
    """The configuration of a plan, with the instances that its resources have."""

    def __init__(self, configuration: Configuration, root: str) -> None:
        self._root_module = configuration.root_module
        self._root = root
        self._instances: dict[tuple[tuple[Step, ...], str], Keys] = {}
        self._module_keys: dict[tuple[tuple[Step, ...], str], set[Key]] = {}
        self._modules: dict[tuple[str, ...], tuple[Module, ModuleCall | None]] = {(): (self._root_module, None)}
        self._blocks: dict[tuple[tuple[str, ...], str], ConfigResource] = {}
        self._seen_modules: set[str] = set()
        self._followed: dict[tuple[Any, ...], Meaning] = {}
        self._index(self._root_module, ())

    def _index(self, module: Module, path: tuple[str, ...]) -> None:
        for block in module.resources:
            if block.mode == "managed":
                block.for_each_expression = referring(block.for_each_expression)
                self._blocks[(path, f"{block.type}.{block.name}")] = block
        for name, call in module.module_calls.items():
            below = (*path, name)
            self._modules[below] = (call.module, call)
            self._index(call.module, below)

    def add_instance(self, module_address: str, name: str, key: Key, path: str) -> None:
        """Tell of an instance; `name` is "type.name", `path` its whole address."""
        steps = module_steps(module_address) if module_address else ()
        known = self._instances.get((steps, name))
        if known is None:
            self._instances[steps, name] = {key: path}
        else:
            known[key] = path
        if module_address and module_address not in self._seen_modules:
            self._seen_modules.add(module_address)
            for depth, (module, module_key) in enumerate(steps):
                self._module_keys.setdefault((steps[:depth], module), set()).add(module_key)

    def block(self, module_address: str, name: str) -> ConfigResource | None:
        """The configuration block of "type.name" in a module instance."""
        return self._blocks.get((module_path(module_address), name))

    def close(self) -> None:
        """Let go of what only reading needs: blocks, their undecoded text, and every constant, secrets among them."""
        self._blocks.clear()
        for module, call in self._modules.values():
            module.resources = []
            module.variables = {}
            for output in module.outputs.values():
                output.expression = referring(output.expression)
            if call is not None:
                call.expressions = {name: referring(each) for name, each in call.expressions.items()}
                call.for_each_expression = referring(call.for_each_expression)

    def meaning(self, expression: Any, scope: Scope) -> Meaning:
        """Everything that an expression refers to, followed through module inputs and outputs."""
        taken_apart, _ = _taken_apart(tuple(references_of(expression)))
        if len(taken_apart) == 1 and scope.steps:
            reference, names = taken_apart[0]
            head, name = _beginning(names)
            if head == "var" and isinstance(name, str):
                return self._variable(name, scope, 0, reference)
        found = Meaning([], [])
        self._follow(expression, scope, found, 0)
        return found

    def _follow(self, expression: Any, scope: Scope, found: Meaning, depth: int) -> None:
        if depth > _DEPTH:
            found.others.append("a reference that goes round in a circle")
            return
        taken_apart, iterates = _taken_apart(tuple(references_of(expression)))
        for reference, names in taken_apart:
            self._follow_one(reference, names, scope, found, depth, iterates=iterates)

    def _follow_one(
        self, reference: str, names: tuple[Any, ...], scope: Scope, found: Meaning, depth: int, *, iterates: bool
    ) -> None:
        head, name = _beginning(names)
        match head:
            case "each":
                self._follow_each(names, scope, found, depth)
            case "count" | "path" | "self":
                return
            case "var" if isinstance(name, str):
                _add(found, self._variable(name, scope, depth, reference))
            case "module" if isinstance(name, str):
                key = scope.key if iterates else None
                inner = self._once(
                    (scope.steps, *names, iterates, key),
                    lambda into: self._follow_output(names, scope, into, depth, iterates=iterates),
                )
                _add(found, inner)
            case "var" | "module" | "local" | "data" | "terraform":
                found.others.append(reference)
            case _ if isinstance(head, str) and isinstance(name, str):
                self._follow_resource(names, scope, found, iterates=iterates)
            case _:
                found.others.append(reference)

    def _once(self, key: tuple[Any, ...], follow: Callable[[Meaning], None]) -> Meaning:
        """What a variable or an output means, followed once: modules that use each other twice would never end."""
        known = self._followed.get(key)
        if known is None:
            self._followed[key] = Meaning([], ["a reference that goes round in a circle"])
            known = Meaning([], [])
            follow(known)
            known = Meaning(list(dict.fromkeys(known.targets)), list(dict.fromkeys(known.others)))
            self._followed[key] = known
        return known

    def _follow_each(self, names: tuple[Any, ...], scope: Scope, found: Meaning, depth: int) -> None:
        """`each.value.arn` where `for_each = aws_s3_bucket.b` is the bucket of the same key."""
        if names[1:2] != ("value",) or scope.for_each is None:
            return
        attribute = str(names[2]) if names[2:] else "id"
        inner = Meaning([], [])
        self._follow(scope.for_each, Scope(scope.steps, scope.key), inner, depth + 1)
        same = [each for each in inner.targets if each.path.endswith(_suffix(scope.key))]
        if len(same) == 1 and len(heads(references_of(scope.for_each))) == 1:
            found.targets.append(Target(same[0].path, attribute, exact=True))
        else:
            found.targets += [Target(each.path, attribute, exact=False) for each in inner.targets]
        found.others += inner.others

    def _variable(self, name: str, scope: Scope, depth: int, reference: str) -> Meaning:
        return self._once(
            (scope.steps, "var", name), lambda into: self._follow_variable(name, scope, into, depth, reference)
        )

    def _follow_variable(self, name: str, scope: Scope, found: Meaning, depth: int, reference: str) -> None:
        if not scope.steps:
            found.others.append(reference)
            return
        above = scope.steps[:-1]
        _, call = self._modules.get(tuple(step for step, _ in scope.steps), (None, None))
        if call is None or name not in call.expressions:
            found.others.append(reference)
            return
        outer = Scope(above, scope.steps[-1][1], call.for_each_expression)
        expression = call.expressions[name]
        if references_of(expression):
            self._follow(expression, outer, found, depth + 1)
        else:
            found.others.append(reference)

    def _follow_output(
        self, names: tuple[Any, ...], scope: Scope, found: Meaning, depth: int, *, iterates: bool
    ) -> None:
        module = str(names[1])
        rest = names[2:]
        keys = self._module_keys.get((scope.steps, module), {None})
        exact = True
        if rest and isinstance(rest[0], tuple):
            keys, rest = {rest[0][0]}, rest[1:]
        elif iterates and scope.key in keys:
            keys = {scope.key}
        elif keys != {None}:
            exact = len(keys) == 1
        below = (*(step for step, _ in scope.steps), module)
        callee, _ = self._modules.get(below, (None, None))
        if callee is None or (rest and rest[0] not in callee.outputs):
            found.others.append(".".join(str(each) for each in names[:3]))
            return
        # `module.m[each.key].arn`: Terraform lists the module alone, so that it may be any of its outputs.
        outputs = [callee.outputs[str(rest[0])]] if rest else list(callee.outputs.values())
        for key in sorted(keys, key=str) if len(keys) > 1 else keys:
            inner = Meaning([], [])
            for output in outputs:
                self._follow(output.expression, Scope((*scope.steps, (module, key))), inner, depth + 1)
            one = not rest and len({each.path for each in inner.targets}) == 1
            targets = inner.targets[:1] if one else inner.targets
            sure = exact and (bool(rest) or one)
            found.targets += [Target(each.path, each.attribute, sure and each.exact) for each in targets]
            found.others += inner.others

    def _follow_resource(self, names: tuple[Any, ...], scope: Scope, found: Meaning, *, iterates: bool) -> None:
        name = f"{names[0]}.{names[1]}" if len(names) > 1 else str(names[0])
        instances = self._instances.get((scope.steps, name))
        rest = names[2:]
        if not instances:
            found.others.append(name)
            return
        exact = True
        keys: Iterable[Key] = instances
        if rest and isinstance(rest[0], tuple):
            keys, rest = [rest[0][0]], rest[1:]
        elif iterates and scope.key in instances:
            keys = [scope.key]
        elif len(instances) > 1:
            exact = False
        attribute = str(rest[0]) if rest and isinstance(rest[0], str) else "id"
        found.targets += [Target(instances[key], attribute, exact) for key in keys if key in instances]

    def value(self, expression: Any, scope: Scope, *, many: bool = False, count: int | None = None) -> Any:
        """A Reference where exactly one resource can be meant, else an Unknown that names the candidates.

        A collection (`many`, or `count` unknown elements of a list) of nothing but plain references is a tuple.
        """
        meaning = self.meaning(expression, scope)
        if count is None and not many:
            return self._one(meaning)
        plain = not meaning.others and all(target.exact for target in meaning.targets)
        if plain and (len(meaning.targets) == count if count is not None else meaning.targets):
            return tuple([self._reference(each) for each in meaning.targets])
        unknown = self._unknown(meaning)
        return unknown if count is None else (unknown,) * count

    def _one(self, meaning: Meaning) -> Any:
        if meaning.one is None:
            targets = meaning.targets
            is_one = len(targets) == 1 and targets[0].exact and not meaning.others
            meaning.one = self._reference(targets[0]) if is_one else self._unknown(meaning)
        return meaning.one

    def _reference(self, target: Target) -> Reference:
        return Reference(Address(self._root, target.path), target.attribute)

    def _unknown(self, meaning: Meaning) -> Unknown:
        paths = tuple(dict.fromkeys(target.path for target in meaning.targets))
        if len(paths) > _NAMED:
            said = f"known after apply: one or more of {len(paths)} resources"
        elif paths:
            said = f"known after apply: from {' or '.join(paths)}"
        elif meaning.others:
            said = f"known after apply: from {', '.join(dict.fromkeys(meaning.others[:3]))}"
        else:
            said = "known after apply"
        candidates = tuple(Address(self._root, path) for path in paths)
        return Unknown(said, candidates=candidates, only=bool(paths) and not meaning.others)


def _add(found: Meaning, more: Meaning) -> None:
    found.targets += more.targets
    found.others += more.others


@lru_cache(maxsize=65536)
def _taken_apart(references: tuple[str, ...]) -> tuple[tuple[tuple[str, tuple[Any, ...]], ...], bool]:
    """References as their author wrote them, each with its parts, and whether one of them iterates."""
    iterates = any(each.startswith(_ITERATORS) for each in references)
    return tuple((each, parts(each)) for each in heads(list(references))), iterates


def _beginning(names: tuple[Any, ...]) -> tuple[Any, Any]:
    return (names[0], names[1]) if len(names) > 1 else (names[0] if names else None, None)


def _suffix(key: Key) -> str:
    return f"[{key}]" if isinstance(key, int) else f'["{key}"]'
