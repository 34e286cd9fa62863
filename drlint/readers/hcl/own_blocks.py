"""Makes resources of the blocks that Terraform itself reads: backend, providers, module calls, removed blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from drlint.catalog.kind import Kind
from drlint.model.arn import host_of, region_of_host
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown
from drlint.readers.attributes import Attributes, Unset
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import values, written
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.lines import Lines
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.module_sources import REGISTRY, origin_of
from drlint.readers.hcl.seen import Seen, settled
from drlint.readers.hcl.world import Scope
from drlint.readers.projection import MalformedError, require_shape
from drlint.readers.recipes import recipe_of

MAX_OWN_BLOCKS = 5_000

_AT_INIT = "is not in the backend block; terraform init -backend-config or the environment gives it"
_NO_BACKEND = Unknown(
    "no backend block is in view: state stays on the machine that ran Terraform, unless a tool writes the block; "
    "write it, or declare under elsewhere: where state lies"
)
_TYPED = re.compile(r"^(?:module\.[^.]+\.)*([a-z][a-z0-9]*_\w+)\.[^.]+$")


class _Made(Struct, frozen=True, kw_only=True):
    """A resource in the making: `path` is its address in its module, `where` the lines that its block does not tell."""

    kind: str
    path: str
    block: tree.Block
    body: dict[str, Seen]
    place: Location | None = None
    where: Mapping[str, Location] | None = None


class OwnBlocks:
    """The own blocks of one root, each told once however many instances of its module there are."""

    def __init__(self) -> None:
        self.resources: list[Resource] = []
        self._paths: set[str] = set()
        self._told: set[int] = set()

    def meet(self, module: Module) -> None:
        """Add the own blocks of a module; what was installed from elsewhere is not the user's to judge."""
        if module.foreign is not None or "terraform_backend" not in module.root.catalog:
            return
        self._add_all(module, module.prefix, (_provider(module, each) for each in _blocks(module, "provider")))
        if id(module.code) in self._told:
            return
        self._told.add(id(module.code))
        prefix = "".join(f"module.{name}." for name in module.trail)
        self._add_all(module, prefix, _backend(module) if module.caller is None else ())
        self._add_all(module, prefix, _static(module))

    def _add_all(self, module: Module, prefix: str, found: Iterable[_Made]) -> None:
        for made in found:
            if len(self.resources) >= MAX_OWN_BLOCKS:
                reason = f"reading stopped after {MAX_OWN_BLOCKS:,} of Terraform's own blocks"
                module.root.cannot_see(f"{prefix}{made.path}", reason, made.block.place)
                return
            self._add(module, prefix + made.path, made)

    def _add(self, module: Module, path: str, made: _Made) -> None:
        if path in self._paths:
            return
        try:
            resource = _resource(module.root.catalog[made.kind], Address(module.root.name, path), made)
        except MalformedError as error:
            module.root.cannot_see(path, str(error), made.block.place)
            return
        self._paths.add(path)
        self.resources.append(resource)


def _resource(kind: Kind, address: Address, made: _Made) -> Resource:
    """The Region is none of the resource's own: a block stands in the source, and what it names in an attribute."""
    recipe = recipe_of(kind)
    body = {name: settled(value) for name, value in made.body.items() if name in recipe.keys and value is not None}
    require_shape(recipe, body, None)
    attributes = Attributes(recipe, body, None)
    view = View(
        attributes=attributes,
        location=made.block.place if made.place is None else made.place,
        where=Lines(made.block, recipe) if made.where is None else made.where,
        defaulted=Unset(attributes),
    )
    return Resource(address=address, kind=kind.name, region=None, declared=view)


def _blocks(module: Module, kind: str) -> tuple[tree.Block, ...]:
    return module.code.body.blocks_of(kind)


def _given(module: Module, block: tree.Block, kind: str, *more: str) -> dict[str, Seen]:
    """What a block sets of what its kind reads: the rest may be a credential, and is never evaluated."""
    return values(block.body, Scope(module), recipe_of(module.root.catalog[kind]).keys | set(more))


def _backend(module: Module) -> Iterator[_Made]:
    """Where a root keeps its state; of a root that configures providers, that no block says it."""
    for outer in _blocks(module, "terraform"):
        for block in outer.body.blocks:
            if block.type == "cloud":
                body = {**_given(module, block, "terraform_backend"), "type": "cloud"}
                yield _Made(kind="terraform_backend", path="terraform.cloud", block=block, body=body)
                return
            if block.type == "backend" and block.labels:
                path, body = f"terraform.backend.{block.labels[0]}", _of_backend(module, block)
                yield _Made(kind="terraform_backend", path=path, block=block, body=body)
                return
    if module.root.incomplete(module) is None:
        for block in _blocks(module, "provider")[:1]:
            body = {"declared": False, "type": _NO_BACKEND}
            yield _Made(kind="terraform_backend", path="terraform.backend", block=block, body=body, where={})


