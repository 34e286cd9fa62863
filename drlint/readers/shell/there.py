"""Looks for the files that commands name, from the repository's top and from the document's folder."""

from __future__ import annotations

import posixpath
from typing import Protocol

from msgspec import structs

from drlint.model.procedure import Command, NamedPath


class Files(Protocol):
    """The files and folders of a repository."""

    def has(self, path: str) -> bool | None:
        """Whether there is a file or folder (a path from the top, without ..); None where a link leads out."""

    def digest(self, path: str) -> str | None:
        """A hash of the text of such a file, whatever ends its lines; None where it cannot be read."""


def looked_for(command: Command, files: Files, folder: str) -> Command:
    """A command with what is known of its paths; `folder` is the document's, from the top, "" for the top itself."""
    if not command.paths:
        return command
    return structs.replace(command, paths=tuple(_looked(each, command.folder, files, folder) for each in command.paths))


def _looked(named: NamedPath, within: str | None, files: Files, folder: str) -> NamedPath:
    if named.outside:
        return named
    starts = dict.fromkeys(("", folder))
    if within:
        starts |= dict.fromkeys([posixpath.join(each, within) for each in starts])
    found = [_has(files, posixpath.normpath(posixpath.join(each, named.path))) for each in starts]
    if True in found:
        return structs.replace(named, exists=True)
    if all(each is None for each in found):
        return structs.replace(named, outside=True)
    # After a `cd` to somewhere not known the path begins there, and nobody can tell.
    return structs.replace(named, exists=None if within is None else False)


def _has(files: Files, path: str) -> bool | None:
    if path == "..":
        return None
    return None if path.startswith(("../", "/")) else path == "." or files.has(path)
