"""A policy's question translated to checkov's language, exactly or not at all."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from drlint.catalog.kind import Attribute, Kind
from drlint.catalog.registry import Catalog
from drlint.exports.checkov import rails
from drlint.exports.checkov.attributes import Readable, read
from drlint.exports.checkov.conditions import Condition, OfType, Unsaid, every, opposite, some
from drlint.exports.checkov.rails import Rails, unsaid
from drlint.model.values import is_known
from drlint.policy.definition import Metadata
from drlint.policy.kleene import ExpressionError, contained, equal, ordered, truth
from drlint.policy.scope import FACTS, kinds_named

ON_DOCUMENTS = "it judges recovery documents, which checkov does not read"
CODE = "it is written in Python"
LINKS = "it follows links to other resources"
PLACES = "it asks for Regions or accounts"
RECOVERY = "it asks for copies, backups or planned changes"
OBJECTIVES = "it asks for objectives or what is critical"
LOOPS = "it goes through the elements of a list or of blocks"
NO_RESOURCE = "it judges no resource of AWS"
SEVERAL = "the kinds it applies to differ in what they hold"
WORDS = "it asks with a function or an operation that checkov has not"
_KEYS = {"region": PLACES, "account": PLACES, "environment": PLACES, "address": PLACES}
_FUNCTIONS = {
    **dict.fromkeys(("any", "all", "at_least", "min", "max", "sum"), LOOPS),
    **dict.fromkeys(("region", "regions", "account"), PLACES),
    **dict.fromkeys(("all_of",), LINKS),
    **dict.fromkeys(("survives",), RECOVERY),
    **dict.fromkeys(("critical",), OBJECTIVES),
}
_API_ALONE = "@api"  # the path of an attribute that Terraform has no word for
_SWAPPED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}


def translated(metadata: Metadata, parameters: Mapping[str, Any], catalog: Catalog) -> Condition:
    """The condition that holds unless drlint would say fail; Unsaid where checkov's language cannot say it."""
    kinds = kinds_named(metadata.applies_to, catalog)
    if all(each in catalog and catalog[each].of_documents for each in kinds):
        return Unsaid(ON_DOCUMENTS)
    if not metadata.require:
        return Unsaid(CODE)
    if not all(each.startswith("aws_") for each in kinds):
        return Unsaid(NO_RESOURCE, kinds[0])
    found = [(each, _failing(metadata, catalog[each], parameters)) for each in kinds]
    refused = next((fails for _, fails in found if isinstance(fails, Unsaid)), None)
    if refused is not None:
        return refused
    if all(fails == found[0][1] for _, fails in found):
        return opposite(found[0][1])
    return opposite(some(*[every(OfType(name), fails) for name, fails in found]))


def types_of(metadata: Metadata, catalog: Catalog) -> tuple[str, ...]:
    """The Terraform types that the policy applies to, every name of each."""
    kinds = kinds_named(metadata.applies_to, catalog)
    return tuple(name for each in kinds for name in (each, *catalog[each].also))


def _failing(metadata: Metadata, kind: Kind, parameters: Mapping[str, Any]) -> Condition:
    translator = _Translator(kind, {**metadata.parameters, **parameters})
    applies = translator.rails(_tree(metadata.when)).yes if metadata.when else True
    return every(applies, translator.rails(_tree(metadata.require)).no)


def _tree(text: str) -> ast.expr:
    return ast.parse(text.strip().replace("\n", " "), mode="eval").body


