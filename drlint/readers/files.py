"""Opens what lies on disk safely: regular files only, not beyond a top folder, not more than a bound."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from drlint.model.errors import UnreadableError

SOURCE_ENDINGS = (".tf", ".tf.json", ".tofu", ".tofu.json")
VALUES_ENDINGS = (".tfvars", ".tfvars.json")
LARGEST_SOURCE = 4 * 1024 * 1024
MOST_FILES = 20_000
MOST_BYTES = 128 * 1024 * 1024


def read_regular(path: str, largest: int) -> bytes:
    """A regular file's bytes; raises UnreadableError (a pipe, a device, too large, not there …)."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableError("it is a pipe, a device or a folder")
            if found.st_size > largest:
                raise UnreadableError(f"it is larger than {largest >> 20} MiB")
            return file.read(min(found.st_size, largest))
    except ValueError as error:  # a NUL in its name
        raise UnreadableError("it has no name that a file can have") from error
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror}") from error


class Disk:
    """The files below a top folder, as reports name them; what one run may read in all is bounded."""

    def __init__(self, top: Path, base: Path | None = None) -> None:
        """`top` is as far as anything is read, `base` where the paths that reports name begin."""
        self.top = os.path.realpath(top)
        self._base = self.top if base is None else os.path.realpath(base)
        self._files = 0
        self._bytes = 0

    def uri(self, path: str) -> str:
        """A path as reports name it."""
        found = os.path.relpath(os.path.realpath(path), self._base)
        return found.replace(os.sep, "/")

    def path(self, uri: str) -> str:
        """Where the file lies that reports name so."""
        return os.path.join(self._base, uri)  # noqa: PTH118

    def is_inside(self, path: str) -> bool:
        """Whether a path, its links followed, lies below the top folder."""
        found = os.path.realpath(path)
        return found == self.top or found.startswith(self.top.rstrip(os.sep) + os.sep)

    def has(self, path: str) -> bool:
        """Whether there is such a file, asked by listing its folder, so that who listens to what is read hears it."""
        folder, name = os.path.split(path)
        try:
            return name in os.listdir(folder)  # noqa: PTH208
        except (OSError, ValueError):
            return False

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of all that is no folder in a folder, sorted; raises UnreadableError."""
        try:
            with os.scandir(folder) as entries:
                return tuple(sorted(each.name for each in entries if not each.is_dir()))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it has no name that a folder can have"
            raise UnreadableError(f"the folder cannot be read: {reason}") from error

    def folders(self, folder: str) -> tuple[str, ...]:
        """The folders in a folder, sorted, save hidden ones and links; none where it cannot be read."""
        try:
            with os.scandir(folder) as entries:
                plain = [
                    each for each in entries if not each.name.startswith(".") and each.is_dir(follow_symlinks=False)
                ]
        except (OSError, ValueError):
            return ()
        return tuple(sorted(each.path for each in plain))

    def contents(self, path: str, largest: int = LARGEST_SOURCE) -> bytes:
        """A file's bytes; raises UnreadableError."""
        if not self.is_inside(path):
            raise UnreadableError("it leads out of the repository, so it is not read")
        if self._files >= MOST_FILES or self._bytes >= MOST_BYTES:
            raise UnreadableError(f"reading stopped after {MOST_FILES:,} files or {MOST_BYTES >> 20} MiB")
        data = read_regular(path, largest)
        self._files += 1
        self._bytes += len(data)
        return data
