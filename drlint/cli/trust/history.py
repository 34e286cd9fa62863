"""What the code of a repository held at the end of earlier days: which resource blocks, folder by folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from drlint.catalog.registry import Catalog
from drlint.cli.discovery import STDIN, Found, of_the_shell, top_of
from drlint.cli.inputs import Gathered
from drlint.cli.trust.git import Git
from drlint.cli.trust.tree import Entry, Tree
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.periods import day_in
from drlint.model.resource import Resource
from drlint.readers.files import LARGEST_SOURCE, read_regular
from drlint.recovery.history import Then

_MOST_DAYS = 20
_MOST_FOLDERS = 200
_LARGEST_LOG = 64 * 1024 * 1024
_ENDINGS = (".tf", ".tofu")  # in JSON resources are not told by a line
_BLOCK = re.compile(rb'^[ \t]*resource[ \t]+"?([a-z][a-z0-9_]*)"?[ \t]+"?([\w-]+)"?[ \t]*\{', re.MULTILINE)
_DATED = {"runbook": "last_tested", "drill": "date"}


def then_of(given: Sequence[Gathered], found: Sequence[Found], catalog: Catalog) -> Mapping[str, Then] | None:
    """The code on the days on which something was tested; None where nothing was, there is no code, or no git.

    All must lie in one repository: places in it are told from its top.
    """
    resources = [each for some in given for result in some.results for each in result.resources]
    days = sorted({day for each in resources if (day := _day(each)) is not None})[-_MOST_DAYS:]
    folders = _folders([*resources, *(each for some in given for each in some.source)], catalog)
    tops = {top_of(each) for some in found for each in _places(some)} if days and folders else set()
    top = tops.pop() if len(tops) == 1 else None
    if top is None:
        return None
    try:
        return _asked(Git(top), days, folders[:_MOST_FOLDERS])
    except DrlintError:  # no git, or nothing that it reads
        return None


def _places(found: Found) -> Iterator[Path]:
    """The folders of what was found; what comes through a pipe has none."""
    yield from (Path(each).resolve() for each in found.roots)
    yield from (Path(each).resolve().parent for each, _ in found.files if each != STDIN and not of_the_shell(each))


def _day(document: Resource) -> str | None:
    """The day that a runbook or a drill tells of; only ISO days, for git is asked with it."""
    name = _DATED.get(document.kind)
    said = document.view.attributes.get(name) if name is not None else None
    day = day_in(said) if isinstance(said, str) else None
    return None if day is None else day.isoformat()


def _folders(resources: Iterable[Resource], catalog: Catalog) -> list[str]:
    """The folders with code of what recovery is about."""
    found = set()
    for each in resources:
        kind, uri = catalog[each.kind], each.view.location.uri
        if (kind.holds_data or kind.serves) and uri.endswith(_ENDINGS):
            found.add(uri.rpartition("/")[0])
    return sorted(found)


def _asked(git: Git, days: Sequence[str], folders: Sequence[str]) -> dict[str, Then]:
    """Raises DrlintError where git reads nothing here."""
    _note(git.top)
    commits = {day: (git.said("rev-list", "-1", f"--before={day}T23:59:59Z", "HEAD") or "").strip() for day in days}
    objects = git.objects()
    read: dict[str, frozenset[str]] = {}
    try:
        blocks = {
            commit: _blocks(Tree(git, objects, commit, commit[:12]), folders, read)
            for commit in set(commits.values())
            if commit
        }
    finally:
        objects.close()
    return {day: Then(commit, blocks[commit]) for day, commit in commits.items() if commit}


def _note(top: Path) -> None:
    """Open what changes with every commit and checkout, so that a report that is recalled knows of it."""
    for name in ("logs/HEAD", "shallow"):
        try:
            read_regular(str(top / ".git" / name), _LARGEST_LOG)
        except UnreadableError:  # another work tree, or no such file: then its listing is what is known
            continue


def _blocks(tree: Tree, folders: Sequence[str], read: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The blocks of each folder that held code then; `read` remembers files from commit to commit."""
    files: dict[str, list[str]] = {}
    entries: dict[str, Entry] = {}
    for folder in folders:
        for name in tree.names(folder or "."):
            entry = tree.entry(f"{folder}/{name}".lstrip("/")) if name.endswith(_ENDINGS) else None
            if entry is not None:
                files.setdefault(folder, []).append(entry.object)
                entries[entry.object] = entry
    new = [each for name, each in entries.items() if name not in read]
    for name, text in tree.read_many(new, LARGEST_SOURCE).items():
        pairs = (match.groups() for match in _BLOCK.finditer(text))
        read[name] = frozenset(f"{kind.decode()}.{block.decode()}" for kind, block in pairs)
    whole = {folder: names for folder, names in files.items() if all(each in read for each in names)}
    return {folder: frozenset().union(*(read[each] for each in names)) for folder, names in whole.items()}
