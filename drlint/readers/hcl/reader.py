"""Reads a Terraform text into resources in the catalog's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drlint.catalog.kind import Kind
from drlint.catalog.registry import Catalog
from drlint.model.finding import BlindSpot
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import META, location, places, values
from drlint.readers.hcl.evaluate import TOO_MUCH, Scope
from drlint.readers.hcl.instances import uncounted
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.providers import Provider, all_tags, provider_of, providers_of, region_named
from drlint.readers.hcl.seen import Instance, settled
from drlint.readers.hcl.source import parse
from drlint.readers.projection import MalformedError, Path, project
from drlint.readers.regions import region_of_values
from drlint.readers.result import ReadResult

MAX_BYTES = 2_000_000
MAX_RESOURCES = 50_000
MAX_PROBLEMS = 20

# Blocks that expressions look up by themselves, and those that say nothing about resources.
_LOOKED_UP = frozenset({"variable", "locals", "data", "provider"})
_SILENT = frozenset({"terraform", "output", "moved", "import", "removed", "check", "ephemeral"}) | _LOOKED_UP


def read_source(text: str, *, uri: str, root: str, catalog: Catalog) -> ReadResult:
    """The resources that a text declares, and the places in it that could not be read; lines count from 1."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        reason = f"it is larger than {MAX_BYTES // 1_000_000} MB, which no Terraform file written by people is"
        return ReadResult(resources=(), blind_spots=(BlindSpot(uri, reason, Location(uri)),))
    return _Reading(text, uri, root, catalog).result()


class _Reading:
    """One text while it is read."""

    def __init__(self, text: str, uri: str, root: str, catalog: Catalog) -> None:
        source = parse(text)
        self._uri = uri
        self._root = root
        self._catalog = catalog
        self._body = source.body
        self._module = Module(source.body, root, catalog)
        self._blind = list(_problems(source, uri))
        self._resources: list[Resource] = []
        self._declared: dict[str, int] = {}
        self._uncatalogued = 0
        self._providers = providers_of(source.body, Scope(self._module))

    def result(self) -> ReadResult:
        for attribute in self._body.attributes:
            self._cannot_see(attribute.name, "an argument outside any block is not read", attribute.place)
        for block in self._body.blocks:
            self._read(block)
        if self._module.budget.left < 0:
            self._blind.append(BlindSpot(self._uri, TOO_MUCH.reason, Location(self._uri)))
        given = [*(each.region for each in self._providers.values()), *(each.region for each in self._resources)]
        return ReadResult(
            resources=tuple(self._resources),
            blind_spots=tuple(self._blind),
            regions=frozenset(each for each in given if isinstance(each, str)),
            uncatalogued=self._uncatalogued,
        )

    def _read(self, block: tree.Block) -> None:
        name = " ".join((block.type, ".".join(block.labels))).strip()
        if block.type == "resource" and len(block.labels) == 2:  # noqa: PLR2004 - type and name
            self._read_resource(block)
        elif block.type == "module":
            self._cannot_see(name, "modules are not read yet", block.place)
        elif block.type == "resource":
            self._cannot_see(name, "a resource block needs a type and a name", block.place)
        elif block.type not in _SILENT:
            self._cannot_see(name, "Terraform has no such block", block.place)

    def _read_resource(self, block: tree.Block) -> None:
        kind = self._catalog.kind_of(block.labels[0])
        path = ".".join(block.labels)
        if kind is None:
            self._uncatalogued += 1
        elif path in self._declared:
            self._cannot_see(path, f"it is declared twice; line {self._declared[path]} is read", block.place)
        else:
            self._declared[path] = block.place.line
            self._expand(block, kind, path)

    def _expand(self, block: tree.Block, kind: Kind, path: str) -> None:
        found = self._module.resource(*block.labels)
        if isinstance(found, Unknown):
            self._cannot_see(path, found.reason, block.place)
            found = uncounted(kind.name, Address(self._root, path), block, found)
        instances = (found,) if isinstance(found, Instance) else found
        if isinstance(instances, Mapping):
            instances = tuple(instances.values())
        provider = provider_of(block, self._providers)
        where = places(block, self._uri)
        if ("tags",) in where:
            where["tags_all",] = where["tags",]
        for instance in instances:
            if len(self._resources) >= MAX_RESOURCES:
                self._cannot_see(path, f"reading stopped after {MAX_RESOURCES:,} resources", block.place)
                return
            try:
                self._resources.append(self._resource(instance, block, kind, provider, where))
            except MalformedError as error:
                self._cannot_see(instance.address.path, str(error), block.place)

    def _resource(
        self,
        instance: Instance,
        block: tree.Block,
        kind: Kind,
        provider: Provider,
        where: Mapping[Path, Location],
    ) -> Resource:
        seen = values(block.body, Scope(self._module, instance.names), META)
        body = {name: settled(self._module.budget.bounded(value)) for name, value in seen.items()}
        tags = all_tags(provider.default_tags, body.get("tags"))
        if tags is not None:
            body.setdefault("tags_all", tags)
        region = _region(kind, body, provider)

        def locate(path: Path) -> Location | None:
            return next((where[path[:end]] for end in range(len(path), 0, -1) if path[:end] in where), None)

        attributes, lines, defaulted = project(kind, body, region, locate)
        view = View(attributes=attributes, location=location(block.place, self._uri), where=lines, defaulted=defaulted)
        return Resource(address=instance.address, kind=kind.name, region=region, declared=view)

    def _cannot_see(self, what: str, reason: str, place: tree.Place) -> None:
        self._blind.append(BlindSpot(what, reason, location(place, self._uri)))


def _region(kind: Kind, body: Mapping[str, object], provider: Provider) -> str | Unknown | None:
    """A resource's own Region, or its zone's, before its provider's; None for a global kind."""
    if kind.is_global:
        return None
    declared = kind.find(kind.region_by) if kind.region_by else None
    told = region_of_values(body)
    own = region_named(body.get("region"), provider.region) if told is None else told
    return own if declared is None else region_named(body.get(declared.path), own)


def _problems(source: tree.Source, uri: str) -> Iterator[BlindSpot]:
    for problem in source.problems[:MAX_PROBLEMS]:
        yield BlindSpot(problem.what, problem.reason, Location(uri, problem.line))
    rest = source.problems[MAX_PROBLEMS:]
    if rest:
        yield BlindSpot(uri, f"{len(rest):,} more parts of it cannot be parsed", Location(uri, rest[0].line))
