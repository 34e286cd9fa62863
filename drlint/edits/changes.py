"""What is to be set in a file's blocks: found there, refused with a reason, or turned into splices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from drlint.edits.blocks import NewBlock
from drlint.edits.layout import Layout, LayoutError, has_comment
from drlint.edits.literals import Plain, literal
from drlint.edits.original import Original, Splice
from drlint.readers.hcl import tree

_LONGEST = 60
_TRAILING = re.compile(rb"([ \t]+)(?:#|//)")


class RefusedError(Exception):
    """Something cannot be set by drlint; the message says why, and where a person can."""


class Change(Struct, frozen=True, eq=False):
    """An argument of a block and its new value as code.

    `holder` is the block; `attribute` what sets it so far, None where nothing does; `inside` names a block that is to
    be made in the holder for it, empty where none is. With a `block` that is what is added, and there is no value.
    """

    holder: tree.Block
    name: str
    value: str
    attribute: tree.Attribute | None = None
    inside: str = ""
    block: NewBlock | None = None

    @property
    def key(self) -> tuple[tree.Handle, str, str]:
        return self.holder.handle, self.inside, self.name


def change_in(original: Original, block: tree.Block, path: Sequence[str], value: Plain) -> Change | None:
    """What sets a path (at most one block deep) below a block; None where it is so already. Raises RefusedError."""
    first, *rest = path
    given = block.body.attribute(first)
    if rest:
        nested = _nested(block, first, given)
        if nested is None:
            return Change(block, rest[0], literal(value), inside=first)
        return change_in(original, nested, rest, value)
    if given is None:
        return Change(block, first, literal(value))
    return change_of(original, block, given, value)


def change_of(original: Original, holder: tree.Block, given: tree.Attribute, value: Plain) -> Change | None:
    """What replaces the value of an argument; None where it is that already. Raises RefusedError."""
    known = given.value
    text = original.text[given.handle[1] : given.handle[2]]
    if not isinstance(known, tree.Literal) or text.startswith(b"<<"):
        raise RefusedError(f"{given.name} is set by {_shown(text)} at {given.place}; change it there")
    if known.value == value and isinstance(known.value, bool) == isinstance(value, bool):
        return None
    return Change(holder, given.name, literal(value), given)


def _nested(block: tree.Block, kind: str, given: tree.Attribute | None) -> tree.Block | None:
    """The one block of a type in a block, None where there is none."""
    if given is not None:
        raise RefusedError(f"{kind} is set as an argument at {given.place}; change it there")
    for each in block.body.blocks_of("dynamic"):
        if each.labels[:1] == (kind,):
            raise RefusedError(f"{kind} is made by a dynamic block at {each.place}; change it there")
    found = block.body.blocks_of(kind)
    if len(found) > 1:
        raise RefusedError(f"there are {len(found)} {kind} blocks (the first at {found[0].place}); change them there")
    return found[0] if found else None


def _shown(text: bytes) -> str:
    if text.startswith(b"<<"):
        return "a heredoc"
    said = " ".join(text.decode("utf-8", "replace").split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def splices(original: Original, changes: Iterable[Change]) -> list[Splice]:
    """The splices of changes that do not contradict each other; raises LayoutError."""
    found: list[Splice] = []
    added: dict[tree.Handle, list[Change]] = {}
    for each in changes:
        if each.attribute is not None:
            found.append(_replaced(original.text, each.attribute.handle, each.value.encode()))
        else:
            added.setdefault(each.holder.handle, []).append(each)
    for several in added.values():
        holder = several[0].holder
        lines = {each.name: each.value for each in several if each.block is None and not each.inside}
        try:
            found += Layout(original, holder).with_added(lines, new_blocks(several))
        except LayoutError as error:
            heading = " ".join((holder.type, *holder.labels))
            raise LayoutError(f"line {holder.place.line}: {heading}: {error}") from error
    return found


def new_blocks(changes: Iterable[Change]) -> list[NewBlock]:
    """The blocks that changes of one holder add to it, those for single arguments made of all of their arguments."""
    inside: dict[str, dict[str, str]] = {}
    whole: list[NewBlock] = []
    for each in changes:
        if each.block is not None:
            whole.append(each.block)
        elif each.inside:
            inside.setdefault(each.inside, {})[each.name] = each.value
    return [NewBlock(type=name, arguments=arguments) for name, arguments in inside.items()] + whole


def _replaced(text: bytes, handle: tree.Handle, value: bytes) -> Splice:
    """A value in another's place; a `#` comment behind it stays where it is if others stand above or below it."""
    _, start, end = handle
    comment = _TRAILING.match(text, end)
    if comment is not None and b"\n" not in text[start:end] and _has_neighbours(text, start, end):
        gap = max(1, len(comment[1]) + (end - start) - len(value))
        return Splice(start, comment.end(1), value + b" " * gap)
    return Splice(start, end, value)


def _has_neighbours(text: bytes, start: int, end: int) -> bool:
    """Whether the line above or below has a trailing comment, too."""
    above = text[: text.rfind(b"\n", 0, start) + 1].rstrip(b"\n")
    above = above[above.rfind(b"\n") + 1 :]
    below = text[end:].partition(b"\n")[2].partition(b"\n")[0]
    return has_comment(above) or has_comment(below)
