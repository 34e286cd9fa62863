"""What files and places a document may name: never anything outside the repository, and nothing is opened."""

from __future__ import annotations

import posixpath
import re

from drlint.readers.shell.there import Files

_FILE = re.compile(
    r"(?!\w+://)(?:[^\n]*/)?[^/\n]+\.(?:ya?ml|md|markdown|txt|pdf|html?|docx?)(?:#[\w-]*)?", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:[\\/]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCHEMES = frozenset({"https", "http", "s3", "ssh", "git", "git+ssh"})
_HERE = re.compile(
    r"\w+://(?:[^/@\s]*@)?(?:localhost|127\.|0\.0\.0\.0|169\.254\.|\[(?:::1|::ffff:|fe80:|fd00:ec2:))", re.IGNORECASE
)


def is_file(said: str) -> bool:
    """Whether a text names a file rather than the name of something."""
    return _FILE.fullmatch(said) is not None


def is_path(said: str) -> bool:
    """Whether a text can only be a path, or names a file."""
    return is_file(said) or said.startswith(("../", "./", "/", "~", "\\"))


def wrong_path(said: str, uri: str) -> str:
    """Why a document at `uri` may not name this file; empty where it may."""
    if _ABSOLUTE.match(said):
        return "is a path outside the repository; write it from the repository's top"
    if "\\" in said:
        return "has a backslash; write paths with /"
    is_outside = uri.startswith(("../", "/"))  # so that its own folder is as far as it may lead
    if posixpath.join(named_from_folder(said, "" if is_outside else uri), "").startswith("../"):
        return "leads out of the repository, so it is not followed"
    return ""


def named_from_folder(said: str, uri: str) -> str:
    """A path beside a document, from the repository's top."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(uri), said.partition("#")[0]))


def file_named(said: str, uri: str, files: Files | None) -> str:
    """The file that a document names, from the repository's top: looked for from its folder, then from the top."""
    beside, from_top = named_from_folder(said, uri), posixpath.normpath(said.partition("#")[0])
    if files is not None:
        return next((each for each in (beside, from_top) if files.has(each)), beside)
    is_from_top = "/" in said and said.partition("/")[0] == uri.partition("/")[0]
    return from_top if is_from_top else beside


def wrong_location(said: str, uri: str) -> str:
    """Why no document can be kept there; empty where it can, wherever that is: nobody looks."""
    scheme = _SCHEME.match(said)
    if scheme is None:
        return wrong_path(said, uri) if is_path(said) else ""
    if scheme[1].lower() not in _SCHEMES:
        return (
            f"is no place that others can read: {scheme[1][:20]}://; write https://, s3:// or a path in the repository"
        )
    return "is an address that leads to this machine alone; write one that others reach" if _HERE.match(said) else ""
