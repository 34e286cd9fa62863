"""Names files and folders as reports do: from the repository's top, else from here."""

from __future__ import annotations

import os
from pathlib import Path

from drlint.cli.discovery import STDIN, of_the_shell, top_of


def uri_of(path: str) -> str:
    """A path as reports name it: from the repository's top, else from here."""
    if path == STDIN or of_the_shell(path):
        return "stdin"
    found = Path(path).resolve()
    return _named(found, found.parent)


def uri_of_folder(folder: str) -> str:
    """A folder as reports name it; `.` for the top."""
    found = Path(folder).resolve()
    return _named(found, found)


def _named(found: Path, folder: Path) -> str:
    for base in (top_of(folder), Path.cwd()):
        if base is not None and found.is_relative_to(base):
            return found.relative_to(base).as_posix()
    return Path(os.path.relpath(found)).as_posix()
