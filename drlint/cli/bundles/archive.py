"""Unpacks an organisation's archive into a private folder: plain files below it, and no more of them than are sane."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from drlint.cli.bundles.private import PrivateFolder
from drlint.cli.extends import LARGEST
from drlint.model.errors import DrlintError, UnreadableError
from drlint.readers.files import read_regular

MOST_BYTES = 32 * 1024 * 1024  # of what is in it
MOST_FILES = 2_000
_DEEPEST = 16
_LONGEST = 200
_RESERVED = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_KNOWN: dict[str, PrivateFolder] = {}  # by digest: one archive that several extend is unpacked once


class _RefusedError(Exception):
    """An archive holds what is not unpacked."""


def unpacked(path: str, shown: str, digest: str) -> PrivateFolder:
    """What an archive holds; raises DrlintError where it is not the one that was meant, or not harmless."""
    try:
        data = read_regular(path, LARGEST)
    except UnreadableError as error:
        raise DrlintError(f"{shown}: {error}") from error
    found = hashlib.sha256(data).hexdigest()
    if not hmac.compare_digest(found, digest.lower()):
        raise DrlintError(
            f"{shown}: its SHA-256 is {found}, not {digest}; fetch the right one, or write what it is now"
        )
    if found in _KNOWN and _KNOWN[found].is_made:
        return _KNOWN[found]
    folder = PrivateFolder()
    try:
        for name, contents in _members(data, path):
            folder.write(folder.path / name, contents)
    except (_RefusedError, *_BROKEN) as error:
        folder.remove()
        said = (
            str(error)
            if isinstance(error, _RefusedError)
            else "it cannot be unpacked; it is broken, or of another kind"
        )
        raise DrlintError(f"{shown}: {said}") from error
    _KNOWN[found] = folder
    return folder


def _members(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, each with its harmless name; raises _RefusedError."""
    known: set[str] = set()
    left = MOST_BYTES
    for count, (name, contents) in enumerate((_of_zip if path.endswith(".zip") else _of_tar)(data)):
        _require_harmless(name, known)
        left -= len(contents)
        if count >= MOST_FILES or left < 0:
            raise _RefusedError(f"it holds more than {MOST_FILES:,} files or {MOST_BYTES >> 20} MiB")
        yield name, contents


def _require_harmless(name: str, known: set[str]) -> None:
    parts = PurePosixPath(name).parts
    shown = repr(name[:_LONGEST])
    if not parts or len(name) > _LONGEST or len(parts) > _DEEPEST or _RESERVED.search(name):
        raise _RefusedError(f"it holds a file of a name that is not unpacked: {shown}")
    if name.startswith("/") or ".." in parts:
        raise _RefusedError(f"it holds a file that would lie outside of it: {shown}")
    same = "/".join(parts).casefold()
    if same in known:
        raise _RefusedError(f"it holds two files of one name: {shown}")
    known.add(same)


def _of_tar(data: bytes) -> Iterator[tuple[str, bytes]]:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        plain = packed.read(MOST_BYTES + 1)
    if len(plain) > MOST_BYTES:
        raise _RefusedError(f"it holds more than {MOST_BYTES >> 20} MiB")
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        for each in archive:
            if each.isdir():
                continue
            file = archive.extractfile(each) if each.isreg() and not each.issparse() else None
            if file is None:
                raise _RefusedError(
                    f"it holds a link or a device, and only plain files are unpacked: {each.name[:_LONGEST]!r}"
                )
            yield each.name, file.read(MOST_BYTES + 1)


def _of_zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for each in archive.infolist():
            if each.is_dir():
                continue
            mode = each.external_attr >> 16
            if (stat.S_IFMT(mode) and not stat.S_ISREG(mode)) or each.flag_bits & 1:
                raise _RefusedError(f"it holds a link or what is encrypted: {each.filename[:_LONGEST]!r}")
            if each.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise _RefusedError(f"it is packed in a way that is not read: {each.filename[:_LONGEST]!r}")
            with archive.open(each) as file:
                yield each.filename, file.read(MOST_BYTES + 1)
