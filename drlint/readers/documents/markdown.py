"""Reads Markdown with front matter: what the front matter says, and the blocks of the text below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from drlint.model.errors import UnreadableError, UnrecognisedError

if TYPE_CHECKING:
    from markdown_it.token import Token

LARGEST = 1024 * 1024  # characters
_MOST_LINES = 10_000  # a parser of Markdown takes 0.2 ms for some of them
_SHELLS = frozenset({"bash", "sh", "shell", "zsh"})
_CONSOLES = frozenset({"console", "shell-session", "sh-session", "shellsession", "terminal"})
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")


class Fence(Struct, frozen=True):
    """Commands in a fence; the first of their lines begins at `line` and `column`."""

    text: str
    line: int
    column: int
    is_console: bool


class Text(Struct, frozen=True):
    """A paragraph, its lines as written."""

    text: str
    line: int


class Heading(Struct, frozen=True):
    """A heading."""

    text: str
    line: int
    level: int


class Item(Struct, frozen=True):
    """What stands in one item of a list; `number` is as written, empty in a list without numbers."""

    number: str
    line: int
    blocks: list[Block]


class Comment(Struct, frozen=True):
    """HTML between the blocks."""

    text: str
    line: int


Block: TypeAlias = "Fence | Text | Heading | Item | Comment"


class Markdown(Struct, frozen=True):
    """A file: the YAML of its front matter, below a blank line for the ---, its blocks, and its lines."""

    front: str
    blocks: list[Block]
    lines: list[str]


def markdown(text: str) -> Markdown:
    """The parts of a text; raises UnrecognisedError where it has no front matter, else UnreadableError."""
    if len(text) > LARGEST:
        raise UnreadableError(f"it is larger than {LARGEST >> 20} MiB; part it")
    lines = re.split(r"\r\n|\r|\n", text)
    if lines[0].rstrip() != "---":
        raise UnrecognisedError("it has no front matter; one that says runbook: and its name makes it a document")
    if len(lines) > _MOST_LINES:
        raise UnreadableError(f"it has more than {_MOST_LINES:,} lines; part it")
    end = next((at for at, line in enumerate(lines[1:], 1) if _END.fullmatch(line)), None)
    if end is None:
        raise UnreadableError("line 1: the front matter that begins here does not end; write --- below it")
    return Markdown("\n".join(["", *lines[1:end]]), _Blocks(lines, end + 1).read(), lines)


class _Blocks:
    """Makes blocks of a parser's tokens; `first` is the line that they count from."""

    def __init__(self, lines: list[str], first: int) -> None:
        self._lines = lines
        self._first = first
        self._tokens: list[Token] = []
        self._at = 0

    def read(self) -> list[Block]:
        """All blocks of the text."""
        from markdown_it import MarkdownIt  # noqa: PLC0415 - few documents are Markdown

        parser = MarkdownIt("commonmark")
        parser.core.ruler.enableOnly(["normalize", "block"])
        parser.block.ruler.disable("reference")
        self._tokens = parser.parse("\n".join(self._lines[self._first :]))
        return self._until("")

    def _until(self, closing: str) -> list[Block]:
        """The blocks up to the end of what holds them; quotations and lists are looked through."""
        found: list[Block] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == closing:
                break
            block = self._block(token)
            if block is not None:
                found.append(block)
        return found

    def _block(self, token: Token) -> Block | None:
        line = self._first + (token.map[0] if token.map else 0) + 1
        if token.type == "list_item_open":
            return Item(token.info, line, self._until("list_item_close"))
        if token.type == "heading_open":
            return Heading(self._tokens[self._at].content, line, int(token.tag[1:]))
        if token.type == "paragraph_open":
            return Text(self._tokens[self._at].content, line)
        if token.type == "fence":
            return self._fence(token, line)
        return Comment(token.content, line) if token.type == "html_block" else None

    def _fence(self, token: Token, line: int) -> Fence | None:
        language = re.split(r"[\s{,:]", token.info.strip().lower(), maxsplit=1)[0]
        if language not in _SHELLS and language not in _CONSOLES:
            return None
        for at, said in enumerate(token.content.split("\n")):
            written = self._lines[line + at] if line + at < len(self._lines) else ""
            if said.strip() and written.endswith(said):
                return Fence(token.content, line + 1, len(written) - len(said) + 1, language in _CONSOLES)
        return Fence(token.content, line + 1, 1, language in _CONSOLES)
