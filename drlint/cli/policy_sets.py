"""Finds policies on disk and keeps their compiled form in the user's cache."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

import drlint
from drlint import __version__
from drlint.catalog import services
from drlint.catalog.registry import Catalog, load
from drlint.cli.caches import cache_folder
from drlint.model.errors import DrlintError
from drlint.policy.files import PolicyFile, digest_of, policy_files
from drlint.policy.load import CompiledPolicy, CompiledSet, compile_set

_PACKAGE = Path(drlint.__file__).parent
COMPILED = "compiled.json"


def builtin_folder() -> Path:
    """Drlint's own policies: beside the package where installed, in the checkout otherwise."""
    installed = _PACKAGE / "_policies"
    return installed if installed.is_dir() else _PACKAGE.parent / "policies"


def builtin_policies(catalog: Catalog) -> tuple[CompiledPolicy, ...]:
    """Drlint's own policies, compiled."""
    folder = builtin_folder()
    built = _PACKAGE / "_policies" / COMPILED
    if built.is_file():
        found = _decoded(built)
        if found is not None and found.digest == __version__:
            return tuple(_placed(each, folder) for each in found.policies)
    return _cached(tuple(policy_files(folder)), catalog)


def compiled_for_wheel(folder: Path) -> bytes:
    """The compiled form that a wheel carries: Python policies named relative to the policy folder."""
    made = compile_set(tuple(policy_files(folder)), __version__, load())
    policies = tuple(
        msgspec.structs.replace(
            each,
            metadata=msgspec.structs.replace(each.metadata, origin=_relative(each.metadata.origin, folder)),
            python=_relative(each.python, folder),
        )
        for each in made.policies
    )
    return msgspec.json.encode(CompiledSet(__version__, policies))


def _relative(path: str, folder: Path) -> str:
    return Path(path).relative_to(folder).as_posix() if path else ""


def _placed(policy: CompiledPolicy, folder: Path) -> CompiledPolicy:
    """A Python policy that was compiled at build time, at the place where it is installed."""
    return msgspec.structs.replace(policy, python=str(folder / policy.python)) if policy.python else policy


def own_policies(folder: Path, catalog: Catalog, *, allow_python: bool) -> tuple[CompiledPolicy, ...]:
    """A user's policies; raises DrlintError for Python files that were not allowed on the command line."""
    if not folder.exists():
        raise DrlintError(f"{folder}: no such policy folder")
    files = tuple(policy_files(folder))
    python = [file for file in files if file.is_python]
    if python and not allow_python:
        raise DrlintError(
            f"{python[0].origin}: Python policies run code, so they need --allow-python-policies on the command line"
        )
    if not files:
        raise DrlintError(f"{folder}: holds no policy (.yaml or .py)")
    return _cached(files, catalog)


def _cached(files: Sequence[PolicyFile], catalog: Catalog) -> tuple[CompiledPolicy, ...]:
    digest = digest_of(files, salt=_salt())
    folder = cache_folder()
    path = folder / f"policies-{digest[:32]}.json" if folder is not None else None
    found = _decoded(path) if path is not None else None
    if found is not None and found.digest == digest:
        return _at(found.policies, files)
    made = compile_set(files, digest, catalog)
    if path is not None:
        _keep(path, made)
    return made.policies


def _at(policies: Sequence[CompiledPolicy], files: Sequence[PolicyFile]) -> tuple[CompiledPolicy, ...]:
    """Cached policies at the places of these files: the same bytes may stand in several folders."""
    places = {file.id: file.origin for file in files}
    if all(places[each.metadata.id] == each.metadata.origin for each in policies):
        return tuple(policies)
    return tuple(
        msgspec.structs.replace(
            each,
            metadata=msgspec.structs.replace(each.metadata, origin=places[each.metadata.id]),
            python=places[each.metadata.id] if each.python else "",
        )
        for each in policies
    )


def _salt() -> str:
    """Drlint's version and the state of its catalog: what a compiled policy was checked against."""
    folder = Path(services.__path__[0])
    stats = [(entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(folder) if entry.name.endswith(".py")]
    return f"{__version__}{sorted(stats)}"


def _decoded(path: Path) -> CompiledSet | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=CompiledSet)
    except (OSError, msgspec.DecodeError):
        return None


def _keep(path: Path, made: CompiledSet) -> None:
    """Write the cache whole or not at all; a cache that cannot be written costs time, nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(msgspec.json.encode(made))
        part.replace(path)
    except OSError:
        return
