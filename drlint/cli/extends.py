"""How a configuration names the bundle that it extends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from drlint.model.errors import DrlintError
from drlint.model.nearness import near

ENDINGS = (".tar.gz", ".tgz", ".zip")
LARGEST = 8 * 1024 * 1024  # of an archive
_KEYS = ("path", "sha256")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|git@|[A-Za-z][A-Za-z0-9+-]*::")
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


def require_extends(value: Any, line_of: Callable[..., str]) -> None:
    """Refuse what names no bundle: a folder, or an archive with its SHA-256."""
    place = line_of("extends")
    said = {"path": value} if isinstance(value, str) else value
    if not isinstance(said, Mapping) or not isinstance(said.get("path"), str) or not said["path"]:
        raise DrlintError(f"{place}: extends must be a folder, or `path` and `sha256` of an archive")
    other = next((each for each in said if each not in _KEYS), None)
    if other is not None:
        raise DrlintError(f"{line_of('extends', other)}: extends has no {other!r}{near(str(other), _KEYS)}")
    path, digest = said["path"], said.get("sha256")
    if _URL.match(path):
        raise DrlintError(
            f"{place}: extends {path[:100]}: drlint opens no network connection; download it in the build, and "
            "name the archive with its sha256"
        )
    if digest is None and path.endswith(ENDINGS):
        raise DrlintError(f"{place}: extends names an archive, which needs its `sha256`, so that nobody can change it")
    if digest is not None and not path.endswith(ENDINGS):
        raise DrlintError(f"{place}: extends has a sha256, which only an archive has ({', '.join(ENDINGS)})")
    if digest is not None and not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        raise DrlintError(f"{place}: extends.sha256 must be 64 hexadecimal digits")
