"""A `--query` held against what the operation answers."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeAlias

from msgspec import Struct

from drlint.readers.awscli.model import Service, Shape
from drlint.readers.awscli.names import shown, suggestion

LONG: Final = 5_000  # characters; a longer query is not looked into
_SCALARS: Final = {"string": "a text", "integer": "a number", "float": "a number", "boolean": "true or false",
                   "timestamp": "a time", "blob": "bytes"}  # fmt: skip
_NUMBERS: Final = frozenset({"length", "sum", "avg", "abs", "ceil", "floor", "to_number"})
_SAME: Final = frozenset({"sort", "sort_by", "reverse"})
_ONE: Final = frozenset({"max", "min", "max_by", "min_by"})


class Answer(Struct, frozen=True):
    """What a part of the query gives: `own` are the members that the query itself named, `of` a list's entries."""

    path: str
    kind: str
    shape: Shape | None = None
    own: dict[str, "Answer | None"] = {}  # noqa: UP037 - msgspec reads the annotations
    of: "Answer | None" = None  # noqa: UP037


Known: TypeAlias = "Answer | None"  # None: it may be anything


class _AskedInVainError(Exception):
    """The query asks for what the answer never has."""


@lru_cache(maxsize=4_000)
def fault_of_query(service: Service, operation: str, query: str) -> str | None:
    """What is wrong with a query, in words that go behind the command's name."""
    import jmespath  # noqa: PLC0415 - few commands need it
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415

    if len(query) > LONG:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # literals in backticks without quotation marks, which the CLI takes
            parsed = jmespath.compile(query).parsed
    except JMESPathError as error:
        position = getattr(error, "lex_position", None)
        return f"--query is no JMESPath{f' from character {position + 1} on' if isinstance(position, int) else ''}"
    except RecursionError:
        return None
    known = service.operation(operation)
    if known is None or known.output is None or not known.output.members:
        return None
    walk = _Walk(service)
    try:
        walk.of(parsed, walk.named("", known.output))
    except _AskedInVainError as error:
        return f"--query {error}"
    except RecursionError:
        return None
    return None


