"""Gives expressions their values, as far as the text allows; the rest is unknown with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from msgspec import Struct

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.functions.call import call, spread
from drlint.readers.hcl.operators import binary, equal, joined, number_of, text_of, truth_of, unary
from drlint.readers.hcl.seen import (
    MAX_ELEMENTS,
    MAX_NESTING,
    MAX_TEXT,
    Instance,
    Seen,
    because,
    candidates,
    gap,
    not_yet,
    size,
)

MAX_DEPTH = 150  # of 3 to 4 Python frames each; Python stops at 1,000
MAX_STEPS = 3_000_000

TOO_MUCH = Unknown(f"evaluation stopped after {MAX_STEPS:,} steps")
TOO_DEEP = Unknown("values are made from one another over too many steps")


class Budget:
    """How much evaluation a text may still cost, so that a hostile one ends."""

    def __init__(self) -> None:
        self.depth = 0
        self.left = MAX_STEPS

    def spend(self, steps: int) -> None:
        self.left -= steps

    def within(self, make: Callable[[], Seen]) -> Seen:
        """What `make` answers one level deeper, unless that is too deep."""
        if self.depth >= MAX_DEPTH:
            return TOO_DEEP
        self.depth += 1
        try:
            return make()
        finally:
            self.depth -= 1

    def bounded(self, value: Seen) -> Seen:
        """A value, unless it has grown beyond what a text may build, or the budget is spent."""
        if not isinstance(value, tuple | dict):
            return value
        count = size(value, MAX_ELEMENTS, MAX_NESTING)
        self.spend(MAX_ELEMENTS if count is None else count)
        if self.left < 0:
            return TOO_MUCH
        return Unknown(f"the value has more than {MAX_ELEMENTS:,} elements") if count is None else value


class World(Protocol):
    """What a text declares, as expressions ask for it."""

    budget: Budget

    def variable(self, name: str) -> Seen: ...
    def local(self, name: str) -> Seen: ...
    def resource(self, kind: str, name: str) -> Seen: ...
    def attribute(self, instance: Instance, name: str) -> Seen: ...


class Scope(Struct, frozen=True):
    """Where an expression stands: in which world, and what `count`, `each` and the like mean there."""

    world: World
    names: Mapping[str, Seen] = {}


def evaluate(expression: tree.Expression, scope: Scope) -> Seen:
    """The value of an expression."""
    budget = scope.world.budget
    budget.left -= 1
    if budget.left < 0:
        return TOO_MUCH
    if budget.depth >= MAX_DEPTH:
        return TOO_DEEP
    budget.depth += 1
    try:
        value = _EVALUATORS[type(expression)](expression, scope)
    finally:
        budget.depth -= 1
    if isinstance(value, tuple | dict):
        budget.left -= len(value)
    return value


def attribute_of(value: Seen, name: str, scope: Scope) -> Seen:
    """What `value.name` is."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Instance):
        return scope.world.attribute(value, name)
    if isinstance(value, Reference):
        return because(f"{value.to.path}.{value.attribute}.{name} is known after apply", (value.to,))
    if isinstance(value, Mapping):
        if name in value:
            return value[name]
        if value and all(isinstance(each, Instance) for each in value.values()):
            return _each_attribute(tuple(value.values()), name, scope)
        return Unknown(f"there is no {name} in the value")
    if isinstance(value, tuple) and value and all(isinstance(each, Instance) for each in value):
        return _each_attribute(value, name, scope)
    return Unknown(f"there is no {name} in the value")


def element_of(value: Seen, key: Seen, scope: Scope) -> Seen:
    """What `value[key]` is."""
    if isinstance(value, Unknown):
        return value
    missing = gap(key)
    if missing is not None:
        return because(missing.reason, candidates(key, value))
    if isinstance(value, tuple):
        position = number_of(key)
        if isinstance(position, int) and 0 <= position < len(value):
            return value[position]
        return Unknown(f"there is no element {text_of(key)} among {len(value)}")
    if isinstance(value, Mapping):
        name = text_of(key)
        return value[name] if name in value else Unknown(f"there is no element {name!r} in the value")
    if isinstance(value, Instance):
        return _instance_element(value, key, scope)
    if isinstance(value, Reference):
        return because(f"{value.to.path}.{value.attribute}[{text_of(key)}] is known after apply", (value.to,))
    return Unknown("an index is read from what is neither a list nor a map")


def _instance_element(instance: Instance, key: Seen, scope: Scope) -> Seen:
    """`aws_x.y["name"]` is the attribute; of an undeclared resource it may as well be an instance."""
    path = instance.address.path
    if instance.block is None:
        return because(f"{path} is not declared here", (instance.address,))
    return attribute_of(instance, key, scope) if isinstance(key, str) else Unknown(f"{path} has one instance only")


def _each_attribute(instances: tuple[Instance, ...], name: str, scope: Scope) -> Seen:
    return tuple(scope.world.attribute(each, name) for each in instances)


