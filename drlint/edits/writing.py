"""Puts a file's new bytes in the place of its old ones, whole or not at all, and only if nobody else changed it."""

from __future__ import annotations

import contextlib
import os
import stat

from drlint.model.errors import UnreadableError
from drlint.readers.files import LARGEST_SOURCE, Disk, read_regular


def replace(disk: Disk, path: str, before: bytes, after: bytes) -> None:
    """Write `after` where `before` stands; raises UnreadableError with the reason where it may not or cannot be."""
    target = os.path.realpath(path)
    if not disk.is_inside(target):
        raise UnreadableError("it leads out of the repository, so it is not written")
    if read_regular(target, LARGEST_SOURCE) != before:
        raise UnreadableError("it was changed while drlint worked on it; run drlint again")
    try:
        found = os.stat(target)  # noqa: PTH116
        if not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise UnreadableError("it is read-only")
        _replace(target, after, stat.S_IMODE(found.st_mode), (found.st_uid, found.st_gid))
    except OSError as error:
        raise UnreadableError(f"it cannot be written: {error.strerror}") from error


def create(disk: Disk, path: str, data: bytes) -> None:
    """Write a file that is not there yet; raises UnreadableError with the reason where it cannot be."""
    if not disk.is_inside(path):
        raise UnreadableError("it leads out of the repository, so it is not written")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        _filled(descriptor, data)
    except OSError as error:
        raise UnreadableError(f"it cannot be written: {error.strerror}") from error


def _replace(target: str, data: bytes, mode: int, owner: tuple[int, int]) -> None:
    folder, name = os.path.split(target)
    part = os.path.join(folder, f".{name}.{os.getpid()}.part")  # noqa: PTH118
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if owner != (os.geteuid(), os.getegid()):
            with contextlib.suppress(PermissionError):  # then the file is the writer's, as with an editor
                os.fchown(descriptor, *owner)
        os.fchmod(descriptor, mode)
        _filled(descriptor, data)
        os.replace(part, target)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)  # noqa: PTH108
        raise
    _settle(folder)


def _filled(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: str) -> None:
    """Make the new name last, where the system lets a folder be asked for that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
