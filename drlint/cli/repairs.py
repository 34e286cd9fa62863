"""What is to be repaired: the findings of one policy on one block, and the account of what was done about them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from drlint.cli.declared import Declared, Root
from drlint.cli.judged import Judged
from drlint.cli.naming import uri_of
from drlint.edits.changes import RefusedError
from drlint.edits.desk import Desk
from drlint.edits.original import Original
from drlint.model.finding import Finding
from drlint.model.resource import Location, Resource
from drlint.model.values import Address
from drlint.readers.hcl import tree


class Repair(Struct, frozen=True, kw_only=True):
    """What is done for one block, with all its instances; `refused` says why nothing is, empty where something is.

    `says` is what, in words; `files` are those that it changes.
    """

    policy: str
    addresses: tuple[str, ...]
    place: Location
    says: str = ""
    files: tuple[str, ...] = ()
    refused: str = ""

    def __str__(self) -> str:
        others = f" and {len(self.addresses) - 1} more" if len(self.addresses) > 1 else ""
        return f"{self.place}: {self.addresses[0]}{others}: {self.refused or self.says} ({self.policy})"


class Target(Struct, frozen=True):
    """The findings of one policy on the instances of one block; `sound` are the others, some perhaps unknown."""

    root: Root
    resource: Resource
    findings: tuple[Finding, ...]
    sound: tuple[Address, ...]

    @property
    def policy(self) -> str:
        return self.findings[0].policy

    @property
    def place(self) -> Location:
        return self.resource.location_of()

    def path(self, place: Location) -> str:
        """The file of a place."""
        return self.root.disk.path(place.uri)

    def repair(self, says: str, files: tuple[str, ...]) -> Repair:
        """The account of something that is done."""
        return Repair(policy=self.policy, addresses=self._addresses, place=self._shown, says=says, files=files)

    def refused(self, reason: str) -> Repair:
        """The account of something that is not."""
        return Repair(policy=self.policy, addresses=self._addresses, place=self._shown, refused=reason)

    @property
    def _addresses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.resource.path for each in self.findings))

    @property
    def _shown(self) -> Location:
        return Location(uri_of(self.path(self.place)), self.place.line)

    def require_whole(self) -> None:
        """Raise RefusedError where the block has instances of which the policy does not say that they need it."""
        if self.sound:
            other = self.sound[0]
            where = "" if other.root == self.resource.address.root else f" in {other.root or 'this folder'}"
            raise RefusedError(f"{other.path}{where} comes from the same block and is not known to need it")

    def block(self, desk: Desk) -> tuple[Original, tree.Block]:
        """The file and the resource's own block in it; raises RefusedError where an installed module has it."""
        original = desk.original(self.root.disk, self.path(self.place))
        found = original.block_at(self.place)
        if found is not None and found.type == "resource":
            name = re.escape(".".join(found.labels))
            if re.search(rf"(?:^|\.){name}(?:\[|$)", self.resource.address.path):
                return original, found
        if found is not None and found.type == "module":
            raise RefusedError(
                "an installed module declares it; change it through the module's arguments, if it has one"
            )
        raise RefusedError("its block was not found again")


def targets(given: Declared, judged: Judged, wanted: Callable[[Finding], bool]) -> Iterator[Target]:
    """Blocks with findings, those in the files that were given by name where some were."""
    instances: dict[tuple[str, Location], dict[Address, None]] = {}
    for each in judged.estate.resources:
        if each.declared is not None:
            instances.setdefault((each.kind, each.declared.location), {})[each.address] = None
    found: dict[tuple[str, str, Location], list[Finding]] = {}
    for finding in judged.findings:
        resource = judged.estate.at(finding.resource)
        if wanted(finding) and resource is not None and resource.declared is not None:
            found.setdefault((finding.policy, resource.kind, resource.declared.location), []).append(finding)
    for (_, kind, place), findings in found.items():
        first = judged.estate.at(findings[0].resource)
        if first is None:
            continue
        failing = {each.resource for each in findings}
        sound = tuple(each for each in instances[kind, place] if each not in failing)
        target = Target(given.root(first.address.root), first, tuple(findings), sound)
        if not given.only or os.path.realpath(target.path(place)) in given.only:
            yield target