class _Constant:
    """A value that stands in the policy or in its parameters."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Translator:
    """Walks the syntax tree of a compiled policy; each question becomes two rails."""

    def __init__(self, kind: Kind, parameters: Mapping[str, Any]) -> None:
        self._kind = kind
        self._parameters = parameters

    def rails(self, node: ast.expr) -> Rails:
        """A question with the answers yes and no."""
        match node:
            case ast.BoolOp(op=op, values=values):
                parts = [self.rails(each) for each in values]
                yes, no = [each.yes for each in parts], [each.no for each in parts]
                is_all = isinstance(op, ast.And)
                return Rails(every(*yes), some(*no)) if is_all else Rails(some(*yes), every(*no))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.rails(operand)
                return Rails(inner.no, inner.yes)
            case ast.IfExp(test=test, body=body, orelse=other):
                asked, then, otherwise = self.rails(test), self.rails(body), self.rails(other)
                return Rails(
                    some(every(asked.yes, then.yes), every(asked.no, otherwise.yes)),
                    some(every(asked.yes, then.no), every(asked.no, otherwise.no)),
                )
            case ast.Compare(left=left, ops=ops, comparators=others):
                pairs = zip(ops, pairwise([left, *others]), strict=True)
                parts = [self._compared(op, one, other) for op, (one, other) in pairs]
                return Rails(every(*[each.yes for each in parts]), some(*[each.no for each in parts]))
            case ast.Call():
                return self._called(node)
        return self._asked(self._operand(node))

    def _asked(self, operand: _Constant | Readable | Unsaid) -> Rails:
        if isinstance(operand, Unsaid):
            return unsaid(operand)
        if isinstance(operand, Readable):
            return rails.truthfulness(operand)
        return _decided(truth(operand.value))

    def _operand(self, node: ast.expr) -> _Constant | Readable | Unsaid:
        match node:
            case ast.Constant(value=value):
                return _Constant(value)
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                held = [self._operand(each) for each in elements]
                if all(isinstance(each, _Constant) for each in held):
                    return _Constant(tuple(each.value for each in held if isinstance(each, _Constant)))
                return Unsaid(WORDS, "a list of attributes")
            case ast.Attribute(value=ast.Name(id="parameters"), attr=name):
                value = self._parameters[name]
                return _Constant(tuple(value) if isinstance(value, list) else value)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call(func=ast.Name(id=name)):
                return Unsaid(_FUNCTIONS.get(name, WORDS), f"{name}()")
        return Unsaid(WORDS, ast.unparse(node)[:60])

    def _attribute(self, node: ast.expr) -> _Constant | Readable | Unsaid:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id != "resource":
            is_objective = isinstance(node, ast.Name) and node.id == "objectives"
            return Unsaid(OBJECTIVES if is_objective else WORDS, names[0])
        if names[0] in FACTS:
            return Unsaid(_KEYS.get(names[0], RECOVERY), names[0])
        declared = self._kind.find(names[0])
        if declared is None:
            return Unsaid(LINKS, names[0])
        if isinstance(declared, Attribute) and declared.path == _API_ALONE and is_known(declared.default):
            return _Constant(declared.default)  # no code can say otherwise
        return read(self._kind, names)

    def _called(self, node: ast.Call) -> Rails:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        known = {"present": rails.presence, "customer_key": rails.own_key, "len": rails.truthfulness}
        if name not in known:
            return unsaid(Unsaid(_FUNCTIONS.get(name, WORDS), f"{name}()"))
        if isinstance(node.args[0], ast.GeneratorExp):
            return unsaid(Unsaid(LOOPS, f"{name}()"))
        operand = self._operand(node.args[0])
        if isinstance(operand, _Constant):
            return unsaid(Unsaid(WORDS, f"{name}()"))
        return unsaid(operand) if isinstance(operand, Unsaid) else known[name](operand)

    def _compared(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Rails:
        if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "len":
            return self._counted(op, left.args[0], self._operand(right))
        one, other = self._operand(left), self._operand(right)
        for each in (one, other):
            if isinstance(each, Unsaid):
                return unsaid(each)
        if isinstance(one, _Constant) and isinstance(other, _Constant):
            return _decided(_answer(op, one.value, other.value))
        if isinstance(one, Readable) and isinstance(other, _Constant):
            return _of_constant(op, one, other.value)
        if isinstance(one, _Constant) and isinstance(other, Readable):
            return _of_attribute(op, one.value, other)
        return unsaid(Unsaid(WORDS, "two attributes compared"))

    def _counted(self, op: ast.cmpop, node: ast.expr, limit: _Constant | Readable | Unsaid) -> Rails:
        if isinstance(node, ast.GeneratorExp):
            return unsaid(Unsaid(LOOPS, "len()"))
        operand = self._operand(node)
        if isinstance(operand, Unsaid):
            return unsaid(operand)
        if not isinstance(operand, Readable) or not isinstance(limit, _Constant):
            return unsaid(Unsaid(WORDS, "len()"))
        return rails.size(operand, type(op), limit.value)


def _of_constant(op: ast.cmpop, of: Readable, value: Any) -> Rails:
    match op:
        case ast.Eq() | ast.Is():
            return rails.among(of, [value])
        case ast.NotEq() | ast.IsNot():
            return _turned(rails.among(of, [value]))
        case ast.In() | ast.NotIn():
            if not isinstance(value, tuple):
                return unsaid(Unsaid(WORDS, "part of a text"))
            found = rails.among(of, value)
            return found if isinstance(op, ast.In) else _turned(found)
        case _:
            return rails.order(of, type(op), value)


def _of_attribute(op: ast.cmpop, value: Any, of: Readable) -> Rails:
    if isinstance(op, ast.In | ast.NotIn):
        found = rails.holding(of, value)
        return found if isinstance(op, ast.In) else _turned(found)
    swapped = _SWAPPED.get(type(op))
    return _of_constant(op if swapped is None else swapped(), of, value)


def _turned(found: Rails) -> Rails:
    return Rails(found.no, found.yes)


def _decided(answer: Any) -> Rails:
    return Rails(answer is True, answer is False)


def _answer(op: ast.cmpop, one: Any, other: Any) -> Any:
    """A comparison of two constants; None where drlint would refuse it."""
    try:
        if isinstance(op, ast.Eq | ast.Is | ast.NotEq | ast.IsNot):
            return (equal(one, other) is True) is isinstance(op, ast.Eq | ast.Is)
        if isinstance(op, ast.In | ast.NotIn):
            return (contained(one, other) is True) is isinstance(op, ast.In)
        return ordered(one, other, rails.comparison(op))
    except ExpressionError:
        return None
