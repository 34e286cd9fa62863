"""Finds the repository whose ref is to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drlint.cli.discovery import STDIN, top_of
from drlint.model.errors import DrlintError


def repository_of(paths: Sequence[str]) -> Path:
    """The repository that one works in, else that of the first path; that of a submodule is the one around it.

    A change may bring a submodule whose branches somebody else writes.
    """
    starts = (Path(), *(Path(path) for path in paths if path != STDIN))
    found = next((top for each in starts if (top := top_of(each.resolve())) is not None), None)
    if found is None:
        raise DrlintError("--trusted-ref: this is no git repository; run it in a clone of yours")
    while (around := _around(found)) is not None:
        found = around
    return found


def _around(top: Path) -> Path | None:
    """The repository that a submodule belongs to: its own git folder lies in that one's `modules`."""
    marker = top / ".git"
    outer = top_of(top.parent)
    if outer is None or not marker.is_file():
        return None
    return outer if _git_folder(marker).is_relative_to(_git_folder(outer / ".git") / "modules") else None


def _git_folder(marker: Path) -> Path:
    if not marker.is_file():
        return marker.resolve()
    said = marker.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
    return (marker.parent / said.removeprefix("gitdir:").strip()).resolve()
