"""Gives expressions their values, as far as the code allows; the rest is unknown with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.access import attribute_of, element_of
from drlint.readers.hcl.functions.call import call, spread
from drlint.readers.hcl.operators import binary, equal, joined, key_of, truth_of, unary
from drlint.readers.hcl.seen import MAX_TEXT, Called, Instance, Invalid, ListOf, Seen, SetOf, because, candidates, gap
from drlint.readers.hcl.special import SPECIAL
from drlint.readers.hcl.types import converted, has_any, type_in, unified
from drlint.readers.hcl.world import MAX_DEPTH, TOO_DEEP, TOO_MUCH, Scope, World

_COSTLY = 2  # steps of a turn of a loop


def evaluate(expression: tree.Expression, scope: Scope) -> Seen:
    """The value of an expression; what stands there as it is costs nothing."""
    if type(expression) is tree.Literal:
        return expression.value
    budget = scope.world.budget
    budget.left -= 1
    if budget.left < 0:
        return TOO_MUCH
    if budget.depth >= MAX_DEPTH:
        return TOO_DEEP
    budget.depth += 1
    try:
        return _EVALUATORS[type(expression)](expression, scope)
    finally:
        budget.depth -= 1


def _template(expression: tree.Template, scope: Scope) -> Seen:
    parts = [evaluate(each, scope) for each in expression.parts]
    scope.world.budget.look(*parts)
    made = joined(parts)
    if isinstance(made, str):
        scope.world.budget.spend(len(made) // 8)
        if len(made) > MAX_TEXT:
            return Unknown(f"the text is longer than {MAX_TEXT:,} characters")
    return made


def _name(expression: tree.Name, scope: Scope) -> Seen:
    name = expression.name
    return scope.names[name] if name in scope.names else Invalid(f"{name} is no value by itself")


def _attribute(expression: tree.GetAttribute, scope: Scope) -> Seen:
    of, name = expression.of, expression.name
    if isinstance(of, tree.GetAttribute) and isinstance(of.of, tree.Name) and of.of.name == "data":
        return scope.world.data(of.name, name)
    if isinstance(of, tree.Name) and of.name not in scope.names:
        return _root(of.name, name, scope.world)
    return attribute_of(evaluate(of, scope), name)


def _root(root: str, name: str, world: World) -> Seen:
    """The first two words of a traversal."""
    match root:
        case "var":
            return world.variable(name)
        case "local":
            return world.local(name)
        case "module":
            return world.module(name)
        case "path":
            return world.path(name)
        case "terraform" | "tofu":
            return world.workspace() if name == "workspace" else Unknown(f"{root}.{name} is not known")
        case "count" | "each" | "self":
            return Invalid(f"{root}.{name} means nothing here")
    return world.resource(root, name)


def _index(expression: tree.Index, scope: Scope) -> Seen:
    of, key = evaluate(expression.of, scope), evaluate(expression.key, scope)
    scope.world.budget.look(key)
    return element_of(of, key)


def _splat(expression: tree.Splat, scope: Scope) -> Seen:
    """`[*]` on a list goes over its elements; null is no element, anything else is one."""
    value = evaluate(expression.of, scope)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, dict) and value and all(isinstance(each, Instance) for each in value.values()):
        addresses = [each.address for each in value.values()]
        return because("[*] is read from a resource with for_each, which is a map", addresses)
    elements = value if isinstance(value, tuple) else () if value is None else (value,)
    if expression.result is tree.ELEMENT:
        made = list(elements)
    else:
        scope.world.budget.spend(len(elements) * _COSTLY)
        made = [evaluate(expression.result, scope.naming({tree.ELEMENT.name: each})) for each in elements]
    listed = ListOf(made, unified(map(type_in, made))) if isinstance(value, ListOf) else tuple(made)
    return scope.world.budget.bounded(listed)


def _call(expression: tree.Call, scope: Scope) -> Seen:
    name = expression.name.removeprefix("core::")
    special = SPECIAL.get(name)
    if special is not None:
        return special(expression.arguments, scope, evaluate)
    arguments = [evaluate(each, scope) for each in expression.arguments]
    given = spread(arguments) if expression.spread else arguments
    if isinstance(given, Unknown):
        return given
    budget = scope.world.budget
    made = call(name, given, budget.spend)
    if isinstance(made, str):
        budget.spend(len(made) // 8)
    return budget.bounded(made)


def _unary(expression: tree.Unary, scope: Scope) -> Seen:
    return unary(expression.operator, evaluate(expression.operand, scope))


def _binary(expression: tree.Binary, scope: Scope) -> Seen:
    left, right = evaluate(expression.left, scope), evaluate(expression.right, scope)
    scope.world.budget.look(left, right)
    return binary(expression.operator, left, right)


def _conditional(expression: tree.Conditional, scope: Scope) -> Seen:
    """Where the condition is not known, both branches may be meant; they decide where they are the same."""
    condition = evaluate(expression.condition, scope)
    missing = gap(condition)
    if missing is None:
        truth = truth_of(condition)
        if truth is None:
            return Invalid("a condition is neither true nor false")
        chosen, other = (expression.then, expression.otherwise)[:: 1 if truth else -1]
        return _as_either(evaluate(chosen, scope), other, scope)
    if isinstance(missing, Invalid):
        return missing
    then, otherwise = evaluate(expression.then, scope), evaluate(expression.otherwise, scope)
    scope.world.budget.look(then, otherwise)
    if equal(then, otherwise) is True:
        return then
    return because(missing.reason, candidates(then, otherwise))


def _as_either(value: Seen, other: tree.Expression, scope: Scope) -> Seen:
    """What a conditional chose, in the type that suits what it did not choose, too."""
    if value is None or isinstance(value, str | Unknown | Reference | Instance | Called):
        return value
    otherwise = evaluate(other, scope)
    if otherwise is None or isinstance(otherwise, Unknown | Reference | Instance | Called):
        return value
    types = type_in(value), type_in(otherwise)
    wanted = unified(types)
    if wanted is None:
        refused = "the results of a conditional are of different types"
        return Unknown(refused) if any(map(has_any, types)) else Invalid(refused)
    return converted(value, wanted, lambda default: evaluate(default, scope))


def _tuple(expression: tree.TupleOf, scope: Scope) -> Seen:
    return scope.world.budget.bounded(tuple([evaluate(each, scope) for each in expression.items]))


def _object(expression: tree.ObjectOf, scope: Scope) -> Seen:
    made: dict[str, Seen] = {}
    for key, value in expression.items:
        name = key_of(evaluate(key, scope))
        if isinstance(name, Unknown):
            inside = [evaluate(each, scope) for _, each in expression.items]
            return name if isinstance(name, Invalid) else because(name.reason, candidates(name, *inside))
        made[name] = evaluate(value, scope)
    return scope.world.budget.bounded(made)


def _for(expression: tree.For, scope: Scope) -> Seen:
    over = evaluate(expression.over, scope)
    if isinstance(over, dict):
        pairs: list[tuple[Seen, Seen]] = [(key, over[key]) for key in sorted(over)]
    elif isinstance(over, tuple):
        pairs = [(value, value) for value in over] if isinstance(over, SetOf) else list(enumerate(over))
    else:
        missing = gap(over)
        return missing if missing is not None else Invalid("for goes over what is neither a list nor a map")
    listed: list[Seen] = []
    mapped: dict[str, Seen] = {}
    budget = scope.world.budget
    for key, value in pairs:
        budget.left -= _COSTLY
        names = dict(zip(expression.names[-2:], (key, value)[-len(expression.names) :], strict=False))
        trouble = _turn(expression, scope.naming(names), listed, mapped)
        if trouble is not None:
            return because(trouble.reason, candidates(trouble, over)) if type(trouble) is Unknown else trouble
        if budget.left < 0:
            return TOO_MUCH
    if expression.grouping:
        mapped = {name: tuple(values) for name, values in mapped.items()}
    return budget.bounded(tuple(listed) if expression.key is None else mapped)


def _turn(expression: tree.For, scope: Scope, listed: list[Seen], mapped: dict[str, Seen]) -> Unknown | None:
    """One turn of a loop; why the whole is not known where its condition or its key is not."""
    if expression.condition is not None:
        condition = evaluate(expression.condition, scope)
        missing = gap(condition)
        if missing is not None:
            return missing
        truth = truth_of(condition)
        if truth is None:
            return Invalid("the condition of a for is neither true nor false")
        if not truth:
            return None
    if expression.key is None:
        listed.append(evaluate(expression.result, scope))
        return None
    name = key_of(evaluate(expression.key, scope))
    if isinstance(name, Unknown):
        return name
    value = evaluate(expression.result, scope)
    if expression.grouping:
        mapped.setdefault(name, []).append(value)
    elif name in mapped:
        return Invalid(f"for gives the key {name!r} twice")
    else:
        mapped[name] = value
    return None


def _broken(expression: tree.Broken, scope: Scope) -> Seen:
    scope.world.broken(expression)
    return Invalid(expression.reason)


_EVALUATORS: Mapping[type, Callable[[Any, Scope], Seen]] = {
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
    tree.For: _for,
    tree.Broken: _broken,
}