def _of_backend(module: Module, block: tree.Block) -> dict[str, Seen]:
    body = _given(module, block, "terraform_backend", "sts_endpoint")
    if "sts_endpoint" in body:  # the form before 1.6
        body.setdefault("endpoints", {"sts": body["sts_endpoint"]})
    if block.labels[0] == "s3":
        needed = ("bucket", "key")
        # The Region may come from the environment; where the block names no bucket or key, so may all the rest.
        missing = ("region",) if all(name in body for name in needed) else _S3
        for name in missing:
            body.setdefault(name, Unknown(f"{name} {_AT_INIT}"))
    return {**body, "type": block.labels[0]}


_S3 = ("bucket", "key", "region", "use_lockfile", "dynamodb_table", "encrypt", "kms_key_id", "sts_region")


def _provider(module: Module, block: tree.Block) -> _Made:
    name = block.labels[0] if block.labels else "?"
    body = _given(module, block, "terraform_provider")
    alias = body.get("alias")
    called = f"{name}.{alias}" if isinstance(alias, str) else name
    endpoints = body.get("endpoints")
    if isinstance(endpoints, tuple):  # a set of blocks, each of which may name some of the endpoints
        found = [each["sts"] for each in endpoints if isinstance(each, Mapping) and each.get("sts") is not None]
        body["endpoints"] = {"sts": found[0]} if found else {}
    if called in module.providers:
        body["region"] = module.providers[called].region
    return _Made(kind="terraform_provider", path=f"provider.{called}", block=block, body={**body, "name": name})


def _static(module: Module) -> Iterator[_Made]:
    """What Terraform takes no variables in, so that it is the same in each instance of the module."""
    for outer in _blocks(module, "terraform"):
        for block in outer.body.blocks_of("required_providers"):
            for attribute in block.body.attributes:
                yield _required(block, attribute, evaluate(attribute.value, Scope(module)))
    for block in _blocks(module, "module"):
        if block.labels:
            yield _call(module, block)
    for block in _blocks(module, "removed"):
        yield _removed(module, block)


def _required(block: tree.Block, attribute: tree.Attribute, said: Seen) -> _Made:
    body: dict[str, Seen] = {"name": attribute.name}
    if isinstance(said, Mapping):
        body |= {key: said[key] for key in ("source", "version") if said.get(key) is not None}
    elif isinstance(said, (str, Unknown)):  # the form before 0.13: a version alone
        body["version"] = said
    source = body.get("source")
    if isinstance(source, Unknown):
        body["host"] = source
    else:
        parts = source.split("/") if isinstance(source, str) else []
        body["host"] = host_of(parts[0]) if len(parts) > 2 else REGISTRY  # noqa: PLR2004 - host/namespace/name
        body["region_name"] = region_of_host(parts[0]) if parts else None
    path = f"terraform.required_providers.{attribute.name}"
    return _Made(kind="terraform_required_provider", path=path, block=block, body=body, place=attribute.place, where={})


_OF_SOURCE = ("source", "source_kind", "host", "region_name", "bucket", "ref")


def _call(module: Module, block: tree.Block) -> _Made:
    """A module call without the arguments that are the module's own variables."""
    source, version = block.body.attribute("source"), block.body.attribute("version")
    where = {} if source is None else dict.fromkeys(_OF_SOURCE, source.place)
    where |= {} if version is None else {"version": version.place}
    body = values(block.body, Scope(module), ("source", "version"))
    body |= _of_source(body.get("source", Unknown("the call names no source")))
    return _Made(kind="terraform_module_call", path=f"module.{block.labels[0]}", block=block, body=body, where=where)


def _of_source(source: Seen) -> dict[str, Seen]:
    if not isinstance(source, str):
        unseen = source if isinstance(source, Unknown) else Unknown("its source is no plain text")
        return dict.fromkeys(_OF_SOURCE, unseen)
    origin = origin_of(source)
    return {
        "source": origin.shown,
        "source_kind": origin.kind,
        "host": origin.host,
        "region_name": Unknown(origin.no_region) if origin.no_region else origin.region,
        "bucket": origin.bucket,
        "ref": origin.ref,
    }


def _removed(module: Module, block: tree.Block) -> _Made:
    given = block.body.attribute("from")
    path = "?" if given is None else written(given.value)
    body = _given(module, block, "terraform_removed")
    typed = _TYPED.match(path)
    kind = module.root.catalog.kind_of(typed[1]) if typed else None
    body |= {"from": path, "removed_kind": None if typed is None else typed[1] if kind is None else kind.name}
    if typed is None:
        body["holds_data"] = Unknown(f"what {path} held is not in this source any more; a plan shows it")
    else:
        body["holds_data"] = kind is not None and kind.holds_data
    return _Made(kind="terraform_removed", path=f"removed.{path}", block=block, body=body)
