"""Findings that are one to a person: what a policy says of all instances that `count` or `for_each` make of a block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from drlint.model.finding import Finding, fingerprint
from drlint.model.values import Address
from drlint.reports.wording import count, listed

OWNERS = 3  # named for one block
_KEY = r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]'
_INSTANCE_KEY = re.compile(_KEY)
_KEYED = re.compile(rf"(?<![\w-])((?:module|aws_\w+)\.[\w-]+){_KEY}")


class Group(Struct):
    """The worst finding on a block and the same policy's on its other instances.

    `block` is the address without instance keys, empty where the resource is its block's only one; `turn` tells apart
    what a policy says several times of one resource without a detail.
    """

    first: Finding
    block: str
    others: list[Finding]
    turn: int = 1

    @property
    def instances(self) -> Iterator[Finding]:
        yield self.first
        yield from self.others

    @property
    def fingerprint(self) -> str:
        """Identity of what is said of the block, whichever of its instances fail; the finding's own without any."""
        first = self.first
        if not self.block:
            return first.fingerprint
        detail = without_keys(first.detail)
        if self.turn > 1:
            detail = f"{detail}\x1f{self.turn}"
        return fingerprint(first.policy, Address(first.resource.root, self.block), detail)

    @property
    def owners(self) -> str:
        """Who owns the instances: "payments, edge, data + 2 more"; empty where nobody is named."""
        if not self.others:
            return self.first.owner or ""
        return listed(list(dict.fromkeys(each.owner for each in self.instances if each.owner)), OWNERS)

    def rest(self, most: int | None = None, shown: Callable[[str], str] = str) -> str:
        """The others in a few words: "29 more instances of this block: a, b, c + 26 more"."""
        named = self.others[:most]
        names = ", ".join([shown(self._named(each)) + self.softer(each) for each in named])
        unnamed = len(self.others) - len(named)
        more = f" + {unnamed:,} more" if unnamed else ""
        return f"{count(len(self.others), 'more instance')} of this block: {names}{more}"

    def _named(self, other: Finding) -> str:
        """An instance's address, after its root where that is not the first's."""
        root, path = other.resource.root, other.resource.path
        return path if root == self.first.resource.root else f"{root or '.'}: {path}"

    def softer(self, other: Finding) -> str:
        """A severity that is not the first's, in brackets."""
        return "" if other.severity is self.first.severity else f" ({other.severity})"

    def own_words(self, most: int | None = None) -> Iterator[tuple[Finding, str]]:
        """The others about which something else is said than about the first, save for instance keys."""
        said = self.first.message.replace(self.first.resource.path, self.block)
        for other in self.others[:most]:
            words = other.message.replace(other.resource.path, self.block)
            if words != said and without_keys(words) != without_keys(said):
                yield other, other.message

    def other_words(self, most: int | None = None) -> Iterator[str]:
        """What else is said of the others, each thing once and with an address."""
        told: set[str] = set()
        for other, message in self.own_words(most):
            words = without_keys(message.replace(other.resource.path, self.block))
            if words not in told:
                told.add(words)
                yield message if other.resource.path in message else f"{other.resource.path}: {message}"


def block_of(path: str) -> str:
    """An address without instance keys: `module.db["x"].aws_s3_bucket.b[0]` is `module.db.aws_s3_bucket.b`."""
    return _INSTANCE_KEY.sub("", path) if "[" in path else path


def without_keys(text: str) -> str:
    """A text whose addresses have no instance keys; the `[0]` of `rule[0].status` is none, and stays."""
    return _KEYED.sub(r"\1", text) if "[" in text else text


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Findings by source block, in the order of each group's first; with the worst first, as a report has them.

    One group holds one policy, verdict, detail, root, block and place. A place is the first evidence's file and line;
    without a line (a plan alone) the block is the place. A group holds each address once.
    """
    groups: list[Group] = []
    known: dict[tuple[object, ...], Group] = {}
    said: dict[tuple[object, ...], int] = {}
    for finding in findings:
        path = finding.resource.path
        block = block_of(path)
        if block == path:
            groups.append(Group(finding, "", []))
            continue
        location = finding.evidence[0].location if finding.evidence else None
        place = (location.uri, location.line) if location else None
        what = (finding.policy, finding.verdict, without_keys(finding.detail), finding.resource.root)
        turn = said[(*what, path)] = said.get((*what, path), 0) + 1
        key = (*what, block, place, turn)
        group = known.get(key)
        if group is None:
            group = known[key] = Group(finding, block, [], turn)
            groups.append(group)
        else:
            group.others.append(finding)
    return groups


def across_roots(groups: Iterable[Group]) -> list[Group]:
    """The same with a block of a module that several roots call told once, where the very same is said of it.

    For people: each root has an identity, and an alert, of its own.
    """
    found: list[Group] = []
    known: dict[tuple[object, ...], Group] = {}
    for group in groups:
        first = group.first
        location = first.evidence[0].location if first.evidence else None
        if location is None or location.line is None:
            found.append(group)
            continue
        said = (first.policy, first.verdict, without_keys(first.detail), without_keys(first.message), group.turn)
        key = (*said, block_of(first.resource.path), location.uri, location.line)
        other = known.setdefault(key, group)
        if other is group or other.first.resource.root == first.resource.root:
            found.append(group)
        else:
            other.others += group.instances
    return found
