"""What all module instances of one root share: its settings, its files, and the account of what could not be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from drlint.catalog.registry import Catalog
from drlint.model.errors import UnreadableError
from drlint.model.resource import Location
from drlint.model.values import Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.blind import Blind
from drlint.readers.hcl.code import Code, Sources
from drlint.readers.hcl.module_sources import without_secrets
from drlint.readers.hcl.providers import Provider, provider_of
from drlint.readers.hcl.seen import Invalid
from drlint.readers.hcl.variables import Settings
from drlint.readers.hcl.world import Budget

MAX_MODULES = 10_000
MAX_NESTED = 30
TOO_MANY_MODULES = f"drlint reads {MAX_MODULES:,} module instances at most"
_CALLING = 50  # steps that an instance of a module costs
_INSTALLED = ".terraform"
_LARGEST_LIST = 8 * 1024 * 1024


class _Installed(msgspec.Struct):
    """A line of `.terraform/modules/modules.json`: which folder `terraform init` put a module into."""

    key: str = msgspec.field(name="Key", default="")
    folder: str = msgspec.field(name="Dir", default="")


class _InstalledList(msgspec.Struct):
    modules: list[_Installed] = msgspec.field(name="Modules", default_factory=list)


class Module(Protocol):
    """What the root asks of a module instance; `caller` knows its `module`, and is None for the root's own."""

    code: Code
    prefix: str
    trail: tuple[str, ...]
    caller: Any

    @property
    def providers(self) -> Mapping[str, Provider]: ...
    @property
    def foreign(self) -> Location | None: ...


class _Unread(msgspec.Struct, frozen=True):
    """Why a module cannot be read; `outside`: although its call is as it should be."""

    reason: str
    outside: bool = False


