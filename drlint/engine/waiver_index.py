"""Finds the waivers that speak of a finding, by its address, its lines and its policy, without asking each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Protocol

from drlint.estate.beside import without_keys
from drlint.estate.estate import Estate
from drlint.model.arn import account_of_arn
from drlint.model.finding import Finding
from drlint.model.globs import matches
from drlint.model.resource import Resource
from drlint.model.values import Address, Unknown
from drlint.model.waiver import Place, Waiver
from drlint.policy.scope import PSEUDO_KINDS
from drlint.recovery.places import tags_of

_WILD = ("*", "?")


class Accepted(Protocol):
    """What the index asks of a waiver."""

    @property
    def waiver(self) -> Waiver: ...
    @property
    def policies(self) -> AbstractSet[str]: ...
    @property
    def places(self) -> tuple[Place, ...]: ...


class Index:
    """Waivers by what they speak of; each goes by its position. Of `doubted` ones it is not known."""

    def __init__(self, accepted: Sequence[Accepted], estate: Estate) -> None:
        self._accepted = accepted
        self._estate = estate
        self._paths: dict[tuple[str, str], list[tuple[int, Place]]] = {}
        self._named: dict[str, _Addresses] = {}
        self._deleted: dict[Address, Resource] | None = None
        self.doubted: set[int] = set()
        lines: dict[str, list[tuple[int, int, int, Place]]] = {}
        for at, each in enumerate(accepted):
            for place in each.places:
                lines.setdefault(place.uri, []).append((place.first, place.last, at, place))
                if place.path:
                    self._paths.setdefault((place.root, place.path), []).append((at, place))
            for policy in () if each.places else each.policies:
                self._named.setdefault(policy, _Addresses()).add(each.waiver.addresses, at)
        self._lines = {uri: _Lines(found) for uri, found in lines.items()}

    def covering(self, finding: Finding) -> Iterator[int]:
        """The waivers that speak of a finding, each once, those in source first."""
        found: dict[int, None] = {}
        if self._lines:
            for at, place in self._standing_on(finding):
                if finding.policy in self._accepted[at].policies and _is_meant(finding, place):
                    found[at] = None
        named = self._named.get(finding.policy)
        if named is not None:
            for at in named.of(finding.resource.path):
                if self._is_narrowed_to(self._accepted[at].waiver, finding, at):
                    found[at] = None
        return iter(found)

    def _standing_on(self, finding: Finding) -> Iterator[tuple[int, Place]]:
        root, path = finding.resource.root, without_keys(finding.resource.path)
        yield from self._paths.get((root, path), ())
        for call in calls_in(path):
            if call != path:
                yield from self._paths.get((root, call), ())
        if finding.evidence and finding.kind not in PSEUDO_KINDS:
            where = finding.evidence[0].location
            lines = self._lines.get(where.uri)
            if lines is not None and where.line is not None:
                yield from lines.at(where.line)

    def _is_narrowed_to(self, waiver: Waiver, finding: Finding, at: int) -> bool:
        """Whether a waiver of configuration means what a finding is about."""
        if not any((waiver.addresses, waiver.arns, waiver.tags, waiver.accounts, waiver.regions)):
            return True
        if waiver.addresses and not _any(finding.resource.path, waiver.addresses):
            return False
        resource = self._resource(finding.resource)
        told = [
            _answer(_arn(finding, resource), waiver.arns),
            _answer(_account(finding, resource), waiver.accounts),
            _answer(_region(finding, resource), waiver.regions),
            _tagged(resource, waiver.tags),
        ]
        if False in told:
            return False
        if None in told:
            self.doubted.add(at)
            return False
        return True

    def _resource(self, address: Address) -> Resource | None:
        found = self._estate.at(address)
        if found is None and self._estate.deleted:
            if self._deleted is None:
                self._deleted = {each.address: each for each in self._estate.deleted}
            return self._deleted.get(address)
        return found


def _is_meant(finding: Finding, place: Place) -> bool:
    """Whether a comment on a part of a block speaks of a finding: one of its lines is evidence."""
    if place.only is None:
        return True
    first, last = place.only
    where = (each.location for each in finding.evidence)
    return any(each.uri == place.uri and each.line is not None and first <= each.line <= last for each in where)


def _any(text: str, globs: Sequence[str]) -> bool:
    return any(matches(text, each) for each in globs)


def _answer(text: object, globs: Sequence[str]) -> bool | None:
    """Whether a text fits one of some globs, None where it is not known; no globs ask for nothing."""
    if not globs:
        return True
    return _any(text, globs) if isinstance(text, str) else None


def _tagged(resource: Resource | None, tags: Sequence[tuple[str, str]]) -> bool | None:
    if not tags:
        return True
    seen = {} if resource is None else tags_of(resource)
    if isinstance(seen, Unknown):
        return None
    told = [_tag(seen.get(name), glob) for name, glob in tags]
    return False if False in told else None if None in told else True


def _tag(value: object, glob: str) -> bool | None:
    if value is None:
        return False
    return matches(value, glob) if isinstance(value, str) else None


def _arn(finding: Finding, resource: Resource | None) -> object:
    path = finding.resource.path
    return path if path.startswith("arn:") or resource is None else resource.view.attributes.get("arn")


def _region(finding: Finding, resource: Resource | None) -> object:
    if finding.region is not None or resource is None:
        return finding.region
    return "global" if resource.region is None else resource.region


def _account(finding: Finding, resource: Resource | None) -> object:
    if resource is not None and isinstance(resource.account, str):
        return resource.account
    arn = _arn(finding, resource)
    return account_of_arn(arn) if isinstance(arn, str) else None


class _Addresses:
    """Waivers of one policy by what their address globs begin with, or else end with."""

    def __init__(self) -> None:
        self._everywhere: list[int] = []
        self._begin: dict[int, dict[str, list[int]]] = {}
        self._end: dict[int, dict[str, list[int]]] = {}

    def add(self, globs: Sequence[str], at: int) -> None:
        if not globs:
            self._everywhere.append(at)
        for glob in globs:
            first = min((found for found in map(glob.find, _WILD) if found >= 0), default=len(glob))
            last = max(map(glob.rfind, _WILD))
            if first:
                self._begin.setdefault(first, {}).setdefault(glob[:first], []).append(at)
            elif last + 1 < len(glob):
                end = glob[last + 1 :]
                self._end.setdefault(len(end), {}).setdefault(end, []).append(at)
            else:
                self._everywhere.append(at)

    def of(self, path: str) -> list[int]:
        """The waivers that may mean an address, in their order."""
        found = list(self._everywhere)
        for length, some in self._begin.items():
            found += some.get(path[:length], ())
        for length, some in self._end.items():
            found += some.get(path[-length:], ())
        return sorted(set(found)) if len(found) > 1 else found


class _Lines:
    """Waivers of one file by the lines of the blocks that they stand on."""

    def __init__(self, found: list[tuple[int, int, int, Place]]) -> None:
        found.sort(key=lambda each: each[:3])
        self._found = found
        self._firsts = [first for first, *_ in found]
        self._reach = list(accumulate((last for _, last, *_ in found), max))

    def at(self, line: int) -> Iterator[tuple[int, Place]]:
        """Those whose block holds a line."""
        position = bisect_right(self._firsts, line) - 1
        while position >= 0 and self._reach[position] >= line:
            _, last, at, place = self._found[position]
            if last >= line:
                yield at, place
            position -= 1


def calls_in(path: str) -> list[str]:
    """The module calls that lead to an address without keys: `module.a.module.b.x.y` has `module.a` and both."""
    words = path.split(".") if path.startswith("module.") else []
    found = []
    at = 0
    while at + 1 < len(words) and words[at] == "module":
        at += 2
        found.append(".".join(words[:at]))
    return found
