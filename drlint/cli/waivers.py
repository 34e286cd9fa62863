"""Brings together the waivers of source and of configuration, each with the policies that it names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct, structs

from drlint.cli.configuration import Configuration
from drlint.cli.discovery import top_of
from drlint.cli.inputs import Gathered
from drlint.cli.naming import uri_of
from drlint.cli.shapes import SEVERITIES
from drlint.engine.accepting import accepted_in
from drlint.engine.waivers import Accepted, Waivers
from drlint.model.errors import DrlintError
from drlint.model.resource import Location
from drlint.model.waiver import Place, Waiver
from drlint.policy.load import CompiledPolicy
from drlint.policy.selection import Naming


class Whole(Struct, frozen=True, dict=True):
    """The folders that were given, all of which is judged: only there a waiver that speaks of nothing says something.

    `alone`: one configuration rules everything.
    """

    folders: tuple[str, ...] = ()
    alone: bool = True

    def holds(self, folder: Path) -> bool:
        """Whether all that lies in a folder is judged."""
        whole = os.path.realpath(folder) + os.sep
        return any(whole.startswith(each.rstrip(os.sep) + os.sep) for each in self.folders)

    def has_all(self, places: Sequence[Place]) -> bool:
        """Whether all that some places speak of is judged: a module, with whatever may call it."""
        return self.is_repository or not any(each.shared for each in places)

    @cached_property
    def is_repository(self) -> bool:
        """Whether all that may call a module is judged."""
        tops = (top_of(Path(each)) or Path.cwd() for each in self.folders)
        return self.alone and any(each == os.path.realpath(top) for each, top in zip(self.folders, tops, strict=True))


def whole_of(paths: Iterable[str], *, alone: bool) -> Whole:
    """What is judged whole of these paths."""
    return Whole(tuple(os.path.realpath(each) for each in paths if os.path.isdir(each)), alone)  # noqa: PTH112


def waivers_of(
    given: Gathered,
    policies: Sequence[CompiledPolicy],
    settings: Configuration,
    whole: Whole,
    today: date,
    *,
    applied: bool,
) -> Waivers:
    """The waivers of one part; raises DrlintError for a policy of configuration that there is not."""
    naming = Naming([each.metadata for each in policies])
    written = (each for result in given.results for each in result.waivers)
    accepted, broken = accepted_in(written, naming, whole.has_all)
    accepted += configured(settings, naming, whole)
    terms = {SEVERITIES[name]: days for name, days in settings["waiver_terms"].items()}
    return Waivers(accepted=tuple(accepted), broken=tuple(broken), terms=terms, today=today, applied=applied)


def require_waivers(policies: Sequence[CompiledPolicy], settings: Configuration) -> None:
    """DrlintError where configuration waives a policy that there is not."""
    configured(settings, Naming([each.metadata for each in policies]), Whole())


def configured(settings: Configuration, naming: Naming, whole: Whole) -> list[Accepted]:
    """The waivers of configuration."""
    said: tuple[Waiver, ...] = settings["waivers"]
    if not said or settings.path is None:
        return []
    seen_whole = whole.holds(settings.path.parent)
    uri = uri_of(str(settings.path))
    found = []
    for each in said:
        ids = naming.ids(each.policy) if each.policy else frozenset[str]()
        if isinstance(ids, str):
            raise DrlintError(f"{each.location}: waivers: {ids}")
        is_here = each.location.uri == str(settings.path)  # else it is a bundle's, or a ref's
        waiver = structs.replace(each, location=Location(uri, each.location.line)) if is_here else each
        found.append(Accepted(waiver=waiver, policies=ids, seen_whole=seen_whole))
    return found
