"""Remembers what a shell would know while it goes through commands: variables, environment and folder."""

from __future__ import annotations

import posixpath
from typing import Final

# What decides where the AWS CLI goes and as whom.
_OF_AWS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")
_CHANGES: Final = frozenset({"cd", "pushd", "popd", "source", ".", "eval", "read", "mapfile", "readarray"})
_MOST: Final = 200  # variables of one shell; of those beyond nothing is known


class Session:
    """What is known of one shell so far.

    A variable is a text, or None where it was set to something not known; one that was never set is absent. `folder`
    is where `cd` has gone to, relative to where the shell began, and None where that is not known.
    """

    def __init__(self) -> None:
        self.variables: dict[str, str | None] = {}
        self.exported: set[str] = set()
        self.folder: str | None = ""
        self._environment: dict[str, str | None] | None = None  # shared by all commands until something is set

    def assign(self, name: str, value: str | None) -> None:
        if name in self.variables or len(self.variables) < _MOST or name in _OF_AWS:
            self.variables[name] = value
            self._environment = None

    def export(self, name: str) -> None:
        if name in self.variables:
            self.exported.add(name)
            self._environment = None

    def unset(self, name: str) -> None:
        self.variables.pop(name, None)
        self.exported.discard(name)
        self._environment = None

    def environment(self) -> dict[str, str | None]:
        """What a program gets. An AWS_ variable that is not exported here may have been before: it is not known."""
        if self._environment is None:
            self._environment = self._told()
        return self._environment

    def _told(self) -> dict[str, str | None]:
        return {
            name: value if name in self.exported else None
            for name, value in self.variables.items()
            if name in self.exported or name.startswith("AWS_")
        }

    def go_to(self, folder: str | None) -> None:
        """Follow a `cd`."""
        if folder is None or self.folder is None or folder.startswith(("/", "~", "-")):
            self.folder = None
        else:
            gone = posixpath.normpath(posixpath.join(self.folder, folder))
            self.folder = "" if gone == "." else gone

    def forget(self) -> None:
        """After a file of settings was read into the shell anything may be set; that it changes folders is rare."""
        for name in (*self.variables, *_OF_AWS):
            self.assign(name, None)
        self.exported.update(_OF_AWS)

    def after(self, words: list[str | None]) -> None:
        """Follow what a command does to the shell itself."""
        program = words[0]
        if program not in _CHANGES:
            return
        if program in {"cd", "pushd"}:
            self.go_to(words[1] if len(words) == 2 else None)  # noqa: PLR2004 - cd and the folder
        elif program == "popd":
            self.go_to(None)
        elif program in {"source", ".", "eval"}:
            self.forget()
        else:
            for each in words[1:]:
                self.assign(each or "", None)

    def copy(self) -> Session:
        made = Session()
        made.variables = dict(self.variables)
        made.exported = set(self.exported)
        made.folder = self.folder
        return made

    def may_have_been(self, other: Session) -> None:
        """Forget what differs from how the shell was before something that may not have run."""
        for name in self.variables.keys() | other.variables.keys():
            if self.variables.get(name) != other.variables.get(name):
                self.assign(name, None)
        if self.folder != other.folder:
            self.folder = None
