"""Finds the root modules of the trusted ref that a change only calls, so that they would not be judged any more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from drlint.cli.discovery import Found
from drlint.cli.trust.tree import Entry, MissingError, Tree
from drlint.model.errors import DrlintError, UnreadableError
from drlint.readers.files import LARGEST_SOURCE, MOST_BYTES, MOST_FILES, SOURCE_ENDINGS, Disk, OverError
from drlint.readers.hcl.roots import Folders, folders_told, looked_through
from drlint.readers.walk import SKIPPED

_MOST_TOLD = 5
_TOGETHER = 500


class _Committed:
    """The source of a commit under the paths that it has on disk, bounded as that on disk is."""

    def __init__(self, tree: Tree, top: Path) -> None:
        self._tree = tree
        self._top = f"{top}{os.sep}"
        self._files = 0
        self._bytes = 0
        self._texts: dict[str, bytes] = {}

    def folders(self, top: str) -> Folders:
        """The source folders below one."""
        walk = list(self._tree.folders(f"{top}{os.sep}".removeprefix(self._top).rstrip(os.sep), SKIPPED))
        self._read([f"{here}/{name}" for here, names in walk for name in names if name.endswith(SOURCE_ENDINGS)])
        named = ((f"{self._top}{here}".rstrip(os.sep), names) for here, names in walk)
        return folders_told(named, self.contents, self.real)

    def _read(self, paths: list[str]) -> None:
        """Read files together; what cannot be read so is looked at one by one."""
        left = MOST_BYTES
        for at in range(0, min(len(paths), MOST_FILES), _TOGETHER):
            entries = {path: entry for path in paths[at : at + _TOGETHER] if (entry := self._file(path)) is not None}
            read = self._tree.read_many(entries.values(), LARGEST_SOURCE)
            self._texts.update({path: read[each.object] for path, each in entries.items() if each.object in read})
            left -= sum(map(len, read.values()))
            if left < 0:
                return

    def _file(self, path: str) -> Entry | None:
        try:
            found = self._tree.entry(path)
        except DrlintError:  # a link that leads out or in circles
            return None
        return found if found is not None and found.is_file else None

    def contents(self, path: str) -> bytes:
        """A file's bytes; raises UnreadableError, and DrlintError where this clone has not all of the commit."""
        if self._files >= MOST_FILES or self._bytes >= MOST_BYTES:
            raise OverError("as on disk")
        inside = path.removeprefix(self._top)
        try:
            data = self._texts[inside] if inside in self._texts else self._tree.read(inside, LARGEST_SOURCE)
        except MissingError:
            raise
        except DrlintError as error:  # too large, or a link that leads out or nowhere
            raise UnreadableError(str(error)) from error
        self._files += 1
        self._bytes += len(data)
        return data

    def real(self, path: str) -> str:
        """A path with its links followed as the commit has them."""
        if not path.startswith(self._top):
            return path
        try:
            found = self._tree.real(path.removeprefix(self._top))
        except DrlintError:
            return path
        return path if found is None else f"{self._top}{found}"


def demoted_in(found: Found, tree: Tree, top: Path) -> dict[str, str]:
    """Folders that were root modules at the ref and are only called by what is judged now, each with who calls it.

    They are told from called modules as what is checked out is: by what lies below the same folder.
    """
    demoted: dict[str, str] = {}
    for start, now in found.trees:
        asked = (now.reached_from(found.roots) & now.calls.keys()) - set(found.roots)
        if not any(Path(each).is_relative_to(top) for each in asked):
            continue
        inner = max(start, str(top), key=len)  # what is judged may lie around the repository
        before = _Committed(tree, top).folders(inner)
        for each in sorted(asked.intersection(before.roots())):
            demoted[each] = next(caller for caller, calls in sorted(now.calls.items()) if each in calls - {caller})
    return demoted


def told_of(calls: Mapping[str, str], ref: str, top: Path) -> tuple[str, ...]:
    """What a report says of them, at most a few."""
    said = [
        f"{os.path.relpath(each, top)} was a root module at {ref}, and is judged as one, "
        f"though {os.path.relpath(_file_that_calls(each, caller, top), top)} calls it now"
        for each, caller in list(calls.items())[:_MOST_TOLD]
    ]
    if len(calls) > _MOST_TOLD:
        said.append(f"{len(calls) - _MOST_TOLD:,} more folders were root modules at {ref}, and are judged as such")
    return tuple(said)


def _file_that_calls(folder: str, caller: str, top: Path) -> str:
    """The caller's file that calls a folder, else the caller: where a link lies between."""
    disk = Disk(top)
    names = [each for each in sorted(os.listdir(caller)) if each.endswith(SOURCE_ENDINGS)]  # noqa: PTH208
    paths = (f"{caller}/{name}" for name in names if folder in looked_through(caller, [name], disk.contents)[0])
    return next(paths, caller)