class Root:
    """A root module while it is read; `sources` is None for a text that lies in no folder."""

    def __init__(
        self, name: str, folder: str, catalog: Catalog, settings: Settings, sources: Sources | None = None
    ) -> None:
        self.name = name
        self.folder = folder
        self.catalog = catalog
        self.settings = settings
        self.budget = Budget(Allowance() if sources is None else sources.allowance)
        self.blind = Blind()
        self._sources = sources
        self._installed: dict[str, str] | None = None
        self._modules = 0
        self._codes: dict[str, Code | _Unread] = {}
        self._files: dict[str, bytes | Unknown] = {}
        self._names: dict[str, tuple[str, ...] | Unknown] = {}
        self._seen: set[str] = set()

    def cannot_see(self, what: str, reason: str, place: Location, *, outside: bool = False) -> None:
        """Note a place that could not be looked at."""
        self.blind.add(what, reason, place, outside=outside)

    def cannot_see_module(self, what: str, reason: str, place: Location) -> None:
        """The same for a module call, of which one reason is enough."""
        if what not in self.blind:
            self.cannot_see(what, reason, place)

    def meet(self, code: Code) -> None:
        """Note what of a module's code could not be read."""
        for each in code.blind:
            self.cannot_see(each.what, each.reason, each.location)

    def incomplete(self, module: Module) -> Unknown | None:
        """Why what a module does not seem to declare may be declared nevertheless; None where all of it was read."""
        if not module.code.blind:
            return None
        return Unknown(f"{module.code.blind[0].location.uri} could not be read whole")

    def may_call(self, instances: int) -> bool:
        """Whether a module may have so many instances; they are counted."""
        allowance = self.budget.allowance
        if self._modules + instances > MAX_MODULES or allowance.modules < instances:
            return False
        self._modules += instances
        allowance.modules -= instances
        self.budget.spend(_CALLING * instances)
        return True

    def provider_of(self, block: tree.Block, module: Module) -> Provider:
        return provider_of(block, module.providers, self.settings.provider_regions)

    def code_of(self, module: Module, call: tree.Block) -> Code | Unknown:
        """The code of the module that a call names; unknown, and a blind spot, where it cannot be read."""
        found = self._found(module, call)
        if isinstance(found, _Unread):
            what = f"{module.prefix}module.{call.labels[0]}"
            self.cannot_see(what, found.reason, call.place, outside=found.outside)
            return Unknown(f"module {call.labels[0]}: {found.reason} ({call.place})")
        self.meet(found)
        return found

    def _found(self, module: Module, call: tree.Block) -> Code | _Unread:
        """The code, or why there is none."""
        source = call.body.attribute("source")
        if source is None or not isinstance(source.value, tree.Literal) or not isinstance(source.value.value, str):
            return _Unread("its source is no plain text")
        if self._sources is None:
            return _Unread("modules are read from folders, and this text lies in none")
        said = source.value.value
        folder = self._folder(module, call.labels[0], said)
        if folder is None:
            why = f"it comes from {without_secrets(said)} and is not on disk; run terraform init"
            return _Unread(why, outside=True)
        if folder not in self._codes:
            self._codes[folder] = self._code_in(folder, said, self._sources)
        found = self._codes[folder]
        if isinstance(found, Code) and _is_cycle(module, found):
            return _Unread(f"its source {said} is a module that calls it, so it would never end")
        if isinstance(found, Code) and len(module.trail) >= MAX_NESTED:
            return _Unread(f"modules are read {MAX_NESTED} levels deep at most")
        return found

    def _code_in(self, folder: str, source: str, sources: Sources) -> Code | _Unread:
        if "\0" in folder:
            return _Unread("its source is no name that a folder can have")
        if not sources.disk.is_inside(folder):
            return _Unread(f"its source {source} leads out of the repository, so it is not read", outside=True)
        return sources.code(folder) if _is_listed(folder) else _missing(source)

    def _folder(self, module: Module, name: str, source: str) -> str | None:
        if source.startswith(("./", "../")) or source in {".", ".."}:
            return os.path.normpath(os.path.join(module.code.folder, source))  # noqa: PTH118
        installed = self._list().get(".".join((*module.trail, name)))
        return None if installed is None else os.path.normpath(os.path.join(self.folder, installed))  # noqa: PTH118

    def _list(self) -> dict[str, str]:
        """The folders that `terraform init` installed modules into, by the names of the calls that lead to them."""
        if self._installed is None:
            self._installed = {}
            path = os.path.join(self.folder, _INSTALLED, "modules", "modules.json")  # noqa: PTH118
            if self._sources is not None and os.path.lexists(path):
                try:
                    data = self._sources.disk.contents(path, _LARGEST_LIST)
                    found = msgspec.json.decode(data, type=_InstalledList)
                    self._installed = {each.key: each.folder for each in found.modules if each.key and each.folder}
                except (UnreadableError, msgspec.DecodeError) as error:
                    uri = self._sources.disk.uri(path)
                    self.cannot_see(uri, f"it cannot be read: {error}; run terraform init again", Location(uri))
        return self._installed

    def foreign(self, module: Module, call: tree.Block, code: Code) -> Location | None:
        """Where the user's own code calls a module that was installed from elsewhere; None for the user's own."""
        if module.foreign is not None:
            return module.foreign
        return call.place if f"{os.sep}{_INSTALLED}{os.sep}" in code.folder + os.sep else None

    def path(self, module: Module, name: str) -> str | Unknown:
        """`path.module` and `path.root`, relative to where Terraform runs."""
        if name == "root":
            return "."
        if name == "module":
            return os.path.relpath(module.code.folder or ".", self.folder or ".").replace(os.sep, "/")
        return Unknown(f"path.{name} depends on where the checkout lies")

    def file(self, path: str) -> bytes | Unknown:
        """The contents of a file that the code names; Invalid where there is none."""
        if path not in self._files:
            self._files[path] = self._file(path)
        return self._files[path]

    def _file(self, path: str) -> bytes | Unknown:
        whole = self._inside(path)
        if isinstance(whole, Unknown) or self._sources is None:
            return whole if isinstance(whole, Unknown) else Unknown("there is no folder")
        if not self._sources.disk.has(whole):
            return Invalid(f"there is no file {path}")
        try:
            return self._sources.disk.contents(whole)
        except UnreadableError as error:
            return Unknown(f"{path}: {error}")

    def files(self, folder: str) -> tuple[str, ...] | Unknown:
        """The names of the files in a folder that the code names."""
        if folder not in self._names:
            self._names[folder] = self._listed(folder)
        return self._names[folder]

    def _listed(self, folder: str) -> tuple[str, ...] | Unknown:
        whole = self._inside(folder)
        if isinstance(whole, Unknown) or self._sources is None:
            return whole if isinstance(whole, Unknown) else Unknown("there is no folder")
        try:
            return self._sources.disk.names(whole)
        except UnreadableError as error:
            return Unknown(f"{folder}: {error}")

    def _inside(self, path: str) -> str | Unknown:
        if self._sources is None:
            return Unknown(f"{path} is read from a folder, and this text lies in none")
        whole = os.path.normpath(os.path.join(self.folder, path))  # noqa: PTH118
        return whole if self._sources.disk.is_inside(whole) else Unknown(f"{path} lies outside the repository")


def _is_listed(folder: str) -> bool:
    """Whether there is a folder; asked by listing it, which whoever keeps account of what was read can notice."""
    try:
        os.scandir(folder).close()
    except (OSError, ValueError):
        return os.path.isdir(folder)  # noqa: PTH112 - one that may not be listed is there
    return True


def _missing(source: str) -> _Unread:
    if source.startswith("."):
        return _Unread(f"there is no folder {source}")
    return _Unread(
        f"it comes from {without_secrets(source)} and is not on disk; run terraform init again", outside=True
    )


def _is_cycle(module: Module, code: Code) -> bool:
    """Whether a module is of that code, or something that calls it."""
    here: Module | None = module
    while here is not None:
        if here.code is code:
            return True
        here = None if here.caller is None else here.caller.module
    return False
