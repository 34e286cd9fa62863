"""Policies as files: which there are, and what identifies a set of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import DrlintError

_LARGEST = 256 * 1024
_ENDINGS = (".yaml", ".yml", ".py")


class PolicyFile(Struct, frozen=True):
    """One file of a policy folder: its place relative to that folder, and its bytes."""

    path: str
    data: bytes
    origin: str

    @property
    def id(self) -> str:
        return Path(self.path).stem

    @property
    def category(self) -> str:
        return Path(self.path).parent.as_posix()

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")


def policy_files(folder: Path) -> Iterator[PolicyFile]:
    """Every policy of a folder, in order of path; a single file is a folder of one."""
    if folder.is_file():
        yield _file(str(folder), f"{folder.parent.name}/{folder.name}")
        return
    found: list[str] = []
    for here, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith((".", "_"))]
        found += [
            os.path.join(here, name)  # noqa: PTH118 - a Path for each of a hundred files costs more than reading them
            for name in names
            if name.endswith(_ENDINGS) and not name.startswith((".", "_"))
        ]
    cut = len(str(folder)) + 1
    for path in sorted(found):
        yield _file(path, path[cut:].replace(os.sep, "/"))


def _file(path: str, relative: str) -> PolicyFile:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise DrlintError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise DrlintError(f"{path}: a policy is larger than {_LARGEST} bytes; split it")
    return PolicyFile(relative, data, path)


def digest_of(files: Sequence[PolicyFile], *, salt: str) -> str:
    """Identity of a set of policy files (SHA-256 of paths and bytes)."""
    hashed = hashlib.sha256(salt.encode())
    for each in files:
        hashed.update(each.path.encode() + b"\0" + each.data + b"\0")
    return hashed.hexdigest()
