"""A policy's `fix` taken apart: sentences to read, HCL to copy line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from drlint.reports.escape import terminal

# How a line of HCL begins: an attribute, a block, a comment or a closing bracket.
_HCL = re.compile(r'[A-Za-z_][\w.-]*\s*=(?![=>])|[A-Za-z_][\w-]*(?:\s+"[^"]*")*\s*\{|[#}\]]|//')
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|#.*|//.*')
_SENTENCE_ENDS = re.compile(r"(?<!\.[a-z])[.?](?=\s+[A-Z`\"(])")


class Part(Struct, frozen=True):
    """A paragraph of prose or a run of HCL: its lines as they stand, without the indentation they share."""

    is_hcl: bool
    lines: tuple[str, ...]

    @property
    def joined(self) -> str:
        return " ".join(self.lines)


@lru_cache(1024)
def parts(fix: str) -> tuple[Part, ...]:
    """A fix as paragraphs and HCL, in its order; harmless in a log.

    HCL begins at the start, after an empty line or after a colon, and goes on while a bracket is open or lines look it.
    A code span that breaks over two lines of a paragraph is therefore no HCL.
    """
    found: list[tuple[bool, list[str]]] = []
    depth = 0
    empty = before = ""
    for line in fix.expandtabs(4).splitlines():
        said = line.strip()
        if not said:
            empty = "\n"
            continue
        in_hcl = bool(found) and found[-1][0]
        may_be = in_hcl or not found or bool(empty) or before.endswith(":")
        is_hcl = depth > 0 or (may_be and bool(_HCL.match(said)))
        if not found or is_hcl != in_hcl or (empty and not is_hcl):
            found.append((is_hcl, []))
        elif empty:
            found[-1][1].append("")
        found[-1][1].append(line.rstrip() if is_hcl else said)
        depth = max(0, depth + _opened(said)) if is_hcl else 0
        empty, before = "", said
    return tuple(Part(is_hcl, tuple(map(terminal, _dedented(lines) if is_hcl else lines))) for is_hcl, lines in found)


def _opened(line: str) -> int:
    """Brackets that the line opens, less those it closes."""
    bare = _STRING_OR_COMMENT.sub("", line)
    return sum(map(bare.count, "{[(")) - sum(map(bare.count, "}])"))


def _dedented(lines: Sequence[str]) -> list[str]:
    """Without shared indentation; the first line's may be lost already, where the text was stripped."""
    rest = lines[1:]
    shared = min((len(line) - len(line.lstrip()) for line in rest if line), default=0)
    return [lines[0].strip(), *(line[shared:] for line in rest)]


def is_long(fix: str) -> bool:
    """Whether a fix is more than one paragraph of prose."""
    told = parts(fix)
    return len(told) > 1 or any(part.is_hcl for part in told)


@lru_cache(1024)
def in_short(fix: str) -> str:
    """The first sentence; nothing where HCL says it or comes right after it."""
    told = parts(fix)
    if not told or told[0].is_hcl:
        return ""
    text = told[0].joined
    first = next((text[: end.end()] for end in _SENTENCE_ENDS.finditer(text) if not _in_span(text, end.start())), text)
    leads_in = first.endswith(":") or (first == text and len(told) > 1 and told[1].is_hcl)
    return "" if leads_in else first


def _in_span(text: str, at: int) -> bool:
    return text.count("`", 0, at) % 2 == 1
