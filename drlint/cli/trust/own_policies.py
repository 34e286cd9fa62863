"""A folder of own policies as the trusted ref has it, and what the checked-out code changes in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from drlint.cli.trust.tree import Tree
from drlint.model.errors import DrlintError
from drlint.model.gate_change import Effect, GateChange
from drlint.model.resource import Location
from drlint.policy.files import PolicyFile, policy_files

_LARGEST = 256 * 1024
_ENDINGS = (".yaml", ".yml", ".py")


class Held(Struct, frozen=True):
    """The files that rule, relative to the folder (the folder itself may be one), and what differs."""

    files: Mapping[str, bytes]
    changes: tuple[GateChange, ...]


def policies_in(tree: Tree, top: Path, folder: str, before: Callable[[], Tree | None]) -> Held:
    """The ref's policies; of the checked-out ones those that are new, save Python ones: they are code.

    `before` is asked for the commit that both descend from: what stands as it stood there is no change.
    """
    files = _of(tree, folder)
    head = _beside(files, top / folder)
    known = {PurePosixPath(name or folder).stem for name in files}
    changes: list[GateChange] = []
    held = dict(files)
    for name in sorted({*files, *head}):
        one, other = files.get(name), head[name].data if name in head else None
        if one is not None and other is not None and _lines(one) == _lines(other):
            continue
        if one is None and other is not None and head[name].id not in known and _may_judge(head[name]):
            held[name] = other
        path = f"{folder}/{name}".rstrip("/")
        changes.append(_change(path, one, other, in_force=name in held and name not in files))
    since = before() if changes else None
    if since is not None:
        old = _of(since, folder)
        own = {name: head[name].data if name in head else None for name in {*files, *head}}
        same = {f"{folder}/{name}".rstrip("/") for name, data in own.items() if data == old.get(name)}
        changes = [each for each in changes if each.what not in same]
    return Held(held, tuple(changes))


def _of(tree: Tree, folder: str) -> dict[str, bytes]:
    """The policy files of a commit, as `policy_files` takes them from disk."""
    entry = tree.entry(folder)
    if entry is None:
        return {}
    if entry.is_file:
        return {"": tree.read(folder, _LARGEST)}
    names = (each for each in tree.files_below(folder) if each.endswith(_ENDINGS))
    plain = (each for each in names if not any(part.startswith((".", "_")) for part in PurePosixPath(each).parts))
    return {name: tree.read(f"{folder}/{name}", _LARGEST) for name in plain}


def _beside(files: Mapping[str, bytes], folder: Path) -> dict[str, PolicyFile]:
    """The checked-out policies by their names in the ref; none where a folder has become a file, or a file a folder."""
    if not folder.exists() or (files and folder.is_file() != ("" in files)):
        return {}
    found = _checked_out(folder)
    return {"": found[0]} if folder.is_file() else {each.path: each for each in found}


def _checked_out(folder: Path) -> list[PolicyFile]:
    """The policy files on disk; raises DrlintError for one that is a link, which may lead anywhere."""
    found = list(policy_files(folder))
    for each in found:
        if Path(each.origin).is_symlink():
            raise DrlintError(f"{each.origin}: is a link; with --trusted-ref a policy is a file of its own")
    return found


def _may_judge(policy: PolicyFile) -> bool:
    """Whether a new policy judges before it is merged: neither one that is code, nor one that takes another's name.

    With a former id it would get the parameters that the ref's configuration has for that.
    """
    from drlint.readers.yaml_text import YamlError, read_yaml  # noqa: PLC0415 - only where there are new policies

    if policy.is_python:
        return False
    try:
        said = read_yaml(policy.data.decode("utf-8", "replace")).data
    except YamlError:
        return True  # so that the mistake in it is told
    return not (isinstance(said, dict) and said.get("formerly"))


def _change(path: str, one: bytes | None, other: bytes | None, *, in_force: bool) -> GateChange:
    """What becomes of a policy: one that is gone judges nothing, of one that is changed nobody can tell."""
    effect = Effect.LOOSENS if other is None else Effect.TIGHTENS if one is None else Effect.UNCLEAR
    before = "not there" if one is None else "a policy"
    after = "not there" if other is None else "a policy" if one is None else "another text"
    return GateChange(what=path, effect=effect, before=before, after=after, location=Location(path), in_force=in_force)


def _lines(data: bytes) -> bytes:
    """A text whatever ends its lines: git may have changed that when it checked it out."""
    return data.replace(b"\r\n", b"\n")
