"""Patterns of CODEOWNERS files, as GitHub and GitLab have them, found fast by what of them is literal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

_WILD = re.compile(r"[*?\\]")
_ANY = "**"
_TOKEN = re.compile(r"\\(.)|(\*+)|(\?)|(.)", re.DOTALL)

# Something of a name that a pattern needs: all of it, its beginning, what is behind its last dot; or nothing.
_Key: TypeAlias = "tuple[str, str]"
_NOTHING = ("", "")
_BEGIN = 2  # characters

# A folder's or file's name, the pieces of one between stars, a pattern of one, or any number of folders where None.
Segment: TypeAlias = "str | tuple[str, ...] | re.Pattern[str] | None"


class Pattern:
    """Which files a line of CODEOWNERS means; taken apart when a file is first held against it.

    GitHub has `name` mean a folder as well as a file, and begin at the top where it holds a slash; GitLab has it mean a
    file, and begin at the top where it begins with a slash. Brackets stand for themselves.
    """

    def __init__(self, text: str, *, gitlab: bool) -> None:
        text = re.sub("/{2,}", "/", text) if "//" in text else text
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
        if not names:
            return ["/"]  # which no file is called
        if path.endswith("/"):
            return [*names, "*", _ANY]
        if self._gitlab:  # in which `**` with nothing behind it is `*`
            return [*names[:-1], "*"] if names[-1] == _ANY else names
        if names[-1] == _ANY:
            return [*names[:-1], "*", _ANY]
        return names if path.endswith("/*") else [*names, _ANY]

    @property
    def needs(self) -> tuple[str, _Key]:
        """What of a path a pattern needs: a folder that it begins with, and something of one of its names."""
        path = self._path.rstrip("/")
        wild = _WILD.search(path)
        if wild is None and not (self._floats and path):
            return path, _NOTHING
        folder = "" if self._floats or wild is None else path[: wild.start()].rpartition("/")[0]
        first, last = path.partition("/")[0], path.rpartition("/")[2]
        if not _WILD.search(last):
            return folder, ("name", last)
        if self._floats and not _WILD.search(first):
            return folder, ("name", first)
        begin, ending = _WILD.split(last, maxsplit=1)[0], last.rpartition(".")[2]
        if len(begin) >= _BEGIN:
            return folder, ("begins", begin[:_BEGIN])
        return folder, ("ends", ending) if ending != last and not _WILD.search(ending) else _NOTHING


class Index:
    """Finds which of many patterns may fit a path."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._by_folder: dict[str, dict[_Key, list[int]]] = {}
        for number, pattern in enumerate(patterns):
            folder, key = pattern.needs
            self._by_folder.setdefault(folder, {}).setdefault(key, []).append(number)

    def candidates(self, parts: Sequence[str]) -> list[int]:
        """The numbers of the patterns that may fit, the last one first."""
        keys = dict.fromkeys(key for part in parts for key in _keys_of(part))
        keys[_NOTHING] = None
        found: set[int] = set()
        for number in range(len(parts) + 1):
            of_folder = self._by_folder.get("/".join(parts[:number]))
            if of_folder is not None:
                found.update(each for key in keys if key in of_folder for each in of_folder[key])
        return sorted(found, reverse=True)


def _keys_of(part: str) -> tuple[_Key, ...]:
    return ("name", part), ("begins", part[:_BEGIN]), ("ends", part.rpartition(".")[2])


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
