"""Goes through the folders below one: links are not followed, and it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator

MOST_ENTRIES = 1_000_000
SKIPPED = frozenset({".git", ".terraform", ".terragrunt-cache", "node_modules", ".venv", "__pycache__"})


class Walk:
    """Folders with the names of what is no folder in them, sorted; `unread` are those that cannot be listed, and why.

    `cut` says why it ended before its time, empty where it did not.
    """

    def __init__(self, top: str) -> None:
        self._top = top
        self._left = MOST_ENTRIES
        self.unread: list[tuple[str, str]] = []
        self.cut = ""

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        waiting = [self._top]
        while waiting:
            here = waiting.pop()
            folders: list[str] = []
            names: list[str] = []
            try:
                with os.scandir(here) as entries:
                    for each in entries:
                        if each.is_dir(follow_symlinks=False):
                            folders.append(each.name)
                        else:
                            names.append(each.name)
            except OSError as error:
                self.unread.append((here, f"it cannot be read: {error.strerror}"))
                continue
            self._left -= len(folders) + len(names)
            if self._left < 0:
                self.cut = f"looking for files stopped after {MOST_ENTRIES:,} of them"
                return
            yield here, sorted(names)
            waiting += [os.path.join(here, each) for each in sorted(folders, reverse=True) if each not in SKIPPED]  # noqa: PTH118
