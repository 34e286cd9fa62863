"""An inventory's folder: files are written whole or not at all, and read with their schema checked."""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from drlint.model.errors import DrlintError, UnreadableError
from drlint.readers.files import read_regular
from drlint.readers.inventory.shape import MANIFEST, SCHEMA, Manifest, Unit, UnitRead

try:
    import fcntl
except ImportError:  # where there is no such thing, two runs are told apart by their folders alone
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"
_Shape = TypeVar("_Shape", Manifest, UnitRead)
_LARGEST = 512 * 1024 * 1024
_WHOLE = 2 * 1024 * 1024 * 1024  # of what unpacks from a file


class NewerError(UnreadableError):
    """An inventory was written by a newer drlint, in a schema that this one does not know."""


def manifest_in(folder: str | Path) -> Manifest:
    """The manifest of an inventory; raises UnreadableError, NewerError."""
    return _decoded(read_regular(str(Path(folder) / MANIFEST), _LARGEST), Manifest)


def unit_in(folder: str | Path, unit: Unit) -> UnitRead | None:
    """A unit as it was read, None where it was not; raises UnreadableError."""
    path = Path(folder) / unit.file
    if not path.is_file():
        return None
    if not path.resolve().is_relative_to(Path(folder).resolve()):
        raise UnreadableError("it is a link that leads out of the inventory")
    read = _decoded(_unpacked(read_regular(str(path), _LARGEST)), UnitRead)
    if (read.account, read.region, read.service) != (unit.account, unit.region, unit.service):
        raise UnreadableError("it is of another account, Region or service than its name says")
    return read


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; raises DrlintError where the folder cannot be written to."""
    _write(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def write_unit(folder: Path, read: UnitRead) -> None:
    """Write what was read of a unit; raises DrlintError where that is not possible."""
    unit = Unit(read.account, read.region, read.service)
    _write(folder / unit.file, gzip.compress(msgspec.json.encode(read), 6, mtime=0))


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other runs out of an inventory; raises DrlintError where one is writing to it. Ends with the process."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DrlintError(f"{folder}: cannot be written to: {error.strerror}") from error
    try:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise DrlintError(f"{folder}: another run is collecting into it; give another folder, or wait") from error
    finally:
        os.close(lock)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a file takes its name when it is on disk."""
    temporary = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise DrlintError(f"{path}: cannot be written: {error.strerror}; what was collected before is kept") from error


def _unpacked(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(data, _WHOLE)
    except zlib.error as error:
        raise UnreadableError("it is damaged; collect it again") from error
    if not unpacking.eof:
        raise UnreadableError("it is damaged: it ends too early; collect it again")
    return found


def _decoded(data: bytes, shape: type[_Shape]) -> _Shape:
    try:
        head: Any = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        schema = msgspec.json.decode(head["schema"], type=int)
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
        raise UnreadableError("it is damaged; collect it again") from error
    if schema > SCHEMA:
        raise NewerError(f"its schema is {schema}, and this drlint reads {SCHEMA}; a newer drlint is needed")
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableError("it is damaged; collect it again") from error
