"""Where new lines go in a block, so that `terraform fmt` has nothing to say to them that it did not say before.

`terraform fmt` aligns the `=` of arguments on lines that follow each other; a blank line, a comment or a value that
opens a bracket ends such a chain, a heredoc does not. A trailing `#` comment is aligned likewise. (The behaviour of
Terraform 1.11, tried out on 2026-11-25; the tests ask the real one.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from drlint.edits.blocks import NewBlock, aligned, argument, together
from drlint.edits.original import Original, Splice
from drlint.readers.hcl import tree

_OPENS = re.compile(rb'(?:[ \t]|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|[\w-])*\{')
_ENDS = re.compile(rb"[ \t]*(?:(?:#|//)[^\n]*|/\*(?:(?!\*/)[^\n])*\*/[ \t]*)?(?=\n|\Z)")
_GAP = re.compile(rb"[ \t]([ \t]+)(?:#|//)")
_TRAILING = re.compile(rb"[^ \t/#].*?(?:#|//)")
_QUOTED = re.compile(rb'"(?:[^"\\\n]|\\.)*"')
_META = frozenset({"count", "for_each", "provider", "depends_on", "source", "version", "providers"})

Lines = Mapping[str, str]


class LayoutError(Exception):
    """A block is laid out as drlint would not dare to edit it; the message says how."""


class _Chain(Struct):
    """Arguments whose `=` stand below each other; `width` is the space from a name's first letter to its `=`."""

    names: list[str]
    width: int
    start: int
    end: int

    def takes(self, name: str) -> bool:
        return len(name.encode()) < self.width


