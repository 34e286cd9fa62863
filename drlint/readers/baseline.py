"""Reads a baseline back, refusing what was not written by drlint or was not merged to its end."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from msgspec import Struct

from drlint.model.baseline import SCHEMA_VERSION, Entry, counted, file_of
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.finding import fingerprint
from drlint.model.values import Address
from drlint.readers.files import read_regular

LARGEST = 256 * 1024 * 1024
_AGAIN = "delete it and run drlint baseline create"
_MERGED = "take both sides and run drlint baseline update"
_BOM = b"\xef\xbb\xbf"
_CONFLICT = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)", re.MULTILINE)
_BYTE = re.compile(r"\(byte (\d+)\)")
_ENTRY = re.compile(r"\$\.entries\[(\d+)\]")
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})")


class _File(Struct, forbid_unknown_fields=True):
    schema_version: str
    entries: list[Entry | None]
    drlint: str = ""


class _Head(Struct):
    schema_version: str


class _Raw(Struct):
    entries: list[msgspec.Raw] = []


class _TwiceError(Exception):
    """A key that stands twice in one object; which of the two counts is for nobody to guess."""


def contents_of(path: str) -> bytes:
    """A baseline's bytes; raises DrlintError where it is no file or too large."""
    try:
        return read_regular(path, LARGEST)
    except UnreadableError as error:
        raise DrlintError(f"{path}: the baseline cannot be used: {error}; name a file of drlint baseline") from error


def read_baseline(data: bytes, name: str) -> tuple[Entry, ...]:
    """The entries of a baseline, none of them twice; raises DrlintError with file, line and remedy."""
    try:
        found = msgspec.json.decode(data.removeprefix(_BOM), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(data, name, error) from error
    _require_version(found.schema_version, name)
    entries = [each for each in found.entries if each is not None]
    for position, each in enumerate(found.entries):
        if each is not None and each.fingerprint != _fingerprint(each):
            line = _line_of_entry(data, position)
            raise DrlintError(
                f"{name}:{line}: the fingerprint is not that of {_one_line(f'{each.policy} on {each.resource}')}; "
                "take the line out, or as drlint baseline wrote it"
            )
    is_once = len({each.fingerprint for each in entries}) == len(entries)
    if is_once and _is_as_written(data, entries, found.drlint):
        return tuple(entries)
    _require_once(data, name)
    return counted(_once(entries))


def _is_as_written(data: bytes, entries: list[Entry], version: str) -> bool:
    """Whether a file is as drlint writes it, so that no key stands twice; of thousands of lines, told all at once."""
    begins, ends = file_of((), version).split(b"null", 1)
    if data.startswith(begins) and data.endswith(ends):
        lines = data[len(begins) : -len(ends)].replace(b",\n", b",")
        if lines == msgspec.json.encode([*entries, None])[1:-1]:
            return True
    return file_of(entries, version) == data


def _fingerprint(entry: Entry) -> str:
    return fingerprint(entry.policy, Address(entry.root, entry.resource), entry.detail)


def _once(entries: list[Entry]) -> list[Entry]:
    """Lines that are the same, as a merge leaves them, are one: both branches knew the same finding."""
    most: dict[Entry, Entry] = {}
    for each in entries:
        alone = msgspec.structs.replace(each, count=1)
        if alone not in most or most[alone].count < each.count:
            most[alone] = each
    return list(most.values())


def _require_once(data: bytes, name: str) -> None:
    """Refuse a key that stands twice; only a file that is not as drlint wrote it is looked through."""

    def once(pairs: list[tuple[str, Any]]) -> None:
        names = [key for key, _ in pairs]
        if len(set(names)) < len(names):
            raise _TwiceError(next(key for key in names if names.count(key) > 1))

    try:
        json.loads(data.removeprefix(_BOM), object_pairs_hook=once)
    except _TwiceError as error:
        line = next((at for at, text in enumerate(data.splitlines(), 1) if text.count(f'"{error}"'.encode()) > 1), 1)
        raise DrlintError(f'{name}:{line}: "{_one_line(str(error))}" stands twice; take one of them out') from error
    except (ValueError, RecursionError) as error:
        raise DrlintError(f"{name}: is no baseline; {_AGAIN}") from error


def _require_version(said: str, name: str) -> None:
    found = _VERSION.fullmatch(said)
    if found is None:
        raise DrlintError(f"{name}: schema_version {said[:20]!r} is none of a baseline; {_AGAIN}")
    if tuple(map(int, found.groups())) > tuple(map(int, SCHEMA_VERSION.split("."))):
        raise DrlintError(f"{name}: has schema {said}, and this drlint knows {SCHEMA_VERSION}; use a newer drlint")


def _refusal(data: bytes, name: str, error: Exception) -> DrlintError:
    """Why a file is refused, with its line and what to do."""
    if isinstance(error, msgspec.ValidationError):  # of the first thing that is wrong; what comes behind may be no JSON
        try:
            msgspec.json.decode(data.removeprefix(_BOM), type=msgspec.Raw)
        except (msgspec.DecodeError, RecursionError) as other:
            error = other
    if not data.strip():
        return DrlintError(f"{name}: is empty; take it from git, or {_AGAIN}")
    conflict = _CONFLICT.search(data)
    if conflict is not None:
        return DrlintError(f"{name}:{_line_at(data, conflict.start())}: has a merge conflict; {_MERGED}")
    if isinstance(error, msgspec.ValidationError):
        return _of_other_shape(data, name, error)
    at = _BYTE.search(str(error))
    if at is None and "truncated" in str(error):
        line = data.count(b"\n") + 1
        return DrlintError(f"{name}:{line}: ends in the middle; take it from git, or {_AGAIN}")
    line = _line_at(data, int(at[1])) if at else 1
    return DrlintError(f"{name}:{line}: is not JSON; take it from git, or {_AGAIN}")


def _of_other_shape(data: bytes, name: str, error: msgspec.ValidationError) -> DrlintError:
    try:
        _require_version(msgspec.json.decode(data.removeprefix(_BOM), type=_Head).schema_version, name)
    except DrlintError as newer:
        return newer
    except msgspec.ValidationError:
        return DrlintError(f"{name}: is no baseline of drlint; drlint baseline create writes one")
    said, _, where = _one_line(str(error)).partition(" - at ")
    at = _ENTRY.search(where)
    line = _line_of_entry(data, int(at[1])) if at else 1
    place = f" ({where.strip('`')})" if where else ""
    return DrlintError(f"{name}:{line}: {said}{place}; take it out, or {_AGAIN}")


def _one_line(text: str) -> str:
    """What is quoted from the file, whatever it holds."""
    return " ".join(text.split())


def _line_of_entry(data: bytes, position: int) -> int:
    """The line on which an entry begins."""
    at = max(data.find(b'"entries"'), 0)
    for each in msgspec.json.decode(data.removeprefix(_BOM), type=_Raw).entries[: position + 1]:
        start = data.find(bytes(each), at)
        at = start + len(bytes(each))
    return _line_at(data, start)


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
