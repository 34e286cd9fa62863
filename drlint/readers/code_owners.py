"""Reads CODEOWNERS files: who owns a file of the repository, in GitHub's syntax and in GitLab's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from drlint.readers.owner_patterns import Index, Pattern

# In the order in which GitHub looks for it, then GitLab's own place.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
LARGEST = 3 * 1024 * 1024  # GitHub's limit, beyond which it takes a file as not there
_LONGEST = 254  # of an owner: that of an e-mail address

_SECTION = re.compile(r"(\^?)\[([^\]]+)\](?:\[\d*\])?(?:\s+(.*))?")
_LOOKS_LIKE_GITLAB = re.compile(r"^\s*(?:\^?\[[^\]]+\]|!)|\s@@\w", re.MULTILINE)
_OWNER = re.compile(r"@@?[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)*|[^\s@]+@[^\s@]+")
_WORDS = re.compile(r"(?:\\.|\S)+")
_MOST = 1_000_000  # patterns held against files in one run


class Line(Struct):
    """One line that names the owners of files; one that excludes names none."""

    pattern: str
    owners: tuple[str, ...]
    section: str = ""
    excludes: bool = False


class CodeOwners:
    """Answers who owns a file, by its path in the repository; `notes` say what of the lines was left out, and where."""

    def __init__(self, lines: list[Line], notes: tuple[str, ...], *, gitlab: bool) -> None:
        self.notes = notes
        self._lines = lines
        self._patterns = [Pattern(each.pattern, gitlab=gitlab) for each in lines]
        self._index = Index(self._patterns)
        self._excluding = gitlab and any(each.excludes for each in lines)
        self._sectioned = gitlab and any(each.section for each in lines)
        self._first = {each.section: number for number, each in reversed(list(enumerate(lines)))} if gitlab else {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._left = _MOST

    def __call__(self, path: str) -> tuple[str, ...]:
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._owners(path)
        return known

    def _owners(self, path: str) -> tuple[str, ...]:
        """The owners by the last line that fits; where there are sections, by the last of each."""
        parts = [part for part in path.split("/") if part not in {"", "."}]
        found: dict[str, tuple[str, ...]] = {}
        excluded: set[str] = set()
        numbers = self._index.candidates(parts)
        self._left -= len(numbers)
        if self._left < 0:
            return ()
        for number in numbers:
            line = self._lines[number]
            if (line.section in found and not line.excludes) or not self._patterns[number].fits(parts):
                continue
            if line.excludes:
                excluded.add(line.section)
            else:
                found[line.section] = line.owners
                if not (self._sectioned or self._excluding):
                    break
        sections = sorted(found, key=self._first.__getitem__) if len(found) > 1 else found
        return tuple(dict.fromkeys(owner for each in sections if each not in excluded for owner in found[each]))

    @property
    def is_exhausted(self) -> bool:
        """Whether the owners of some files were not looked for any more, there being too many patterns for it."""
        return self._left < 0


def code_owners_of(text: str, place: str) -> CodeOwners:
    """The owners that a file names, in the syntax of its place; where either may lie, in that of its content."""
    gitlab = place.startswith(".gitlab/") or (not place.startswith(".github/") and _is_gitlab(text))
    notes: list[str] = []
    read = _gitlab_lines(text, place, notes) if gitlab else _github_lines(text, place, notes)
    lines: dict[tuple[str, bool, str], Line] = {}
    for line in read:
        key = (line.section, line.excludes, line.pattern)
        lines.pop(key, None)  # of two lines with one pattern, the last one counts, at its place
        lines[key] = line
    return CodeOwners(list(lines.values()), tuple(notes), gitlab=gitlab)


def _is_gitlab(text: str) -> bool:
    return _LOOKS_LIKE_GITLAB.search(text) is not None


def _github_lines(text: str, place: str, notes: list[str]) -> Iterator[Line]:
    """Pattern and owners; no owners is an answer, too. A line that is none is left out, as GitHub does."""
    for number, line in _lines(text):
        words = _words(line.partition(" #")[0].partition("\t#")[0])
        wrong = next((each for each in words[1:] if not _is_owner(each)), None)
        if _is_foreign(words[0]):
            notes.append(f"{place}:{number}: {_quoted(words[0])} is no pattern that GitHub knows; the line is left out")
        elif wrong is not None:
            notes.append(
                f"{place}:{number}: {_quoted(wrong)} is no owner (@name, @org/team, e-mail); the line is left out"
            )
        else:
            yield Line(_plain(words[0]), tuple(words[1:]))


def _gitlab_lines(text: str, place: str, notes: list[str]) -> Iterator[Line]:
    """Pattern and owners in sections, whose own owners stand in where a line names none."""
    section = ""
    usual: tuple[str, ...] = ()
    for number, line in _lines(text):
        heading = _SECTION.fullmatch(line) if line[0] in "[^" else None
        if heading is not None:
            section = heading[2].strip().lower()
            usual = tuple(each for each in (heading[3] or "").split() if _is_owner(each))
            continue
        excludes = line.startswith("!")
        words = _words(line.removeprefix("!"))
        if not words or not words[0].strip("/") or line.startswith(("[", "^[")):
            notes.append(f"{place}:{number}: {_quoted(line)} is neither a section nor a pattern; the line is left out")
            continue
        owners = tuple([each for each in words[1:] if _is_owner(each)])
        if len(owners) < len(words) - 1 and not any(each.startswith("#") for each in words):
            strange = next(each for each in words[1:] if not _is_owner(each))
            notes.append(f"{place}:{number}: {_quoted(strange)} is no owner (@name, @group, @@role, e-mail)")
        yield Line(_plain(words[0]), () if excludes else owners or usual, section, excludes)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        if line and line[0] != "#":
            yield number, line


def _words(line: str) -> list[str]:
    return _WORDS.findall(line) if "\\" in line else line.split()


def _is_foreign(pattern: str) -> bool:
    """Whether a pattern has what GitHub documents as not working."""
    return (
        pattern.startswith(("!", "\\#"))
        or not pattern.strip("/")
        or "[" in pattern
        or "]" in pattern
        or "***" in pattern
    )


def _plain(pattern: str) -> str:
    """A pattern whose blanks and number signs need no backslash; other backslashes stay."""
    return re.sub(r"\\([\s#])", r"\1", pattern) if "\\" in pattern else pattern


@lru_cache(4096)
def _is_owner(word: str) -> bool:
    return len(word) <= _LONGEST and _OWNER.fullmatch(word) is not None


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")  # noqa: PLR2004 - so much of a line is enough to find it
