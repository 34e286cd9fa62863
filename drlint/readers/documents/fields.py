"""Reads the fields of a document: each of its shape, with its line; what is none of it is noted and stays unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct

from drlint.model.finding import BlindSpot
from drlint.model.nearness import near, nearest
from drlint.model.periods import day_in, days_between_said, seconds_said
from drlint.model.resource import Location
from drlint.model.values import Unknown
from drlint.readers.documents.paths import file_named, is_file, is_path, wrong_location, wrong_path
from drlint.readers.shell.there import Files
from drlint.readers.yaml_text import Document, Trail

_Read = TypeVar("_Read")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+){1,2}-[0-9]{1,2}")
_SHOWN = 60
_LONGEST = 200
MOST_COMMANDS = 5_000  # of one document
_MOST_SPOTS = 200  # of one document
OWN = "x-"  # whoever wants more keys than we know begins them so


class Paper(Struct):
    """One document as it was read: its data, its lines, its name, and what of it could not be understood.

    `source` are its lines; `files` what lies in its repository, None where nobody looks (an example).
    """

    uri: str
    document: Document
    source: Sequence[str] = ()
    files: Files | None = None
    spots: list[BlindSpot] = []
    refused: dict[Trail, Unknown] = {}
    commands_left: int = MOST_COMMANDS

    def location(self, *trail: str | int) -> Location:
        return Location(self.uri, self.document.line(*trail))

    def text(self, trail: Trail) -> str:
        """The text at a place; empty where there is none."""
        said = self.document.data
        for each in trail:
            said = said[each]
        return said if isinstance(said, str) else ""

    def refuse(self, trail: Trail, reason: str) -> Unknown:
        """Note what is wrong at a place; the value there is unknown."""
        place = self.location(*trail)
        named = ".".join(str(each) for each in trail)
        if len(self.spots) < _MOST_SPOTS:
            self.spots.append(BlindSpot(what=named[:_LONGEST] or self.uri, reason=reason, location=place))
        elif len(self.spots) == _MOST_SPOTS:
            self.spots.append(BlindSpot(what=self.uri, reason="more is wrong from here on", location=place))
        unknown = self.refused[trail] = Unknown(f"{place}: {reason}")
        return unknown


class Fields:
    """The fields of one mapping; `where` are the lines of those that were read, those within others by all names."""

    def __init__(
        self,
        paper: Paper,
        *holders: tuple[Trail, Mapping[str, Any]],
        where: dict[str, Location] | None = None,
        prefix: str = "",
    ) -> None:
        """`holders` are the mappings in which a field may stand, the first that has it counts."""
        self.paper = paper
        self.where: dict[str, Location] = {} if where is None else where
        self.trails: dict[Trail, str] = {}
        self.slips: dict[str, Unknown] = {}
        self._prefix = prefix
        self._holders = holders
        self._known: set[str] = set()

    def trail(self, *names: str) -> Trail | None:
        """Where the first of these names stands."""
        self._known.update(names)
        for name in names:
            for trail, holder in self._holders:
                if name in holder:
                    return (*trail, name)
        return None

    def raw(self, *names: str) -> tuple[Any, Trail]:
        """What is said under the first of these names, None where nothing, and where."""
        self._known.update(names)
        for name in names:
            for at, holder in self._holders:
                if name in holder:
                    return holder[name], self._met(name, (*at, name), names[0])
        return None, ()

    def _met(self, name: str, trail: Trail, called: str) -> Trail:
        """Note where a field stands that was read as `called`, and where it stands again."""
        place = self.paper.location(*trail)
        if trail not in self.trails:
            for at, holder in self._holders:
                if name in holder and (*at, name) != trail:
                    self.paper.refuse((*at, name), f"it stands on line {place.line} already; say it once")
            self.trails[trail] = self._prefix + called
        self.where[self._prefix + called] = place
        return trail

    def text(self, *names: str) -> str | Unknown | None:
        said, trail = self.raw(*names)
        if said is None or isinstance(said, str):
            return said.strip() or None if said else None
        return self.paper.refuse(trail, f"{shown(said)} stands where a text is needed")

    def verbatim(self, *names: str) -> str | Unknown | None:
        """A text with the blanks at its ends; it may be empty."""
        said, trail = self.raw(*names)
        return (
            said
            if said is None or isinstance(said, str)
            else self.paper.refuse(trail, f"{shown(said)} stands where a text is needed")
        )

    def called(self, title: str, *names: str) -> str:
        """A name, and the title where there is none."""
        found = self.text(*names)
        return found if isinstance(found, str) else title

    def texts(self, *names: str) -> tuple[str, ...] | Unknown:
        """A list of texts; one text is a list of one, and of a mapping in it what it is called."""
        said, trail = self.raw(*names)
        if said is None:
            return ()
        if isinstance(said, str):
            return (said.strip(),)
        if not isinstance(said, list):
            return self.paper.refuse(trail, f"{shown(said)} stands where texts are needed; write a list of them")
        found = [self._named(each, (*trail, at)) for at, each in enumerate(said) if each is not None]
        wrong = next((each for each in found if isinstance(each, Unknown)), None)
        return tuple(each for each in found if isinstance(each, str)) if wrong is None else wrong

    def _named(self, said: Any, trail: Trail) -> str | Unknown:
        if isinstance(said, str):
            return said.strip()
        if isinstance(said, dict) and any(isinstance(each, str) for each in said.values()):
            return next(str(said[name]) for name in ("name", *said) if isinstance(said.get(name), str))
        return self.paper.refuse(trail, f"{shown(said)} stands where a text is needed")

    def files(self, *names: str) -> tuple[str, ...] | Unknown:
        """Names of documents; a file among them is told from the repository's top."""
        found = self.texts(*names)
        if isinstance(found, Unknown):
            return found
        paper, made = self.paper, []
        for at, said in enumerate(found):
            wrong = wrong_path(said, paper.uri) if is_path(said) else ""
            if wrong:
                return paper.refuse(self._at(names, at), f"{shown(said)} {wrong}")
            made.append(file_named(said, paper.uri, paper.files) if is_file(said) else said)
        return tuple(made)

    def places(self, *names: str) -> tuple[str, ...] | Unknown:
        """Where something is kept, each a place that others reach too."""
        found = self.texts(*names)
        for at, said in enumerate(() if isinstance(found, Unknown) else found):
            wrong = wrong_location(said, self.paper.uri)
            if wrong:
                return self.paper.refuse(self._at(names, at), f"{shown(said)} {wrong}")
        return found

    def _at(self, names: Sequence[str], position: int) -> Trail:
        """The place of one text of a list, and of one text alone."""
        trail = self.trail(*names) or ()
        return (*trail, position) if (*trail, position) in self.paper.document.lines else trail

    def made(self, read: Callable[[str], _Read | None], shape: str, *names: str) -> _Read | Unknown | None:
        """A text as what it means; `shape` says what would do."""
        said, trail = self.raw(*names)
        if said is None:
            return None
        found = read(said) if isinstance(said, str) else None
        if found is not None:
            return found
        return self.paper.refuse(trail, f"{shown(said)} is no {shape}")

    def seconds(self, *names: str) -> int | Unknown | None:
        return self.made(seconds_said, "duration; write 15m, 4h, PT15M or 1 hour", *names)

    def day(self, *names: str) -> str | Unknown | None:
        def iso(text: str) -> str | None:
            found = day_in(text)
            return None if found is None else found.isoformat()

        return self.made(iso, "day; write it as 2026-11-26", *names)

    def days(self, *names: str) -> int | Unknown | None:
        return self.made(days_between_said, "frequency; write quarterly, monthly, 90d or every 6 months", *names)

    def region(self, *names: str) -> str | Unknown | None:
        return self.made(_region, "Region of AWS, as eu-west-1", *names)

    def regions(self, *names: str) -> tuple[str, ...] | Unknown:
        found = self.texts(*names)
        if isinstance(found, Unknown):
            return found
        wrong = next((each for each in found if _region(each) is None), None)
        if wrong is None:
            return found
        trail = self._at(names, found.index(wrong))
        return self.paper.refuse(trail, f"{shown(wrong)} is no Region of AWS, as eu-west-1")

    def choice(self, words: Mapping[str, str], *names: str) -> str | Unknown | None:
        """A word of a closed list, in any of the ways it is written."""

        def chosen(text: str) -> str | None:
            return words.get(re.sub(r"[\s_/&-]+", "-", text.strip().lower()))

        said, trail = self.raw(*names)
        found = chosen(said) if isinstance(said, str) else None
        if said is None or found is not None:
            return found
        known = tuple(dict.fromkeys(words.values()))
        hint = near(said, known) if isinstance(said, str) else ""
        return self.paper.refuse(trail, f"{shown(said)} is none of {', '.join(known)}{hint}")

    def number(self, *names: str) -> float | Unknown | None:
        def number(text: str) -> float | None:
            return float(text) if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,20})?", text.strip()) else None

        return self.made(number, "number", *names)

    def truth(self, *names: str) -> bool | Unknown | None:
        return self.made(
            lambda text: {"true": True, "false": False}.get(text.lower()), "truth; write true or false", *names
        )

    def several(self, *names: str) -> Iterator[tuple[Any, Trail]]:
        """The elements of a list, of a mapping those of its values, each with where it stands."""
        said, trail = self.raw(*names)
        if isinstance(said, list):
            yield from ((each, (*trail, at)) for at, each in enumerate(said) if each is not None)
        elif isinstance(said, dict):
            yield from ((each, (*trail, name)) for name, each in said.items() if each is not None)
        elif said is not None:
            yield said, trail

    def within(self, said: Any, trail: Trail) -> Fields | None:
        """The fields of a mapping in here; None, noted, where it is none."""
        if isinstance(said, dict):
            key = self.trails.get(trail) or f"{self.trails.get(trail[:-1], '')}.{trail[-1]}"
            return Fields(self.paper, (trail, said), where=self.where, prefix=f"{key}.")
        self.paper.refuse(trail, f"{shown(said)} stands where a mapping is needed")
        return None

    def others(self) -> list[str]:
        """The keys that nobody reads."""
        keys = [name for _, holder in self._holders for name in holder]
        return [name for name in keys if name not in self._known and not name.startswith(OWN)]

    def refuse_others(self, *, closed: bool, alone: bool = True) -> None:
        """Note keys that nobody reads: all of them where the shape is closed, else those that look like a slip.

        Not `alone`, what stands at the top of the file may be another document's.
        """
        for trail, holder in self._holders if alone else self._holders[:-1]:
            for name in islice((name for name in holder if name not in self._known), _MOST_SPOTS):
                if name.startswith(OWN):
                    continue
                meant = nearest(name, self._known)
                if meant or closed:
                    said = f"did you mean {meant!r}?" if meant else "begin it with x- if others read it"
                    unknown = self.paper.refuse((*trail, name), f"nobody reads a key of that name; {said}")
                    self.slips.setdefault(self._prefix + meant, unknown)


def shown(said: Any) -> str:
    """What stands somewhere, as a message says it; what might be a command to who prints it is not repeated."""
    if isinstance(said, str):
        is_plain = said[:_SHOWN].isprintable() and "::" not in said and "##" not in said
        return repr(said[:_SHOWN]) if is_plain else "what stands here"
    if said is None:
        return "nothing"
    return "a mapping" if isinstance(said, dict) else "a list"


def _region(text: str) -> str | None:
    return text if _REGION.fullmatch(text) else None
