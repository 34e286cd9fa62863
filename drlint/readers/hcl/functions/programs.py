"""Runs patterns in time that grows with pattern times text, whatever they are: no state is entered twice."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.model.values import Unknown
from drlint.readers.hcl.functions.classes import WORDS, Class
from drlint.readers.hcl.functions.patterns import Node, PatternError, read_pattern

MAX_STEPS = 3_000  # of a program
MAX_WORK = 150_000  # steps taken on one text

TOO_COSTLY = Unknown("the pattern is too costly to evaluate on this text")

# A take with its class, a place with its name, a split or a jump with where it leads, a save with its slot, a match.
Step: TypeAlias = "tuple[Any, ...]"
Spans: TypeAlias = "list[int]"  # start and end of the match and of each group, -1 where it takes no part

_WORD = Class(WORDS, negated=False, folded=False)


class Program(Struct, frozen=True):
    steps: list[Step]
    names: list[str | None]


@functools.lru_cache(maxsize=128)
def program_of(pattern: str) -> Program | Unknown:
    """A pattern's program; Invalid where Terraform refuses the pattern, unknown where it is too large."""
    try:
        read = read_pattern(pattern)
        steps: list[Step] = []
        _emit(read.root, steps)
    except PatternError as error:
        return error.answer
    return Program([*steps, ("match",)], read.names)


def matches(program: Program, text: str, spend: Callable[[int], None]) -> Iterator[Spans]:
    """All matches, from left to right, as Go finds them; raises PatternError where that costs too much."""
    run = _Run(program, text)
    try:
        yield from _matches(run, len(text))
    finally:
        spend(MAX_WORK - run.left)


def _matches(run: _Run, length: int) -> Iterator[Spans]:
    position, last = 0, -1
    while position <= length:
        spans = run.first(position)
        if spans is None:
            return
        start, end = spans[:2]
        empty = end == position
        position = position + 1 if empty else end
        if not (empty and start == last):
            yield spans
        last = end


def _emit(node: Node, steps: list[Step]) -> None:
    """Add the steps of a part of a pattern."""
    if len(steps) > MAX_STEPS:
        raise PatternError(Unknown("the pattern is too large to be evaluated"))
    kind = node[0]
    if kind == "class":
        steps.append(("take", node[1]))
    elif kind == "place":
        steps.append(node)
    elif kind == "all":
        for each in node[1]:
            _emit(each, steps)
    elif kind == "group":
        steps.append(("save", 2 * node[1]))
        _emit(node[2], steps)
        steps.append(("save", 2 * node[1] + 1))
    elif kind == "any":
        _emit_any(node[1], steps)
    else:
        _emit_repeat(node, steps)


def _emit_any(branches: list[Node], steps: list[Step]) -> None:
    ends = []
    for each in branches[:-1]:
        split = len(steps)
        steps.append(("split",))
        _emit(each, steps)
        ends.append(len(steps))
        steps.append(("jump",))
        steps[split] = ("split", split + 1, len(steps))
    _emit(branches[-1], steps)
    for end in ends:
        steps[end] = ("jump", len(steps))


def _emit_repeat(node: Node, steps: list[Step]) -> None:
    _, inner, least, most, greedy = node
    for _ in range(least - 1 if most is None else least):
        _emit(inner, steps)
    splits = []
    for _ in range(1 - min(least, 1) if most is None else most - least):
        splits.append((len(steps), len(steps) + 1))
        steps.append(("split",))
        _emit(inner, steps)
    if most is None:  # once, then again and again from where that began
        start = splits[0][1] if splits else len(steps)
        if not splits:
            _emit(inner, steps)
        splits.append((len(steps), start))
        steps.append(("split",))
    after = len(steps)
    for split, inside in splits:
        steps[split] = ("split", inside, after) if greedy else ("split", after, inside)


class _Run:
    """A program on a text; counts the steps of all its searches together."""

    def __init__(self, program: Program, text: str) -> None:
        self._steps = program.steps
        self._slots = 2 * len(program.names) + 2
        self._text = text
        self.left = MAX_WORK

    def first(self, start: int) -> Spans | None:
        """The first match at `start` or later."""
        seen: set[int] = set()
        for position in range(start, len(self._text) + 1):
            found = self._match(position, seen)
            if found is not None:
                return found
        return None

    def _match(self, start: int, seen: set[int]) -> Spans | None:  # noqa: C901 - one loop, as it must be fast
        """The match that begins at `start`; of several, the one that a backtracking search finds first."""
        steps, text, length = self._steps, self._text, len(self._text)
        spans = [-1] * self._slots
        waiting = [(0, start)]  # where to go on; a negative step puts back what a slot held
        while waiting:
            at, position = waiting.pop()
            if at < 0:
                spans[-1 - at] = position
                continue
            while (key := at * (length + 1) + position) not in seen:
                seen.add(key)
                self.left -= 1
                if self.left < 0:
                    raise PatternError(TOO_COSTLY)
                step = steps[at]
                kind = step[0]
                at += 1
                if kind == "take":
                    if position == length or not step[1].takes(text[position]):
                        break
                    position += 1
                elif kind == "split":
                    at = step[1]
                    waiting.append((step[2], position))
                elif kind == "jump":
                    at = step[1]
                elif kind == "save":
                    waiting.append((-1 - step[1], spans[step[1]]))
                    spans[step[1]] = position
                elif kind == "match":
                    return spans
                elif not _stands(step[1], text, position):
                    break
        return None


def _stands(place: str, text: str, position: int) -> bool:
    """Whether a position is the place that `^` or `$` asks for."""
    if place == "start":
        return position == 0
    if place == "end":
        return position == len(text)
    if place == "line start":
        return position == 0 or text[position - 1] == "\n"
    if place == "line end":
        return position == len(text) or text[position] == "\n"
    before = position > 0 and _WORD.takes(text[position - 1])
    after = position < len(text) and _WORD.takes(text[position])
    return (before != after) == (place == "boundary")
