"""Where this drlint was installed from, so that a build server can install the same."""

from __future__ import annotations

import json
import re
from importlib import metadata
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from drlint.model.errors import DrlintError

_PLAIN = re.compile(r"https://[A-Za-z0-9._~:/?#@!$&()*+,;=%-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Origin(Struct, frozen=True):
    """A git repository and a commit of it; both empty where they are not known."""

    url: str = ""
    commit: str = ""


def origin_given(text: str) -> Origin:
    """`https://…@COMMIT`, as pip takes it after `git+`; raises DrlintError."""
    url, _, commit = text.removeprefix("git+").rpartition("@")
    found = _checked(url, commit)
    if found is None:
        raise DrlintError(
            f"--source {text}: say it as https://…/drlint.git@COMMIT, the commit in full, without user or password"
        )
    return found


def origin_of_this() -> Origin:
    """What pip noted when it installed this drlint from git; nothing where it came from a folder."""
    try:
        noted = json.loads(metadata.distribution("drlint").read_text("direct_url.json") or "{}")
        url, commit = urlsplit(str(noted["url"])), str(noted["vcs_info"]["commit_id"])
    except (metadata.PackageNotFoundError, KeyError, TypeError, ValueError):
        return Origin()
    bare = urlunsplit((url.scheme, url.netloc.rpartition("@")[2], url.path, "", ""))  # never a password
    return _checked(bare, commit) or Origin()


def _checked(url: str, commit: str) -> Origin | None:
    fits = _PLAIN.fullmatch(url) and "@" not in url and _COMMIT.fullmatch(commit)
    return Origin(url, commit) if fits else None
