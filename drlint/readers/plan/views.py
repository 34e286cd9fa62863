"""Makes a resource's view from its decoded values: unknowns laid in, secrets withheld, Region found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from msgspec import Raw, Struct

from drlint.catalog.kind import Kind
from drlint.model.arn import account_of_arn
from drlint.model.resource import Location, View
from drlint.model.values import Unknown
from drlint.readers.plan.address import module_steps
from drlint.readers.plan.bodies import Shape, body_of
from drlint.readers.plan.document import ConfigResource, ResourceChange
from drlint.readers.plan.overlay import OMITTED, Unknowns, sensitive_laid
from drlint.readers.plan.references import References, Scope
from drlint.readers.plan.regions import ProviderRegions, region_of_values
from drlint.readers.projection import MalformedError, project

_Unknowns: TypeAlias = "tuple[list[str], list[tuple[str, Any, Any]]]"

NOTHING = (b"", b"{}", b"false", b"null")


class Seen(Struct, frozen=True):
    """A view, and where it stands."""

    view: View
    region: str | Unknown | None
    account: str | None


class Views:
    """Makes the views of one file; `references` is None where the file has no configuration."""

    def __init__(self, location: Location, references: References | None, providers: ProviderRegions) -> None:
        self._location = location
        self._references = references
        self._providers = providers
        self.regions: set[str] = set()
        self._unset_of: dict[int, frozenset[str]] = {}
        # the instances of one block mostly have the same marks, word by word
        self._unknowns: dict[tuple[str, int, bytes], _Unknowns] = {}

    def of(
        self, shape: Shape, values: Raw, sensitive: Raw, planned: ResourceChange | None = None, *, past: bool = False
    ) -> Seen:
        """The view of one body, `past` where it stood before the plan; raises MalformedError or msgspec's errors."""
        body = body_of(values, shape)
        block = None
        if planned is not None and self._references is not None:
            block = self._references.block(planned.module_address, f"{planned.type}.{planned.name}")
        region = self._region(shape.kind, body, planned, block)
        if planned is not None and not past:
            self._lay_unknowns(body, planned, shape, block)
        marks = bytes(sensitive)
        if marks not in NOTHING and (b"true" in marks or marks[:1] != b"{"):
            _withhold(body, msgspec.json.decode(sensitive))
        attributes, where, defaulted = project(shape.kind, body, region)
        if block is not None and not past:
            defaulted = _united(defaulted, self._unset(shape, block))
        arn = body.get("arn")
        account = account_of_arn(arn) if isinstance(arn, str) else None
        view = View(attributes=attributes, location=self._location, where=where, defaulted=defaulted)
        return Seen(view, region, account)

    def _lay_unknowns(
        self, body: dict[str, Any], planned: ResourceChange, shape: Shape, block: ConfigResource | None
    ) -> None:
        text = bytes(planned.change.after_unknown)
        if text in NOTHING:
            return
        key = (planned.type, id(block), text)
        if key not in self._unknowns:
            self._unknowns[key] = _unknowns(text, _expressions(block) if block is not None else None, shape)
        unset, marked = self._unknowns[key]
        for name in unset:
            body[name] = None
        if marked:
            each = block.for_each_expression if block else None
            scope = Scope(module_steps(planned.module_address), planned.index, each)
            unknowns = Unknowns(self._references, scope, shape.many)
            for name, mark, expression in marked:
                body[name] = unknowns.laid(body.get(name), mark, expression, name)

    def _unset(self, shape: Shape, block: ConfigResource) -> frozenset[str]:
        """The attributes that the configuration does not set: what stands there is the provider's or AWS's own."""
        known = self._unset_of.get(id(block))
        if known is None:
            expressions = _expressions(block)
            unset = (name for name, path in shape.plain if path not in expressions)
            known = self._unset_of[id(block)] = frozenset(unset)
        return known

    def _region(
        self, kind: Kind, body: Mapping[str, Any], planned: ResourceChange | None, block: ConfigResource | None
    ) -> str | Unknown | None:
        if kind.is_global:
            return None
        named = body.get(kind.region_by) if kind.region_by else None
        found = named if isinstance(named, str) and named else region_of_values(body)
        if found is not None:
            self.regions.add(found)
            return found
        if planned is None:
            return Unknown("a state does not say which Region this resource stands in")
        if block is None:
            return Unknown("the plan's configuration does not show which provider this resource uses")
        return self._providers.region(block.provider_config_key)


def _unknowns(text: bytes, expressions: Mapping[str, Any] | None, shape: Shape) -> _Unknowns:
    """What `after_unknown` marks of what the catalog reads: names that nobody set; the others with their expression."""
    marks = msgspec.json.decode(text)
    if not isinstance(marks, dict):
        message = "after_unknown is not an object"
        raise MalformedError(message)
    unset: list[str] = []
    others: list[tuple[str, Any, Any]] = []
    for name, mark in marks.items():
        if name not in shape.keys or not _marked(mark):
            continue
        said = "tags" if name == "tags_all" else name
        expression = expressions.get(said, OMITTED) if expressions is not None else None
        if mark is True and expression is OMITTED and name != "tags_all":
            unset.append(name)
        else:
            others.append((name, mark, expression))
    return unset, others


@lru_cache(maxsize=4096)
def _united(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The same set for the thousands of resources that leave the same names unset."""
    return one | other


def _marked(mark: Any) -> bool:
    if isinstance(mark, dict):
        return any(map(_marked, mark.values()))
    return any(map(_marked, mark)) if isinstance(mark, list) else mark is not False


def _withhold(body: dict[str, Any], marks: Any) -> None:
    if not isinstance(marks, dict):
        marks = dict.fromkeys(body, marks)
    for key, mark in {**marks, "tags_all": _tag_marks(marks)}.items():
        if key in body:
            body[key] = sensitive_laid(body[key], mark)


def _tag_marks(marks: Mapping[str, Any]) -> Any:
    """The marks of `tags_all`, where the provider repeats `tags` without repeating that they are sensitive."""
    own, every = marks.get("tags"), marks.get("tags_all")
    if not all(each is None or each is False or isinstance(each, dict) for each in (own, every)):
        return True  # all of them, or nothing one could make sense of
    both = [each for each in (every, own) if isinstance(each, dict)]
    return {name: mark for each in both for name, mark in each.items()}


def _expressions(block: ConfigResource) -> Mapping[str, Any]:
    """A block's expressions, decoded once: the decoded form takes the Raw's place."""
    found: Any = block.expressions
    if isinstance(found, Raw):
        decoded = msgspec.json.decode(found) if memoryview(found).nbytes else {}
        kept: Any = decoded if isinstance(decoded, dict) else {}
        found = block.expressions = kept
    return found  # type: ignore[no-any-return]
