"""A module's code: the files of one folder put together, override files laid over the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.model.finding import BlindSpot
from drlint.model.resource import Location
from drlint.readers.files import SOURCE_ENDINGS, Disk, OverError
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.cache import ParseCache
from drlint.readers.hcl.comments import Placed, comments_in
from drlint.readers.hcl.source import cleaned, parse_clean
from drlint.readers.waiver_text import MARK

MAX_PROBLEMS = 20
MAX_OVERRIDES = 200

Name: TypeAlias = "tuple[str, str]"


class Code(Struct, frozen=True, kw_only=True, dict=True):
    """What one folder declares; of two declarations of one name the first counts.

    `folder` is its path on disk, empty for a text that came without one; `blind` what of it could not be read;
    `comments` are the waivers in it.
    """

    folder: str
    body: tree.Body
    blind: tuple[BlindSpot, ...] = ()
    uris: tuple[str, ...] = ()
    comments: tuple[Placed, ...] = ()

    @cached_property
    def variables(self) -> Mapping[str, tree.Block]:
        return self._named("variable")

    @cached_property
    def outputs(self) -> Mapping[str, tree.Block]:
        return self._named("output")

    @cached_property
    def calls(self) -> Mapping[str, tree.Block]:
        """Module calls."""
        return self._named("module")

    @cached_property
    def resources(self) -> Mapping[Name, tree.Block]:
        return self._typed("resource")

    @cached_property
    def data(self) -> Mapping[Name, tree.Block]:
        return self._typed("data")

    def _named(self, kind: str) -> dict[str, tree.Block]:
        """Blocks of a type with one label, by that label."""
        found: dict[str, tree.Block] = {}
        for each in self.body.blocks_of(kind):
            if each.labels:
                found.setdefault(each.labels[0], each)
        return found

    def _typed(self, kind: str) -> dict[Name, tree.Block]:
        """Blocks of a type with two labels, by these."""
        found: dict[Name, tree.Block] = {}
        for each in self.body.blocks_of(kind):
            if len(each.labels) == 2:  # noqa: PLR2004 - type and name
                found.setdefault((each.labels[0], each.labels[1]), each)
        return found

    @cached_property
    def locals(self) -> Mapping[str, tree.Attribute]:
        """Local values by name."""
        found: dict[str, tree.Attribute] = {}
        for block in self.body.blocks_of("locals"):
            for each in block.body.attributes:
                found.setdefault(each.name, each)
        return found


class Sources:
    """The code of folders, each read once however many roots call it."""

    def __init__(self, disk: Disk, cache: ParseCache | None = None, allowance: Allowance | None = None) -> None:
        self.disk = disk
        self.allowance = Allowance() if allowance is None else allowance
        self._cache = cache
        self._known: dict[str, Code] = {}

    def code(self, folder: str) -> Code:
        """The code of a folder; what cannot be read is in its blind spots."""
        key = os.path.realpath(folder)
        if key not in self._known:
            self._known[key] = self._read(folder)
        return self._known[key]

    def _read(self, folder: str) -> Code:
        blind: list[BlindSpot] = []
        uris: list[str] = []
        plain: list[tree.Body] = []
        overriding: list[tree.Body] = []
        comments: list[Placed] = []
        try:
            names = source_names(self.disk.names(folder))
        except UnreadableError as error:
            uri = self.disk.uri(folder)
            return Code(folder=folder, body=tree.Body(), blind=(BlindSpot(uri, str(error), Location(uri)),))
        for at, name in enumerate(names):
            path = os.path.join(folder, name)  # noqa: PTH118 - a folder of 10,000 files: pathlib is ten times slower
            uri = self.disk.uri(path)
            uris.append(uri)
            try:
                source = self._parsed(path, uri, comments)
            except OverError as error:
                blind.append(BlindSpot(uri, f"{error}; {len(names) - at:,} files here are not read", Location(uri)))
                break
            except UnreadableError as error:
                blind.append(BlindSpot(uri, str(error), Location(uri)))
                continue
            blind += problems(source, uri)
            if len(overriding) == MAX_OVERRIDES:
                reason = f"it is not read: a module has {MAX_OVERRIDES} override files at most"
                blind.append(BlindSpot(uri, reason, Location(uri)))
                break
            (overriding if _is_override(name) else plain).append(source.body)
        body = overridden(_together(plain), overriding)
        return Code(folder=folder, body=body, blind=tuple(blind), uris=tuple(uris), comments=tuple(comments))

    def _parsed(self, path: str, uri: str, comments: list[Placed]) -> tree.Source:
        """The tree of a file; its waivers are added to the comments, which JSON has none of."""
        data = self.disk.contents(path)
        if path.endswith(".json"):
            from drlint.readers.hcl.json_syntax import parse_json  # noqa: PLC0415 - few have such files

            return parse_json(data, uri, self.allowance)
        if self._cache is not None:
            source = self._cache.parsed(data, uri, self.allowance)
        else:
            source = parse_clean(cleaned(data), uri, self.allowance)
        if MARK in data:
            comments += comments_in(cleaned(data).data, uri, source, self.allowance)
        return source


def source_names(names: Iterable[str]) -> list[str]:
    """The names that Terraform reads, the override files last; `x.tofu` stands for `x.tf` where both are there."""
    found = [
        each for each in names if each.endswith(SOURCE_ENDINGS) and not each.startswith((".", "#")) and each[-1] != "~"
    ]
    tofu = {each.replace(".tofu", ".tf") for each in found if ".tofu" in each}
    return sorted((each for each in found if each not in tofu), key=lambda name: (_is_override(name), name))


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").rpartition(".")[0]
    return stem == "override" or stem.endswith("_override")


def problems(source: tree.Source, uri: str) -> Iterator[BlindSpot]:
    """What of a file could not be read, as the report lists it."""
    for problem in source.problems[:MAX_PROBLEMS]:
        yield BlindSpot(problem.what, problem.reason, Location(uri, problem.line))
    rest = source.problems[MAX_PROBLEMS:]
    if rest:
        yield BlindSpot(uri, f"{len(rest):,} more parts of it cannot be parsed", Location(uri, rest[0].line))


def _together(bodies: Sequence[tree.Body]) -> tree.Body:
    if len(bodies) == 1:
        return bodies[0]
    return tree.Body(
        [each for body in bodies for each in body.attributes], [each for body in bodies for each in body.blocks]
    )


def overridden(body: tree.Body, others: Sequence[tree.Body]) -> tree.Body:
    """A body with the blocks of override files merged in, as Terraform does it.

    https://developer.hashicorp.com/terraform/language/files/override (2026-11-25)
    """
    if not others:
        return body
    values: list[tree.Block] = []
    blocks = list(body.blocks)
    places: dict[object, int] = {}
    for at, own in enumerate(blocks):
        places.setdefault(_identity(own), at)
    for each in (block for other in others for block in other.blocks):
        if each.type == "locals":
            values.append(each)
            continue
        at = places.setdefault(_identity(each), len(blocks))
        if at == len(blocks):
            blocks.append(each)
        else:
            blocks[at] = blocks[at].with_body(_merged(blocks[at].body, each.body))
    return tree.Body(body.attributes, [*reversed(values), *blocks])  # of declarations of one name the first counts


def _identity(block: tree.Block) -> object:
    """What a block has in common with the one of an override file that is merged into it."""
    return block.type, block.labels, _alias(block) if block.type == "provider" else None


def _alias(block: tree.Block) -> object:
    alias = block.body.attribute("alias")
    return alias.value.value if alias is not None and isinstance(alias.value, tree.Literal) else None


def _merged(own: tree.Body, other: tree.Body) -> tree.Body:
    """Arguments replaced one by one; nested blocks replaced type by type, `lifecycle` merged."""
    attributes = {each.name: each for each in (*own.attributes, *other.attributes)}
    replaced = {_type_of(each) for each in other.blocks} - {"lifecycle"}
    kept = [each for each in own.blocks if _type_of(each) not in replaced]
    lifecycle = next((at for at, each in enumerate(kept) if each.type == "lifecycle"), None)
    for each in other.blocks:
        if each.type == "lifecycle" and lifecycle is not None:
            kept[lifecycle] = kept[lifecycle].with_body(_merged(kept[lifecycle].body, each.body))
        else:
            kept.append(each)
    return tree.Body(attributes.values(), kept)


def _type_of(block: tree.Block) -> str:
    """What a block adds: a `dynamic "x"` adds blocks of the type x; a backend is one whatever it is called."""
    if block.type == "dynamic" and block.labels:
        return block.labels[0]
    return "backend" if block.type in {"backend", "cloud"} else block.type
