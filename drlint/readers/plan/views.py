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
from drlint.readers.attributes import Attributes, Unset
from drlint.readers.plan.address import referring
from drlint.readers.plan.bodies import Shape, body_of
from drlint.readers.plan.document import ConfigResource, ResourceChange
from drlint.readers.plan.overlay import OMITTED, Marked, Overlay, sensitive_laid, withholds
from drlint.readers.plan.references import References
from drlint.readers.plan.regions import ProviderRegions
from drlint.readers.projection import MalformedError, require_shape
from drlint.readers.regions import region_of_values

NOTHING = (b"", b"{}", b"false", b"null")
_NO_LINES: Mapping[str, Location] = {}
_NOTHING_PLANNED: Mapping[str, Any] = {}


class _Marks(Struct, frozen=True):
    """What `after_unknown` marks of what the catalog reads: `kept` are the keys that the body itself still answers.

    `marked` has the mark and the expression of each that stands for something, `partly` those known in part; the others
    nobody set.
    """

    kept: frozenset[str]
    marked: Marked
    partly: tuple[str, ...]
    has_arn: bool


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
        self._marks: dict[tuple[str, int, bytes], _Marks] = {}
        self._withheld: dict[bytes, Any] = {}

    def of(
        self, shape: Shape, values: Raw, sensitive: Raw, planned: ResourceChange | None = None, *, past: bool = False
    ) -> Seen:
        """The view of one body, `past` where it stood before the plan; raises MalformedError or msgspec's errors."""
        whole = body_of(values, shape)
        block = None
        if planned is not None and self._references is not None:
            block = self._references.block(planned.module_address, f"{planned.type}.{planned.name}")
        region = self._region(shape.kind, whole, planned, block)
        marks = None if planned is None or past else self._marks_of(planned, shape, block)
        kept = shape.recipe.keys if marks is None else marks.kept
        body = {key: value for key, value in whole.items() if value is not None and key in kept}
        arn = None if marks is not None and marks.has_arn else whole.get("arn")
        overlay = None
        if planned is not None and marks is not None and marks.marked:
            overlay = self._overlay(marks, whole, planned, shape, block)
        text = bytes(sensitive)
        if text not in NOTHING and (b"true" in text or text[:1] != b"{"):
            arn = self._withhold(body, text, overlay, arn)
        require_shape(shape.recipe, body, region)
        attributes = Attributes(shape.recipe, body, region, overlay)
        unset = Unset(attributes, self._unset(shape, block) if block is not None and not past else frozenset())
        account = account_of_arn(arn) if isinstance(arn, str) else None
        view = View(attributes=attributes, location=self._location, where=_NO_LINES, defaulted=unset)
        return Seen(view, region, account)

    def _marks_of(self, planned: ResourceChange, shape: Shape, block: ConfigResource | None) -> _Marks | None:
        text = bytes(planned.change.after_unknown)
        if text in NOTHING:
            return None
        key = (planned.type, id(block), text)
        if key not in self._marks:
            self._marks[key] = _marks(text, _expressions(block) if block is not None else None, shape)
        return self._marks[key]

    def _overlay(
        self,
        marks: _Marks,
        body: Mapping[str, Any],
        planned: ResourceChange,
        shape: Shape,
        block: ConfigResource | None,
    ) -> Overlay:
        return Overlay(
            marks.marked,
            {key: body.get(key) for key in marks.partly} if marks.partly else _NOTHING_PLANNED,
            self._references,
            shape.many,
            planned.module_address,
            planned.index,
            block.for_each_expression if block is not None else None,
        )

    def _withhold(self, body: dict[str, Any], text: bytes, overlay: Overlay | None, arn: Any) -> Any:
        """Withhold what is marked sensitive, unknown or not, for good; the ARN as far as it may be told."""
        if text not in self._withheld:
            self._withheld[text] = _withheld(text)
        marks = self._withheld[text]
        if not isinstance(marks, dict):
            marked = overlay.marked if overlay is not None else {}
            marks = dict.fromkeys((*body, *marked, "arn"), marks)
        for key, mark in marks.items():
            if overlay is not None:
                overlay.lay(body, (key,))
            if key in body:
                body[key] = sensitive_laid(body[key], mark)
            if key == "arn":
                arn = None
        return arn

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
        own = kind.region_by or "region"
        if own in _expressions(block):
            return Unknown(f"its {own} is known after apply")
        return self._providers.region(block.provider_config_key)


def _marks(text: bytes, expressions: Mapping[str, Any] | None, shape: Shape) -> _Marks:
    marks = msgspec.json.decode(text)
    if not isinstance(marks, dict):
        message = "after_unknown is not an object"
        raise MalformedError(message)
    silent: set[str] = set()
    marked: Marked = {}
    for name, mark in marks.items():
        if name not in shape.recipe.keys or not _marked(mark):
            continue
        said = "tags" if name == "tags_all" else name
        expression = expressions.get(said, OMITTED) if expressions is not None else None
        if mark is True and expression is OMITTED and name != "tags_all":
            silent.add(name)
        else:
            is_needed_whole = mark is not True or expression is OMITTED
            marked[name] = (mark, expression if is_needed_whole else referring(expression))
    partly = tuple(name for name, (mark, _) in marked.items() if mark is not True)
    return _Marks(shape.recipe.keys - silent - marked.keys(), marked, partly, _marked(marks.get("arn", False)))


def _marked(mark: Any) -> bool:
    if isinstance(mark, dict):
        return any(map(_marked, mark.values()))
    return any(map(_marked, mark)) if isinstance(mark, list) else mark is not False


def _withheld(text: bytes) -> Any:
    """The keys that hold something sensitive with their marks; a mark alone where all of a body is."""
    marks = msgspec.json.decode(text)
    if not isinstance(marks, dict):
        return marks if withholds(marks) else {}
    return {key: mark for key, mark in {**marks, "tags_all": _tag_marks(marks)}.items() if withholds(mark)}


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
