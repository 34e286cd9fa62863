"""Writes an archive whose bytes depend on nothing but its contents, and remembers the digest of each member."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, Self, TextIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say: its day is told by its documents
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_AT_ONCE = 1 << 16


class Member(Struct, frozen=True):
    """A file of the archive, its size in bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str


class Archive:
    """A ZIP under way; members are written one after another."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = ZipFile(out, "w", compression=ZIP_DEFLATED)
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[TextIO]:
        """A text to write into, that becomes a member; lone surrogates become question marks."""
        info = ZipInfo(name, date_time=_FIRST_DAY)
        info.compress_type = ZIP_DEFLATED
        info.create_system = _UNIX
        info.external_attr = _PLAIN_FILE
        with self._zip.open(info, "w", force_zip64=True) as raw:
            hashed = _Hashed(raw)
            buffered = io.BufferedWriter(hashed, _AT_ONCE)
            text = io.TextIOWrapper(buffered, encoding="utf-8", errors="replace", newline="")
            yield text
            text.flush()
        self.members.append(Member(name, hashed.bytes, hashed.digest.hexdigest()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()


class _Hashed(io.RawIOBase):
    """Passes bytes on and counts them."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out
        self.digest = hashlib.sha256()
        self.bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        size = memoryview(data).nbytes
        self.digest.update(data)
        self._out.write(data)
        self.bytes += size
        return size
