"""A policy ready to judge: its expressions compiled, or its Python check."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.model.collection import Collection
from drlint.model.errors import DrlintError
from drlint.model.finding import Verdict
from drlint.model.nearness import near
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, UnknownRead
from drlint.policy.definition import Case, Check, Judgement, Metadata, told
from drlint.policy.expression import Expression, ExpressionSyntaxError, compile_expression
from drlint.policy.reading import Reading
from drlint.policy.scope import PSEUDO_KINDS, Scope, kinds_named

_SEVERAL = (Collection, tuple, frozenset)
LineOf: TypeAlias = Callable[..., int]

_HOLE = re.compile(r"\{([^{}]+)\}")


class Runnable(Protocol):
    """What the engine asks of a policy."""

    metadata: Metadata

    def judge(self, reading: Reading) -> Sequence[Judgement] | None:
        """Judgements other than pass (none: it passes); None where the policy does not apply."""
        ...


class ExpressionPolicy:
    """A policy written as expressions, compiled when it first has a resource to judge."""

    def __init__(self, metadata: Metadata, catalog: Catalog) -> None:
        self.metadata = metadata
        self._catalog = catalog
        self._parts: tuple[Expression | None, Expression] | None = None
        self._message: Callable[[Reading], str] | None = None
        self._notes = False  # whether to note what is read at once: it paid for the resource before

    def judge(self, reading: Reading) -> Sequence[Judgement] | None:
        if self._parts is None:
            self._parts = compiled_question(self.metadata, self._scope())
        try:
            return self._answered(reading, *self._parts)
        except UnknownRead as read:
            return (Judgement(verdict=Verdict.UNKNOWN, message=told(read.unknown)),)

    def _answered(self, reading: Reading, when: Expression | None, require: Expression) -> Sequence[Judgement] | None:
        applies = True if when is None else when.truth(reading)
        if applies is False:
            return None
        if self._notes or reading.keeps:
            reading.reads = []
        answer = require.truth(reading)
        self._notes = answer is not True
        if answer is True:
            return ()
        doubt = answer if isinstance(answer, Unknown) else applies if isinstance(applies, Unknown) else None
        return (self._judgement(reading, require, doubt),)

    def _judgement(self, reading: Reading, require: Expression, doubt: Unknown | None) -> Judgement:
        """A judgement with a note of everything that was read, for which the question is put once more if need be."""
        if reading.reads is None:
            reading.reads = []
            require.truth(reading)
        reads = tuple(reading.reads)
        reading.reads = None
        if doubt is not None:
            return Judgement(verdict=Verdict.UNKNOWN, message=told(doubt), reads=reads)
        if self._message is None:
            self._message = compile_message(self.metadata.message, self._scope())
        return Judgement(verdict=Verdict.FAIL, message=self._message(reading), reads=reads)

    def _scope(self) -> Scope:
        kinds = kinds_named(self.metadata.applies_to, self._catalog)
        return Scope(self._catalog, kinds, self.metadata.parameters)


class PythonPolicy:
    """A policy written as a Python function."""

    def __init__(self, metadata: Metadata, check: Check) -> None:
        self.metadata = metadata
        self._check = check

    def judge(self, reading: Reading) -> Sequence[Judgement] | None:
        case = Case(reading)
        try:
            self._check(case)
        except UnknownRead as read:
            case.judgements.append(Judgement(verdict=Verdict.UNKNOWN, message=told(read.unknown)))
        return case.judgements if case.applies else None


def checked(metadata: Metadata, catalog: Catalog, line_of: LineOf | None = None) -> Scope:
    """What `when` and `require` read, the message being checked as well.

    Raises DrlintError naming file, line, part and remedy.
    """
    kinds = kinds_named(metadata.applies_to, catalog)
    for kind in kinds:
        if kind not in catalog and kind not in PSEUDO_KINDS:
            place = _place(metadata, "applies_to", line_of)
            raise DrlintError(f"{place}: applies_to: {kind} is not in the catalog{near(kind, catalog.kinds)}")
    scope = Scope(catalog, kinds, metadata.parameters)
    compiled_question(metadata, scope, line_of)
    try:
        compile_message(metadata.message, Scope(catalog, kinds, metadata.parameters))
    except ExpressionSyntaxError as error:
        raise DrlintError(f"{_place(metadata, 'message', line_of)}: message: {error}") from error
    return scope


def compiled_question(
    metadata: Metadata, scope: Scope, line_of: LineOf | None = None
) -> tuple[Expression | None, Expression]:
    """`when` and `require`, which every judgement needs; the message waits for the first failure."""
    part = "when"
    try:
        when = compile_expression(metadata.when, scope) if metadata.when else None
        part = "require"
        return when, compile_expression(metadata.require, scope)
    except ExpressionSyntaxError as error:
        raise DrlintError(f"{_place(metadata, part, line_of)}: {part}: {error}") from error


def _place(metadata: Metadata, part: str, line_of: LineOf | None) -> str:
    return f"{metadata.origin}:{line_of(part)}" if line_of is not None else metadata.origin


def doors_of(scope: Scope) -> frozenset[Door]:
    """The doors through which at least one of the policy's kinds can be judged in full."""
    found: frozenset[Door] = frozenset()
    for kind in scope.kinds:
        doors = scope.doors & (scope.catalog[kind].doors if kind in scope.catalog else frozenset(Door))
        of_gate = kind in scope.catalog and scope.catalog[kind].of_drlint  # which every run makes, whatever it reads
        for read in scope.reads:
            if read.kind == kind and not of_gate:
                doors &= read.doors
        found |= doors
    return found


def compile_message(template: str, scope: Scope) -> Callable[[Reading], str]:
    """A message with each `{expression}` filled in."""
    parts: list[str | Expression] = []
    end = 0
    for match in _HOLE.finditer(template):
        parts.append(template[end : match.start()])
        parts.append(compile_expression(match[1], scope))
        end = match.end()
    parts.append(template[end:])

    def filled(reading: Reading) -> str:
        return "".join(part if isinstance(part, str) else spoken(part.value(reading)) for part in parts)

    return filled


def spoken(value: Any) -> str:
    """A value as a person says it."""
    if isinstance(value, Resource):
        return value.label
    if isinstance(value, Unknown):
        return "(not known)"
    if isinstance(value, Reference):
        return f"{value.to.path}.{value.attribute}"
    if isinstance(value, _SEVERAL):
        items = [spoken(each) for each in (sorted(value, key=str) if isinstance(value, frozenset) else value)]
        return ", ".join(items) if items else "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "nothing" if value is None else str(value)
