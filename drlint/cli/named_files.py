"""Looks in the repository for the files that a document's commands name."""

from __future__ import annotations

import os
from pathlib import Path

from drlint.cli.discovery import top_of
from drlint.readers.documents.files_named import with_files
from drlint.readers.files import Disk
from drlint.readers.result import ReadResult
from drlint.readers.shell.on_disk import OnDisk


class NamedFiles:
    """The repositories in which a run has looked."""

    def __init__(self) -> None:
        self._looked: dict[str, OnDisk] = {}

    def looked_for(self, read: ReadResult, path: str) -> ReadResult:
        """What was read of a document, with which of the files that it names are there."""
        folder = os.path.realpath(os.path.dirname(path) or ".")  # noqa: PTH120
        top = str(top_of(Path(folder)) or folder)
        if top not in self._looked:
            self._looked[top] = OnDisk(Disk(Path(top)))
        there = self._looked[top]
        return with_files(read, there, there.folder(folder) or "")
