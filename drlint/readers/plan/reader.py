"""Reads a plan or a state that `terraform show -json` wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.catalog.registry import Catalog
from drlint.model.arn import account_of_arn
from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.finding import BlindSpot
from drlint.model.resource import Change, Location, Resource, View
from drlint.model.values import Address, Unknown
from drlint.readers.plan.address import module_steps
from drlint.readers.plan.document import (
    MALFORMED,
    Configuration,
    PlannedChange,
    Document,
    ResourceChange,
    StateModule,
    StateResource,
    StateValues,
    body_type,
    decoded,
    gc_paused,
)
from drlint.readers.plan.overlay import OMITTED, sensitive_laid, unknown_laid
from drlint.readers.plan.references import References, Scope
from drlint.readers.plan.regions import ProviderRegions, region_of_values
from drlint.readers.projection import MalformedError, project
from drlint.readers.result import ReadResult

_ALWAYS = frozenset({"region", "arn", "availability_zone", "tags", "tags_all"})
_ACTIONS = frozenset({"no-op", "create", "read", "update", "delete", "forget"})
_NOTHING = (b"", b"{}", b"false", b"null")


class _Shape(Struct, frozen=True):
    """A kind with what decoding its bodies needs."""

    kind: Kind
    body: type[Struct]
    many: frozenset[str]


def read_plan(
    data: bytes, *, uri: str, root: str, catalog: Catalog, provider_regions: Mapping[str, str] | None = None
) -> ReadResult:
    """The resources of a plan (declared, with changes) or of a state (observed).

    Raises UnrecognisedError for other JSON, UnreadableError for a plan that cannot be decoded at all.
    """
    with gc_paused():
        document, _, notes = decoded(data)
        _require_terraform(document)
        reading = _Reading(document, uri, root, catalog, provider_regions or {})
        if document.resource_changes is None and document.values is not None:
            return reading.state(document.values, notes)
        return reading.plan(notes)


def _require_terraform(document: Document) -> None:
    version = document.format_version
    has_content = (
        document.resource_changes is not None
        or document.values is not None
        or memoryview(document.planned_values).nbytes > 0
        or document.configuration is not None
    )
    if version is None and not has_content:
        message = "it is JSON, but not a Terraform plan or state"
        raise UnrecognisedError(message)
    major = str(version).partition(".")[0]
    if version is not None and major not in {"0", "1"}:
        message = f"its format_version is {str(version)[:20]}; drlint reads 1.x, so a newer drlint is needed"
        raise UnreadableError(message)
    if version is None and document.terraform_version is None:
        message = "it is JSON, but not a Terraform plan or state (it has no format_version)"
        raise UnrecognisedError(message)


class _Reading:
    """One file being read."""

    def __init__(
        self, document: Document, uri: str, root: str, catalog: Catalog, provider_regions: Mapping[str, str]
    ) -> None:
        self._document = document
        self._location = Location(uri)
        self._root = root
        self._catalog = catalog
        self._blind: list[BlindSpot] = []
        self._regions_seen: set[str] = set()
        self._uncatalogued = 0
        self._shapes: dict[str, _Shape] = {}
        configuration = document.configuration
        self._configured = configuration is not None
        configuration = configuration or Configuration()
        self._references = References(configuration, root)
        self._providers = ProviderRegions(configuration, document.variables or {}, provider_regions)

    def plan(self, notes: tuple[str, ...]) -> ReadResult:
        """Resources as the plan leaves them, each with its change."""
        changes = self._document.resource_changes
        if changes is None:
            changes = list(self._planned())
        managed = [each for each in changes if each.mode == "managed" and each.deposed is None]
        for each in managed:
            if "delete" not in each.change.actions or "create" in each.change.actions:
                self._references.add_instance(each.module_address, f"{each.type}.{each.name}", each.index, each.address)
        self._check_whole(managed)
        resources = [made for each in managed if (made := self._resource(each)) is not None]
        return self._result(resources, "plan", notes)

    def _planned(self) -> Iterator[ResourceChange]:
        """A refresh-only plan lists no changes; what it keeps stands in planned_values."""
        raw = self._document.planned_values
        values = msgspec.json.decode(raw, type=StateValues) if memoryview(raw).nbytes else StateValues()
        for module, each in _states(values.root_module):
            yield ResourceChange(
                address=each.address,
                type=each.type,
                name=each.name,
                mode=each.mode,
                index=each.index,
                module_address=module,
                provider_name=each.provider_name,
                change=PlannedChange(actions=["no-op"], after=each.values, after_sensitive=each.sensitive_values),
            )

    def state(self, values: StateValues, notes: tuple[str, ...]) -> ReadResult:
        """Resources as a state observed them."""
        resources = []
        for _, each in _states(values.root_module):
            shape = self._shape(each.type, each.provider_name) if each.mode == "managed" else None
            if shape is None:
                self._uncatalogued += each.mode == "managed"
                continue
            view = self._view(shape, each.address, each.values, each.sensitive_values)
            if view is None:
                continue
            view, region, account = view
            address = Address(self._root, each.address)
            resources.append(Resource(address=address, kind=each.type, region=region, account=account, observed=view))
        return self._result(resources, "state", notes)

    def _result(self, resources: list[Resource], kind: str, notes: tuple[str, ...]) -> ReadResult:
        regions = self._providers.all_known() | self._regions_seen
        return ReadResult(
            resources=tuple(resources),
            blind_spots=tuple(self._blind),
            regions=frozenset(regions),
            uncatalogued=self._uncatalogued,
            kind=kind,
            notes=notes,
        )

    def _check_whole(self, managed: list[ResourceChange]) -> None:
        if self._document.errored:
            self._lacks("the plan", "Terraform stopped with an error while planning; what came after it is missing")
        elif self._document.complete is False:
            self._lacks("the plan", "it is not complete (targeted or deferred); what it leaves out is missing")
        seen: set[str] = set()
        for each in managed:
            if each.address in seen:
                self._lacks(each.address, "the plan holds this address twice")
            seen.add(each.address)

    def _lacks(self, what: str, reason: str) -> None:
        self._blind.append(BlindSpot(what, reason, self._location))

    def _shape(self, type_name: str, provider: str) -> _Shape | None:
        if type_name not in self._catalog or not (not provider or provider == "aws" or provider.endswith("/aws")):
            return None
        shape = self._shapes.get(type_name)
        if shape is None:
            kind = self._catalog[type_name]
            shape = self._shapes[type_name] = _Shape(kind, body_type(_keys(kind)), _collections(kind))
        return shape

    def _resource(self, planned: ResourceChange) -> Resource | None:
        if planned.type == MALFORMED:
            self._lacks(planned.address, f"it is not as Terraform writes it: {planned.name}")
            return None
        actions = planned.change.actions
        if "forget" in actions and "create" not in actions:
            return self._forgotten(planned)
        shape = self._shape(planned.type, planned.provider_name)
        if shape is None:
            self._uncatalogued += 1
            return None
        if not set(actions) <= _ACTIONS:
            self._lacks(planned.address, f"the plan does something drlint does not know: {', '.join(actions)}"[:200])
            return None
        return self._planned_resource(planned, shape)

    def _forgotten(self, planned: ResourceChange) -> Resource | None:
        """Terraform lets go of it: it leaves the estate, and only policies on changes hear of it."""
        shape = self._shape(planned.type, planned.provider_name)
        if shape is None:
            return None
        return self._planned_resource(planned, shape, forgotten=True)

    def _planned_resource(self, planned: ResourceChange, shape: _Shape, *, forgotten: bool = False) -> Resource | None:
        change = planned.change
        deleted = forgotten or ("delete" in change.actions and "create" not in change.actions)
        declared, region, account = None, None, None
        if not deleted:
            if bytes(change.after) in {b"", b"null"}:
                self._lacks(planned.address, "the plan gives it no values")
                return None
            made = self._view(shape, planned.address, change.after, change.after_sensitive, planned)
            if made is None:
                return None
            declared, region, account = made
        before = None
        if change.actions not in (["create"], ["no-op"]) and bytes(change.before) not in _NOTHING:
            made = self._view(shape, planned.address, change.before, change.before_sensitive, planned, past=True)
            before = made[0] if made else None
            if made and declared is None:
                region, account = made[1], made[2]
        if deleted and before is None:
            return None
        return Resource(
            address=Address(self._root, planned.address),
            kind=planned.type,
            region=region,
            account=account,
            declared=declared,
            change=self._change(planned, before),
        )

    def _change(self, planned: ResourceChange, before: View | None) -> Change | None:
        change = planned.change
        if change.actions == ["no-op"] and planned.previous_address is None and not memoryview(change.importing).nbytes:
            return None
        previous = Address(self._root, planned.previous_address) if planned.previous_address else None
        return Change(
            actions=tuple(change.actions),
            before=before,
            previous_address=previous,
            replace_paths=tuple(".".join(str(step) for step in path) for path in change.replace_paths),
            importing=memoryview(change.importing).nbytes > 0,
        )

    def _view(
        self,
        shape: _Shape,
        path: str,
        values: Raw,
        sensitive: Raw,
        planned: ResourceChange | None = None,
        *,
        past: bool = False,
    ) -> tuple[View, str | Unknown | None, str | None] | None:
        """The view, Region and account of one body; None, with a blind spot, where it is malformed."""
        try:
            body = _body(values, shape)
            region = self._region(shape.kind, body, planned)
            if planned is not None and not past:
                self._lay_unknowns(body, planned, shape)
            if bytes(sensitive) not in _NOTHING and b"true" in bytes(sensitive):
                marks = msgspec.json.decode(sensitive)
                body = {key: sensitive_laid(value, marks.get(key) if isinstance(marks, dict) else marks) for key, value in body.items()}
            attributes, where, defaulted = project(shape.kind, body, region)
        except (msgspec.DecodeError, MalformedError, RecursionError) as error:
            self._lacks(path, f"its values are not as Terraform writes them: {error}")
            return None
        arn = body.get("arn")
        account = account_of_arn(arn) if isinstance(arn, str) else None
        view = View(attributes=attributes, location=self._location, where=where, defaulted=defaulted)
        return view, region, account

    def _lay_unknowns(self, body: dict[str, Any], planned: ResourceChange, shape: _Shape) -> None:
        raw = planned.change.after_unknown
        if bytes(raw) in _NOTHING:
            return
        marks = msgspec.json.decode(raw)
        if not isinstance(marks, dict):
            message = "after_unknown is not an object"
            raise MalformedError(message)
        name = f"{planned.type}.{planned.name}"
        block = self._references.block(planned.module_address, name) if self._configured else None
        expressions: Any = _expressions(block) if block is not None else None
        scope: Scope | None = None
        for key, mark in marks.items():
            if key not in body or mark is False or mark in ({}, []):
                continue
            if scope is None:
                steps = module_steps(planned.module_address)
                scope = Scope(steps, planned.index, block.for_each_expression if block else None)
            expression = expressions.get(key, OMITTED) if expressions is not None else None
            known = self._references if self._configured else None
            body[key] = unknown_laid(body[key], mark, expression, known, scope, many=key in shape.many)

    def _region(self, kind: Kind, body: Mapping[str, Any], planned: ResourceChange | None) -> str | Unknown | None:
        if kind.is_global:
            return None
        if kind.region_by:
            named = body.get(kind.region_by)
            if isinstance(named, str) and named:
                self._regions_seen.add(named)
                return named
        found = region_of_values(body)
        if found is None and planned is not None:
            block = self._references.block(planned.module_address, f"{planned.type}.{planned.name}")
            if block is None:
                return Unknown("the plan's configuration does not show which provider this resource uses")
            return self._providers.region(block.provider_config_key)
        if found is None:
            return Unknown("a state does not say which Region this resource stands in")
        self._regions_seen.add(found)
        return found


def _expressions(block: Any) -> Any:
    """A block's expressions, decoded once: the decoded form takes the Raw's place."""
    found = block.expressions
    if isinstance(found, Raw):
        found = msgspec.json.decode(found) if memoryview(found).nbytes else {}
        block.expressions = found
    return found


def _body(values: Raw, shape: _Shape) -> dict[str, Any]:
    typed = msgspec.json.decode(values, type=shape.body)
    body = {field.encode_name: getattr(typed, field.name) for field in msgspec.structs.fields(shape.body)}
    if body.get("tags_all") is None:
        body["tags_all"] = body.get("tags")
    return body


def _states(module: StateModule, address: str = "") -> Iterator[tuple[str, StateResource]]:
    for each in module.resources:
        yield address, each
    for child in module.child_modules:
        inner = child.resources[0].address.rpartition(f".{child.resources[0].type}.")[0] if child.resources else ""
        yield from _states(child, inner)


def _keys(kind: Kind) -> frozenset[str]:
    found = set(_ALWAYS)
    for declared in kind.attributes:
        owner, _, path = declared.path.rpartition(":")
        if owner and owner != kind.name:
            continue
        if not path and isinstance(declared, Block):
            found.update(inner.path.partition(".")[0] for inner in declared.attributes)
        else:
            found.add(path.partition(".")[0])
        if isinstance(declared, Attribute):
            found.update(source.partition(".")[0] for source in declared.inherits)
    if kind.region_by:
        found.add(kind.region_by)
    return frozenset(each for each in found if each and not each.startswith("@"))


def _collections(kind: Kind) -> frozenset[str]:
    """The top-level attributes that hold a list or a set."""
    return frozenset(each.path.rpartition(":")[2] for each in kind.attributes if isinstance(each, Attribute) and each.many)
