"""Hands the text of commands to the shell reader, with where it stands in its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drlint.model.procedure import Command, Problem
from drlint.readers.documents.fields import Paper
from drlint.readers.shell.place import Place
from drlint.readers.yaml_text import CONSOLE, FENCE, Spot, Trail

if TYPE_CHECKING:
    from drlint.readers.shell.session import Session


def commands_at(
    paper: Paper, text: str, trail: Trail, *, first: int, session: Session | None = None
) -> tuple[tuple[Command, ...], tuple[Problem, ...]]:
    """The commands of a text that stands at a place of the document, numbered from `first`.

    A `session` is the shell in which they run: what one text of a step sets holds for the next.
    """
    from drlint.readers.shell.reader import commands_in  # noqa: PLC0415 - workloads and drills have no commands

    place = _place(paper, text, trail)
    return commands_in(text, place, first=first, console=_is_console(paper, trail), session=session)


def begins_at(paper: Paper, text: str, trail: Trail) -> tuple[int, int]:
    """The line and the column where the first line of a text of commands begins."""
    place = _place(paper, text, trail)
    return place.line, place.column


def _is_console(paper: Paper, trail: Trail) -> bool:
    spot = paper.document.spots.get(trail)
    return spot is not None and spot.style == CONSOLE


def _place(paper: Paper, text: str, trail: Trail) -> Place:
    """Where the lines of a text begin; of text that YAML folds or unescapes only where the whole begins."""
    spot = paper.document.spots.get(trail)
    if spot is None:
        return Place(paper.uri, paper.document.line(*trail), exact=False)
    if spot.style in {"|", ">"}:
        return Place(paper.uri, spot.line + 1, _indent(paper, spot, text) + 1, exact=spot.style == "|")
    if spot.style in {FENCE, CONSOLE}:
        return Place(paper.uri, spot.line, spot.column)
    column = spot.column + bool(spot.style)
    line = paper.source[spot.line - 1] if spot.line <= len(paper.source) else ""
    return Place(paper.uri, spot.line, column, exact=line.startswith(text.rstrip("\n"), column - 1))


def _indent(paper: Paper, spot: Spot, text: str) -> int:
    """How far the lines of a block are moved in: those of the text begin there."""
    for said, line in zip(text.split("\n"), paper.source[spot.line :], strict=False):
        if said.strip():
            return max(0, len(line) - len(said)) if line.endswith(said) else len(line) - len(line.lstrip(" "))
    return 0
