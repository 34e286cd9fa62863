"""Policies as files: which there are, and what identifies a set of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from drlint.model.errors import DrlintError

_LARGEST = 256 * 1024


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
        yield _file(folder, f"{folder.parent.name}/{folder.name}")
        return
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "_")) for part in relative.parts)
        if path.suffix in {".yaml", ".yml", ".py"} and not hidden and path.is_file():
            yield _file(path, relative.as_posix())


def _file(path: Path, relative: str) -> PolicyFile:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise DrlintError(f"{path}: a policy of {size} bytes is larger than {_LARGEST}; split it")
        return PolicyFile(relative, path.read_bytes(), str(path))
    except OSError as error:
        raise DrlintError(f"{path}: cannot be read: {error.strerror}") from error


def digest_of(files: Sequence[PolicyFile], *, salt: str) -> str:
    """Identity of a set of policy files (SHA-256 of paths and bytes)."""
    hashed = hashlib.sha256(salt.encode())
    for each in files:
        hashed.update(each.path.encode() + b"\0" + each.data + b"\0")
    return hashed.hexdigest()
