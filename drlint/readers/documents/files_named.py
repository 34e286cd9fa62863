"""Looks whether the files that a document's commands name are there."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import structs

from drlint.model.procedure import Step
from drlint.model.resource import Resource
from drlint.readers.result import ReadResult
from drlint.readers.shell.there import Files, looked_for


class Listed:
    """The files of a repository by their names alone, as an example of a policy states them."""

    def __init__(self, paths: Collection[str]) -> None:
        self._all = {
            "/".join(parts[: at + 1]) for parts in (each.split("/") for each in paths) for at in range(len(parts))
        }

    def has(self, path: str) -> bool | None:
        return path in self._all


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
    return structs.replace(resource, declared=structs.replace(view, attributes={**view.attributes, "steps": made}))


def _step(step: Step, files: Files, folder: str) -> Step:
    if not any(each.paths for each in step.commands):
        return step
    return structs.replace(step, commands=tuple(looked_for(each, files, folder) for each in step.commands))
