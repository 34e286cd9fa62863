"""The error that a user can mend: place, fact, remedy, in one line."""

from __future__ import annotations


class DrlintError(Exception):
    """Nonsense from the user: a path, a flag, configuration or a policy; ends with exit code 2."""


class UnreadableError(Exception):
    """An input was recognised but could not be read; becomes a blind spot and exit code 4."""


class UnrecognisedError(Exception):
    """A file is of no kind that drlint reads; where nothing else was given it ends with exit code 3."""
