"""Which files a runbook needs that are not where it looks for them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from drlint.model.procedure import Command, NamedPath, Step
from drlint.model.resource import Resource

# What brings or makes files whose names nobody can tell from the command.
_BRINGS = {"git": ("clone", "pull", "checkout", "submodule"), "terraform": ("init",), "gh": ("release",)}
_UNPACKS = frozenset({"tar", "unzip", "gunzip", "rsync", "scp", "make", "npm", "go", "pip", "docker"})
# Folders that builds and package managers fill, which nobody commits.
_BUILT = frozenset({"node_modules", ".venv", "venv", "vendor", "target", "build", "dist", ".terraform"})


class Need(Struct, frozen=True):
    """A path that a step needs; `doubt` says why it may be there all the same, empty where nothing speaks for it."""

    step: Step
    command: Command
    path: NamedPath
    doubt: str = ""


def needed_files(runbook: Resource) -> Iterator[Need]:
    """The paths that a runbook's commands name and no earlier command makes, in order, each once a step."""
    made: set[str] = set()
    doubt = ""
    steps: Any = runbook["steps"]
    for step in steps:
        told: set[str] = set()
        for command in step.commands:
            for path in command.paths:
                name = posixpath.normpath(path.path)
                if name not in told and not _is_made(name, made):
                    told.add(name)
                    yield Need(step, command, path, doubt or _built(name))
            made.update(posixpath.normpath(each) for each in command.writes if each)
            doubt = doubt or _doubt(step, command)


def _is_made(name: str, made: set[str]) -> bool:
    """Whether an earlier command made a path, or a folder above it; `./x` and `x` are one."""
    while name not in {"", ".", "/"}:
        if name in made:
            return True
        name = posixpath.dirname(name)
    return False


def _built(name: str) -> str:
    folder = name.partition("/")[0]
    return f"{folder} is a folder that a build fills" if folder in _BUILT else ""


def _doubt(step: Step, command: Command) -> str:
    """Why files may be there after a command that are not in the repository."""
    program = command.program
    first = next((each.text for each in command.words if each.text and not each.text.startswith("-")), "")
    if program in {"cd", "pushd"}:
        return f"{step.key} goes to another folder"
    into_here = any(posixpath.normpath(each) == "." for each in command.writes if each)
    if into_here or program in _UNPACKS or first in _BRINGS.get(program, ()):
        return f"{program} in {step.key} may bring it"
    return ""
