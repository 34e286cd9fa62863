"""Finds the resource that another tool means, by its address or by the lines it stands on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from drlint.model.resource import Resource
from drlint.readers.foreign.told import ForeignFinding

_SOURCE = (".tf", ".tf.json", ".tofu", ".tofu.json")


class Index:
    """Resources by their address and by their file."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_path: dict[str, list[Resource]] = defaultdict(list)
        self._by_uri: dict[str, list[Resource]] = defaultdict(list)
        self._known: dict[tuple[str, ...], list[str]] = {}
        for each in resources:
            self._by_path[each.address.path].append(each)
            self._by_uri[each.view.location.uri].append(each)

    def meant(self, told: ForeignFinding) -> Sequence[Resource]:
        """The resource of that address, or all instances of the block on that line; none where it is not certain."""
        if told.address:
            return self._of_address(told)
        if told.line is None or not told.places:
            return ()
        if told.places not in self._known:
            self._known[told.places] = self._files(told.places)
        files = self._known[told.places]
        return [each for each in self._by_uri[files[0]] if _stands_on(each, told.line)] if len(files) == 1 else ()

    def _of_address(self, told: ForeignFinding) -> Sequence[Resource]:
        alike = self._by_path.get(told.address, [])
        fitting = [each for each in alike if _may_stand_in(each, told.places)]
        if len(fitting) > 1 and told.caller:
            folder = told.caller.rpartition("/")[0]
            fitting = [each for each in fitting if _is_end_of(each.address.root, folder)]
        return fitting if len(fitting) == 1 else ()

    def _files(self, places: Sequence[str]) -> list[str]:
        """The files that a place may be; one that is it exactly is it alone."""
        exact = [uri for uri in self._by_uri if uri in places]
        return exact or [uri for uri in self._by_uri if all(_is_end_of(uri, place) for place in places)]


def _stands_on(resource: Resource, line: int) -> bool:
    location = resource.view.location
    return location.line is not None and location.line <= line <= (location.end_line or location.line)


def _may_stand_in(resource: Resource, places: Sequence[str]) -> bool:
    """Whether a resource may be one of that file; a plan tells nothing of where its resources stand."""
    sources = [each for each in places if each.endswith(_SOURCE)]
    uri = resource.view.location.uri
    return not sources or not uri.endswith(_SOURCE) or all(_is_end_of(uri, each) for each in sources)


def _is_end_of(one: str, other: str) -> bool:
    """Whether one path is the other, seen from another folder."""
    one, other = one.strip("/"), other.strip("/")
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")
