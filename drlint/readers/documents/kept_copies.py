"""Holds the copies of a runbook that lie in the repository against it, by a hash of their text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drlint.model.values import Unknown
from drlint.readers.documents.paths import is_path
from drlint.readers.shell.there import Files

_NOBODY = Unknown("nobody looked whether it is there")


def copies_in(locations: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """Those locations of a runbook that are files of the repository, before anybody looked."""
    return tuple({"location": each, "exists": _NOBODY, "same": _NOBODY} for each in locations if _is_here(each))


def _is_here(location: str) -> bool:
    return is_path(location) and not location.startswith("arn:")


def compared(copies: Iterable[Mapping[str, Any]], files: Files, document: str) -> Iterator[dict[str, Any]]:
    """The copies of a document, with what is in them; itself among its locations is none."""
    own = files.digest(document)
    for each in copies:
        places = _places(str(each["location"]), posixpath.dirname(document))
        if document in places:
            continue
        there = next((place for place in places if files.has(place)), None)
        if there is None:
            yield {**each, "exists": False, "same": None}
            continue
        other = files.digest(there)
        unread = Unknown(f"{there} cannot be read")
        yield {**each, "exists": True, "same": unread if own is None or other is None else own == other}


def _places(location: str, folder: str) -> tuple[str, ...]:
    """Where a location may lie, from the top: from the document's folder, then from the top; never above it."""
    said = location.partition("#")[0]
    found = (posixpath.normpath(posixpath.join(start, said)) for start in (folder, ""))
    return tuple(dict.fromkeys(each for each in found if not each.startswith(("../", "/")) and each != ".."))
