"""Makes one document of a Markdown file: its front matter, and what the sections below that say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from drlint.model.errors import UnreadableError
from drlint.readers.documents.markdown import Block, Heading, Markdown
from drlint.readers.documents.recognition import kinds_in
from drlint.readers.documents.sections import Sections
from drlint.readers.yaml_text import Document, Trail, YamlError, read_yaml


def markdown_document(parts: Markdown) -> Document:
    """What a Markdown file says, as a YAML document would; raises UnreadableError."""
    try:
        front = read_yaml(parts.front, most_aliases=0, as_written=True)
    except YamlError as error:
        raise UnreadableError(f"line {error.line}: {error}") from error
    front = _with_kind(front)
    kinds = kinds_in(front.data)
    if not kinds:
        return front
    inner = front.data[kinds[0]]
    known = {*front.data, *(inner if isinstance(inner, dict) else ())}
    sections = Sections(kinds[0], known)
    sections.read(parts.blocks)
    data = {**front.data, **sections.data}
    lines = {**front.lines, **sections.lines}
    title = _title(parts.blocks)
    if title is not None and not isinstance(inner, str) and known.isdisjoint({"name", "title"}):
        data["title"], lines["title",] = title.text, title.line
    return Document(data, lines, {**front.spots, **sections.spots})


def _title(blocks: Sequence[Block]) -> Heading | None:
    return next((each for each in blocks if isinstance(each, Heading) and each.level == 1), None)


def _with_kind(front: Document) -> Document:
    """A front matter that says what it is by `kind: runbook` or `type: runbook`, as if it said `runbook:`."""
    said = front.data
    if not isinstance(said, dict) or kinds_in(said):
        return front
    for key in ("kind", "type"):
        word = said.get(key)
        kind = re.sub(r"[\s-]+", "_", word.strip().lower()) if isinstance(word, str) else ""
        if kinds_in({kind: None}):
            return _as(front, kind, key)
    return front


def _as(front: Document, kind: str, key: str) -> Document:
    inner = {name: each for name, each in front.data.items() if name != key}
    below: dict[Trail, Any] = {(kind,): front.line(key)}
    lines = below | {(kind, *trail): line for trail, line in front.lines.items() if trail}
    spots = {(kind, *trail): spot for trail, spot in front.spots.items()}
    return Document({kind: inner}, lines, spots)
