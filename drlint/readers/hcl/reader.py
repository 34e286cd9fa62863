"""Reads Terraform source, a text or a root module's folder, into resources in the catalog's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from drlint.catalog.kind import Kind
from drlint.catalog.registry import Catalog
from drlint.model.finding import BlindSpot
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Unknown, Value
from drlint.readers.attributes import Attributes, Unset
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import values
from drlint.readers.hcl.code import MAX_PROBLEMS, Code, Sources, problems
from drlint.readers.hcl.comments import comments_in
from drlint.readers.hcl.lines import Lines
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.moves import Moved
from drlint.readers.hcl.own_blocks import OwnBlocks
from drlint.readers.hcl.providers import Provider, all_tags, region_named
from drlint.readers.hcl.root import Root
from drlint.readers.hcl.seen import Instance, settled
from drlint.readers.hcl.source import cleaned, parse
from drlint.readers.hcl.variables import Settings
from drlint.readers.hcl.waivers import Waivers
from drlint.readers.hcl.world import TOO_MUCH, Scope
from drlint.readers.projection import MalformedError, require_shape
from drlint.readers.recipes import Recipe, recipe_of
from drlint.readers.regions import region_of_values
from drlint.readers.result import ReadResult
from drlint.readers.waiver_text import MARK

MAX_BYTES = 4 * 1024 * 1024
MAX_RESOURCES = 50_000

# Blocks that expressions look up by themselves, and those that say nothing about resources.
_SILENT = frozenset(
    {
        *("variable", "locals", "data", "provider", "output", "module"),
        *("terraform", "moved", "import", "removed", "check", "ephemeral", "action"),
    }
)
_ALWAYS = frozenset({"tags", "region", "availability_zone", "lifecycle"})


def read_source(text: str, *, uri: str, root: str, catalog: Catalog) -> ReadResult:
    """The resources that a text declares, and the places in it that could not be read; lines count from 1."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        reason = f"it is larger than {MAX_BYTES >> 20} MiB, which no Terraform file written by people is"
        return ReadResult(resources=(), blind_spots=(BlindSpot(uri, reason, Location(uri)),), kind="source")
    source = parse(text, uri)
    made = Root(root, "", catalog, Settings())
    data = text.encode("utf-8", "replace")
    comments = comments_in(cleaned(data).data, uri, source, made.budget.allowance) if MARK in data else ()
    code = Code(folder="", body=source.body, blind=tuple(problems(source, uri)), uris=(uri,), comments=comments)
    return _Reading(code, made).result()


def read_root(
    folder: str, *, root: str, catalog: Catalog, sources: Sources, settings: Settings | None = None
) -> ReadResult:
    """The resources of the root module in a folder and of every module that it calls."""
    code = sources.code(folder)
    return _Reading(code, Root(root, folder, catalog, settings or Settings(), sources)).result()


