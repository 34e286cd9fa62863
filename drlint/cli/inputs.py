"""Finds the files to read, reads each safely, and keeps account of what could not be read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from drlint.catalog.registry import Catalog
from drlint.engine.report import Input
from drlint.model.errors import DrlintError, UnreadableError, UnrecognisedError
from drlint.model.finding import BlindSpot
from drlint.model.resource import Location
from drlint.readers.plan.reader import read_plan
from drlint.readers.result import ReadResult

LARGEST = 2 * 1024 * 1024 * 1024
_SNIFFED = 4096
_ENDINGS = (".json", ".plan", ".tfplan", ".state", ".tfstate")
_PLAIN = frozenset({"plan", "tfplan", "state", "terraform", "tfstate"})
_SOURCE = (".tf", ".tf.json", ".tofu")
_SKIPPED = frozenset({".git", ".terraform", "node_modules", ".venv", "__pycache__"})
STDIN = "-"
SOURCE_NOT_READ = (
    "is Terraform source, which drlint does not read yet; give it a plan: terraform show -json tfplan > plan.json"
)


class Gathered(Struct, frozen=True):
    """All inputs of one kind of use (`check` or `--context`): what was read, and the account of it."""

    results: tuple[ReadResult, ...]
    inputs: tuple[Input, ...]
    blind_spots: tuple[BlindSpot, ...]
    root: str

    @property
    def recognised(self) -> bool:
        return any(each.status in {"read", "partial", "failed"} for each in self.inputs)


def gather(
    paths: Sequence[str],
    catalog: Catalog,
    *,
    provider_regions: Mapping[str, str],
    root: str | None,
    called: str | None = None,
) -> Gathered:
    """Read every plan and state of these paths; raises DrlintError for a path that is none.

    `called` is what reports name the file, its path where None.
    """
    results: list[ReadResult] = []
    inputs: list[Input] = []
    blind: list[BlindSpot] = []
    seen: dict[tuple[str, str], str] = {}
    files = list(_files(paths))
    roots = [root_of(path) if root is None else root for path, _ in files]
    for (path, explicit), own_root in zip(files, roots, strict=True):
        uri = called or uri_of(path)
        try:
            read = read_plan(
                contents_of(path, explicit=explicit),
                uri=uri,
                root=own_root,
                catalog=catalog,
                provider_regions=provider_regions,
            )
        except UnrecognisedError as error:
            inputs.append(Input(uri=uri, kind="unknown", status="skipped", note=str(error)))
        except UnreadableError as error:
            inputs.append(Input(uri=uri, kind="plan or state", status="failed", note=str(error)))
            blind.append(BlindSpot(uri, str(error), Location(uri)))
        else:
            _require_one(own_root, read.kind, uri, seen)
            results.append(read)
            blind += read.blind_spots
            inputs.append(_account_of(read, uri))
    return Gathered(tuple(results), tuple(inputs), tuple(blind), roots[0] if roots else root or "")


def _account_of(read: ReadResult, uri: str) -> Input:
    status = "partial" if read.blind_spots else "read"
    count = len(read.resources) + read.uncatalogued
    return Input(uri=uri, kind=read.kind, status=status, note="; ".join(read.notes), resources=count)


def _require_one(root: str, kind: str, uri: str, seen: dict[tuple[str, str], str]) -> None:
    """Two plans of one root would be two answers to one question."""
    other = seen.setdefault((root, kind), uri)
    if other != uri:
        raise DrlintError(f"{uri}: {other} is a {kind} of the same root, {root or 'this folder'}; check them apart")


def _files(paths: Sequence[str]) -> Iterator[tuple[str, bool]]:
    seen: set[str] = set()
    for path in paths:
        if path == STDIN:
            yield path, True
            continue
        for found, explicit in _expanded(Path(path)):
            key = os.path.realpath(found)
            if key not in seen:
                seen.add(key)
                yield str(found), explicit


def _expanded(path: Path) -> Iterator[tuple[Path, bool]]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, ValueError) as error:  # ValueError: a NUL in a path that configuration names
        raise DrlintError(f"{path}: no such file or folder") from error
    except OSError as error:
        raise DrlintError(f"{path}: cannot be opened: {error.strerror}; give a plan file or a folder") from error
    if stat.S_ISDIR(mode):
        for found in _walked(path):
            yield found, False
    elif stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and _of_the_shell(str(path))):
        yield path, True
    else:
        raise DrlintError(f"{path}: is a pipe or a device; pipe the plan in instead: … | drlint check -")


def _of_the_shell(path: str) -> bool:
    """Whether a path is one that a shell makes for `<(command)`: a pipe with a writer at its other end."""
    return path.startswith(("/dev/fd/", "/proc/self/fd/"))


def _walked(folder: Path) -> list[Path]:
    """The plan and state files below a folder, and what cannot be opened; links to folders are not followed.

    Where there is neither, the first source file: that it is not read has to be said.
    """
    found: list[Path] = []
    source: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: found.append(Path(error.filename))):
        folders[:] = sorted(each for each in folders if each not in _SKIPPED)
        for name in sorted(names):
            path = Path(here) / name
            if name.endswith(_SOURCE):
                source.append(path)
            elif name.endswith(".json") and _looks_like_terraform(path):
                found.append(path)
    return sorted(found) or source[:1]


def _looks_like_terraform(path: Path) -> bool:
    """`terraform show -json` begins with its format_version; only regular files are opened.

    One that may not be opened counts, too: what could not be seen must not look like a pass.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(_SNIFFED).replace(b"\0", b"")  # UTF-16, which the reader then names
    except PermissionError:
        return True
    except OSError:
        return False
    return b'"format_version"' in head and (
        b'"terraform_version"' in head or b'"resource_changes"' in head or b'"values"' in head
    )


