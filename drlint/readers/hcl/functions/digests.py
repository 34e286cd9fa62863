"""Functions that digest text; `digest` and `base64_of` serve the functions on files too."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping

from drlint.readers.hcl.conversion import shown
from drlint.readers.hcl.functions.signature import TEXT, Function
from drlint.readers.hcl.seen import Invalid, Seen

_UUID = re.compile(r"(?:urn:uuid:|\{)?([0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12})\}?")
# Namespaces of RFC 9562, section 6.6.
_NAMESPACES = {
    "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}


def digest(algorithm: str, data: bytes) -> str:
    """The digest (`md5`, `sha1`, `sha256`, `sha512`) of data in hexadecimal digits."""
    return _digested(algorithm, data).hex()


def base64_of(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def base64_digest(algorithm: str, data: bytes) -> str:
    """The digest of data in Base64, as `base64sha256` and `filebase64sha256` write it."""
    return base64_of(_digested(algorithm, data))


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _digested(algorithm: str, data: bytes) -> bytes:
    import hashlib  # noqa: PLC0415 - loads OpenSSL

    return hashlib.new(algorithm, data, usedforsecurity=False).digest()


def _of_text(algorithm: str, write: Callable[[str, bytes], str]) -> Function:
    return Function(lambda text: write(algorithm, encoded(text)), (TEXT,))


def _uuidv5(namespace: str, name: str) -> Seen:
    found = _UUID.fullmatch(_NAMESPACES.get(namespace, namespace))
    if found is None:
        return Invalid(f"{shown(namespace)} is no namespace of names")
    import uuid  # noqa: PLC0415 - few texts name things so

    return str(uuid.uuid5(uuid.UUID(found.group(1)), name))


FUNCTIONS: Mapping[str, Function] = {
    "base64sha256": _of_text("sha256", base64_digest),
    "base64sha512": _of_text("sha512", base64_digest),
    "md5": _of_text("md5", digest),
    "sha1": _of_text("sha1", digest),
    "sha256": _of_text("sha256", digest),
    "sha512": _of_text("sha512", digest),
    "uuidv5": Function(_uuidv5, (TEXT, TEXT)),
}
