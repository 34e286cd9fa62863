"""Reads one recovery document into resources of the kinds workload, runbook, drill and test plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address
from drlint.readers.documents.fields import Fields, Paper
from drlint.readers.documents.recognition import KINDS, is_markdown, is_surely, kinds_in
from drlint.readers.documents.rehearsals import drill_of, test_plan_of
from drlint.readers.documents.runbook import runbook_of
from drlint.readers.documents.workload import workload_of
from drlint.readers.result import ReadResult
from drlint.readers.yaml_text import Document, Trail, YamlError, read_yaml

_MADE: Mapping[str, Callable[[Fields, str, str], dict[str, Any]]] = {
    "workload": workload_of,
    "runbook": runbook_of,
    "drill": drill_of,
    "test_plan": test_plan_of,
}
_OURS = frozenset({"workload", "drill"})  # nobody else has a say in what keys they have
_NAME = 80


def read_document(data: bytes, *, uri: str, root: str, is_named: bool = True) -> ReadResult:
    """The resources of a document; raises UnreadableError, or UnrecognisedError for what is no document.

    `is_named`: somebody named the file, so that it must be one; else it may be another tool's use of our words.
    """
    document, source = _read(data, uri)
    kinds = kinds_in(document.data)
    said = document.data if kinds else {}
    if not is_named:
        kinds = tuple(each for each in kinds if is_surely(each, said))
    if not kinds:
        raise UnrecognisedError(f"it is no recovery document; one has a key {', '.join(KINDS[:-1])} or {KINDS[-1]}")
    paper = Paper(uri, document, source, [])
    resources = tuple(_resource(paper, said, kind, root) for kind in kinds)
    return ReadResult(resources=resources, blind_spots=tuple(paper.spots), kind="document")


def _read(data: bytes, uri: str) -> tuple[Document, list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(f"line {line} is not UTF-8; save the file as UTF-8") from error
    if is_markdown(uri):
        raise UnrecognisedError("Markdown is not read yet")
    try:
        return read_yaml(text, most_aliases=0, as_written=True), text.splitlines()
    except YamlError as error:
        raise UnreadableError(f"line {error.line}: {error}") from error


def _resource(paper: Paper, said: dict[str, Any], kind: str, root: str) -> Resource:
    inner = said[kind]
    holders: list[tuple[Trail, dict[str, Any]]] = []
    if isinstance(inner, dict):
        holders.append(((kind,), inner))
    elif isinstance(inner, str):
        holders.append(((), {"name": inner}))
    elif inner is not None:
        paper.refuse((kind,), f"{kind} must be a mapping")
    fields = Fields(paper, *holders, ((), {key: each for key, each in said.items() if key not in KINDS}))
    title = paper.uri.rpartition("/")[2].partition(".")[0]
    attributes = _MADE[kind](fields, paper.uri, title)
    fields.refuse_others(closed=kind in _OURS)
    name = attributes["name"]
    path = f"{kind}.{_slug(name if isinstance(name, str) else title)}"
    view = View(attributes=attributes, location=paper.location(kind), where=fields.where)
    return Resource(address=Address(root, path), kind=kind, region=None, declared=view)


def _slug(name: str) -> str:
    """A name as part of an address."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:_NAME] or "unnamed"


def failed_at(uri: str, reason: str) -> Location:
    """The place that an error of a document names ("line 7: …")."""
    found = re.match(r"line (\d+)\b", reason)
    return Location(uri, int(found[1]) if found else 1)
