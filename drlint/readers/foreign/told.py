"""What is taken over of another tool's findings: which rule failed, on what, and where."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from drlint.model.errors import UnreadableError

LARGEST = 128 * 1024 * 1024
_LONGEST = 1000
_SCHEME = re.compile(r"^file://(?:localhost)?", re.IGNORECASE)
_Document = TypeVar("_Document")


class ForeignFinding(Struct, frozen=True, kw_only=True):
    """A rule that failed: on what (empty where unsaid), and where; `places` are the names its file may have.

    A message, a snippet of code and what the resource holds are never read: they may quote secrets.
    """

    rule: str
    address: str = ""
    places: tuple[str, ...] = ()
    line: int | None = None
    caller: str = ""


class ForeignReport(Struct, frozen=True, kw_only=True):
    """What another tool told: also what it set aside (`suppressed`), and how many files it could not parse."""

    failed: tuple[ForeignFinding, ...] = ()
    suppressed: tuple[str, ...] = ()
    unparsed: int = 0
    tool: str = ""


def decoded(data: bytes, shape: type[_Document], what: str) -> _Document:
    """JSON of a shape, the rest of it skipped; raises UnreadableError without quoting any of it."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=shape)
    except msgspec.ValidationError as error:
        place = re.search(r" - at `([^`]*)`$", str(error))
        where = f" at {place[1]}" if place else ""
        raise UnreadableError(f"it is no {what}: something is missing or of another type{where}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableError("it is no JSON, or was cut off") from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error


def place_of(said: Any) -> str:
    """A file as somebody else names it, as a path with slashes; empty where it cannot be one."""
    if not isinstance(said, str) or len(said) > _LONGEST:
        return ""
    path = unquote(_SCHEME.sub("", said)).replace("\\", "/")
    parts = [each for each in path.split("/") if each not in {"", "."}]
    is_path = parts and ".." not in parts and path.isprintable() and "://" not in path
    return ("/" if path.startswith("/") else "") + "/".join(parts) if is_path else ""


def text_of(said: str) -> str:
    """A name of theirs, if it can be one."""
    return said if len(said) <= _LONGEST and said.isprintable() else ""
