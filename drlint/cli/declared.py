"""Reads the root modules below paths, for the commands that change source."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from drlint.catalog.registry import Catalog
from drlint.cli.discovery import found_in
from drlint.cli.inputs import root_of_folder
from drlint.cli.source_inputs import SourceInputs
from drlint.model.errors import DrlintError
from drlint.model.finding import BlindSpot
from drlint.readers.files import SOURCE_ENDINGS, Disk
from drlint.readers.hcl.code import Sources
from drlint.readers.result import ReadResult


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


def declared(paths: Sequence[str], catalog: Catalog, inputs: SourceInputs) -> Declared:
    """Every root module of these paths, read; raises DrlintError for a path or a variable that is none."""
    only = frozenset(os.path.realpath(path) for path in paths if not _is_folder(path))
    found: dict[str, Root] = {}
    for folder in found_in(paths).roots:
        name = root_of_folder(folder)
        if name in found:
            raise DrlintError(f"{folder}: {found[name].folder} is called {name or 'this folder'}, too; give them apart")
        read = inputs.read(folder, name, catalog)
        sources = inputs.sources_of(folder)
        found[name] = Root(name, folder, sources.disk, sources, read)
    inputs.require_declared()
    return Declared(tuple(found.values()), only)


def _is_folder(path: str) -> bool:
    found = Path(path)
    if not found.exists():
        raise DrlintError(f"{path}: no such file or folder")
    if not found.is_dir() and not path.endswith(SOURCE_ENDINGS):
        raise DrlintError(f"{path}: is no Terraform source; give a folder or a file that ends with .tf")
    return found.is_dir()
