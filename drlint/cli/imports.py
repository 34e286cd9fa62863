"""Reads the files of `--import` and merges them into a report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import click
from msgspec import Struct, structs

from drlint.cli.code_owners import Owned
from drlint.cli.configuration import Configuration
from drlint.cli.inputs import Gathered
from drlint.cli.naming import uri_of
from drlint.cli.parts import Part
from drlint.engine.foreign import Beside, Import, merged
from drlint.engine.report import Input, Report
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.finding import BlindSpot
from drlint.model.nearness import near
from drlint.model.resource import Location
from drlint.readers.files import read_regular
from drlint.readers.foreign.checkov import read_checkov
from drlint.readers.foreign.rules import rules
from drlint.readers.foreign.sarif import read_sarif
from drlint.readers.foreign.told import LARGEST, ForeignReport
from drlint.reports.escape import terminal

_READERS: Mapping[str, Callable[[bytes], ForeignReport]] = {"sarif": read_sarif, "checkov": read_checkov}


class _Part(Protocol):
    """What was judged under one configuration."""

    @property
    def given(self) -> Gathered: ...
    @property
    def part(self) -> Part: ...
    @property
    def owned(self) -> Owned: ...


class Imported(Struct, frozen=True):
    """What `--import` named: what could be read, and what not."""

    read: tuple[Import, ...]
    inputs: tuple[Input, ...]
    blind_spots: tuple[BlindSpot, ...]

    def into(self, report: Report, judged: Sequence[_Part], *, keep_passed: bool) -> Report:
        """The report with what other tools found; of its passes, which that needs, none where nobody asked for them."""
        for spot in self.blind_spots:
            click.echo(f"drlint: {terminal(f'{spot.location}: {spot.reason}')}", err=True)
        beside = [
            Beside(
                [resource for result in each.given.results for resource in result.judged],
                each.part.settings.objectives(),
                each.owned.code_owners,
            )
            for each in judged
        ]
        found = merged(report, beside, self.read, rules())
        return structs.replace(
            found,
            inputs=(*found.inputs, *self.inputs),
            blind_spots=(*found.blind_spots, *self.blind_spots),
            passed=found.passed if keep_passed else (),
        )

    def code(self, settings: Sequence[Configuration]) -> int:
        """4 where something could not be read, unless all mute that; --changed does not, as the user named the file."""
        is_muted = all(each["incomplete"] == "warn" for each in settings)
        return 4 if self.blind_spots and not is_muted else 0


def imported(words: Sequence[str]) -> Imported:
    """The files of `KIND=FILE`; DrlintError for another kind and for a file that is not there."""
    found: list[Import] = []
    inputs: list[Input] = []
    spots: list[BlindSpot] = []
    for kind, path in map(_taken_apart, words):
        uri = uri_of(path)
        try:
            told = _READERS[kind](read_regular(path, LARGEST))
        except UnreadableError as error:
            inputs.append(Input(uri=uri, kind=kind, status="failed", note=str(error)))
            spots.append(BlindSpot(what=uri, reason=str(error), location=Location(uri)))
        else:
            found.append(Import(uri, kind, _placed(told)))
    return Imported(tuple(found), tuple(inputs), tuple(spots))


def _taken_apart(word: str) -> tuple[str, str]:
    kind, equals, path = word.partition("=")
    if kind not in _READERS:
        said = " or ".join(f"{each}=FILE" for each in _READERS)
        raise DrlintError(f"--import {word}: say it as {said}{near(kind, _READERS)}")
    if not equals or not path:
        raise DrlintError(f"--import {kind}: which file? say {kind}=FILE")
    if not os.path.lexists(path):
        raise DrlintError(f"--import {word}: there is no such file")
    if os.path.isdir(path):  # noqa: PTH112 - pathlib raises for a NUL
        raise DrlintError(f"--import {word}: it is a folder; name the file that the tool wrote")
    return kind, path


def _placed(told: ForeignReport) -> ForeignReport:
    """With absolute places as reports name them, where they are in this repository."""
    known: dict[str, str] = {}

    def named(place: str) -> str:
        if not place.startswith("/"):
            return place
        if place not in known:
            uri = uri_of(place)
            known[place] = place if uri.startswith("..") else uri
        return known[place]

    failed = [structs.replace(each, places=tuple(map(named, each.places))) for each in told.failed]
    return structs.replace(told, failed=tuple(failed))
