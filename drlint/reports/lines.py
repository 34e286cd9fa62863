"""Lines of styled text for a terminal: wrapped, labelled, cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from drlint.reports.escape import terminal

LABEL = 10  # columns of a label

# A line is a list of (text, style); styles are rich's words, and what a plain file leaves out.
Line: TypeAlias = "list[tuple[str, str]]"


def labelled(label: str, style: str, text: str, width: int, *, text_style: str = "", indent: int = 0) -> Iterator[Line]:
    """A label in its column, then text that keeps to the right of it."""
    head = " " * indent + f"{label:<{LABEL}}"
    for number, line in enumerate(_wrapped(terminal(text), width - len(head))):
        yield [(head if number == 0 else " " * len(head), style if number == 0 else ""), (line, text_style)]


def paragraph(text: str, width: int, *, indent: int = 0, style: str = "") -> Iterator[Line]:
    """Text wrapped to the width, to the right of the indentation."""
    for line in _wrapped(terminal(text), width - indent):
        yield [(" " * indent, ""), (line, style)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of whole words: an address is never broken, so that it can be copied."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def cut(text: str, width: int) -> str:
    """Text no longer than the width, its end marked where it was cut."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
