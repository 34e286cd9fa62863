"""Reads root modules from disk with what a run gives them: variables, workspace, Regions, a cache."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from drlint.catalog.registry import Catalog
from drlint.cli.discovery import top_of
from drlint.model.errors import DrlintError
from drlint.model.values import Unknown
from drlint.readers.files import SOURCE_ENDINGS, Disk
from drlint.readers.result import ReadResult

if TYPE_CHECKING:
    from drlint.readers.hcl.allowance import Allowance
    from drlint.readers.hcl.code import Code, Sources
    from drlint.readers.hcl.tfvars import Flag


# A plan lists all variables of its root, with their defaults, and says nothing of the workspace.
_NOT_PLANNED = Unknown("the plan has no such variable, so that it was made from other code")
_NOT_SAID = Unknown("a plan does not say which workspace it is of; give --workspace")
_VARIABLE = re.compile(r"[^\W\d][\w-]*=")


class SourceInputs:
    """The source that one run reads; modules that several roots call are read once."""

    def __init__(
        self,
        *,
        provider_regions: Mapping[str, str] = {},
        given: Sequence[str] = (),
        workspace: str | None = None,
        cache: Path | None = None,
        source: str | None = None,
    ) -> None:
        self._provider_regions = provider_regions
        self._flags = tuple(map(_flag, given))
        self._workspace = workspace
        self._cache = cache
        self._source = source
        self._known: dict[str, Sources] = {}
        self._allowance: Allowance | None = None
        self._codes: list[Code] = []
        self._environment = {name: text for name, text in os.environ.items() if name.startswith("TF_")}
        if source is not None and not _holds_source(source):
            raise DrlintError(f"--source {source}: holds no Terraform source")

    def with_regions(self, provider_regions: Mapping[str, str]) -> SourceInputs:
        """The same source under another configuration: what was read once is not read again."""
        other = copy.copy(self)
        other._provider_regions = provider_regions  # noqa: SLF001 - a copy of its own
        return other

    def read(
        self, folder: str, root: str, catalog: Catalog, planned_with: Mapping[str, Any] | None = None
    ) -> ReadResult:
        """The resources of a root module; `planned_with` are the variables that a plan of it was made with."""
        from drlint.readers.hcl.reader import read_root  # noqa: PLC0415 - a plan alone needs no parser
        from drlint.readers.hcl.tfvars import left_out, settings_of  # noqa: PLC0415
        from drlint.readers.hcl.variables import literal  # noqa: PLC0415

        sources = self.sources_of(folder)
        settings, blind = settings_of(
            folder,
            disk=sources.disk,
            flags=self._flags,
            environment=self._environment,
            workspace=self._workspace,
            provider_regions=self._provider_regions,
            allowance=sources.allowance,
        )
        if planned_with is not None:
            settings = structs.replace(
                settings,
                variables={name: literal(value) for name, value in planned_with.items()},
                unread=_NOT_PLANNED,
                workspace=self._workspace or _NOT_SAID,
            )
            blind = ()
        read = read_root(folder, root=root, catalog=catalog, sources=sources, settings=settings)
        code = sources.code(folder)
        self._codes.append(code)
        note = "" if planned_with is not None else left_out(folder, sources.disk, code, settings)
        notes = (*read.notes, note) if note else read.notes
        return structs.replace(read, blind_spots=tuple(dict.fromkeys((*blind, *read.blind_spots))), notes=notes)

    def require_declared(self) -> None:
        """Refuse a variable on the command line that none of the roots declares; raises DrlintError."""
        if self._flags and self._codes:
            from drlint.readers.hcl.tfvars import require_declared  # noqa: PLC0415

            require_declared(self._flags, self._codes)

    def beside(self, plan: str | None) -> str | None:
        """The folder of the code that a plan (None: standard input) was made from, where it is to be seen."""
        if self._source is not None:
            return self._source
        folder = "." if plan is None else os.path.dirname(plan) or "."  # noqa: PTH120
        return folder if _holds_source(folder) else None

    def sources_of(self, folder: str) -> Sources:
        """The files of a folder's repository; without git, those below the folder above it."""
        from drlint.readers.hcl.allowance import Allowance  # noqa: PLC0415
        from drlint.readers.hcl.cache import ParseCache  # noqa: PLC0415
        from drlint.readers.hcl.code import Sources  # noqa: PLC0415

        found = Path(folder).resolve()
        top = top_of(found) or found.parent
        key = str(top)
        if key not in self._known:
            base = top if top_of(found) is not None else Path.cwd()
            self._allowance = Allowance() if self._allowance is None else self._allowance
            cache = None if self._cache is None else ParseCache(self._cache)
            self._known[key] = Sources(Disk(top, base), cache, self._allowance)
        return self._known[key]


def _flag(text: str) -> Flag:
    """Either `name=value` or the name of a file of values; both flags are one, so that their order is kept."""
    return ("var", text) if _VARIABLE.match(text) else ("var-file", text)


def _holds_source(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(each.name.endswith(SOURCE_ENDINGS) and not each.name.startswith(".") for each in entries)
    except OSError:
        return False
