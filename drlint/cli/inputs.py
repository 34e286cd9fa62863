"""Reads what was given, each input safely, and keeps account of what could not be read."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, structs

from drlint.catalog.registry import Catalog
from drlint.cli.discovery import STDIN, Found, of_the_shell
from drlint.cli.document_inputs import Documents, unread
from drlint.cli.naming import uri_of, uri_of_folder
from drlint.cli.source_inputs import SourceInputs
from drlint.engine.report import Input
from drlint.estate.beside import is_code_of
from drlint.model.errors import DrlintError, UnreadableError, UnrecognisedError
from drlint.model.finding import BlindSpot
from drlint.model.resource import Location, Resource
from drlint.readers.documents.recognition import is_named_so
from drlint.readers.files import read_regular
from drlint.readers.inventory.reader import is_manifest, read_inventory
from drlint.readers.plan.reader import read_plan
from drlint.readers.result import ReadResult

LARGEST = 2 * 1024 * 1024 * 1024
_ENDINGS = (".json", ".plan", ".tfplan", ".state", ".tfstate")
_PLAIN = frozenset({"plan", "tfplan", "state", "terraform", "tfstate"})


class Gathered(Struct, frozen=True):
    """All inputs of one kind of use (`check` or `--context`): what was read, and the account of it.

    `source` is the code that plans were made from: it shows where things stand and what plans lack. `before` are the
    documents as a trusted ref has them, `gone` those of it that still steer and are not there any more.
    """

    results: tuple[ReadResult, ...]
    inputs: tuple[Input, ...]
    blind_spots: tuple[BlindSpot, ...]
    roots: tuple[str, ...]
    source: tuple[Resource, ...] = ()
    before: tuple[ReadResult, ...] | None = None
    gone: tuple[ReadResult, ...] = ()

    @property
    def trusted(self) -> frozenset[str] | None:
        """The names of the workloads of a trusted ref, None where none is trusted."""
        if self.before is None:
            return None
        every = (one for each in self.before for one in each.resources if one.kind == "workload")
        return frozenset(str(each["name"]) for each in every)

    @property
    def recognised(self) -> bool:
        return any(each.status in {"read", "partial", "failed"} for each in self.inputs)


class Met(Struct):
    """What a run has read so far, under whatever configuration.

    `roots`: by root and kind of input, what of it was read; `beside`: folders of the code that plans were made from;
    `named`: the files of documents, by root and address.
    """

    roots: dict[tuple[str, str], str] = {}
    beside: set[str] = set()
    named: dict[tuple[str, str], str] = {}


def gather(
    found: Found,
    catalog: Catalog,
    *,
    root: str | None,
    sources: SourceInputs,
    provider_regions: Mapping[str, str],
    called: str | None = None,
    met: Met | None = None,
) -> Gathered:
    """Read every plan, state and root module that was found; raises DrlintError for two of one root.

    `called` is what reports name the file, its path where None.
    """
    account = _Account(catalog, sources.with_regions(provider_regions), provider_regions, called, met or Met())
    for path, is_named in found.files:
        if is_manifest(path):
            account.read_inventory(path)
        elif is_named_so(path):
            account.read_document(path, is_named=is_named)
        else:
            account.read_file(path, root_of(path) if root is None else root, is_named=is_named)
    for folder in found.roots:
        account.read_root(folder, root)
    for path, reason in found.unread:
        account.cannot_read(uri_of_folder(path), "folder", reason)
    return account.gathered()


class _Account:
    """What was read so far, and what of it could not be."""

    def __init__(
        self,
        catalog: Catalog,
        sources: SourceInputs,
        provider_regions: Mapping[str, str],
        called: str | None,
        met: Met,
    ) -> None:
        self._catalog = catalog
        self._sources = sources
        self._provider_regions = provider_regions
        self._called = called
        self._results: list[ReadResult] = []
        self._inputs: list[Input] = []
        self._blind: list[BlindSpot] = []
        self._source: list[Resource] = []
        self._met = met
        self._documents = Documents(met.named)
        self._roots: list[str] = []

    def gathered(self) -> Gathered:
        return Gathered(
            tuple(self._results),
            tuple(self._inputs),
            tuple(dict.fromkeys(self._blind)),
            tuple(dict.fromkeys(self._roots)),
            tuple(self._source),
        )

    def read_file(self, path: str, root: str, *, is_named: bool) -> None:
        """Read a plan or a state, and the source that lies beside a plan."""
        uri = self._called or uri_of(path)
        variables: dict[str, Any] = {}
        try:
            read = read_plan(
                contents_of(path, explicit=is_named),
                uri=uri,
                root=root,
                catalog=self._catalog,
                provider_regions=self._provider_regions,
                variables=variables,
            )
        except UnrecognisedError as error:
            self._inputs.append(Input(uri=uri, kind="unknown", status="skipped", note=str(error)))
        except UnreadableError as error:
            self._roots.append(root)
            self.cannot_read(uri, "plan or state", str(error))
        else:
            if read.kind == "plan" and self._called is None:
                read = self._with_code(read, path, root, variables)
            self._add(read, root, uri)

    def read_inventory(self, path: str) -> None:
        """Read a saved inventory, told by its manifest."""
        folder = os.path.dirname(path) or "."  # noqa: PTH120
        uri = uri_of_folder(folder)
        try:
            read = read_inventory(folder, uri=uri, catalog=self._catalog)
        except UnreadableError as error:
            self.cannot_read(uri, "inventory", str(error))
            return
        self._take(read, uri, uri)
        self._roots += dict.fromkeys(each.address.root for each in read.resources)

    def read_document(self, path: str, *, is_named: bool) -> None:
        """Read a recovery document; its root is its folder."""
        uri = self._documents.uri(path)
        root = uri.rpartition("/")[0]
        try:
            read = self._documents.read(path, uri, root, is_named=is_named)
        except UnrecognisedError as error:
            if is_named:
                self._inputs.append(Input(uri=uri, kind="unknown", status="skipped", note=str(error)))
        except UnreadableError as error:
            self._roots.append(root)
            self._inputs.append(Input(uri=uri, kind="document", status="failed", note=str(error)))
            self._blind.append(unread(uri, str(error)))
        else:
            self._take(read, root, uri)

    def read_root(self, folder: str, root: str | None) -> None:
        """Read a root module's source, unless it was read beside a plan of it; called after its folder, or as said."""
        if folder not in self._met.beside:
            uri = uri_of_folder(folder)
            name = _root_at(uri) if root is None else root
            self._add(self._sources.read(folder, name, self._catalog), name, uri)

    def cannot_read(self, uri: str, kind: str, reason: str) -> None:
        """Note what could not be read at all."""
        self._inputs.append(Input(uri=uri, kind=kind, status="failed", note=reason))
        self._blind.append(BlindSpot(uri, reason, Location(uri)))

    def _add(self, read: ReadResult, root: str, uri: str) -> None:
        """Take in what was read; two plans of one root would be two answers to one question."""
        other = self._met.roots.setdefault((root, read.kind), uri)
        if other != uri:
            raise DrlintError(
                f"{uri}: {other} is a {read.kind} of the same root, {root or 'this folder'}; check them apart"
            )
        self._take(read, root, uri)

    def _take(self, read: ReadResult, root: str, uri: str) -> None:
        self._roots.append(root)
        self._results.append(read)
        self._blind += read.blind_spots
        self._inputs.append(_input_of(read, uri))

    def _with_code(self, plan: ReadResult, path: str, root: str, variables: Mapping[str, Any]) -> ReadResult:
        """A plan with the code that it was made from, for what it does not show: lines, lifecycle, Terraform's blocks.

        What of it cannot be read leaves the plan whole, so that it is a note and no blind spot. Code of another root
        tells nothing of the plan, and is still to be judged.
        """
        folder = self._sources.beside(None if path == STDIN or of_the_shell(path) else path)
        if folder is None:
            return plan
        read = self._sources.read(folder, root, self._catalog, planned_with=variables)
        if not is_code_of(plan.resources, read.judged):
            note = (
                f"the code in {uri_of_folder(folder)} declares nothing of it, so it is not what the plan was made from"
            )
            return structs.replace(plan, notes=(*plan.notes, note))
        self._met.beside.add(os.path.realpath(folder))
        self._source += read.resources
        note = f"lines are of its code in {uri_of_folder(folder)}"
        if read.blind_spots:
            spot, count = read.blind_spots[0], len(read.blind_spots)
            said = f"{spot.location}: {spot.reason}" + (f"; {count - 1:,} more" if count > 1 else "")
            note = f"{note}, which could not be read whole ({said})"
        notes = (*plan.notes, note, *read.notes)
        beside = {"own_blocks": read.own_blocks, "moves": read.moves, "waivers": read.waivers}
        return structs.replace(plan, notes=notes, **beside)


