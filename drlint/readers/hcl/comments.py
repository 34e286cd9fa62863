"""Finds the waiver comments of a file, and the block or argument that each stands on.

Only a file that holds the bytes `drlint:` is looked at, with the positions that its tree (perhaps from the cache) has.
Whether these bytes begin a comment, and are no part of a text, is asked of the parser once more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import TypeAlias

from msgspec import Struct

from drlint.model.resource import Location
from drlint.model.waiver import Comment
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.syntax import FileText, comments_at
from drlint.readers.waiver_text import comment_of

Item: TypeAlias = "tree.Attribute | tree.Block"

MOST = 20_000  # comments of one file; as many as a file of 4 MiB can hold in earnest
_MARKED = re.compile(rb"(?P<open>#+|//+|/\*+)[ \t]*drlint:")
_JUDGED = frozenset({"resource", "module", "provider", "terraform", "removed"})
_NOTHING = "nothing stands directly below it; write it above a block or an argument, or at the end of its line"
_IN_VALUE = "it stands inside a value; write it above the argument"
_BEHIND = "it stands behind the end of a block; write it above the block, or behind its opening brace"


class Placed(Struct, frozen=True, kw_only=True):
    """A comment, the outermost block that it stands on or in, and where only a part of that is meant, its lines."""

    comment: Comment
    type: str = ""
    labels: tuple[str, ...] = ()
    part: str = ""
    uri: str = ""
    first: int = 0
    last: int = 0
    only: tuple[int, int] | None = None


class _WrongError(Exception):
    """A comment stands where it means nothing."""


def comments_in(data: bytes, uri: str, source: tree.Source, allowance: Allowance) -> tuple[Placed, ...]:
    """The waiver comments of a clean text, in their order."""
    found = list(islice(_MARKED.finditer(data), MOST + 1))
    if not found:
        return ()
    more = found[MOST:]
    found = found[:MOST]
    items = _sorted(source.body)
    real = _real(data, [each.start() for each in found], items, allowance)
    file = _File(FileText(data, uri), items, is_whole=not source.problems)
    return tuple(
        [file.placed(each) for each in found if each.start() in real] + [file.unread(each.start()) for each in more]
    )


def _sorted(body: tree.Body) -> list[Item]:
    items: list[Item] = [*body.attributes, *body.blocks]
    return sorted(items, key=_start)


def _start(item: Item) -> int:
    return item.handle[0]


def _real(data: bytes, marks: Sequence[int], items: Sequence[Item], allowance: Allowance) -> set[int]:
    """The marks that begin a comment; each item, and each gap between two, is parsed alone."""
    starts = [_start(each) for each in items]
    parts: dict[tuple[int, int], list[int]] = {}
    for mark in marks:
        at = bisect_right(starts, mark) - 1
        begin = 0 if at < 0 else starts[at]
        end = 0 if at < 0 else items[at].handle[2]
        if mark >= end:
            begin, end = end, starts[at + 1] if at + 1 < len(starts) else len(data)
        parts.setdefault((begin, end), []).append(mark)
    return {
        begin + each
        for (begin, end), some in parts.items()
        for each in comments_at(data[begin:end], [mark - begin for mark in some], allowance)
    }


class _File:
    """One file's text and items, in which comments find what they stand on."""

    def __init__(self, text: FileText, items: Sequence[Item], *, is_whole: bool) -> None:
        self._text = text
        self._items = items
        self._is_whole = is_whole
        self._after: list[int] | None = None  # by line, from 0: the first from there on that is no comment
        self._children: dict[int, tuple[list[Item], list[int]]] = {0: (list(items), [_start(each) for each in items])}

    def placed(self, found: re.Match[bytes]) -> Placed:
        """A comment with what it stands on; with a problem where that is nothing."""
        at, data = found.start(), self._text.data
        end = data.find(b"\n", at)
        place = self._text.location((at, at, at + 1))
        location = Location(place.uri, place.line, place.column)
        said = data[found.end() : len(data) if end < 0 else end].decode("utf-8", "replace")
        if found["open"].startswith(b"/*"):
            comment = Comment(location=location, problem="it is a block comment; write it as # drlint: …")
        else:
            comment = comment_of(said, location)
        try:
            outer, target = self._target(at)
        except _WrongError as wrong:
            problem = comment.problem or (str(wrong) if self._is_whole else f"{wrong}, or what does cannot be parsed")
            return Placed(comment=_wrong(comment, problem))
        return self._stands(comment, outer, target)

    def unread(self, at: int) -> Placed:
        """The first of too many comments."""
        place = self._text.location((at, at, at + 1))
        problem = f"a file has {MOST:,} of them at most, and neither this one nor any after it is read"
        return Placed(comment=Comment(location=Location(place.uri, place.line, place.column), problem=problem))

    def _stands(self, comment: Comment, outer: Item, target: Item) -> Placed:
        if not isinstance(outer, tree.Block) or outer.type not in _JUDGED:
            what = f"a {outer.type} block" if isinstance(outer, tree.Block) else "an argument outside of all blocks"
            problem = comment.problem or f"it stands on {what}, which no policy judges"
            return Placed(comment=_wrong(comment, problem))
        if outer.type == "module" and target is not outer:
            problem = comment.problem or "it stands on a module's argument; write it above the module block"
            return Placed(comment=_wrong(comment, problem), type=outer.type, labels=outer.labels)
        lines, part = _lines(outer), _lines(target)
        name = target.name if isinstance(target, tree.Attribute) else target.type
        return Placed(
            comment=comment,
            type=outer.type,
            labels=outer.labels,
            part="" if target is outer else name,
            uri=self._text.uri,
            first=lines[0],
            last=lines[1],
            only=None if target is outer else part,
        )

    def _target(self, at: int) -> tuple[Item, Item]:
        """The outermost item that a comment stands on or in, and the very one that it is for."""
        trail: list[tree.Block] = []
        while True:
            children, starts = self._below(trail[-1] if trail else None)
            after = bisect_right(starts, at)
            before = children[after - 1] if after else None
            if before is None or at >= before.handle[2]:
                break
            if isinstance(before, tree.Attribute):
                raise _WrongError(_IN_VALUE)
            trail.append(before)
        follows = children[after] if after < len(children) else None
        target = self._near(at, trail[-1] if trail else None, before, follows)
        return (trail[0] if trail else target), target

    def _near(self, at: int, parent: tree.Block | None, before: Item | None, follows: Item | None) -> Item:
        data = self._text.data
        line = data[data.rfind(b"\n", 0, at) + 1 : at]
        if line.strip():
            return self._on_line(at, parent, before)
        if parent is not None and before is None:
            return parent
        if follows is None or self._below_comments(self._row(at)) != self._row(_start(follows)):
            raise _WrongError(_NOTHING)
        return follows

    def _on_line(self, at: int, parent: tree.Block | None, before: Item | None) -> Item:
        row = self._row(at)
        if before is not None and self._row(before.handle[2] - 1) == row:
            if isinstance(before, tree.Block) and self._row(_start(before)) != row:
                raise _WrongError(_BEHIND)
            return before
        if parent is not None and self._row(_start(parent)) == row:
            return parent
        raise _WrongError(_NOTHING)

    def _row(self, at: int) -> int:
        return self._text.location((at, at, at + 1)).line or 1

    def _below_comments(self, row: int) -> int:
        """The first line after one that is no comment."""
        if self._after is None:
            lines = self._text.data.split(b"\n")
            self._after = [len(lines) + 1] * (len(lines) + 1)
            for at in range(len(lines), 0, -1):
                is_comment = lines[at - 1].lstrip().startswith((b"#", b"//"))
                self._after[at - 1] = self._after[at] if is_comment else at
        return self._after[row]

    def _below(self, block: tree.Block | None) -> tuple[list[Item], list[int]]:
        key = 0 if block is None else id(block)
        if key not in self._children and block is not None:
            found = _sorted(block.body)
            self._children[key] = found, [_start(each) for each in found]
        return self._children[key]


def _lines(item: Item) -> tuple[int, int]:
    place = item.place
    first = place.line or 1
    return first, place.end_line or first


def _wrong(comment: Comment, problem: str) -> Comment:
    return Comment(
        location=comment.location, words=comment.words, owner=comment.owner, ticket=comment.ticket, problem=problem
    )
