"""Finds the waiver comments of a document, and what each stands on: the whole of it, a field, a step or a command."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from msgspec import Struct

from drlint.model.resource import Location
from drlint.model.waiver import Comment, Place, Written
from drlint.readers.documents.commands import begins_at
from drlint.readers.documents.fields import Paper
from drlint.readers.documents.markdown import Block, Item
from drlint.readers.documents.markdown import Comment as Html
from drlint.readers.waiver_text import MARK, comment_of
from drlint.readers.yaml_text import CONSOLE, FENCE, Document, Trail
from drlint.readers.yaml_waivers import waivers_in

_MOST = 2_000  # comments of one file
_HTML = re.compile(r"<!--[ \t]*drlint:(?P<said>[^\n]*?)-->")
_SHELL = re.compile(r"[ \t]*#+[ \t]*drlint:(?P<said>[^\n]*)")
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?:```|~~~)")
_COMMANDS = frozenset({"commands", "command", "run"})
_TEXTS = frozenset({"|", FENCE, CONSOLE})
_Ends: TypeAlias = Callable[[Trail], "int | None"]
_NOTHING = "nothing stands directly below it; write it above a heading, a step or a command"


class Given(Struct):
    """A document with the text that holds comments of YAML (all of it, or the front matter), and blocks of Markdown."""

    paper: Paper
    yaml: str
    blocks: Sequence[Block] = ()


class _Found(Struct):
    """A comment, the trail of what it stands on, and where that is a command, its lines."""

    comment: Comment
    trail: Trail
    only: tuple[int, int] | None = None


def waivers_of(given: Given, root: str, paths: Mapping[str, str]) -> tuple[Written, ...]:
    """The waivers in a document; `paths` are its resources by kind."""
    if MARK.decode() not in "\n".join(given.paper.source):
        return ()
    found = [*_of_yaml(given), *_of_blocks(given.paper, given.blocks), *_of_commands(given.paper)]
    ends = _ends(given.paper.document)
    return tuple(_written(given.paper, each, root, paths, ends) for each in found[:_MOST])


def _of_yaml(given: Given) -> Iterator[_Found]:
    for each in waivers_in(given.yaml, given.paper.uri, given.paper.document):
        yield _Found(each.comment, each.trail)


def _of_blocks(paper: Paper, blocks: Sequence[Block]) -> Iterator[_Found]:
    for block in blocks:
        if isinstance(block, Item):
            yield from _of_blocks(paper, block.blocks)
        elif isinstance(block, Html):
            for at, line in enumerate(block.text.split("\n")):
                said = _HTML.search(line)
                if said is not None:
                    comment = comment_of(said["said"], Location(paper.uri, block.line + at, said.start() + 1))
                    yield _on_markdown(paper, comment, block.line + at)


def _on_markdown(paper: Paper, comment: Comment, line: int) -> _Found:
    """What stands below a comment of HTML: a heading, or a fence with commands."""
    source = paper.source
    while line < len(source) and (not source[line].strip() or source[line].lstrip().startswith("<!--")):
        line += 1
    below = line + 1 + (line < len(source) and _FENCE.match(source[line]) is not None)
    trails = [trail for trail, at in paper.document.lines.items() if at == below and trail]
    if not trails:
        problem = comment.problem or _NOTHING
        return _Found(Comment(location=comment.location, words=comment.words, problem=problem), ())
    return _Found(comment, min(trails, key=len))


def _of_commands(paper: Paper) -> Iterator[_Found]:
    """The comments among the commands themselves, each on the command below it."""
    for trail, spot in paper.document.spots.items():
        if spot.style not in _TEXTS or _COMMANDS.isdisjoint(map(str, trail)):
            continue
        text = paper.text(trail)
        lines = text.split("\n") if MARK.decode() in text else []
        first, column = begins_at(paper, text, trail)
        for at, line in enumerate(lines):
            said = _SHELL.match(line)
            if said is None:
                continue
            place = Location(paper.uri, first + at, column + len(line) - len(line.lstrip()))
            start = next((n for n in range(at + 1, len(lines)) if lines[n].strip() and not _is_comment(lines[n])), at)
            end = next((n for n in range(start, len(lines)) if not lines[n].endswith("\\")), len(lines) - 1)
            yield _Found(comment_of(said["said"], place), trail, (first + start, first + end))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _written(paper: Paper, found: _Found, root: str, paths: Mapping[str, str], ends: _Ends) -> Written:
    trail, last = found.trail, len(paper.source)
    kinds = [trail[0]] if trail and trail[0] in paths else list(paths)
    names = [str(each + 1) if isinstance(each, int) else each for each in trail if each not in paths]
    only = found.only
    if only is None and names:
        only = paper.document.line(*trail), ends(trail) or last
    places = [
        Place(root=root, path=paths[str(kind)], uri=paper.uri, first=1, last=last, only=only)
        for kind in (kinds if trail else ())
    ]
    return Written(comment=found.comment, on=".".join([paths[str(kinds[0])], *names]), places=tuple(places))


def _ends(document: Document) -> _Ends:
    """Tells the last line of what stands at a place, before something else begins; None: it is the end of the file."""
    ordered = sorted(document.lines.items(), key=lambda each: each[1])
    starts = [line for _, line in ordered]

    def end(trail: Trail) -> int | None:
        after = islice(ordered, bisect_right(starts, document.line(*trail)), None)
        return next((line - 1 for each, line in after if each[: len(trail)] != trail), None)

    return end
