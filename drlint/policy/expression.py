"""Expressions in Python's syntax, from a closed list of nodes, compiled to closures over three answers."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from msgspec import Struct

from drlint.model.nearness import near
from drlint.model.values import UNSEEN, Unknown, as_unknown
from drlint.policy import closures, vocabulary
from drlint.policy.closures import VARIES, Closure
from drlint.policy.kleene import Answer, ExpressionError, conjunction, kind_of, truth
from drlint.policy.reading import Reading
from drlint.policy.scope import (
    ANYTHING,
    OfBlock,
    OfKinds,
    OfRecord,
    Scope,
    Type,
    UnknownNameError,
    element_of,
    relation_of,
)

_LONGEST = 4_000
_DEEPEST = 60
_ORDER: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class ExpressionSyntaxError(Exception):
    """An expression is not one; the message says where and why."""


class Expression(Struct, frozen=True):
    """A compiled expression: ask it with `truth` or `value`."""

    text: str
    value: Closure

    def truth(self, reading: Reading) -> Answer:
        answer = self.value(reading)
        return answer if answer is True or answer is False else truth(answer)


def compile_expression(text: str, scope: Scope) -> Expression:
    """Compile and check an expression; raises ExpressionSyntaxError with reason and remedy."""
    if len(text) > _LONGEST:
        raise ExpressionSyntaxError(f"it is longer than {_LONGEST} characters")
    if not text.isascii() and re.search(r"[^\x00-\x7f]", re.sub(r"'[^']*'|\"[^\"]*\"", "", text)):
        raise ExpressionSyntaxError("names must be plain ASCII")
    try:
        tree = ast.parse(text.strip().replace("\n", " "), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = error.msg if isinstance(error, SyntaxError) else "it is nested too deeply"
        raise ExpressionSyntaxError(f"{said}: {text.strip()[:80]}") from error
    try:
        closure, _ = _Compiler(scope).node(tree.body, 0)
    except UnknownNameError as error:
        raise ExpressionSyntaxError(str(error)) from error
    return Expression(text, closure)


class _Compiler:
    """Walks the syntax tree once; each node becomes a closure and a static type."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._names: dict[str, Type] = {
            "resource": OfKinds(scope.kinds),
            "parameters": OfRecord("parameters"),
            "objectives": OfRecord("objectives"),
        }

    def node(self, node: ast.AST, depth: int) -> tuple[Closure, Type]:
        if depth > _DEEPEST:
            raise ExpressionSyntaxError("it is nested too deeply")
        compiler = getattr(self, f"_{type(node).__name__.lower()}", None)
        if compiler is None:
            raise ExpressionSyntaxError(f"{_said(node)} is not allowed here")
        made: tuple[Closure, Type] = compiler(node, depth + 1)
        return made

    def _constant(self, node: ast.Constant, _: int) -> tuple[Closure, Type]:
        value = node.value
        if not isinstance(value, bool | int | float | str | None):
            raise ExpressionSyntaxError(f"{value!r:.40} is not allowed here")
        return closures.constant(value), ANYTHING

    def _name(self, node: ast.Name, _: int) -> tuple[Closure, Type]:
        name = node.id
        if name not in self._names:
            raise ExpressionSyntaxError(f"{name!r} is not a name here{near(name, self._names)}")
        if name == "resource":
            return lambda reading: reading.resource, self._names[name]
        if name == "parameters":
            return lambda reading: reading.parameters, self._names[name]
        if name == "objectives":
            return lambda reading: reading.objectives, self._names[name]
        return lambda reading: reading.names[name], self._names[name]

    def _attribute(self, node: ast.Attribute, depth: int) -> tuple[Closure, Type]:
        base, of = self.node(node.value, depth)
        name = node.attr
        found = self._scope.attribute(of, name)
        if isinstance(of, OfRecord) and of.name == "parameters":
            return lambda reading: reading.parameters[name], found
        block = of.block if isinstance(of, OfBlock) else None
        if isinstance(node.value, ast.Name) and node.value.id == "resource":
            if self._scope.is_plain(name):
                return closures.own(name), found
            return lambda reading: reading.attribute(reading.resource, name, None), found
        if block is not None and relation_of(block, name) is None:
            return closures.entry(base, name, block), found
        return closures.attribute(base, name, block), found

    def _subscript(self, node: ast.Subscript, depth: int) -> tuple[Closure, Type]:
        base, _ = self.node(node.value, depth)
        if not isinstance(node.slice, ast.Constant) or not isinstance(node.slice.value, str):
            raise ExpressionSyntaxError("only a text may stand in [ ]")
        key = node.slice.value
        return lambda reading: vocabulary.entry(base(reading), key), ANYTHING

    def _boolop(self, node: ast.BoolOp, depth: int) -> tuple[Closure, Type]:
        parts = [self.node(each, depth)[0] for each in node.values]
        return closures.every(parts) if isinstance(node.op, ast.And) else closures.some(parts), ANYTHING

    def _unaryop(self, node: ast.UnaryOp, depth: int) -> tuple[Closure, Type]:
        inner, _ = self.node(node.operand, depth)
        if isinstance(node.op, ast.Not):
            return closures.opposite(inner), ANYTHING
        if isinstance(node.op, ast.USub):
            return lambda reading: _arithmetic(operator.sub, 0, inner(reading)), ANYTHING
        raise ExpressionSyntaxError(f"{_said(node.op)} is not allowed here")

    def _binop(self, node: ast.BinOp, depth: int) -> tuple[Closure, Type]:
        test = _ARITHMETIC.get(type(node.op))
        if test is None:
            raise ExpressionSyntaxError(f"{_said(node.op)} is not allowed here")
        left, right = self.node(node.left, depth)[0], self.node(node.right, depth)[0]
        return lambda reading: _arithmetic(test, left(reading), right(reading)), ANYTHING

    def _ifexp(self, node: ast.IfExp, depth: int) -> tuple[Closure, Type]:
        test, then, other = (self.node(each, depth)[0] for each in (node.test, node.body, node.orelse))

        def chosen(reading: Reading) -> Any:
            answer = truth(test(reading))
            if isinstance(answer, Unknown):
                return answer
            return then(reading) if answer else other(reading)

        return chosen, ANYTHING

    def _compare(self, node: ast.Compare, depth: int) -> tuple[Closure, Type]:
        operands = [self.node(each, depth)[0] for each in (node.left, *node.comparators)]
        if len(node.ops) == 1:
            left, right = operands
            return _compared(node.ops[0], left, right, _literal(node.comparators[0])), ANYTHING

        def chain(reading: Reading) -> Any:
            values = pairwise([closures.constant(each(reading)) for each in operands])
            pairs = zip(node.ops, values, strict=True)
            return conjunction(_compared(test, left, right, VARIES)(reading) for test, (left, right) in pairs)

        return chain, ANYTHING

    def _tuple(self, node: ast.Tuple | ast.List | ast.Set, depth: int) -> tuple[Closure, Type]:
        parts = [self.node(each, depth)[0] for each in node.elts]
        literal = _literal(node)
        if literal is not VARIES:
            return closures.constant(literal), ANYTHING
        return lambda reading: tuple([part(reading) for part in parts]), ANYTHING

    _list = _set = _tuple

    def _call(self, node: ast.Call, depth: int) -> tuple[Closure, Type]:
        if not isinstance(node.func, ast.Name) or node.func.id not in vocabulary.FUNCTIONS:
            name = node.func.id if isinstance(node.func, ast.Name) else "this"
            raise ExpressionSyntaxError(f"{name} is not a function here{near(name, vocabulary.FUNCTIONS)}")
        function = vocabulary.FUNCTIONS[node.func.id]
        if node.keywords or not function.least <= len(node.args) <= function.most:
            raise ExpressionSyntaxError(f"{node.func.id} takes {function.takes}")
        arguments = [self._argument(each, depth, function) for each in node.args]
        answer = function.answer
        returned = self._returned(node, function)
        if len(arguments) == 1:
            argument, over = arguments[0], function.over
            if over is not None and isinstance(node.args[0], ast.GeneratorExp):
                return lambda reading: over(argument(reading)), returned
            return lambda reading: answer(reading, argument(reading)), returned
        return lambda reading: answer(reading, *[each(reading) for each in arguments]), returned

    def _returned(self, node: ast.Call, function: vocabulary.Function) -> Type:
        if function.returns_kind and isinstance(node.args[0], ast.Constant):
            kind = str(node.args[0].value)
            if kind not in self._scope.catalog:
                raise ExpressionSyntaxError(f"{kind} is not in the catalog{near(kind, self._scope.catalog.kinds)}")
            self._scope.asks_for_absence = True
            self._scope.doors &= self._scope.catalog[kind].doors
            return OfKinds((kind,), several=True)
        return ANYTHING

    def _argument(self, node: ast.expr, depth: int, function: vocabulary.Function) -> Closure:
        if isinstance(node, ast.GeneratorExp):
            if not function.over_items and function.over is None:
                raise ExpressionSyntaxError("a `for` belongs inside any, all, len, min, max, sum or at_least")
            return self._stream(node, depth)
        return self.node(node, depth)[0]

    def _stream(self, node: ast.GeneratorExp, depth: int) -> Closure:
        if len(node.generators) != 1 or not isinstance(node.generators[0].target, ast.Name):
            raise ExpressionSyntaxError("one `for` with one name")
        loop = node.generators[0]
        source, of = self.node(loop.iter, depth)
        name = node.generators[0].target.id
        before = self._names.get(name)
        self._names[name] = element_of(of)
        conditions = [self.node(each, depth)[0] for each in loop.ifs]
        body, _ = self.node(node.elt, depth)
        if before is None:
            del self._names[name]
        else:
            self._names[name] = before
        return closures.loop(name, source, conditions, body)


def _compared(node: ast.cmpop, left: Closure, right: Closure, literal: Any) -> Closure:
    match node:
        case ast.Eq() | ast.Is() | ast.NotEq() | ast.IsNot():
            return closures.equality(left, right, literal, wanted=isinstance(node, ast.Eq | ast.Is))
        case ast.In() | ast.NotIn():
            return closures.membership(left, right, literal, wanted=isinstance(node, ast.In))
        case _:
            return closures.order(left, right, literal, _ORDER[type(node)])


def _literal(node: ast.AST) -> Any:
    """The value of a constant, or of a tuple of constants; VARIES for anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Tuple | ast.List | ast.Set) and all(isinstance(each, ast.Constant) for each in node.elts):
        return tuple([_literal(each) for each in node.elts])
    return VARIES


def _arithmetic(test: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    for each in (left, right):
        if isinstance(each, UNSEEN):
            return as_unknown(each)
        if isinstance(each, bool) or not isinstance(each, int | float):
            message = f"{kind_of(each)} is not a number"
            raise ExpressionError(message)
    try:
        return test(left, right)
    except (ZeroDivisionError, OverflowError) as error:
        raise ExpressionError(str(error)) from error


def _said(node: ast.AST) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(node).__name__).lower()
