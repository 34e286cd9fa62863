"""Reads root modules from disk with what a run gives them: variables, workspace, Regions, a cache."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drlint.catalog.registry import Catalog
from drlint.cli.discovery import top_of
from drlint.model.errors import DrlintError
from drlint.readers.files import SOURCE_ENDINGS, Disk
from drlint.readers.result import ReadResult

if TYPE_CHECKING:
    from drlint.readers.hcl.code import Sources


class SourceInputs:
    """The source that one run reads; modules that several roots call are read once."""

    def __init__(
        self,
        *,
        provider_regions: Mapping[str, str],
        given: Sequence[tuple[str, str]] = (),
        workspace: str | None = None,
        cache: Path | None = None,
        source: str | None = None,
    ) -> None:
        self._provider_regions = provider_regions
        self._given = given
        self._workspace = workspace
        self._cache = cache
        self._source = source
        self._known: dict[str, Sources] = {}
        if source is not None and not _holds_source(source):
            raise DrlintError(f"--source {source}: holds no Terraform source")

    def read(self, folder: str, root: str, catalog: Catalog) -> ReadResult:
        """The resources of a root module."""
        from drlint.readers.hcl.reader import read_root  # noqa: PLC0415 - a plan alone needs no parser
        from drlint.readers.hcl.variables import Settings  # noqa: PLC0415

        sources = self._sources(folder)
        settings = Settings(provider_regions=self._provider_regions)
        return read_root(folder, root=root, catalog=catalog, sources=sources, settings=settings)

    def beside(self, plan: str | None) -> str | None:
        """The folder of the code that a plan (None: standard input) was made from, where it is to be seen."""
        if self._source is not None:
            return self._source
        folder = "." if plan is None else os.path.dirname(plan) or "."  # noqa: PTH120
        return folder if _holds_source(folder) else None

    def _sources(self, folder: str) -> Sources:
        """The files of a folder's repository; without git, those below the folder above it."""
        from drlint.readers.hcl.cache import ParseCache  # noqa: PLC0415
        from drlint.readers.hcl.code import Sources  # noqa: PLC0415

        found = Path(folder).resolve()
        top = top_of(found) or found.parent
        key = str(top)
        if key not in self._known:
            base = top if top_of(found) is not None else Path.cwd()
            self._known[key] = Sources(Disk(top, base), None if self._cache is None else ParseCache(self._cache))
        return self._known[key]


def _holds_source(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(each.name.endswith(SOURCE_ENDINGS) and not each.name.startswith(".") for each in entries)
    except OSError:
        return False
