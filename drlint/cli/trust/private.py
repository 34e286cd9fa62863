"""A folder of one run that nobody else may look into, and that goes with it."""

from __future__ import annotations

import tempfile
from pathlib import Path


class PrivateFolder:
    """Made when it is first needed; removed when nobody holds it any more, or the process ends."""

    def __init__(self) -> None:
        self._made: tempfile.TemporaryDirectory[str] | None = None

    @property
    def path(self) -> Path:
        if self._made is None:
            self._made = tempfile.TemporaryDirectory(prefix="drlint-")
        return Path(self._made.name)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file below the folder, with the folders above it."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(data)

    def remove(self) -> None:
        """Remove the folder, if it was made."""
        if self._made is not None:
            self._made.cleanup()
