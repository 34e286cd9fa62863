"""Finds the configuration that rules a folder in a commit, and reads texts of it."""

from __future__ import annotations

import os

from drlint.cli.configuration_file import NAMES, PROJECT, SECTION
from drlint.cli.trust.tree import Tree
from drlint.model.errors import DrlintError

LARGEST = 2 * 1024 * 1024


def above(folder: str) -> str:
    return os.path.dirname(folder) or "."  # noqa: PTH120 - a path in the repository, not one on disk


def text_in(tree: Tree, path: str) -> str:
    """A text of the ref; raises DrlintError."""
    try:
        return tree.read(path, LARGEST).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DrlintError(f"{tree.called}:{path}: cannot be read: {error}") from error


def configuration_in(tree: Tree, folder: str) -> str | None:
    start = "" if folder == "." else f"{folder}/"
    found = next((f"{start}{name}" for name in NAMES if tree.is_file(f"{start}{name}")), None)
    if found is None and tree.is_file(f"{start}{PROJECT}") and SECTION in text_in(tree, f"{start}{PROJECT}"):
        return f"{start}{PROJECT}"
    return found
