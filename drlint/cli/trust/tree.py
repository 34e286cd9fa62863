"""The files of a commit, read without checking it out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from drlint.cli.trust.git import Git, Objects
from drlint.model.errors import DrlintError

_LARGEST_FOLDER = 16 * 1024 * 1024
_MOST_FILES = 2_000
_MOST_LINKS = 8
_LONGEST = 1_000
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# What git refuses in the name of a ref, save lone rules that only make it find nothing (git-check-ref-format(1)).
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/.]|[/.]$|\.lock$|/\.")
_PLACES = ("refs/heads/", "refs/remotes/", "refs/tags/")
_LFS = b"version https://git-lfs.github.com/spec/"


class MissingError(DrlintError):
    """This clone holds only a part of the repository's objects."""


class Entry(Struct, frozen=True):
    """What stands under a name in a folder: `mode` as git writes it, and the object's hash."""

    mode: str
    object: str

    @property
    def is_folder(self) -> bool:
        return self.mode == "40000"

    @property
    def is_link(self) -> bool:
        return self.mode == "120000"

    @property
    def is_file(self) -> bool:
        return self.mode.startswith("100")


class Tree:
    """The files of one commit; `called` is the ref that the user named, paths are relative to the top folder."""

    def __init__(self, git: Git, objects: Objects, commit: str, called: str) -> None:
        self.git = git
        self.commit = commit
        self.called = called
        self._objects = objects
        self._folders: dict[str, dict[str, Entry]] = {}
        self._root = Entry("40000", f"{commit}^{{tree}}")

    def at(self, commit: str) -> Tree:
        """Another commit of the same repository."""
        return Tree(self.git, self._objects, commit, commit[:12])

    def close(self) -> None:
        self._objects.close()

    def is_file(self, path: str) -> bool:
        entry = self.entry(path)
        return entry is not None and entry.is_file

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in a folder; none where there is no such folder."""
        entry = self.entry(folder)
        found = self._below(entry) if entry is not None and entry.is_folder else {}
        return tuple(sorted(name for name, each in found.items() if each.is_file))

    def entry(self, path: str) -> Entry | None:
        """What stands at a path, links followed inside the repository; None where there is nothing."""
        found = self._followed(_parts(path), 0)
        return None if found is None else found[1]

    def real(self, path: str) -> str | None:
        """The path of what stands at a path, its links followed; None where there is nothing."""
        found = self._followed(_parts(path), 0)
        return None if found is None else "/".join(found[0])

    def folders(self, top: str, skipped: Container[str]) -> Iterator[tuple[str, list[str]]]:
        """The folders below one and itself, by their paths, with the names of the files and links in them, sorted."""
        start = self.entry(top)
        waiting = [(top, start)] if start is not None and start.is_folder else []
        self._list_all([each for _, each in waiting], skipped)
        while waiting:
            here, folder = waiting.pop()
            below = self._below(folder)
            yield here, sorted(name for name, each in below.items() if each.is_file or each.is_link)
            inner = [name for name, each in below.items() if each.is_folder and name not in skipped]
            waiting += [(f"{here}/{name}" if here else name, below[name]) for name in sorted(inner, reverse=True)]

    def _list_all(self, folders: list[Entry], skipped: Container[str]) -> None:
        """List folders and all below, those of one depth together: git is asked a few times, not once for each."""
        while folders:
            asked = dict.fromkeys(each.object for each in folders if each.object not in self._folders)
            for name, data in self._objects.read_many(list(asked), _LARGEST_FOLDER).items():
                self._folders[name] = dict(_entries(data, len(self.commit) // 2))
            below = (self._below(each).items() for each in folders)
            folders = [each for some in below for name, each in some if each.is_folder and name not in skipped]

    def read_many(self, entries: Iterable[Entry], largest: int) -> dict[str, bytes]:
        """The bytes of many files by their hashes; those that are missing here or too large are left out."""
        return self._objects.read_many(list(dict.fromkeys(each.object for each in entries)), largest)

    def _followed(self, parts: tuple[str, ...], links: int) -> tuple[tuple[str, ...], Entry] | None:
        here = self._root
        for at, name in enumerate(parts):
            found = self._below(here).get(name) if here.is_folder else None
            if found is None:
                return None
            if found.is_link:
                path = "/".join(parts[: at + 1])
                if links == _MOST_LINKS:
                    raise DrlintError(f"{self.called}:{path}: leads to more than {_MOST_LINKS} links")
                target = self._contents(found, path, _LONGEST).decode("utf-8", "surrogateescape")
                return self._followed((*self._led(parts[:at], target, path), *parts[at + 1 :]), links + 1)
            here = found
        return parts, here

    def _led(self, folder: tuple[str, ...], target: str, path: str) -> tuple[str, ...]:
        """Where a link leads, from the top."""
        parts = list(folder)
        for each in PurePosixPath(target).parts:
            if each == "/" or (each == ".." and not parts):
                raise DrlintError(f"{self.called}:{path}: is a link that leads out of the repository")
            if each == "..":
                parts.pop()
            else:
                parts.append(each)
        return tuple(parts)

    def _below(self, folder: Entry) -> Mapping[str, Entry]:
        if folder.object not in self._folders:
            data = self._contents(folder, "a folder", _LARGEST_FOLDER)
            self._folders[folder.object] = dict(_entries(data, len(self.commit) // 2))
        return self._folders[folder.object]

    def read(self, path: str, largest: int) -> bytes:
        """A file's bytes; raises DrlintError where there is none, or it is too large."""
        entry = self.entry(path)
        if entry is None or not entry.is_file:
            raise DrlintError(f"{self.called}:{path}: no such file")
        data = self._contents(entry, path, largest)
        if data.startswith(_LFS):
            raise DrlintError(f"{self.called}:{path}: is kept in Git LFS, and only its pointer is here; keep it in git")
        return data

    def _contents(self, entry: Entry, path: str, largest: int) -> bytes:
        try:
            data = self._objects.read(entry.object, largest)
        except DrlintError as error:
            raise DrlintError(f"{self.called}:{path}: {error}") from error
        if data is None:
            fetch = fetching(self.called).replace("--depth=1", "--refetch --no-filter")
            raise MissingError(
                f"{self.called}:{path}: is not in this clone, which holds only a part of the repository's objects; "
                f"clone without a filter, or fetch it whole: {fetch}"
            )
        return data

    def files_below(self, path: str) -> Iterator[str]:
        """The files below a folder, relative to it, in order of path; links in it are left out."""
        top = self.entry(path)
        waiting = [("", top)] if top is not None and top.is_folder else []
        found: list[str] = []
        while waiting:
            here, folder = waiting.pop()
            for name, entry in self._below(folder).items():
                if entry.is_folder:
                    waiting.append((f"{here}{name}/", entry))
                elif entry.is_file:
                    found.append(f"{here}{name}")
            if len(found) > _MOST_FILES:
                raise DrlintError(f"{self.called}:{path}: holds more than {_MOST_FILES:,} files")
        yield from sorted(found)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(each for each in PurePosixPath(path).parts if each != ".")


