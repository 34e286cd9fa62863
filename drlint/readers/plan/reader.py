"""Reads a plan or a state that `terraform show -json` wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw

from drlint.catalog.registry import Catalog
from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.finding import BlindSpot
from drlint.model.resource import Change, Location, Resource
from drlint.model.values import Address
from drlint.readers.plan.bodies import Shape, Shapes
from drlint.readers.plan.document import (
    MALFORMED,
    REMEDY,
    Configuration,
    Document,
    PlannedChange,
    ResourceChange,
    StateModule,
    StateResource,
    StateValues,
    decoded,
    gc_paused,
    value_of,
)
from drlint.readers.plan.providers import providers_of
from drlint.readers.plan.references import References
from drlint.readers.plan.regions import ProviderRegions
from drlint.readers.plan.views import NOTHING, Seen, Views
from drlint.readers.projection import MalformedError
from drlint.readers.result import ReadResult

_SHORTEST = len(b"null")
_CREATED = Change(actions=("create",))
_ACTIONS = frozenset({"no-op", "create", "read", "update", "delete", "forget"})


def read_plan(
    data: bytes,
    *,
    uri: str,
    root: str,
    catalog: Catalog,
    provider_regions: Mapping[str, str] | None = None,
    variables: dict[str, Any] | None = None,
) -> ReadResult:
    """The resources of a plan (declared, with changes) or of a state (observed).

    `variables` is filled with those that the plan was made with, secrets among them; nothing else keeps them.

    Raises UnrecognisedError for other JSON, UnreadableError for a plan that cannot be decoded at all.
    """
    with gc_paused():
        document, _, notes = decoded(data)
        _require_terraform(document)
        if variables is not None:
            variables |= {name: value_of(each.value) for name, each in (document.variables or {}).items()}
        reading = _Reading(document, uri, root, catalog, provider_regions or {})
        if document.resource_changes is None and document.values is not None:
            return reading.state(document.values, notes)
        return reading.plan(notes)


def _require_terraform(document: Document) -> None:
    version = document.format_version
    has_content = (
        document.resource_changes is not None
        or document.values is not None
        or _holds(document.planned_values)
        or document.configuration is not None
    )
    if version is None and (not has_content or document.terraform_version is None):
        lacks = " (it has no format_version)" if has_content else ""
        raise UnrecognisedError(
            f"it is JSON, but not a Terraform plan or state{lacks}; give the output of `terraform show -json`"
        )
    major = str(version).partition(".")[0]
    if version is not None and major not in {"0", "1"}:
        raise UnreadableError(
            f"its format_version is {str(version)[:20]}; drlint reads 1.x, so a newer drlint is needed"
        )


def _holds(raw: Raw) -> bool:
    return memoryview(raw).nbytes > 0


class _Reading:
    """One file being read."""

    def __init__(
        self, document: Document, uri: str, root: str, catalog: Catalog, provider_regions: Mapping[str, str]
    ) -> None:
        self._document = document
        self._location = Location(uri)
        self._root = root
        self._blind: list[BlindSpot] = []
        self._uncatalogued = 0
        self._shapes = Shapes(catalog)
        configuration = document.configuration or Configuration()
        self._own_blocks = tuple(providers_of(configuration, root, self._location, catalog))
        self._references = References(configuration, root)
        self._providers = ProviderRegions(configuration, document.variables or {}, provider_regions)
        references = self._references if document.configuration is not None else None
        self._views = Views(self._location, references, self._providers)

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
        self._references.close()
        return self._result(resources, "plan", notes)

    def _planned(self) -> Iterator[ResourceChange]:
        """A refresh-only plan lists no changes; what it keeps stands in planned_values."""
        raw = self._document.planned_values
        values = msgspec.json.decode(raw, type=StateValues) if _holds(raw) else StateValues()
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
        resources: list[Resource] = []
        for _, each in _states(values.root_module):
            shape = self._shapes.of(each.type, each.provider_name) if each.mode == "managed" else None
            if shape is None:
                self._uncatalogued += each.mode == "managed"
                continue
            seen = self._seen(shape, each.address, each.values, each.sensitive_values)
            if seen is not None:
                address = Address(self._root, each.address)
                resources.append(
                    Resource(
                        address=address,
                        kind=shape.kind.name,
                        region=seen.region,
                        account=seen.account,
                        observed=seen.view,
                    )
                )
        return self._result(resources, "state", notes)

    def _result(self, resources: list[Resource], kind: str, notes: tuple[str, ...]) -> ReadResult:
        return ReadResult(
            resources=tuple(resources),
            blind_spots=tuple(self._blind),
            regions=self._providers.all_known() | self._views.regions,
            uncatalogued=self._uncatalogued,
            kind=kind,
            notes=notes,
            own_blocks=self._own_blocks,
        )

    def _check_whole(self, managed: list[ResourceChange]) -> None:
        if self._document.errored:
            self._lacks(
                "the plan", "Terraform stopped with an error; what came after it is missing; mend it and plan again"
            )
        elif self._document.complete is False:
            self._lacks(
                "the plan", "it is not complete (targeted or deferred); what it leaves out is missing; plan the whole"
            )
        if len({each.address for each in managed}) == len(managed):
            return
        seen: set[str] = set()
        for each in managed:
            if each.address in seen:
                self._lacks(each.address, f"the plan holds this address twice; {REMEDY}")
            seen.add(each.address)

    def _lacks(self, what: str, reason: str) -> None:
        self._blind.append(BlindSpot(what, reason, self._location))

    def _resource(self, planned: ResourceChange) -> Resource | None:
        if planned.type == MALFORMED:
            self._lacks(planned.address, f"it is not as Terraform writes it: {planned.name}; {REMEDY}")
            return None
        shape = self._shapes.of(planned.type, planned.provider_name)
        if shape is None:
            self._uncatalogued += 1
            if self._shapes.foreign(planned.type, planned.provider_name):
                self._lacks(
                    planned.address, f"it is of the provider {planned.provider_name}, which drlint does not know"
                )
            return None
        actions = planned.change.actions
        if not actions or not _ACTIONS.issuperset(actions):
            said = ", ".join(actions) or "nothing"
            self._lacks(
                planned.address,
                f"the plan does something drlint does not know: {said[:100]}; a newer drlint may know it",
            )
            return None
        return self._planned_resource(planned, shape)

    def _planned_resource(self, planned: ResourceChange, shape: Shape) -> Resource | None:
        """The resource as planned; one that is deleted or forgotten has only what it was before."""
        change = planned.change
        leaves = "create" not in change.actions and ("delete" in change.actions or "forget" in change.actions)
        now: Seen | None = None
        if not leaves:
            if memoryview(change.after).nbytes <= _SHORTEST and bytes(change.after) in {b"", b"null"}:
                self._lacks(planned.address, f"the plan gives it no values; {REMEDY}")
                return None
            now = self._seen(shape, planned.address, change.after, change.after_sensitive, planned)
            if now is None:
                return None
        past: Seen | None = None
        if change.actions not in (["create"], ["no-op"]) and bytes(change.before) not in NOTHING:
            past = self._seen(shape, planned.address, change.before, change.before_sensitive, planned, past=True)
        stands = now or past
        if stands is None:
            return None
        return Resource(
            address=Address(self._root, planned.address),
            kind=shape.kind.name,
            region=stands.region,
            account=stands.account or (past.account if past else None),
            declared=now.view if now else None,
            change=self._change(planned, past),
        )

    def _change(self, planned: ResourceChange, past: Seen | None) -> Change | None:
        change = planned.change
        importing = _holds(change.importing) and bytes(change.importing) not in NOTHING
        if change.actions == ["create"] and planned.previous_address is None and not importing:
            return _CREATED
        if change.actions == ["no-op"] and planned.previous_address is None and not importing:
            return None
        previous = Address(self._root, planned.previous_address) if planned.previous_address else None
        return Change(
            actions=tuple(change.actions),
            before=past.view if past else None,
            previous_address=previous,
            replace_paths=tuple(".".join(str(step) for step in path) for path in change.replace_paths),
            importing=importing,
        )

    def _seen(
        self,
        shape: Shape,
        path: str,
        values: Raw,
        sensitive: Raw,
        planned: ResourceChange | None = None,
        *,
        past: bool = False,
    ) -> Seen | None:
        """One body's view; None, with a blind spot, where it is malformed."""
        try:
            return self._views.of(shape, values, sensitive, planned, past=past)
        except (msgspec.DecodeError, MalformedError, RecursionError) as error:
            self._lacks(path, f"its values are not as Terraform writes them: {error}; {REMEDY}")
            return None


def _states(module: StateModule, address: str = "") -> Iterator[tuple[str, StateResource]]:
    for each in module.resources:
        yield address, each
    for child in module.child_modules:
        yield from _states(child, child.address)
