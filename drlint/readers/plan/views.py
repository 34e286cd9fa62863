"""Makes a resource's view from its decoded values: unknowns laid in, secrets withheld, Region found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from drlint.catalog.kind import Kind
from drlint.model.arn import account_of_arn
from drlint.model.resource import Location, View
from drlint.model.values import Unknown
from drlint.readers.plan.address import module_steps
from drlint.readers.plan.bodies import Shape
from drlint.readers.plan.document import ConfigResource, ResourceChange
from drlint.readers.plan.overlay import OMITTED, Unknowns, marks_nothing, sensitive_laid
from drlint.readers.plan.references import References, Scope
from drlint.readers.plan.regions import ProviderRegions, region_of_values
from drlint.readers.projection import MalformedError, project

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

    def of(
        self, shape: Shape, values: Raw, sensitive: Raw, planned: ResourceChange | None = None, *, past: bool = False
    ) -> Seen:
        """The view of one body, `past` where it stood before the plan; raises MalformedError or msgspec's errors."""
        body = shape.body(values)
        region = self._region(shape.kind, body, planned)
        if planned is not None and not past:
            self._lay_unknowns(body, planned, shape)
        marks = bytes(sensitive)
        if marks not in NOTHING and (b"true" in marks or marks[:1] != b"{"):
            body = _withheld(body, msgspec.json.decode(sensitive))
        attributes, where, defaulted = project(shape.kind, body, region)
        if planned is not None and not past:
            defaulted |= self._unset(shape, planned)
        arn = body["arn"]
        account = account_of_arn(arn) if isinstance(arn, str) else None
        view = View(attributes=attributes, location=self._location, where=where, defaulted=defaulted)
        return Seen(view, region, account)

    def _lay_unknowns(self, body: dict[str, Any], planned: ResourceChange, shape: Shape) -> None:
        raw = planned.change.after_unknown
        if bytes(raw) in NOTHING:
            return
        marks = msgspec.json.decode(raw)
        if not isinstance(marks, dict):
            message = "after_unknown is not an object"
            raise MalformedError(message)
        references = self._references
        block = references.block(planned.module_address, f"{planned.type}.{planned.name}") if references else None
        expressions = _expressions(block) if block is not None else None
        unknowns: Unknowns | None = None
        for key, mark in marks.items():
            if key not in body or marks_nothing(mark):
                continue
            if unknowns is None:
                each = block.for_each_expression if block else None
                scope = Scope(module_steps(planned.module_address), planned.index, each)
                unknowns = Unknowns(references, scope, shape.many)
            said = "tags" if key == "tags_all" and mark is not True else key
            expression = expressions.get(said, OMITTED) if expressions is not None else None
            body[key] = unknowns.laid(body[key], mark, expression, key)

    def _unset(self, shape: Shape, planned: ResourceChange) -> frozenset[str]:
        """The attributes that the configuration does not set: what stands there is the provider's or AWS's own."""
        name = f"{planned.type}.{planned.name}"
        block = self._references.block(planned.module_address, name) if self._references else None
        if block is None:
            return frozenset()
        known = self._unset_of.get(id(block))
        if known is None:
            expressions = _expressions(block)
            unset = (name for name, path in shape.plain if path not in expressions)
            known = self._unset_of[id(block)] = frozenset(unset)
        return known

    def _region(self, kind: Kind, body: Mapping[str, Any], planned: ResourceChange | None) -> str | Unknown | None:
        if kind.is_global:
            return None
        named = body.get(kind.region_by) if kind.region_by else None
        found = named if isinstance(named, str) and named else region_of_values(body)
        if found is not None:
            self.regions.add(found)
            return found
        if planned is None:
            return Unknown("a state does not say which Region this resource stands in")
        block = (
            self._references.block(planned.module_address, f"{planned.type}.{planned.name}")
            if self._references
            else None
        )
        if block is None:
            return Unknown("the plan's configuration does not show which provider this resource uses")
        return self._providers.region(block.provider_config_key)


def _withheld(body: Mapping[str, Any], marks: Any) -> dict[str, Any]:
    if isinstance(marks, dict):
        marks = {**marks, "tags_all": _tag_marks(marks)}
    return {
        key: sensitive_laid(value, marks.get(key) if isinstance(marks, dict) else marks) for key, value in body.items()
    }


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
