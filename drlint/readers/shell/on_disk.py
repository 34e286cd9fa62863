"""The files of a repository on disk, for the paths that commands name: folders are listed, and nothing is opened."""

from __future__ import annotations

import os

from drlint.readers.files import Disk

_MOST = 10_000  # folders that are listed in one run


class OnDisk:
    """What lies below a top folder; links are followed where they stay there."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._listed: dict[str, frozenset[str]] = {}

    def folder(self, path: str) -> str | None:
        """A folder as a path from the top; None where it does not lie there."""
        inside = os.path.relpath(os.path.realpath(path), self._disk.top).replace(os.sep, "/")
        return None if inside == ".." or inside.startswith("../") else "" if inside == "." else inside

    def has(self, path: str) -> bool | None:
        """Whether there is a file or folder (a path from the top, without ..); None where a link leads out."""
        here = self._disk.top
        for name in path.split("/"):
            names = self._names(here)
            here = os.path.join(here, name)  # noqa: PTH118
            if not (os.path.lexists(here) if names is None else name in names):
                return False
            if os.path.islink(here):  # noqa: PTH114
                here = os.path.realpath(here)
                if not self._disk.is_inside(here):
                    return None
        return os.path.exists(here)  # noqa: PTH110

    def _names(self, folder: str) -> frozenset[str] | None:
        """The names in a folder, None where too many folders were listed before.

        It is listed, not asked for one name, so that who listens to what is read hears of it.
        """
        known = self._listed.get(folder)
        if known is None and len(self._listed) < _MOST:
            try:
                known = frozenset(os.listdir(folder))  # noqa: PTH208
            except (OSError, ValueError):
                known = frozenset()
            self._listed[folder] = known
        return known
