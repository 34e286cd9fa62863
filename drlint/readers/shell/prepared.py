"""Makes of a text as people write it one that a shell's grammar takes, byte for byte as long."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from msgspec import Struct

LARGEST: Final = 256 * 1024
DEEPEST: Final = 200  # brackets within brackets; nobody who writes for people needs ten

# <cluster-name>, <your cluster>, {{ cluster }}, ${{ cluster }}: what somebody puts in by hand or a template does.
# `<in.txt 2>errors` are redirections: of several words none but the first begins with a digit or holds a dot.
_PLACEHOLDER: Final = re.compile(
    rb"(?<![<\d&])<(?:[A-Za-z][\w./:@-]*|[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){1,7})>(?!>)"
    rb"|\$?\{\{[^{}\n]{1,200}\}\}"
)
_PROMPT: Final = re.compile(rb"(?:\[?[\w.-]+@[\w.-]+[^\n$#%]{0,60}\]?[$#%]|\$|PS1>|bash-[\d.]+[$#])[ \t]")
_ROOT_PROMPT: Final = re.compile(rb"# (?=(?:sudo |\./|/)?[a-z][\w./-]*(?:[ \n]|$))")
# What no terminal shows as it is: control characters, marks that turn the direction of text, and of no width.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![\u2600-\U0010ffff])\u200d"  # which is also what joins emoji
)
_OPENS: Final = b"([{"
_CLOSES: Final = b")]}"


class Prepared(Struct, frozen=True):
    """`written` as the author wrote it, `data` for the parser; both are UTF-8 and of the same length.

    `holes` are the stretches that somebody has yet to fill in; `hidden` is the first hidden character, if any.
    """

    written: bytes
    data: bytes
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    hidden: tuple[int, str] | None

    def has_hole(self, start: int, end: int) -> bool:
        """Whether somebody has yet to fill in a part of a stretch."""
        at = bisect_right(self.starts, end - 1) - 1
        return at >= 0 and self.ends[at] > start

    def part(self, start: int, end: int) -> Prepared:
        """A stretch of it alone."""
        within = [(a - start, b - start) for a, b in zip(self.starts, self.ends, strict=True) if a < end and b > start]
        starts, ends = tuple(a for a, _ in within), tuple(b for _, b in within)
        return Prepared(self.written[start:end], self.data[start:end], starts, ends, None)


def prepared(text: str, *, console: bool) -> Prepared:
    """A text (not longer than LARGEST) for the parser."""
    text = text.replace("\r\n", "\n")
    written = text.encode("utf-8", "replace")
    found = _HIDDEN.search(text)
    hidden = None if found is None else (len(text[: found.start()].encode("utf-8", "replace")), found[0])
    data = written
    if found is not None:
        data = _HIDDEN.sub(lambda each: "_" * len(each[0].encode()), text).encode("utf-8", "replace")
    data = _unprompted(data, console=console)
    starts: list[int] = []
    ends: list[int] = []

    def blank(hole: re.Match[bytes]) -> bytes:
        starts.append(hole.start())
        ends.append(hole.end())
        return b"%" * len(hole[0])

    if b"<" in data or b"{{" in data:
        data = _PLACEHOLDER.sub(blank, data)
    return Prepared(written, data, tuple(starts), tuple(ends), hidden)


def _unprompted(data: bytes, *, console: bool) -> bytes:
    """Blanks in place of prompts; where there are any, in place of the lines that a command printed, too."""
    if not console and b"$ " not in data and b"$\t" not in data:
        return data
    lines = data.split(b"\n")
    prompt = _PROMPT
    if not any(_PROMPT.match(line.lstrip()) for line in lines):
        if not console or not any(_ROOT_PROMPT.match(line) for line in lines):
            return data
        prompt = _ROOT_PROMPT
    goes_on = False
    ends: bytes | None = None  # the word that ends a heredoc
    for row, line in enumerate(lines):
        found = prompt.match(line, len(line) - len(line.lstrip()))
        if ends is not None:
            ends = None if line.strip() == ends else ends
            continue
        if found is not None:
            line = b" " * found.end() + line[found.end() :]  # noqa: PLW2901 - the line without its prompt
        elif goes_on and line.startswith(b"> "):
            line = b"  " + line[2:]  # noqa: PLW2901 - as above
        elif not goes_on:
            line = b" " * len(line)  # noqa: PLW2901 - as above
        lines[row] = line
        goes_on = line.endswith(b"\\")
        heredoc = re.search(rb"<<-?\s*['\"]?(\w+)", line)
        ends = heredoc[1] if heredoc else None
    return b"\n".join(lines)


def is_too_deep(data: bytes) -> bool:
    """Whether more brackets may be open at once than anybody means (those in quotes count: this is about cost)."""
    depth = 0
    for each in re.finditer(rb"[()\[\]{}]", data):
        depth = depth + 1 if each[0] in _OPENS else max(depth - 1, 0)
        if depth > DEEPEST:
            return True
    return False
