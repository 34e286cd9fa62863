"""Functions that encode text, and read encoded text."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import shown
from drlint.readers.hcl.functions.digests import base64_of, encoded
from drlint.readers.hcl.functions.signature import TEXT, Function
from drlint.readers.hcl.seen import MAX_ELEMENTS, Invalid, ListOf, Seen
from drlint.readers.hcl.types import STRING, Member, Type

# Names of the IANA registry that Terraform and Python mean alike.
_CHARSETS = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    **{f"iso-8859-{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 7, 9, 10, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
}
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_CELL = re.compile(r'"((?:[^"]|"")*)"|([^",\n]*)')


def _base64decode(text: str) -> Seen:
    return _decoded(text, "utf-8")


def _textdecodebase64(text: str, charset: str) -> Seen:
    name = _CHARSETS.get(charset.lower())
    return Unknown(f"the encoding {shown(charset)} is not known here") if name is None else _decoded(text, name)


def _decoded(text: str, charset: str) -> Seen:
    packed = text.replace("\r", "").replace("\n", "")
    if len(packed) % 4 or not _BASE64.fullmatch(packed):
        return Invalid("the text is no Base64")
    try:
        return b64decode(packed).decode(charset)
    except (UnicodeDecodeError, binascii.Error):
        return Invalid(f"what the Base64 holds is no {charset} text")


def _textencodebase64(text: str, charset: str) -> Seen:
    name = _CHARSETS.get(charset.lower())
    if name is None:
        return Unknown(f"the encoding {shown(charset)} is not known here")
    try:
        return base64_of(text.encode(name))
    except UnicodeEncodeError:
        return Invalid(f"the text cannot be written in {charset}")


def _urlencode(text: str) -> Seen:
    from urllib.parse import quote_plus  # noqa: PLC0415 - few texts write addresses

    return quote_plus(encoded(text), safe="")


def _csvdecode(text: str) -> Seen:
    """Rows as objects, named by the first row (RFC 4180, as Go reads it)."""
    rows: list[tuple[str, ...]] = []
    cells = 0
    for row in _rows(text.replace("\r\n", "\n").removesuffix("\r")):
        if isinstance(row, Invalid):
            return row
        cells += len(row)
        if cells > MAX_ELEMENTS:
            return Unknown(f"the table has more than {MAX_ELEMENTS:,} cells")
        if rows and len(row) != len(rows[0]):
            return Invalid(f"row {len(rows) + 1} has {len(row)} cells, not {len(rows[0])}")
        rows.append(row)
    if not rows:
        return Invalid("the table has no heading")
    names = rows[0]
    if len(set(names)) < len(names):
        return Invalid("two columns have the same name")
    of = Type(kind="object", members={name: Member(STRING) for name in names})
    return ListOf([dict(zip(names, row, strict=True)) for row in rows[1:]], of)


def _rows(text: str) -> Iterator[tuple[str, ...] | Invalid]:
    """Rows of a table; blank lines are none."""
    position = 0
    row: list[str] = []
    while position < len(text) or row:
        if not row and text.startswith("\n", position):
            position += 1
            continue
        found = _CELL.match(text, position)
        quoted = None if found is None else found.group(1)
        end = position if found is None else found.end()
        follows = text[end : end + 1]
        if found is None or follows not in {",", "\n", ""}:
            yield Invalid('a " of the table stands where it may not')
            return
        row.append(found.group(2) if quoted is None else quoted.replace('""', '"'))
        position = end + 1
        if follows != ",":
            yield tuple(row)
            row = []


FUNCTIONS: Mapping[str, Function] = {
    "base64decode": Function(_base64decode, (TEXT,)),
    "base64encode": Function(lambda text: base64_of(encoded(text)), (TEXT,)),
    "csvdecode": Function(_csvdecode, (TEXT,)),
    "textdecodebase64": Function(_textdecodebase64, (TEXT, TEXT)),
    "textencodebase64": Function(_textencodebase64, (TEXT, TEXT)),
    "urlencode": Function(_urlencode, (TEXT,)),
}