def contents_of(path: str, *, explicit: bool = True) -> bytes:
    """A file's bytes (`-`: standard input); raises UnreadableError, or UnrecognisedError for what is no JSON."""
    if path == STDIN:
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UnreadableError(f"it is larger than {LARGEST >> 20} MiB")
        return _json_only(data, path)
    if path.endswith(_SOURCE):
        raise UnrecognisedError(f"it {SOURCE_NOT_READ}")
    try:
        if _of_the_shell(path):
            with Path(path).open("rb") as pipe:
                return _json_only(pipe.read(LARGEST), path)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(descriptor).st_size
            if size > LARGEST:
                raise UnreadableError(f"it is larger than {LARGEST >> 20} MiB")
            return _json_only(file.read(), path) if explicit else file.read()
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror}") from error


def _json_only(data: bytes, path: str) -> bytes:
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in {b"{", b""} or head[:2] in {b"\xff\xfe", b"\xfe\xff", b"PK", b"\0{"}:
        return data.removeprefix(b"\xef\xbb\xbf")
    what = "it is not a plan" if path.endswith((".json", STDIN)) else "it is of no kind that drlint reads"
    raise UnrecognisedError(f"{what}; give the output of terraform show -json")


def uri_of(path: str) -> str:
    """A path as reports name it: from the repository's top, else from here."""
    if path == STDIN or _of_the_shell(path):
        return "stdin"
    found = Path(path).resolve()
    top = top_of(found.parent)
    for base in (top, Path.cwd()):
        if base is not None and found.is_relative_to(base):
            return found.relative_to(base).as_posix()
    return Path(os.path.relpath(found)).as_posix()


def top_of(folder: Path) -> Path | None:
    """The repository's top folder above a folder, None outside one."""
    return next((here for here in (folder, *folder.parents) if (here / ".git").exists()), None)


def root_of(path: str) -> str:
    """The root module of a file, from its place and name alone, so that fingerprints depend on nothing else.

    `plan.json` and `state.json` belong to their folder, `prod.plan.json` to `prod` in it.
    """
    if path == STDIN or _of_the_shell(path):
        return ""
    folder = PurePosixPath(uri_of(path)).parent.as_posix()
    stem = Path(path).name
    while stem.endswith(_ENDINGS):
        stem = stem.rpartition(".")[0]
    names = [] if folder == "." else [folder]
    return "/".join(names if stem in _PLAIN else [*names, stem])