class _Reading:
    """One root while it is read."""

    def __init__(self, code: Code, root: Root) -> None:
        self._root = root
        self._code = code
        self._resources: list[Resource] = []
        self._own = OwnBlocks()
        self._moved = Moved()
        self._waivers = Waivers()
        self._uncatalogued = 0
        self._regions: set[str] = set()
        self._checked: set[int] = set()
        self._allowance = root.budget.allowance
        self._is_full = False

    def result(self) -> ReadResult:
        self._root.meet(self._code)
        waiting = [Module(self._code, self._root)]
        while waiting and not self._is_full and self._root.budget.left >= 0:
            module = waiting.pop()
            self._read(module)
            below = [each for name in module.calls for each in self._called(module, name)]
            waiting += reversed(below)
        self._root.budget.end()
        self._allowance.resources -= len(self._resources)
        uri = self._code.uris[0] if self._code.uris else self._root.folder
        if self._root.budget.left < 0:
            self._root.cannot_see(uri, TOO_MUCH.reason, Location(uri))
        return ReadResult(
            resources=tuple(self._resources),
            blind_spots=self._root.blind.spots,
            regions=frozenset(self._regions),
            uncatalogued=self._uncatalogued,
            kind="source",
            own_blocks=tuple(self._own.resources),
            moves=tuple(self._moved.found),
            notes=self._waivers.notes,
            waivers=self._waivers.written,
        )

    def _called(self, module: Module, name: str) -> tuple[Module, ...]:
        found = module.modules(name)
        if isinstance(found, Unknown):
            self._root.cannot_see_module(f"{module.prefix}module.{name}", found.reason, module.calls[name].place)
            return ()
        return found

    def _read(self, module: Module) -> None:
        self._regions |= {each.region for each in module.providers.values() if isinstance(each.region, str)}
        self._check(module.code)
        self._own.meet(module)
        self._moved.meet(module)
        self._waivers.meet(module)
        self._root.budget.spend(len(module.code.body.blocks))
        for block in module.code.resources.values():
            kind = self._root.catalog.kind_of(block.labels[0])
            if kind is None:
                self._uncatalogued += 1
            elif not self._is_full:
                self._expand(module, block, kind)

    def _check(self, code: Code) -> None:
        """Note, once for each folder, what Terraform would refuse at the top of its files."""
        if id(code) in self._checked:
            return
        self._checked.add(id(code))
        found = list(_refused(code))
        for what, reason, item in found[:MAX_PROBLEMS]:
            self._root.cannot_see(what, reason, item.place)
        if found[MAX_PROBLEMS:]:
            place = found[MAX_PROBLEMS][2].place
            reason = f"{len(found) - MAX_PROBLEMS:,} more blocks and arguments of this folder are not read"
            self._root.cannot_see(place.uri, reason, place)

    def _expand(self, module: Module, block: tree.Block, kind: Kind) -> None:
        path = f"{module.prefix}{'.'.join(block.labels)}"
        expansion = module.instances((block.labels[0], block.labels[1]))
        if expansion.why is not None and expansion.is_blind:
            self._root.cannot_see(path, expansion.why.reason, block.place)
        recipe = recipe_of(kind)
        provider = self._root.provider_of(block, module)
        declared = _Declared(module, block, kind, recipe, provider, Lines(block, recipe))
        unsure = module.unsure if expansion.why is None else expansion.why
        for item in expansion.items:
            if len(self._resources) >= min(MAX_RESOURCES, self._allowance.resources):
                self._is_full = True
                reason = f"reading stopped after {len(self._resources):,} resources of this root module"
                self._root.cannot_see(path, reason, block.place)
                return
            instance = module.instance(block, item)
            try:
                made = _resource(instance, declared)
            except MalformedError as error:
                self._root.cannot_see(instance.address.path, str(error), block.place)
                continue
            if isinstance(made.region, str):
                self._regions.add(made.region)
            self._resources.append(made if unsure is None else msgspec.structs.replace(made, unsure=unsure))


def _refused(code: Code) -> Iterator[tuple[str, str, tree.Attribute | tree.Block]]:
    """What Terraform would refuse at the top of a folder's files: what it is, and why."""
    for attribute in code.body.attributes:
        yield attribute.name, "an argument outside any block is not read", attribute
    for block in code.body.blocks:
        name = " ".join((block.type, ".".join(block.labels))).strip()
        if block.type == "resource" and len(block.labels) != 2:  # noqa: PLR2004 - type and name
            yield name, "a resource block needs a type and a name", block
        elif block.type == "resource" and code.resources[block.labels[0], block.labels[1]] is not block:
            first = code.resources[block.labels[0], block.labels[1]].place
            yield ".".join(block.labels), f"it is declared twice; the one in {first} is read", block
        elif block.type != "resource" and block.type not in _SILENT:
            yield name, "Terraform has no such block", block


class _Declared(Struct, frozen=True):
    """A resource block, with what all its instances share."""

    module: Module
    block: tree.Block
    kind: Kind
    recipe: Recipe
    provider: Provider
    lines: Lines


def _resource(instance: Instance, declared: _Declared) -> Resource:
    module, recipe, block = declared.module, declared.recipe, declared.block
    seen = values(block.body, Scope(module, instance.names), recipe.keys | _ALWAYS)
    body = {name: settled(module.budget.bounded(value)) for name, value in seen.items()}
    tags = all_tags(declared.provider.default_tags, body.get("tags"))
    if tags is not None:
        body.setdefault("tags_all", tags)
    region = _region(declared.kind, body, declared.provider)
    body = {name: value for name, value in body.items() if name in recipe.keys}
    require_shape(recipe, body, region)
    attributes = Attributes(recipe, body, region)
    foreign = module.foreign
    view = View(
        attributes=attributes,
        location=block.place if foreign is None else foreign,
        where=declared.lines if foreign is None else {},
        defaulted=Unset(attributes),
    )
    return Resource(address=instance.address, kind=declared.kind.name, region=region, declared=view)


def _region(kind: Kind, body: Mapping[str, Value], provider: Provider) -> str | Unknown | None:
    """A resource's own Region, or its zone's, before its provider's; None for a global kind."""
    if kind.is_global:
        return None
    declared = kind.find(kind.region_by) if kind.region_by else None
    told = region_of_values(body)
    own = region_named(body.get("region"), provider.region) if told is None else told
    return own if declared is None else region_named(body.get(declared.path), own)
