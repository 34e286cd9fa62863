"""Reads one recovery document into resources of the kinds workload, runbook, drill and test plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.resource import Resource, View
from drlint.model.values import Address
from drlint.readers.documents.fields import Fields, Paper, shown
from drlint.readers.documents.front_matter import markdown_document
from drlint.readers.documents.markdown import markdown
from drlint.readers.documents.recognition import KINDS, has_marks, is_markdown, is_of_others, is_surely_text, kinds_in
from drlint.readers.documents.rehearsals import drill_of, test_plan_of
from drlint.readers.documents.runbook import runbook_of
from drlint.readers.documents.waivers import Given, waivers_of
from drlint.readers.documents.workload import workload_of
from drlint.readers.result import ReadResult
from drlint.readers.shell.there import Files
from drlint.readers.yaml_text import Trail, YamlError, read_yaml

_MADE: Mapping[str, Callable[[Fields, str, str], dict[str, Any]]] = {
    "workload": workload_of,
    "runbook": runbook_of,
    "drill": drill_of,
    "test_plan": test_plan_of,
}
_OURS = frozenset({"workload", "drill"})  # nobody else has a say in what keys they have
_NAME = 80


def read_document(data: bytes, *, uri: str, root: str, is_named: bool = True, files: Files | None = None) -> ReadResult:
    """The resources of a document; raises UnreadableError, or UnrecognisedError for what is no document.

    `is_named`: somebody named the file, so that it must be one; else it may be another tool's use of our words.
    `files` are those of the repository from whose top `uri` is told.
    """
    try:
        given = _read(data, uri, files)
    except UnreadableError:
        if is_named or is_surely_text(data):
            raise
        raise UnrecognisedError("it is no recovery document") from None
    paper = given.paper
    kinds = kinds_in(paper.document.data)
    said = paper.document.data if kinds else {}
    if not kinds or (not is_named and is_of_others(said) and not is_markdown(uri)):
        raise UnrecognisedError(f"it is no recovery document; one has a key {', '.join(KINDS[:-1])} or {KINDS[-1]}")
    resources = tuple(each for kind in kinds for each in _resources(paper, said, kind, kinds, root, is_named=is_named))
    if not resources:
        raise UnrecognisedError("it is no recovery document; others use its words, too")
    return ReadResult(
        resources=resources,
        blind_spots=tuple(sorted(paper.spots, key=lambda each: each.location.line or 1)),
        kind="document",
        waivers=waivers_of(given, root, {each.kind: each.address.path for each in resources}),
    )


def _read(data: bytes, uri: str, files: Files | None) -> Given:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(f"line {line} is not UTF-8; save the file as UTF-8") from error
    if is_markdown(uri):
        parts = markdown(text)
        return Given(Paper(uri, markdown_document(parts), parts.lines, files), parts.front, parts.blocks)
    try:
        document = read_yaml(text, most_aliases=0, as_written=True)
    except YamlError as error:
        raise UnreadableError(f"line {error.line}: {error}") from error
    return Given(Paper(uri, document, text.splitlines(), files), text)


def _resources(
    paper: Paper, said: dict[str, Any], kind: str, kinds: Sequence[str], root: str, *, is_named: bool
) -> Iterator[Resource]:
    """What a document says of a kind; nothing where that is somebody else's use of the word."""
    inner, spots = said[kind], len(paper.spots)
    holders: list[tuple[Trail, dict[str, Any]]] = []
    if isinstance(inner, dict):
        holders.append(((kind,), inner))
    elif isinstance(inner, str):
        holders.append(((kind,), {"name": inner}))
    elif inner is not None:
        paper.refuse((kind,), f"{shown(inner)} stands where a mapping or a name is needed")
    fields = Fields(paper, *holders, ((), {key: each for key, each in said.items() if key not in kinds}))
    title = paper.uri.rpartition("/")[2].partition(".")[0]
    attributes = _MADE[kind](fields, paper.uri, title)
    for trail, unknown in paper.refused.items():
        field, holder = fields.trails.get(trail, ""), fields.trails.get(trail[:-1], "")
        if field in attributes:
            attributes[field] = unknown
        elif holder != "steps" and isinstance(attributes.get(holder), tuple):
            attributes[holder] = unknown  # what of a list cannot be read may be what somebody misses in it
    if not is_named and not has_marks(kind, said) and (fields.others() or len(paper.spots) > spots):
        del paper.spots[spots:]
        return
    fields.refuse_others(closed=kind in _OURS, alone=len(kinds) == 1)
    for field, unknown in fields.slips.items():
        if field in attributes and field not in fields.where:
            attributes[field] = unknown
    name = attributes["name"]
    path = f"{kind}.{_slug(name if isinstance(name, str) else title)}"
    view = View(attributes=attributes, location=paper.location(kind), where=fields.where)
    yield Resource(address=Address(root, path), kind=kind, region=None, declared=view)


def _slug(name: str) -> str:
    """A name as part of an address."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:_NAME] or "unnamed"
