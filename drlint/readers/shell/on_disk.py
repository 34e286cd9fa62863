"""The files of a repository on disk, for the paths that commands name: folders are listed."""

from __future__ import annotations

import os
from hashlib import sha256

from drlint.model.errors import DrlintError
from drlint.readers.files import Disk

_LARGEST = 16 * 1024 * 1024  # bytes of a copy that is held against its document
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

    def digest(self, path: str) -> str | None:
        """A hash of the text of such a file, whatever ends its lines; None where it cannot be read."""
        if not self.has(path):
            return None
        try:
            data = self._disk.contents(os.path.join(self._disk.top, path), _LARGEST)  # noqa: PTH118
        except (DrlintError, OSError):
            return None
        return sha256(data.replace(b"\r\n", b"\n")).hexdigest()

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