class _Walk:
    """Goes through a parsed query with what each part is asked of."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def named(self, path: str, shape: Shape) -> Known:
        return None if shape.kind == "document" or shape.partial else Answer(path, shape.kind, shape)

    def of(self, node: dict[str, Any], given: Known) -> Known:
        """What a node gives where it is asked of `given`."""
        handler: Callable[[dict[str, Any], Known], Known] | None = getattr(self, f"_{node['type']}", None)
        return handler(node, given) if handler else None

    def _identity(self, _: dict[str, Any], given: Known) -> Known:
        return given

    _current = _identity

    def _field(self, node: dict[str, Any], given: Known) -> Known:
        name = str(node["value"])
        if given is None:
            return None
        if given.kind == "map":
            return self._inner(given, "", f"{given.path}.{name}")
        if given.kind == "structure":
            return self._member(given, name)
        place = given.path or "the answer"
        if given.kind == "list":
            raise _AskedInVainError(
                f"asks for {_quoted(name)} of {place}, which is a list: {place}[] asks for it of each entry"
            )
        raise _AskedInVainError(
            f"asks for {_quoted(name)} of {place}, which is {_SCALARS.get(given.kind, 'a single value')}"
        )

    def _member(self, given: Answer, name: str) -> Known:
        path = f"{given.path}.{name}" if given.path else name
        if given.own:
            if name in given.own:
                return given.own[name]
            known: tuple[str, ...] = tuple(given.own)
        elif given.shape is None or not given.shape.members or (name == "NextToken" and not given.path):
            return None
        elif name in given.shape.members:
            return self._inner(given, name, path)
        else:
            known = tuple(given.shape.members)
        if name == "null":  # `x == null`: what is not there is null
            return None
        if name in {"true", "false"}:
            raise _AskedInVainError(f"takes {name} for the name of a field: write `{name}`")
        place = given.path or "the answer"
        raise _AskedInVainError(f"asks for {_quoted(name)}, which {place} does not have{suggestion(name, known)}")

    def _inner(self, given: Answer, name: str, path: str) -> Known:
        if given.shape is None or name not in given.shape.members:
            return None
        return self.named(path, self.service.shape(given.shape.members[name]))

    def _item(self, given: Known, path: str = "[]") -> Known:
        """An entry of a list; nothing else has entries."""
        if given is None:
            return None
        if given.kind != "list":
            place = given.path or "the answer"
            raise _AskedInVainError(f"asks for the entries of {place}, which is no list")
        return given.of if given.shape is None else self._inner(given, "", f"{given.path}{path}")

    def _chain(self, node: dict[str, Any], given: Known) -> Known:
        for child in node["children"]:
            given = self.of(child, given)
        return given

    _subexpression = _index_expression = _pipe = _chain

    def _index(self, _: dict[str, Any], given: Known) -> Known:
        return self._item(given)

    def _slice(self, _: dict[str, Any], given: Known) -> Known:
        self._item(given)
        return given

    def _projection(self, node: dict[str, Any], given: Known) -> Known:
        left, right = node["children"]
        found = self.of(left, given)
        return _list(self.of(right, self._item(found)), found)

    def _filter_projection(self, node: dict[str, Any], given: Known) -> Known:
        left, right, condition = node["children"]
        found = self.of(left, given)
        item = self._item(found)
        self.of(condition, item)
        return _list(self.of(right, item), found)

    def _value_projection(self, node: dict[str, Any], given: Known) -> Known:
        left, right = node["children"]
        found = self.of(left, given)
        item = self._inner(found, "", f"{found.path}.*") if found is not None and found.kind == "map" else None
        return _list(self.of(right, item), found)

    def _flatten(self, node: dict[str, Any], given: Known) -> Known:
        found = self.of(node["children"][0], given)
        item = self._item(found)
        return item if item is not None and item.kind == "list" else None if item is None else found

    def _multi_select_list(self, node: dict[str, Any], given: Known) -> Known:
        for child in node["children"]:
            self.of(child, given)
        return Answer("a list of the query's own", "list")

    def _multi_select_dict(self, node: dict[str, Any], given: Known) -> Known:
        own = {str(child["value"]): self.of(child["children"][0], given) for child in node["children"]}
        return Answer("an object of the query's own", "structure", own=own)

    def _or_expression(self, node: dict[str, Any], given: Known) -> Known:
        for child in node["children"]:
            self.of(child, given)
        return None

    _and_expression = _not_expression = _or_expression

    def _comparator(self, node: dict[str, Any], given: Known) -> Known:
        sides = [self.of(child, given) for child in node["children"]]
        for child, other in zip(node["children"], reversed(sides), strict=True):
            if child["type"] == "literal" and isinstance(child["value"], str) and other is not None:
                _refuse_text(node["value"], child["value"], other)
        return None

    def _function_expression(self, node: dict[str, Any], given: Known) -> Known:
        name, arguments = str(node["value"]), node["children"]
        if name not in _functions():
            raise _AskedInVainError(
                f"calls {_quoted(name)}, which JMESPath does not have{suggestion(name, _functions())}"
            )
        plain = [self.of(each, given) for each in arguments if each["type"] != "expref"]
        first = plain[0] if plain else None
        inner: Known = None
        for each in arguments:
            if each["type"] == "expref":
                inner = self.of(
                    each["children"][0], self._item(first) if first is not None and first.kind == "list" else None
                )
        if name in _NUMBERS:
            return None
        if name == "map":
            return _list(inner, first)
        if name in _SAME:
            return first
        return self._item(first) if name in _ONE and first is not None and first.kind == "list" else None


def _list(entry: Known, whole: Known) -> Known:
    return Answer(f"{whole.path}[]" if whole is not None and whole.path else "the list", "list", of=entry)


def _refuse_text(operator: str, text: str, other: Answer) -> None:
    """A number or a truth value never equals a text in quotation marks."""
    if operator not in {"eq", "ne"} or other.kind not in {"integer", "float", "boolean"}:
        return
    written = text.lower() if other.kind == "boolean" else text
    remedy = f": write `{written}`" if shown(written, "") else ""
    raise _AskedInVainError(f"compares {other.path}, which is {_SCALARS[other.kind]}, with a text{remedy}")


def _quoted(name: str) -> str:
    return shown(name, "a name")


@lru_cache(maxsize=1)
def _functions() -> tuple[str, ...]:
    from jmespath.functions import Functions  # noqa: PLC0415 - few commands need it

    return tuple(sorted(Functions.FUNCTION_TABLE))
