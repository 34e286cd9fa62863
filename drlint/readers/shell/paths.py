"""Tells which scripts, files and folders a command needs, by its words alone; nobody looks at a disk here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from drlint.model.procedure import NamedPath, Word
from drlint.model.resource import Location

_INTERPRETERS: Final = re.compile(r"(?:bash|sh|zsh|dash|ksh|python[\d.]*|node|ruby|perl|php|pwsh|source|\.)")
# Options of interpreters after which no script comes, or that take a word themselves.
_NO_SCRIPT: Final = re.compile(r"-[a-zA-Z]*[cmes]|--eval|--version|--help|-|-Command")
_TAKES: Final = frozenset({"-o", "+o", "-W", "-X", "-I", "-r", "-M", "--rcfile", "--init-file"})
# Programs that lie there are the machine's, not the repository's.
_SYSTEM: Final = re.compile(r"(?:/usr|/bin|/sbin|/opt|/snap|/nix|/Library|/Applications)/|~/\.local/bin/|~/bin/")
_NOWHERE: Final = re.compile(r"/(?:dev|proc)/")
_URL: Final = re.compile(r"(?:https?|s3|gs|ftp|git|ssh|oci)(?:\+ssh)?://", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_LONGEST: Final = 1024


class _Option(NamedTuple):
    """An option whose word is a file or folder, of some operations only where they are named."""

    role: str
    names: tuple[str, ...]
    of: frozenset[str] = frozenset()


_APPLY: Final = frozenset({"apply", "create", "delete", "replace", "diff"})
_OPTIONS: Final[dict[str, tuple[_Option, ...]]] = {
    "kubectl": (_Option("file", ("-f", "--filename"), _APPLY), _Option("folder", ("-k", "--kustomize"), _APPLY)),
    "helm": (_Option("file", ("-f", "--values")),),
    "psql": (_Option("file", ("-f", "--file")),),
    "make": (_Option("folder", ("-C", "--directory")), _Option("file", ("-f", "--file", "--makefile"))),
    "terraform": (_Option("folder", ("-chdir",)), _Option("file", ("-var-file", "--var-file"))),
    "tofu": (_Option("folder", ("-chdir",)), _Option("file", ("-var-file", "--var-file"))),
    "terragrunt": (_Option("folder", ("--terragrunt-working-dir", "--working-dir")),),
    "docker-compose": (_Option("file", ("-f", "--file")),),
    "ansible-playbook": (_Option("file", ("-i", "--inventory", "--inventory-file")),),
}


def paths_named(
    program: str, written: str, words: tuple[Word, ...], reads: list[str], location: Location
) -> tuple[NamedPath, ...]:
    """What a command needs to be there; only what is literal, and each path once."""
    found: dict[str, NamedPath] = {}
    for path, role, where in _named(program, written, words, reads, location):
        if _is_path(path) and path not in found:
            shown = _shown(path)
            found[path] = NamedPath(path=shown, role=role, location=where, outside=leads_out(path))
    return tuple(found.values())


def _named(
    program: str, written: str, words: tuple[Word, ...], reads: list[str], location: Location
) -> Iterator[tuple[str, str, Location]]:
    if "/" in written and program and program != "aws" and not _SYSTEM.match(written):
        yield written, "script", location
    elif _INTERPRETERS.fullmatch(program):
        script = _script(words, is_sourced=program in {"source", "."})
        if script is not None and script.text is not None:
            yield script.text, "script", script.location
    if program == "aws":
        yield from _of_aws(words)
    elif program == "ansible-playbook":
        for each in words:
            if each.text and each.text.endswith((".yml", ".yaml")):
                yield each.text, "script", each.location
    yield from _by_option(program, words)
    yield from ((path, "file", location) for path in reads)


def _of_aws(words: tuple[Word, ...]) -> Iterator[tuple[str, str, Location]]:
    before: str | None = None
    for each in words:
        text = each.text
        if text is not None and text.startswith(("file://", "fileb://")):
            yield text.partition("://")[2], "file", each.location
        elif text is not None and before == "--template-file":
            yield text, "file", each.location
        before = text


def _script(words: tuple[Word, ...], *, is_sourced: bool) -> Word | None:
    """The script that an interpreter is given."""
    takes = False
    for each in words:
        text = each.text
        if text is None:
            return None
        if takes:
            takes = False
        elif text in _TAKES:
            takes = True
        elif not is_sourced and _NO_SCRIPT.fullmatch(text):
            return None
        elif not text.startswith(("-", "+")):
            return each
    return None


def _by_option(program: str, words: tuple[Word, ...]) -> Iterator[tuple[str, str, Location]]:
    options = _OPTIONS.get(program)
    if options is None:
        return
    texts = [each.text or "" for each in words]
    elsewhere = any(text.startswith("-chdir=") for text in texts)
    for option in options:
        if (option.of and not option.of & set(texts)) or (elsewhere and option.role == "file"):
            continue
        for at, text in enumerate(texts):
            name, equals, value = text.partition("=")
            if name not in option.names:
                continue
            word = words[at] if equals else words[at + 1] if at + 1 < len(words) else None
            value = value if equals else "" if word is None else word.text or ""
            if word is not None and value:
                yield from ((each, option.role, word.location) for each in value.split(","))


def _is_path(path: str) -> bool:
    is_sane = 0 < len(path) <= _LONGEST and path.isprintable() and path != "-"
    is_plain = _URL.match(path) is not None or not any(each in path for each in "*?[]{}|")
    return is_sane and is_plain and not _NOWHERE.match(path)


def leads_out(path: str) -> bool:
    """Whether a path names something that is in no repository, by itself: absolute, a home, a share, a URL."""
    return path.startswith(("/", "~")) or _DRIVE.match(path) is not None or _URL.match(path) is not None


def _shown(path: str) -> str:
    """A path as reports may show it: of a URL neither its user nor what is asked of it."""
    if _URL.match(path) is None:
        return path
    try:
        parts = urlsplit(path)
    except ValueError:
        return path.partition("://")[0] + "://"
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