class Layout:
    """One block's lines, and what is to be added to them."""

    def __init__(self, original: Original, block: tree.Block) -> None:
        self._text = original.text
        self._block = block
        opened = _OPENS.match(self._text, block.handle[1])
        if opened is None or self._text[block.handle[2] - 1 : block.handle[2]] != b"}":
            raise LayoutError("its braces are not where drlint expects them")
        self._open, self._close = opened.end(), block.handle[2] - 1
        self.indent = _indent(self._text, block.handle[0])
        self.inner = self._inner()
        step = self.inner.removeprefix(self.indent)
        self._step = "\t" if "\t" in self.inner else step or "  "

    def with_added(self, lines: Lines, blocks: Sequence[NewBlock]) -> list[Splice]:
        """Splices that add arguments (name to value) and nested blocks of arguments; raises LayoutError."""
        if b"\n" not in self._text[self._open : self._close]:
            return self._opened_up(lines, blocks)
        start = self._line_of(self._close)
        if self._text[start : self._close].strip(b" \t"):
            raise LayoutError("its closing brace does not stand on a line of its own")
        made = self._arguments(lines) if lines else []
        below = together(blocks, self.inner, self._step)
        if below:
            newline = "\n"
            first = not made and self._is_bare(self._open, start)
            made.append(Splice(start, start, f"{'' if first else newline}{below}".encode()))
            made += self._comment_moved_up()
        return made

    def _comment_moved_up(self) -> list[Splice]:
        """A comment behind the closing brace stood below others and is alone now: one blank before it is enough."""
        found = _GAP.match(self._text, self._close + 1)
        return [] if found is None else [Splice(found.start(1), found.end(1), b"")]

    def _inner(self) -> str:
        """How far the block's items are indented: as its first is, else one step more than the block."""
        body = self._block.body
        starts = [each.handle[0] for each in body.attributes] + [each.handle[0] for each in body.blocks]
        for start in sorted(starts):
            line = self._line_of(start)
            if line > self._open and not self._text[line:start].strip(b" \t"):
                return self._text[line:start].decode()
        return self.indent + ("\t" if "\t" in self.indent else "  ")

    def _line_of(self, position: int) -> int:
        """Where the line of a position begins."""
        return self._text.rfind(b"\n", 0, position) + 1

    def _is_bare(self, start: int, end: int) -> bool:
        """Whether nothing stands there but perhaps the rest of the heading's line."""
        return not self._text[start:end].partition(b"\n")[2].strip()

    def _opened_up(self, lines: Lines, blocks: Sequence[NewBlock]) -> list[Splice]:
        """A block on one line, on several."""
        held = self._text[self._open : self._close]
        attributes = self._block.body.attributes
        fitting: Lines = {}
        added = ""
        if attributes:
            width = self._width(attributes[0])
            fitting = {name: value for name, value in lines.items() if len(name.encode()) < width}
            added = "".join(argument(self.inner, name, width, value) for name, value in fitting.items())
        rest = {name: value for name, value in lines.items() if name not in fitting}
        before = bool(held.strip())
        added += ("\n" if before and rest else "") + aligned(rest, self.inner)
        below = together(blocks, self.inner, self._step)
        added += ("\n" if (before or added) and below else "") + below
        if not before:
            return [Splice(self._open, self._close, f"\n{added}{self.indent}".encode()), *self._comment_moved_up()]
        first = self._open + len(held) - len(held.lstrip(b" \t"))
        last = self._open + len(held.rstrip(b" \t"))
        return [
            Splice(self._open, first, f"\n{self.inner}".encode()),
            Splice(last, self._close, f"\n{added}{self.indent}".encode()),
            *self._comment_moved_up(),
        ]

    def _arguments(self, lines: Lines) -> list[Splice]:
        """Each to the last chain that takes it; the others in a group of their own after the last chain."""
        made: dict[int, str] = {}
        chains = self._chains()
        plain = [each for each in chains if not _META.issuperset(each.names)] or chains
        rest: dict[str, str] = {}
        for name, value in lines.items():
            chain = next((each for each in reversed(plain) if each.takes(name)), None)
            if chain is None:
                rest[name] = value
            else:
                made[chain.end] = made.get(chain.end, "") + argument(self.inner, name, chain.width, value)
        found = [Splice(end, end, added.encode()) for end, added in made.items()]
        if rest:
            found.append(self._separate(rest, plain))
        return found

    def _separate(self, rest: Lines, chains: Sequence[_Chain]) -> Splice:
        at = chains[-1].end if chains else self._after_the_heading()
        before = "\n" if chains else ""
        return Splice(at, at, f"{before}{aligned(rest, self.inner)}{self._gap(at)}".encode())

    def _gap(self, at: int) -> str:
        """A blank line where the line at a position is neither blank nor the closing brace."""
        line = self._text[at:].partition(b"\n")[0].strip()
        return "" if not line or at + self._text[at:].find(b"}") == self._close else "\n"

    def _after_the_heading(self) -> int:
        """Where the line below the heading begins."""
        rest = _ENDS.match(self._text, self._open)
        if rest is None:
            raise LayoutError("its heading goes on over several lines")
        return rest.end() + 1

    def _width(self, attribute: tree.Attribute) -> int:
        start, value, _ = attribute.handle
        return self._text.index(b"=", start + len(attribute.name.encode()), value) - start

    def _chains(self) -> list[_Chain]:
        """The block's chains after whose last line a line may be put."""
        found: list[_Chain] = []
        for each in sorted(self._block.body.attributes, key=lambda attribute: attribute.handle[0]):
            start, value, end = each.handle
            line = self._line_of(start)
            text = self._text[value:end]
            is_linked = b"\n" not in text or text.startswith(b"<<")
            rest = _ENDS.match(self._text, end)
            if self._text[line:start].strip(b" \t") or not is_linked or rest is None:
                continue
            after = min(rest.end() + 1, len(self._text))
            if found and found[-1].end == line:
                found[-1].names.append(each.name)
                found[-1].width, found[-1].end = self._width(each), after
            else:
                found.append(_Chain([each.name], self._width(each), line, after))
        good = [each for each in found if not self._is_between_comments(each.end)]
        return good or found

    def _is_between_comments(self, at: int) -> bool:
        """Whether a line put there would part two trailing comments, which `terraform fmt` then aligns anew."""
        above, below = self._text[self._line_of(at - 1) : at], self._text[at:].partition(b"\n")[0]
        return has_comment(above) and has_comment(below)


def has_comment(line: bytes) -> bool:
    """Whether a comment that `terraform fmt` aligns trails behind something else on a line."""
    return _TRAILING.search(_QUOTED.sub(b"", line)) is not None


def _indent(text: bytes, position: int) -> str:
    line = text[text.rfind(b"\n", 0, position) + 1 : position]
    return line.decode() if not line.strip(b" \t") else ""
