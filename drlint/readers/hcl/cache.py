"""Keeps the blocks and attributes of parsed files by the hash of their content, so that they are parsed once.

An entry says where things stand in a text and holds none of the text but the names of blocks and attributes. It begins
with its checksum; one that cannot be read, or is not as it was written, is not there.
"""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from drlint.model.errors import UnreadableError
from drlint.readers.files import read_regular
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import TOO_MANY_ITEMS, Allowance
from drlint.readers.hcl.source import Clean, cleaned, parse_clean
from drlint.readers.hcl.syntax import FileText

FORMAT = "3"  # to be raised whenever a text would be taken apart otherwise, or this file's structs change
KEPT_DAYS = 30
_DAY = 86_400
_LARGEST = 64 * 1024 * 1024
_CHECKSUM = 4  # bytes


class _Attribute(Struct, frozen=True, array_like=True):
    name: str
    handle: tree.Handle


class _Block(Struct, frozen=True, array_like=True):
    kind: str
    labels: tuple[str, ...]
    handle: tree.Handle
    attributes: tuple[_Attribute, ...]
    blocks: tuple[_Block, ...]


class _Entry(Struct, frozen=True, array_like=True):
    length: int
    attributes: tuple[_Attribute, ...]
    blocks: tuple[_Block, ...]


_DECODER = msgspec.msgpack.Decoder(_Entry)


class ParseCache:
    """Entries in a folder; whatever is wrong with it costs time, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.fspath(folder)
        self._is_open: bool | None = None  # to be written to; None before the first entry

    def parsed(self, data: bytes, uri: str, allowance: Allowance | None = None) -> tree.Source:
        """A file's tree, from the cache where its content was parsed before."""
        text = cleaned(data)
        if text.problems:
            return parse_clean(text, uri, allowance)
        digest = hashlib.sha256(FORMAT.encode() + text.data).hexdigest()
        path = f"{self._folder}/{digest[:2]}/{digest[2:40]}"
        entry = _read(path)
        if entry is not None and entry.length == len(text.data):
            file = FileText(text.data, uri, allowance)
            if not file.takes(_size(entry.attributes, entry.blocks)):
                return tree.Source(tree.Body(), (tree.Problem("text", TOO_MANY_ITEMS, 1),))
            return tree.Source(_body(entry.attributes, entry.blocks, file))
        made = parse_clean(text, uri, allowance)
        if not made.problems and self._is_open is not False:
            self._keep(path, made, text)
        return made

    def _keep(self, path: str, made: tree.Source, text: Clean) -> None:
        data = msgspec.msgpack.encode(_Entry(len(text.data), *_parts(made.body)))
        part = f"{path}.{os.getpid()}.part"
        try:
            if self._is_open is None:
                self._is_open = False
                Path(self._folder).mkdir(parents=True, exist_ok=True, mode=0o700)
                self._prune()
                self._is_open = True
            try:
                file = open(part, "wb")  # noqa: PTH123, SIM115 - a file for each source file: pathlib costs as much again
            except FileNotFoundError:
                Path(path).parent.mkdir(exist_ok=True, mode=0o700)
                file = open(part, "wb")  # noqa: PTH123, SIM115
            with file:
                file.write(_checksum(data) + data)
            os.replace(part, path)  # noqa: PTH105
        except OSError:  # a full disk will be full for the next one, too
            self._is_open = False
            with suppress(OSError):
                os.unlink(part)  # noqa: PTH108

    def _prune(self) -> None:
        """Once a day, forget what was not made in the last month."""
        mark = Path(self._folder) / "pruned"
        now = time.time()
        if mark.exists() and now - mark.stat().st_mtime < _DAY:
            return
        mark.touch()
        for each in Path(self._folder).glob("*/*"):
            with suppress(OSError):  # another run may have been here first
                if now - each.lstat().st_mtime > KEPT_DAYS * _DAY:
                    each.unlink()


def _read(path: str) -> _Entry | None:
    try:
        data = read_regular(path, _LARGEST)
        if data[:_CHECKSUM] != _checksum(memoryview(data)[_CHECKSUM:]):
            return None
        return _DECODER.decode(memoryview(data)[_CHECKSUM:])
    except (UnreadableError, msgspec.DecodeError, RecursionError):
        return None


def _size(attributes: tuple[_Attribute, ...], blocks: tuple[_Block, ...]) -> int:
    return len(attributes) + len(blocks) + sum(_size(each.attributes, each.blocks) for each in blocks)


def _checksum(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "little")


def _body(attributes: tuple[_Attribute, ...], blocks: tuple[_Block, ...], file: FileText) -> tree.Body:
    return tree.Body(
        [tree.Attribute(each.name, file, each.handle) for each in attributes],
        [
            tree.Block(each.kind, each.labels, _body(each.attributes, each.blocks, file), file, each.handle)
            for each in blocks
        ],
    )


def _parts(body: tree.Body) -> tuple[tuple[_Attribute, ...], tuple[_Block, ...]]:
    attributes = tuple(_Attribute(each.name, each.handle) for each in body.attributes)
    return attributes, tuple(_Block(each.type, each.labels, each.handle, *_parts(each.body)) for each in body.blocks)
