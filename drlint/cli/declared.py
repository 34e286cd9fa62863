"""Reads the root modules below paths, for the commands that change source."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from drlint.catalog.registry import Catalog
from drlint.cli.inputs import top_of, uri_of
from drlint.model.errors import DrlintError
from drlint.model.finding import BlindSpot
from drlint.readers.files import Disk
from drlint.readers.hcl import tree
from drlint.readers.hcl.code import ENDINGS, Sources
from drlint.readers.hcl.reader import read_root
from drlint.readers.hcl.variables import Settings
from drlint.readers.result import ReadResult

_SKIPPED = frozenset({".git", ".terraform", "node_modules", ".venv", "__pycache__"})


class Root(Struct, frozen=True):
    """A root module that was read: its folder, and the files of its repository."""

    name: str
    folder: str
    disk: Disk
    sources: Sources
    read: ReadResult


class Declared(Struct, frozen=True):
    """What the given paths declare; `only` are the files that were given by name, none where folders were."""

    roots: tuple[Root, ...]
    only: frozenset[str] = frozenset()

    @property
    def blind_spots(self) -> tuple[BlindSpot, ...]:
        return tuple(spot for root in self.roots for spot in root.read.blind_spots)

    def root(self, name: str) -> Root:
        return next(each for each in self.roots if each.name == name)


class _Repositories:
    """The files of each repository, read once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Disk, Sources]] = {}

    def holding(self, folder: str) -> tuple[Disk, Sources]:
        top = os.path.realpath(top_of(Path(folder)) or Path(folder).parent)
        if top not in self._known:
            disk = Disk(Path(top))
            self._known[top] = disk, Sources(disk)
        return self._known[top]


def declared(paths: Sequence[str], catalog: Catalog, provider_regions: Mapping[str, str]) -> Declared:
    """Every root module of these paths, read; raises DrlintError for a path that is none."""
    only = frozenset(os.path.realpath(path) for path in paths if not _is_folder(path))
    folders = dict.fromkeys(folder for path in paths for folder in _folders(Path(path)))
    settings = Settings(provider_regions=provider_regions)
    repositories = _Repositories()
    found: dict[str, Root] = {}
    for folder in _roots(folders, repositories):
        name = _name(folder)
        disk, sources = repositories.holding(folder)
        if name in found:
            raise DrlintError(f"{folder}: {found[name].folder} is called {name or 'this folder'}, too; give them apart")
        read = read_root(folder, root=name, catalog=catalog, sources=sources, settings=settings)
        found[name] = Root(name, folder, disk, sources, read)
    return Declared(tuple(found.values()), only)


def _is_folder(path: str) -> bool:
    found = Path(path)
    if not found.exists():
        raise DrlintError(f"{path}: no such file or folder")
    if not found.is_dir() and not path.endswith(ENDINGS):
        raise DrlintError(f"{path}: is no Terraform source; give a folder or a file that ends with .tf")
    return found.is_dir()


def _name(folder: str) -> str:
    uri = uri_of(folder)
    return "" if uri == "." else uri


def _folders(path: Path) -> Iterator[str]:
    """The folders with Terraform source at or below a path; that of a file is its own."""
    if not path.is_dir():
        yield os.path.realpath(path.parent)
        return
    for here, folders, names in os.walk(os.path.realpath(path)):
        folders[:] = sorted(each for each in folders if each not in _SKIPPED)
        if any(name.endswith(ENDINGS) for name in names):
            yield here


def _roots(folders: Iterable[str], repositories: _Repositories) -> list[str]:
    """Those of the folders that none of the others calls as a module."""
    every = list(folders)
    called: set[str] = set()
    for folder in every:
        for call in repositories.holding(folder)[1].code(folder).body.blocks_of("module"):
            source = call.body.attribute("source")
            value = source.value.value if source is not None and isinstance(source.value, tree.Literal) else None
            if isinstance(value, str) and value.startswith("."):
                called.add(os.path.realpath(os.path.join(folder, value)))  # noqa: PTH118
    return [each for each in every if each not in called]
