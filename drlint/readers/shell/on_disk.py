"""Looks whether the files that commands name are in the repository, and never beyond it."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import structs

from drlint.model.procedure import Command, NamedPath
from drlint.readers.files import Disk

_MOST = 10_000  # folders that are listed in one run


class OnDisk:
    """Looks below a top folder, from there and from a document's folder; folders are listed, files never opened."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._listed: dict[str, frozenset[str]] = {}

    def looked_for(self, command: Command, folder: str) -> Command:
        """A command with what is known of its paths; `folder` is the document's, on disk."""
        if not command.paths:
            return command
        paths = tuple(self._looked(each, command.folder, folder) for each in command.paths)
        return structs.replace(command, paths=paths)

    def _looked(self, named: NamedPath, within: str | None, folder: str) -> NamedPath:
        if named.outside:
            return named
        starts = dict.fromkeys((self._disk.top, os.path.realpath(folder)))
        if within:
            starts |= dict.fromkeys([os.path.join(each, within) for each in starts])  # noqa: PTH118
        found = [self._is_there(os.path.normpath(os.path.join(each, named.path))) for each in starts]  # noqa: PTH118
        if True in found:
            return structs.replace(named, exists=True)
        if all(each is None for each in found):
            return structs.replace(named, outside=True)
        # After a `cd` to somewhere not known the path begins there, and nobody can tell.
        return structs.replace(named, exists=None if within is None else False)

    def _is_there(self, path: str) -> bool | None:
        """Whether a path (absolute, without ..) exists in the repository; None where it leads out of it."""
        top = self._disk.top
        if path == top:
            return True
        if not path.startswith(top.rstrip(os.sep) + os.sep):
            return None
        here = top
        for name in Path(os.path.relpath(path, top)).parts:
            if name not in self._names(here):
                return False
            here = os.path.join(here, name)  # noqa: PTH118
            if os.path.islink(here):  # noqa: PTH114
                here = os.path.realpath(here)
                if not self._disk.is_inside(here):
                    return None
        return os.path.exists(here)  # noqa: PTH110

    def _names(self, folder: str) -> frozenset[str]:
        """The names in a folder. It is listed, not asked for one name, so that who listens to what is read hears."""
        known = self._listed.get(folder)
        if known is None:
            if len(self._listed) >= _MOST:
                return frozenset()
            try:
                known = frozenset(os.listdir(folder))  # noqa: PTH208
            except (OSError, ValueError):
                known = frozenset()
            self._listed[folder] = known
        return known
