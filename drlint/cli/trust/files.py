"""What runs drlint, and who owns its gate: build definitions and CODEOWNERS beside those of the trusted ref."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from drlint.cli.tighter import shown
from drlint.cli.trust.tree import Tree
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.gate_change import Effect, GateChange
from drlint.model.resource import Location
from drlint.readers.code_owners import PLACES, code_owners_of
from drlint.readers.files import read_regular

_LARGEST = 1024 * 1024
_BUILDS = (".pre-commit-config.yaml", ".gitlab-ci.yml", "azure-pipelines.yml", ".circleci/config.yml")
_WORKFLOWS = ".github/workflows"
_NAME = "drlint"
_JOB = frozenset({"steps", "script", "run"})

Before = Callable[[], Tree | None]


def files_changed(tree: Tree, top: Path, before: Before, gate: Iterable[str]) -> Iterator[GateChange]:
    """What differs in the builds that run drlint, and in who owns them and the files of the gate."""
    folder = (f"{_WORKFLOWS}/{name}" for name in tree.names(_WORKFLOWS) if name.endswith((".yml", ".yaml")))
    builds = [each for each in (*_BUILDS, *folder) if _NAME in (_in_ref(tree, each) or "")]
    for path in builds:
        yield from _build(path, tree, top, before)
    yield from _owners((*dict.fromkeys((*gate, *builds)),), tree, top, before)


def plans_brought(paths: Iterable[str], tree: Tree, before: Before) -> Iterator[GateChange]:
    """Plans and states that are committed with the change: each is judged in the place of the code beside it."""
    said = tree.git.said("rev-parse", "HEAD") if paths else None
    head = tree.at(said.strip()) if said else None
    since = before()
    for path in paths:
        brought = head.entry(path) if head is not None else None
        if brought is None or brought in (tree.entry(path), since.entry(path) if since is not None else None):
            continue
        yield GateChange(
            what=path,
            effect=Effect.LOOSENS,
            before="not there" if tree.entry(path) is None else "another one",
            after="a committed file that is judged in place of the code beside it",
            location=Location(path),
            in_force=True,
        )


def _in_ref(tree: Tree, path: str) -> str | None:
    try:
        return tree.read(path, _LARGEST).decode("utf-8", "replace") if tree.is_file(path) else None
    except DrlintError:  # too large, or a pointer: none that people write
        return None


def _checked_out(path: Path) -> str | None:
    try:
        return read_regular(str(path), _LARGEST).decode("utf-8", "replace")
    except UnreadableError:
        return None


def _build(path: str, tree: Tree, top: Path, before: Before) -> Iterator[GateChange]:
    """What a build does with drlint otherwise; the build that runs now goes by it already."""
    one, other = _in_ref(tree, path), _checked_out(top / path)
    if other is not None and _about_drlint(one or "") == _about_drlint(other):
        return
    since = before()
    if since is not None and _about_drlint(_in_ref(since, path) or "") == _about_drlint(other or ""):
        return
    gone = other is None or _NAME not in other
    yield GateChange(
        what=path,
        effect=Effect.LOOSENS if gone else Effect.UNCLEAR,
        before="a build that runs drlint",
        after="not there" if other is None else "one that does not" if gone else "one that runs it otherwise",
        location=Location(path),
        in_force=True,
    )


def _about_drlint(text: str) -> Any:
    """What of a build says how drlint runs: all but steps and jobs in which it does not stand; the text if unread."""
    from drlint.readers.yaml_text import YamlError, read_yaml  # noqa: PLC0415 - PyYAML costs 20 ms

    try:
        return _pruned(read_yaml(text).data)
    except YamlError:
        return text.replace("\r\n", "\n")


def _pruned(data: Any) -> Any:
    if isinstance(data, list):
        told = [each for each in data if isinstance(each, Mapping) and _tells(each)]
        return [_pruned(each) for each in told] or data
    if isinstance(data, Mapping):
        return {name: _pruned(each) for name, each in data.items() if _tells(each) or not _is_job(each)}
    return data


def _is_job(data: Any) -> bool:
    return isinstance(data, Mapping) and bool(_JOB & data.keys())


def _tells(data: Any) -> bool:
    if isinstance(data, Mapping):
        return any(_NAME in str(name) or _tells(each) for name, each in data.items())
    if isinstance(data, list):
        return any(map(_tells, data))
    return isinstance(data, str) and _NAME in data


def _owners(paths: Iterable[str], tree: Tree, top: Path, before: Before) -> Iterator[GateChange]:
    """Who owned the files of the gate, and would own them."""
    place = next((each for each in PLACES if tree.is_file(each)), None)
    if place is None:
        return
    text = _in_ref(tree, place) or ""
    other = next((each for each in PLACES if (top / each).is_file()), place)
    new = _checked_out(top / other) or ""
    if text == new:
        return
    since = before()
    if since is not None and new == (_in_ref(since, place) or ""):
        return
    trusted, head = code_owners_of(text, place), code_owners_of(new, other)
    for path in (*paths, place):
        if trusted(path) != head(path):
            yield GateChange(
                what=f"the owners of {path}",
                effect=Effect.UNCLEAR if head(path) else Effect.LOOSENS,
                before=shown(" ".join(trusted(path))),
                after=shown(" ".join(head(path))),
                location=Location(other),
            )
