"""What `drlint init` would write where, and what it leaves to a person."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from drlint.cli.starting import hooks, pipelines, settings_text
from drlint.cli.starting.origin import Origin
from drlint.cli.starting.seen import GITLAB, Seen
from drlint.model.errors import DrlintError
from drlint.readers.files import Disk

_PLAIN = re.compile(r"[\w./ -]*")


class NewFile(Struct, frozen=True):
    """A file to be written, by its path from the repository's top."""

    path: str
    text: str


class Plan(Struct, frozen=True):
    """Files to write; what stays as it is, and why; and texts for a person to put into files that are there."""

    files: tuple[NewFile, ...]
    left: tuple[str, ...]
    snippets: tuple[tuple[str, str], ...]


def plan_of(seen: Seen, origin: Origin) -> Plan:
    """What to write; nothing that is there is touched. Raises DrlintError for a folder that no workflow can name."""
    if not _PLAIN.fullmatch(seen.place):
        raise DrlintError(
            f"{seen.place}: has characters in its name that a workflow cannot hold; init a folder above it"
        )
    files: list[NewFile] = []
    left: list[str] = []
    snippets: list[tuple[str, str]] = []
    if seen.configuration is not None:
        left.append(f"{_shown(seen, seen.configuration)}: it is the configuration here already")
    else:
        files.append(NewFile(os.path.join(seen.place, settings_text.NAME), settings_text.settings_text(seen)))  # noqa: PTH118
    documents = seen.documents > 0
    if seen.has(hooks.NAME):
        left.append(f"{hooks.NAME}: it is there already")
        snippets.append((f"for the repos of {hooks.NAME}", hooks.hook_entry(origin, seen.place, documents=documents)))
    else:
        files.append(NewFile(hooks.NAME, hooks.hook_text(origin, seen.place, documents=documents)))
    if seen.has(GITLAB):
        snippets.append((f"for {GITLAB}", pipelines.gitlab_job(origin, seen.place)))
    elif seen.is_gitlab:
        files.append(NewFile(GITLAB, pipelines.gitlab_job(origin, seen.place)))
    if seen.has(pipelines.NAME):
        left.append(f"{pipelines.NAME}: it is there already")
    elif not seen.is_gitlab or seen.has(".github/workflows"):
        files.append(NewFile(pipelines.NAME, pipelines.workflow_text(origin, seen.place)))
    return Plan(tuple(files), tuple(left), tuple(snippets))


def held_back(top: Path, files: Iterable[NewFile]) -> None:
    """Raise DrlintError where a file would lie outside the repository, before any of them is written."""
    for file in files:
        if not Disk(top).is_inside(str(top / file.path)):
            raise DrlintError(f"{file.path}: a link leads out of the repository, so nothing was written")


def write(top: Path, file: NewFile) -> None:
    """Write a file that is not there yet; raises DrlintError where it is."""
    path = top / file.path
    held_back(top, (file,))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(file.text)
    except OSError as error:
        raise DrlintError(f"{file.path}: cannot be written: {error.strerror}") from error


def _shown(seen: Seen, path: Path) -> str:
    whole = path.resolve()
    return whole.relative_to(seen.top).as_posix() if whole.is_relative_to(seen.top) else str(path)