def _literal(expression: tree.Literal, _: Scope) -> Seen:
    return expression.value


def _template(expression: tree.Template, scope: Scope) -> Seen:
    made = joined([evaluate(each, scope) for each in expression.parts])
    if isinstance(made, str):
        scope.world.budget.spend(len(made) // 8)
        if len(made) > MAX_TEXT:
            return Unknown(f"the text is longer than {MAX_TEXT:,} characters")
    return made


def _name(expression: tree.Name, scope: Scope) -> Seen:
    name = expression.name
    return scope.names[name] if name in scope.names else Unknown(f"{name} is no value by itself")


def _attribute(expression: tree.GetAttribute, scope: Scope) -> Seen:
    of, name = expression.of, expression.name
    if isinstance(of, tree.GetAttribute) and isinstance(of.of, tree.Name) and of.of.name == "data":
        return Unknown(f"data source {of.name}.{name}")
    if isinstance(of, tree.Name) and of.name not in scope.names:
        return _root(of.name, name, scope.world)
    return attribute_of(evaluate(of, scope), name, scope)


def _root(root: str, name: str, world: World) -> Seen:
    """The first two words of a traversal."""
    if root == "var":
        return world.variable(name)
    if root == "local":
        return world.local(name)
    if root == "module":
        return Unknown(f"module {name}")
    if root in {"count", "each", "self"}:
        return Unknown(f"{root}.{name} means nothing here")
    if root in {"path", "terraform"}:
        return Unknown(f"{root}.{name} depends on where Terraform runs")
    return world.resource(root, name)


def _index(expression: tree.Index, scope: Scope) -> Seen:
    return element_of(evaluate(expression.of, scope), evaluate(expression.key, scope), scope)


def _splat(expression: tree.Splat, scope: Scope) -> Seen:
    """`[*]` on a list goes over its elements; null is no element, anything else is one."""
    value = evaluate(expression.of, scope)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Mapping) and value and all(isinstance(each, Instance) for each in value.values()):
        addresses = [each.address for each in value.values()]
        return because("[*] is read from a resource with for_each, which is a map", addresses)
    elements = value if isinstance(value, tuple) else () if value is None else (value,)
    made = []
    for element in elements:
        here = element
        for step in expression.steps:
            here = (
                attribute_of(here, step, scope)
                if isinstance(step, str)
                else element_of(here, evaluate(step, scope), scope)
            )
        made.append(here)
    return scope.world.budget.bounded(tuple(made))


def _call(expression: tree.Call, scope: Scope) -> Seen:
    budget = scope.world.budget
    arguments = [evaluate(each, scope) for each in expression.arguments]
    given = spread(arguments) if expression.spread else arguments
    if isinstance(given, Unknown):
        return given
    made = call(expression.name, given, budget.spend)
    if isinstance(made, str):
        budget.spend(len(made) // 8)
    return budget.bounded(made)


def _unary(expression: tree.Unary, scope: Scope) -> Seen:
    return unary(expression.operator, evaluate(expression.operand, scope))


def _binary(expression: tree.Binary, scope: Scope) -> Seen:
    return binary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope))


def _conditional(expression: tree.Conditional, scope: Scope) -> Seen:
    """Where the condition is not known, both branches may be meant; they decide where they are the same."""
    condition = evaluate(expression.condition, scope)
    missing = gap(condition)
    if missing is None:
        truth = truth_of(condition)
        if truth is None:
            return Unknown("a condition is neither true nor false")
        return evaluate(expression.then if truth else expression.otherwise, scope)
    then, otherwise = evaluate(expression.then, scope), evaluate(expression.otherwise, scope)
    if equal(then, otherwise) is True:
        return then
    return because(missing.reason, candidates(then, otherwise))


def _tuple(expression: tree.TupleOf, scope: Scope) -> Seen:
    return scope.world.budget.bounded(tuple([evaluate(each, scope) for each in expression.items]))


def _object(expression: tree.ObjectOf, scope: Scope) -> Seen:
    made: dict[str, Seen] = {}
    for key, value in expression.items:
        named = evaluate(key, scope)
        missing = gap(named)
        if missing is not None:
            inside = [evaluate(each, scope) for _, each in expression.items]
            return because(missing.reason, candidates(named, *inside))
        name = text_of(named)
        if name is None:
            return Unknown("a key of a map is no text")
        made[name] = evaluate(value, scope)
    return scope.world.budget.bounded(made)


def _unsupported(expression: tree.Unsupported, scope: Scope) -> Seen:
    return not_yet(expression.what, *(evaluate(each, scope) for each in expression.inside))


_EVALUATORS: Mapping[type, Callable[[Any, Scope], Seen]] = {
    tree.Literal: _literal,
    tree.Template: _template,
    tree.Name: _name,
    tree.GetAttribute: _attribute,
    tree.Index: _index,
    tree.Splat: _splat,
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Conditional: _conditional,
    tree.TupleOf: _tuple,
    tree.ObjectOf: _object,
    tree.Unsupported: _unsupported,
}