def _entries(data: bytes, width: int) -> Iterator[tuple[str, Entry]]:
    """What a tree object lists: `mode name NUL hash`, the hash as bytes."""
    at = 0
    while at < len(data):
        end = data.index(b"\0", at)
        mode, _, name = data[at:end].partition(b" ")
        at = end + 1 + width
        yield name.decode("utf-8", "surrogateescape"), Entry(mode.decode("ascii"), data[end + 1 : at].hex())


def tree_of(ref: str, top: Path) -> Tree:
    """The commit that a branch, a tag or a hash names; raises DrlintError where it is not here."""
    if not ref or len(ref) > _LONGEST or _NO_REF.search(ref):
        raise DrlintError(f"--trusted-ref {shown(ref)}: is no name of a branch, a tag or a commit, as origin/main is")
    if ref == "HEAD":
        raise DrlintError("--trusted-ref HEAD: is what is checked out; name the branch that it is to be merged into")
    git = Git(top)
    commit = ref if _HASH.fullmatch(ref) else _resolved(git, ref)
    objects = git.objects()
    try:
        # A tag is an object of its own, and what it names need not be a commit.
        if objects.read(f"{commit}^{{tree}}", _LARGEST_FOLDER) is None:
            git.said("rev-parse", "--git-dir")  # which says so where git reads nothing of this repository at all
            raise _missing(ref, git)
    except DrlintError:
        objects.close()
        raise
    return Tree(git, objects, commit, ref)


def _resolved(git: Git, ref: str) -> str:
    """The hash that a ref stands for; one that could be two things is none of them.

    Git itself would take a tag `origin/main` before the branch, and whoever may push tags could then move the gate.
    """
    names = [ref] if ref.startswith("refs/") else [f"{place}{ref}" for place in _PLACES]
    said = git.said("for-each-ref", "--format=%(objectname) %(refname)", *names) or ""
    pairs = [line.split(" ", 1) for line in said.splitlines()]
    found = {name: commit for commit, name in pairs if name in names}
    if len(set(found.values())) > 1:
        both = " and ".join(sorted(found))
        raise DrlintError(f"--trusted-ref {shown(ref)}: is two things, {both}; name one of them in full")
    if not found:
        raise _missing(ref, git)
    return next(iter(found.values()))


def _missing(ref: str, git: Git) -> DrlintError:
    shallow = " (a shallow clone)" if (git.said("rev-parse", "--is-shallow-repository") or "").strip() == "true" else ""
    then = "" if _HASH.fullmatch(ref) or "/" in ref else f", and give --trusted-ref {shown(f'origin/{ref}')}"
    return DrlintError(
        f"--trusted-ref {shown(ref)}: is not in this clone{shallow}; fetch it first: {fetching(ref)}{then}"
    )


def fetching(ref: str) -> str:
    """The command that brings a ref here."""
    if _HASH.fullmatch(ref):
        return f"git fetch --no-tags --depth=1 origin {ref}"
    name = ref.removeprefix("refs/remotes/").removeprefix("refs/heads/")
    if ref.startswith("refs/tags/"):
        return f"git fetch --no-tags --depth=1 origin {shlex.quote(f'{ref}:{ref}')}"
    remote, _, branch = name.rpartition("/") if "/" not in name else name.partition("/")
    remote = remote or "origin"
    return (
        f"git fetch --no-tags --depth=1 {shlex.quote(remote)} {shlex.quote(f'{branch}:refs/remotes/{remote}/{branch}')}"
    )


def shown(ref: str) -> str:
    """A ref in a message: quoted as a shell wants it, and short."""
    return shlex.quote(ref if len(ref) <= 100 else f"{ref[:100]}…")  # noqa: PLR2004 - as much as a line has room for
