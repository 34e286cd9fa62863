"""The values of variables: what is given for them from outside or by a caller, in the type that they declare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct

from drlint.model.values import WITHHELD, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.seen import Seen
from drlint.readers.hcl.syntax import expression_of
from drlint.readers.hcl.types import converted, type_of
from drlint.readers.hcl.world import Scope

_PRIMITIVE = frozenset({"string", "number", "bool"})

Given: TypeAlias = "tree.Expression | str"  # from a file, or the text of a flag or an environment variable


class Settings(Struct, frozen=True, kw_only=True):
    """What a root is given from outside: its variables, workspace, and the Regions of providers that do not say it.

    `unread` stands for every variable that is not among them: where a file of values cannot be read, say.
    """

    variables: Mapping[str, Given] = {}
    unread: tree.Broken | Unknown | None = None
    workspace: str | Unknown = "default"
    provider_regions: Mapping[str, str] = {}

    def variable(self, name: str, block: tree.Block, scope: Scope) -> Callable[[], Seen] | None:
        """What is given for a variable of the root; None where nothing is."""
        given = self.variables.get(name, self.unread)
        if given is None:
            return None
        if isinstance(given, Unknown):
            return lambda: given
        if not isinstance(given, str):
            return lambda: evaluate(given, scope)
        kind = block.body.attribute("type")
        if kind is None or (isinstance(kind.value, tree.Name) and kind.value.name in _PRIMITIVE):
            return lambda: given
        return lambda: evaluate(_text(given, name, scope), scope)


def _text(given: str, name: str, scope: Scope) -> tree.Expression:
    return expression_of(given, f"the value given for {name}", scope.world.budget.allowance)


def literal(value: object) -> tree.Expression:
    """An expression that is worth a plain value, such as one that a plan holds."""
    if isinstance(value, Mapping):
        return tree.ObjectOf(tuple((tree.Literal(str(key)), literal(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return tree.TupleOf(tuple(map(literal, value)))
    return tree.Literal(value if isinstance(value, bool | int | float | str) else None)


def given_value(block: tree.Block, given: Callable[[], Seen] | None, scope: Scope) -> Seen:
    """A variable's value: what is given, else its default, converted to its type; secrets are withheld."""
    body = block.body
    if _is_on(body.attribute("sensitive")) or _is_on(body.attribute("ephemeral")):
        return WITHHELD
    default = body.attribute("default")
    value = None if given is None else given()
    nullable = body.attribute("nullable")
    may_be_null = nullable is None or nullable.value != tree.Literal(value=False)
    if given is None or (value is None and default is not None and not may_be_null):
        if default is None:
            return Unknown(f"variable {block.labels[0]} has no value ({block.place})")
        value = evaluate(default.value, scope)
    declared = body.attribute("type")
    if declared is None:
        return value
    return converted(value, type_of(declared.value), lambda default: evaluate(default, scope))


def _is_on(attribute: tree.Attribute | None) -> bool:
    return attribute is not None and attribute.value != tree.Literal(value=False)
