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
MOST_BYTES = 32 * 1024 * 1024
MOST_NAMES = 1_000_000  # in one folder


class OverError(UnreadableError):
    """What one run may read in all has been read."""


def read_regular(path: str, largest: int) -> bytes:
    """A regular file's bytes; raises UnreadableError (a pipe, a device, too large, not there …)."""
    try:
        require_regular(os.stat(path), largest)  # noqa: PTH116 - a device is not even opened: some act on it
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            found = require_regular(os.fstat(descriptor), largest)
            with open(descriptor, "rb", closefd=False) as file:
                return file.read(found.st_size)
        finally:
            os.close(descriptor)
    except ValueError as error:  # a NUL in its name
        raise UnreadableError("it has no name that a file can have") from error
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror}") from error


def require_regular(found: os.stat_result, largest: int) -> os.stat_result:
    """Refuse what is no regular file, or too large; raises UnreadableError."""
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableError("it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableError("it is a pipe, a socket or a device")
    if found.st_size > largest:
        raise UnreadableError(f"it is larger than {largest >> 20} MiB")
    return found


class Disk:
    """The files below a top folder, as reports name them; what one run may read in all is bounded."""

    def __init__(self, top: Path, base: Path | None = None) -> None:
        """`top` is as far as anything is read, `base` where the paths that reports name begin."""
        self.top = os.path.realpath(top)
        self._base = self.top if base is None else os.path.realpath(base)
        self._files = 0
        self._bytes = 0
        self._folders: dict[str, str] = {}

    def uri(self, path: str) -> str:
        """A path as reports name it; a link that leads nowhere, or out of the repository, by its own name."""
        whole = self._named(path)
        found = self._followed(whole)
        if found != whole and not (self._is_below(found) and os.path.exists(found)):  # noqa: PTH110
            found = whole
        return os.path.relpath(found, self._base).replace(os.sep, "/")

    def path(self, uri: str) -> str:
        """Where the file lies that reports name so."""
        return os.path.join(self._base, uri)  # noqa: PTH118

    def is_inside(self, path: str) -> bool:
        """Whether a path, its links followed, lies below the top folder."""
        return "\0" not in path and self._is_below(self._followed(self._named(path)))

    def _named(self, path: str) -> str:
        """A path whose folder has its links followed, each folder once: a tree has thousands of files."""
        folder, name = os.path.split(path)
        if name in {"", ".", ".."}:
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)  # noqa: PTH118

    def _followed(self, path: str) -> str:
        return os.path.realpath(path) if os.path.islink(path) else path  # noqa: PTH114

    def _is_below(self, path: str) -> bool:
        return path == self.top or path.startswith(self.top.rstrip(os.sep) + os.sep)

    def has(self, path: str) -> bool:
        """Whether there is such a file, asked by listing its folder, so that who listens to what is read hears it."""
        folder, name = os.path.split(path)
        try:
            return name in os.listdir(folder)  # noqa: PTH208
        except (OSError, ValueError):
            return False

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of all that is no folder in a folder, sorted; raises UnreadableError."""
        found: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for each in entries:
                    if not _is_folder(each):
                        found.append(each.name)
                    if len(found) > MOST_NAMES:
                        raise UnreadableError(f"the folder holds more than {MOST_NAMES:,} files")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it has no name that a folder can have"
            raise UnreadableError(f"the folder cannot be read: {reason}") from error
        return tuple(sorted(found))

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
        """A file's bytes; raises UnreadableError, OverError where this run has read all that it may."""
        if not self.is_inside(path):
            raise UnreadableError("it leads out of the repository, so it is not read")
        if self._files >= MOST_FILES or self._bytes >= MOST_BYTES:
            raise OverError(f"reading stopped after {MOST_FILES:,} files or {MOST_BYTES >> 20} MiB")
        data = read_regular(path, largest)
        self._files += 1
        self._bytes += len(data)
        return data


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: reading it says so
        return False
