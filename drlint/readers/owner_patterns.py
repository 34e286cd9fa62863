"""Patterns of CODEOWNERS files, as GitHub and GitLab have them, found fast by what of them is literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

_WILD = re.compile(r"[*?\\]")
_ANY = "**"
_TOKEN = re.compile(r"\\(.)|(\*+)|(\?)|(.)", re.DOTALL)

# A folder's or file's name, the pieces of one between stars, a pattern of one, or any number of folders where None.
Segment: TypeAlias = "str | tuple[str, ...] | re.Pattern[str] | None"


class Pattern:
    """Which files a line of CODEOWNERS means; taken apart when a file is first held against it.

    GitHub has `name` mean a folder as well as a file, and begin at the top where it holds a slash; GitLab has it mean a
    file, and begin at the top where it begins with a slash. Brackets stand for themselves.
    """

    def __init__(self, text: str, *, gitlab: bool) -> None:
        path = text.removeprefix("/")
        self._floats = path.startswith("**/") or ("/" not in text.rstrip("/") if not gitlab else path == text)
        self._path = path.removeprefix("**/")
        self._gitlab = gitlab
        self._segments: list[Segment] | None = None

    def fits(self, parts: Sequence[str]) -> bool:
        """Whether a file, by its path's parts, is meant."""
        if self._segments is None:
            self._segments = [_segment(each) for each in self._names()]
        return _fits(self._segments, parts)

    def _names(self) -> list[str]:
        """The pattern as one of whole paths."""
        path = self._path
        names = [*([_ANY] if self._floats else []), *(each for each in path.split("/") if each)]
        if path.endswith("/"):
            return [*names, "*", _ANY]
        if self._gitlab:  # in which `**` with nothing behind it is `*`
            return [*names[:-1], "*"] if names[-1] == _ANY else names
        if names[-1] == _ANY:
            return [*names[:-1], "*", _ANY]
        return names if path.endswith("/*") else [*names, _ANY]

    @property
    def key(self) -> tuple[str, str]:
        """What of a path a pattern needs: a folder it begins with, a name, an ending, or nothing that is known."""
        path = self._path
        if not self._floats:
            wild = _WILD.search(path)
            return "folder", (path if wild is None else path[: wild.start()].rpartition("/")[0]).strip("/")
        name = path.partition("/")[0]
        if not _WILD.search(name):
            return "name", name
        _, dot, ending = name.rpartition(".")
        return ("ending", ending) if dot and not _WILD.search(ending) else ("", "")


class Index:
    """Finds which of many patterns may fit a path."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._by_key: dict[tuple[str, str], list[int]] = {}
        for number, pattern in enumerate(patterns):
            self._by_key.setdefault(pattern.key, []).append(number)

    def candidates(self, parts: Sequence[str]) -> list[int]:
        """The numbers of the patterns that may fit, the last one first."""
        found = {number for key in _keys_of(parts) for number in self._by_key.get(key, ())}
        return sorted(found, reverse=True)


def _keys_of(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "", ""
    yield "folder", ""
    for number, part in enumerate(parts, start=1):
        yield "folder", "/".join(parts[:number])
        yield "name", part
        yield "ending", part.rpartition(".")[2]


def _segment(text: str) -> Segment:
    if text == _ANY:
        return None
    if not _WILD.search(text):
        return text
    if "?" not in text and "\\" not in text:
        return tuple(re.split(r"\*+", text))
    return re.compile(_regular(text), re.DOTALL)


def _regular(text: str) -> str:
    """A pattern of one name as a regular expression that never tries a place again."""
    parts = [""]
    for escaped, stars, any_one, plain in _TOKEN.findall(text):
        if stars:
            parts.append("")
        else:
            parts[-1] += "." if any_one else re.escape(escaped or plain)
    if len(parts) == 1:
        return parts[0]
    return parts[0] + "".join(f"(?>.*?{each})" for each in parts[1:-1] if each) + ".*" + parts[-1]


def _fits(segments: Sequence[Segment], parts: Sequence[str]) -> bool:
    """Whether a path fits, any number of folders being as few as possible first; never more than one way back."""
    at = here = 0
    back: tuple[int, int] | None = None
    while at < len(parts):
        if here < len(segments) and segments[here] is None:
            back = (here, at)
            here += 1
        elif here < len(segments) and _is(segments[here], parts[at]):
            here += 1
            at += 1
        elif back is not None:
            back = (back[0], back[1] + 1)
            here, at = back[0] + 1, back[1]
        else:
            return False
    return all(each is None for each in segments[here:])


def _is(segment: Segment, name: str) -> bool:
    if isinstance(segment, str):
        return segment == name
    if isinstance(segment, tuple):
        return _has_pieces(segment, name)
    return segment is not None and segment.fullmatch(name) is not None


def _has_pieces(pieces: tuple[str, ...], name: str) -> bool:
    """Whether a name is these pieces with anything between: the first place of each is as good as any later one."""
    first, last = pieces[0], pieces[-1]
    end = len(name) - len(last)
    if end < len(first) or not (name.startswith(first) and name.endswith(last)):
        return False
    at = len(first)
    for each in pieces[1:-1]:
        at = name.find(each, at, end)
        if at < 0:
            return False
        at += len(each)
    return True
