"""Finds what a change touches: the root modules, plans, states and documents that its files stand for."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Sequence
from pathlib import Path

from drlint.cli.configuration import holds_configuration
from drlint.cli.configuration_file import NAMES, PROJECT
from drlint.cli.discovery import (
    STDIN,
    Found,
    add_folder,
    documents_in,
    files_below,
    folders_below,
    is_document,
    is_source,
    looks_like_terraform,
    reach_of,
    roots_with,
    top_of,
)
from drlint.readers.documents.recognition import is_named_so
from drlint.readers.walk import Walk

NOTHING = "drlint: the change touches no root module, plan, state or recovery document: nothing to judge"

# As in .pre-commit-hooks.yaml: files that are plans by their name are read even where they do not look like one.
_PLAN = re.compile(r"([^/]*[-_.])?(tfplan|plan|tfstate)\.json")


def touched_by(paths: Sequence[str], named: Container[str] = ()) -> Found:
    """What the files of a change touch; some may be gone, and some hold nothing that drlint reads.

    Those `named` are plans or states, whatever they are called.

    Source and values stand for the root modules that they are part of, configuration for all that it may rule. Beside
    a document the others of its folder, and of that above, are looked at: they may say what it is about.
    """
    found = Found([], [])
    source: list[str] = []
    documents: list[str] = []
    for path in dict.fromkeys(paths):
        if os.path.isdir(path):  # noqa: PTH112
            add_folder(Path(path), found)
        elif is_source(path):
            source.append(path)
        elif path == STDIN or path in named or _is_plan(path):
            found.files.append((path, True))
        elif is_named_so(path) and _ruled_by(Path(os.path.abspath(path))) is None:  # noqa: PTH100 - as below
            documents += [path] if is_document(path) else []
        else:
            _add_ruled_by(path, found)
    found.files += [(each, False) for each in documents]
    roots_with(source, found)
    found.beside += [each for top in dict.fromkeys(map(_near, documents)) for each in documents_in(Walk(str(top)))]
    return found.once()


def _near(document: str) -> Path:
    """How far other documents are looked for: the folder above a document's, but not the whole repository."""
    folder = Path(document).resolve().parent
    return folder if top_of(folder) in {folder, folder.parent, None} else folder.parent


def _is_plan(path: str) -> bool:
    if not path.endswith(".json") or not os.path.lexists(path):
        return False
    return _PLAN.fullmatch(os.path.basename(path)) is not None or looks_like_terraform(Path(path))  # noqa: PTH119


def _add_ruled_by(path: str, found: Found) -> None:
    """Add the roots below a configuration, be it there or gone, and plans and states that lie beside no source."""
    top = _ruled_by(Path(os.path.abspath(path)))  # noqa: PTH100 - it may be a link, which lies where it lies
    if top is None:
        return
    real = os.path.realpath(top)
    roots = [each for each in folders_below(reach_of(real), found).roots() if Path(each).is_relative_to(real)]
    found.roots += roots
    plans = (each for each in files_below(top, found) if os.path.realpath(each.parent) not in roots)
    found.files += [(str(each), False) for each in plans]
    found.files += [(each, False) for each in documents_in(Walk(str(top)))]


def _ruled_by(path: Path) -> Path | None:
    """The folder that a configuration of that name rules, None for any other file."""
    for name in sorted(NAMES, key=lambda name: -name.count("/")):
        if path.as_posix().endswith(f"/{name}"):
            return path.parents[name.count("/")]
    return path.parent if path.name == PROJECT and holds_configuration(path) else None
