"""A folder of one run that nobody else may look into, and that goes with it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

_LIVING: set[Path] = set()


def is_private(path: Path) -> bool:
    """Whether a path lies in one of them, wherever temporary files are kept: perhaps in the repository."""
    return any(path.is_relative_to(each) for each in _LIVING)


class PrivateFolder:
    """Made when it is first needed; removed when the process ends, if not before."""

    def __init__(self) -> None:
        self._made: Path | None = None

    @property
    def is_made(self) -> bool:
        return self._made is not None

    @property
    def path(self) -> Path:
        if self._made is None:
            self._made = Path(tempfile.mkdtemp(prefix="drlint-")).resolve()
            _LIVING.add(self._made)
            atexit.register(self.remove)
        return self._made

    def write(self, path: Path, data: bytes) -> None:
        """Write a file below the folder, with the folders above it; raises OSError where there is one."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)

    def remove(self) -> None:
        """Remove the folder, if it was made."""
        if self._made is not None:
            atexit.unregister(self.remove)
            shutil.rmtree(self._made, ignore_errors=True)
            _LIVING.discard(self._made)
            self._made = None
