"""The waivers in source that the trusted ref has, too: those that a change brings do not hold before it is merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct, structs

from drlint.cli.trust.tree import Tree
from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.gate_change import Effect, GateChange
from drlint.model.waiver import Comment, Written
from drlint.readers.documents.recognition import is_named_so
from drlint.readers.files import LARGEST_SOURCE
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.comments import comments_in
from drlint.readers.hcl.source import cleaned, parse_clean
from drlint.readers.hcl.waivers import called
from drlint.readers.waiver_text import MARK

_SOURCE = (".tf", ".tofu")

# What makes two waivers the same but for the day: policies, owner, reason, ticket, and what it stands on.
_Same: TypeAlias = "tuple[frozenset[str], str, str, str, str]"


class Held(Struct, frozen=True):
    """The waivers in force, and what is said of the others."""

    written: tuple[Written, ...]
    changes: tuple[GateChange, ...]


class Comments:
    """The waivers in a commit's source, each folder of it read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[str, dict[_Same, date]] = {}
        self._allowance = Allowance()

    def until(self, written: Written) -> date | None:
        """Until when the commit has a waiver on the same block in the same file, or in another one of its folder."""
        uri = written.comment.location.uri
        same = _same(written.comment, written.on)
        found = self._in_file(uri).get(same)
        if found is not None:
            return found
        folder, _, own = uri.rpartition("/")
        days = (
            self._in_file(f"{folder}/{name}".lstrip("/")).get(same)
            for name in self._tree.names(folder)
            if name != own and name.endswith(_SOURCE)
        )
        return next((day for day in days if day is not None), None)

    def _in_file(self, uri: str) -> dict[_Same, date]:
        if uri not in self._known:
            self._known[uri] = dict(self._found(uri)) if self._tree.is_file(uri) else {}
        return self._known[uri]

    def _found(self, uri: str) -> Iterable[tuple[_Same, date]]:
        data = self._tree.read(uri, LARGEST_SOURCE)
        if MARK not in data:
            return
        if is_named_so(uri):
            yield from _in_document(data, uri)
            return
        text = cleaned(data)
        source = parse_clean(text, uri, self._allowance)
        for each in comments_in(text.data, uri, source, self._allowance):
            if not each.comment.problem and each.comment.until is not None:
                yield _same(each.comment, called(each)), each.comment.until


def _in_document(data: bytes, uri: str) -> Iterator[tuple[_Same, date]]:
    """The waivers of a recovery document."""
    from drlint.readers.documents.reader import read_document  # noqa: PLC0415 - few waivers stand in documents

    try:
        read = read_document(data, uri=uri, root=uri.rpartition("/")[0], is_named=False)
    except (UnreadableError, UnrecognisedError):  # what cannot be read waives nothing
        return
    for each in read.waivers:
        if not each.comment.problem and each.comment.until is not None:
            yield _same(each.comment, each.on), each.comment.until


def _same(comment: Comment, on: str) -> _Same:
    return frozenset(comment.words), comment.owner, comment.reason, comment.ticket, on


class SourceWaivers:
    """Tells which waivers of the checked-out source hold."""

    def __init__(self, tree: Tree, before: Callable[[], Tree | None]) -> None:
        """`before` is asked for the commit that both descend from: what stood there is no change."""
        self._trusted = Comments(tree)
        self._before = before

    @cached_property
    def _since(self) -> Comments | None:
        tree = self._before()
        return None if tree is None else Comments(tree)

    def held(self, written: Iterable[Written]) -> Held:
        """Those that the ref has, until it says at the most; and those that are wrong, which set nothing aside."""
        kept: list[Written] = []
        changes: list[GateChange] = []
        for each in written:
            day = each.comment.until
            if day is None or each.comment.problem:
                kept.append(each)
                continue
            known = self._trusted.until(each)
            if known is not None:
                kept.append(structs.replace(each, comment=structs.replace(each.comment, until=min(day, known))))
            if (known is None or day > known) and (self._since is None or self._since.until(each) != day):
                changes.append(_change(each, day, known))
        return Held(tuple(kept), tuple(changes))


def _change(written: Written, day: date, known: date | None) -> GateChange:
    return GateChange(
        what=f"waive[{', '.join(written.comment.words)}] on {written.on}",
        effect=Effect.LOOSENS,
        before="not there" if known is None else f"until {known.isoformat()}",
        after=f"until {day.isoformat()}",
        location=written.comment.location,
    )
