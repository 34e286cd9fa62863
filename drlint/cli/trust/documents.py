"""Recovery documents as the trusted ref has them: what of them steers the gate gets no milder with a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from drlint.cli.inputs import Gathered
from drlint.cli.trust.loosening import differing, tightened
from drlint.cli.trust.tree import Entry, Tree
from drlint.model.errors import DrlintError, UnreadableError, UnrecognisedError
from drlint.model.gate_change import Effect, GateChange
from drlint.model.resource import Location, Resource
from drlint.readers.documents.recognition import LARGEST, is_named_so, looks_like_document
from drlint.readers.result import ReadResult
from drlint.readers.walk import SKIPPED

_MOST = 2_000
_MOST_BYTES = 64 * 1024 * 1024
# What is lost with a document that is gone: a workload's tier and objectives, a drill's evidence.
_STEERING = {"workload": Effect.LOOSENS, "drill": Effect.LOOSENS}

_Key = tuple[str, str]


class Held(Struct, frozen=True):
    """What was read with what steers it held, and what differs."""

    given: list[Gathered]
    changes: tuple[GateChange, ...]


def held_documents(
    given: Sequence[Gathered], tree: Tree, places: Iterable[str], before: Callable[[], Tree | None]
) -> Held:
    """What was read, with the stricter of both of each workload, and the ref's documents as what stood before.

    `places` are the paths that were given, in the repository. `before` is asked for the commit that both descend from:
    what stands as it stood there is no change.
    """
    uris = (one.view.location.uri for some in given for each in some.results for one in _documents(each))
    places = list(dict.fromkeys((*places, *uris)))
    trusted = documents_of(tree, places)
    head = {_key(each): each for some in given for result in some.results for each in _documents(result)}
    if not trusted and not head:
        return Held([structs.replace(each, before=()) for each in given], ())
    theirs = {_key(each): each for result in trusted for each in result.resources}
    since = before() if any(_differs(head.get(key), each) for key, each in theirs.items()) else None
    old = theirs
    if since is not None:
        old = {_key(each): each for one in documents_of(since, places) for each in one.resources}
    changes = tuple(change for key, each in theirs.items() for change in _changes(each, head.get(key), old.get(key)))
    kept = [each for key, each in theirs.items() if key not in head and each.kind == "workload"]
    return Held([_with(each, theirs, trusted, kept) for each in given], changes)


def _with(
    given: Gathered, theirs: Mapping[_Key, Resource], trusted: Sequence[ReadResult], kept: Sequence[Resource]
) -> Gathered:
    results = []
    for each in given.results:
        own = tuple(tightened(theirs.get(_key(one), one), one) for one in _documents(each))
        results.append(structs.replace(each, resources=own) if own else each)
    gone = (ReadResult(resources=tuple(kept), kind="document"),) if kept else ()
    return structs.replace(given, results=tuple(results), before=tuple(trusted), gone=gone)


def _documents(result: ReadResult) -> Sequence[Resource]:
    return result.resources if result.kind == "document" else ()


def _key(resource: Resource) -> _Key:
    name: Any = resource["name"]
    return resource.kind, name if isinstance(name, str) else resource.address.path


def _differs(head: Resource | None, trusted: Resource) -> bool:
    return head is None or next(differing(trusted, head), None) is not None


def _changes(trusted: Resource, head: Resource | None, old: Resource | None) -> Iterator[GateChange]:
    """What of a document differs, save what stands as it stood before both."""
    if head is None:
        if old is not None:
            yield _gone(trusted)
        return
    same = {each.what: each for each in differing(trusted, old)} if old is not None and old is not trusted else {}
    for each in differing(trusted, head):
        if each.what not in same or same[each.what].after != each.after:
            yield each


def _gone(trusted: Resource) -> GateChange:
    said = trusted.kind.replace("_", " ")
    return GateChange(
        what=f"{said} {trusted['name']}",
        effect=_STEERING.get(trusted.kind, Effect.UNCLEAR),
        before="a document",
        after="not there",
        location=Location(trusted.view.location.uri),
    )


def documents_of(tree: Tree, places: Sequence[str]) -> list[ReadResult]:
    """The documents of a commit in these places; what cannot be read there says nothing."""
    from drlint.readers.documents.reader import read_document  # noqa: PLC0415 - only where there are documents

    paths = dict.fromkeys(path for place in places for path in _paths(tree, place))
    entries = {path: entry for path in list(paths)[:_MOST] if (entry := _file(tree, path)) is not None}
    texts = tree.read_many(entries.values(), LARGEST)
    found: list[ReadResult] = []
    left = _MOST_BYTES
    for path, entry in entries.items():
        data = texts.get(entry.object)
        if data is None or not looks_like_document(data, path):
            continue
        left -= len(data)
        if left < 0:
            break
        try:
            found.append(read_document(data, uri=path, root=path.rpartition("/")[0], is_named=False))
        except (UnreadableError, UnrecognisedError):  # the same file on disk is told of, if it is there
            continue
    return found


def _paths(tree: Tree, place: str) -> Iterator[str]:
    entry = _file(tree, place)
    if entry is not None:
        if is_named_so(place):
            yield place
        return
    for here, names in tree.folders("" if place == "." else place, SKIPPED):
        yield from (f"{here}/{name}".lstrip("/") for name in names if is_named_so(name))


def _file(tree: Tree, path: str) -> Entry | None:
    try:
        found = tree.entry(path)
    except DrlintError:  # a link that leads out or in circles
        return None
    return found if found is not None and found.is_file else None


def touched(given: Sequence[Gathered], tree: Tree, top: Path) -> frozenset[str]:
    """The documents among what was read whose text differs from a commit's."""
    uris = {each.view.location.uri for some in given for result in some.results for each in _documents(result)}
    return frozenset(uri for uri in uris if _on_disk(top / uri) != _in(tree, uri))


def _on_disk(path: Path) -> bytes | None:
    from drlint.readers.files import read_regular  # noqa: PLC0415 - only where there are documents

    try:
        return read_regular(str(path), LARGEST).replace(b"\r\n", b"\n")
    except UnreadableError:
        return None


def _in(tree: Tree, uri: str) -> bytes | None:
    try:
        return tree.read(uri, LARGEST).replace(b"\r\n", b"\n") if tree.is_file(uri) else None
    except DrlintError:
        return None