def _input_of(read: ReadResult, uri: str) -> Input:
    status = "partial" if read.blind_spots else "read"
    count = len(read.resources) + read.uncatalogued
    return Input(uri=uri, kind=read.kind, status=status, note="; ".join(read.notes), resources=count)


def contents_of(path: str, *, explicit: bool = True) -> bytes:
    """A file's bytes (`-`: standard input); raises UnreadableError, or UnrecognisedError for what is no JSON."""
    if path == STDIN:
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UnreadableError(f"it is larger than {LARGEST >> 20} MiB")
        return _json_only(data, path)
    if of_the_shell(path):
        try:
            with Path(path).open("rb") as pipe:
                return _json_only(pipe.read(LARGEST), path)
        except OSError as error:
            raise UnreadableError(f"it cannot be read: {error.strerror}") from error
    data = read_regular(path, LARGEST)
    return _json_only(data, path) if explicit else data


def _json_only(data: bytes, path: str) -> bytes:
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in {b"{", b""} or head[:2] in {b"\xff\xfe", b"\xfe\xff", b"PK", b"\0{"}:
        return data.removeprefix(b"\xef\xbb\xbf")
    what = "it is not a plan" if path.endswith((".json", STDIN)) else "it is of no kind that drlint reads"
    raise UnrecognisedError(f"{what}; give the output of terraform show -json")


def root_of(path: str) -> str:
    """The root module of a file, from its place and name alone, so that fingerprints depend on nothing else.

    `plan.json` and `state.json` belong to their folder, `prod.plan.json` to `prod` in it.
    """
    if path == STDIN or of_the_shell(path):
        return ""
    folder = PurePosixPath(uri_of(path)).parent.as_posix()
    stem = Path(path).name
    while stem.endswith(_ENDINGS):
        stem = stem.rpartition(".")[0]
    names = [] if folder == "." else [folder]
    return "/".join(names if stem in _PLAIN else [*names, stem])


def root_of_folder(folder: str) -> str:
    """The root module of a folder: its path from the repository's top."""
    return _root_at(uri_of_folder(folder))


def _root_at(uri: str) -> str:
    return "" if uri == "." else uri
