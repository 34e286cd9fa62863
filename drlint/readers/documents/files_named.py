"""Looks whether the files that a document names are there, and copies of it the same."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from msgspec import structs

from drlint.model.procedure import Step
from drlint.model.resource import Resource
from drlint.readers.documents.kept_copies import compared
from drlint.readers.result import ReadResult
from drlint.readers.shell.there import Files, looked_for


class Listed:
    """The files of a repository by their names, as an example states them; its documents have texts, too."""

    def __init__(self, paths: Collection[str], texts: Mapping[str, str]) -> None:
        self._texts = texts
        named = [each.split("/") for each in (*paths, *texts)]
        self._all = {"/".join(parts[: at + 1]) for parts in named for at in range(len(parts))}

    def has(self, path: str) -> bool | None:
        return path in self._all

    def digest(self, path: str) -> str | None:
        return sha256(self._texts[path].encode()).hexdigest() if path in self._texts else None


def with_files(read: ReadResult, files: Files, folder: str) -> ReadResult:
    """What was read, with which files its runbooks name are there; `folder` is the document's, from the top."""
    resources = tuple(_with_files(each, files, folder) for each in read.resources)
    return structs.replace(read, resources=resources)


def _with_files(resource: Resource, files: Files, folder: str) -> Resource:
    view = resource.declared
    steps = view.attributes.get("steps") if view is not None else None
    if view is None or not isinstance(steps, tuple):
        return resource
    made = tuple(_step(each, files, folder) if isinstance(each, Step) else each for each in steps)
    attributes = {**view.attributes, "steps": made}
    copies: Any = attributes.get("copies")
    if copies:
        document = posixpath.join(folder, posixpath.basename(view.location.uri))
        attributes["copies"] = tuple(compared(copies, files, document))
    return structs.replace(resource, declared=structs.replace(view, attributes=attributes))


def _step(step: Step, files: Files, folder: str) -> Step:
    if not any(each.paths for each in step.commands):
        return step
    return structs.replace(step, commands=tuple(looked_for(each, files, folder) for each in step.commands))
