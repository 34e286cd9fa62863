"""What readers produce: resources, each shown by a view and changed by a plan."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from drlint.model.values import Address, Unknown, Value

Region: TypeAlias = str


_BEFORE_NAME = 5  # colons of an ARN before the resource


class Location(Struct, frozen=True):
    """Where a person can go and look: a path in the repository or an ARN; lines and columns count from 1."""

    uri: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None

    def __str__(self) -> str:
        return self.uri if self.line is None else f"{self.uri}:{self.line}"


class View(Struct, frozen=True, kw_only=True):
    """A resource as one kind of source shows it.

    `attributes` holds every catalogued attribute of the kind; `where` the lines of those that have their own;
    `defaulted` names the attributes that nobody set and whose value is the provider's or AWS's default.
    """

    attributes: Mapping[str, Value]
    location: Location
    where: Mapping[str, Location] = {}
    defaulted: AbstractSet[str] = frozenset()
    as_of: datetime | None = None


class Change(Struct, frozen=True, kw_only=True):
    """What a plan does to a resource; `actions` are Terraform's words (create, update, delete, no-op …)."""

    actions: tuple[str, ...]
    before: View | None = None
    previous_address: Address | None = None
    replace_paths: tuple[str, ...] = ()
    importing: bool = False

    @property
    def deletes(self) -> bool:
        return "delete" in self.actions

    @property
    def replaces(self) -> bool:
        return "delete" in self.actions and "create" in self.actions


class Resource(Struct, frozen=True, kw_only=True, eq=False):
    """One thing of the estate; `region` None means a global resource.

    `unsure` says why it may not exist, or may be several: its code does not tell how often it is made.
    """

    address: Address
    kind: str
    region: Region | Unknown | None
    account: str | Unknown | None = None
    declared: View | None = None
    observed: View | None = None
    change: Change | None = None
    unsure: Unknown | None = None

    @property
    def view(self) -> View:
        """The view that answers: observed where there is one, else declared, else what a deleted resource was."""
        view = self.observed or self.declared or (self.change.before if self.change else None)
        if view is None:
            message = f"{self.address} has no view"
            raise LookupError(message)
        return view

    def __getitem__(self, name: str) -> Value:
        return self.view.attributes[name]

    def location_of(self, attribute: str | None = None) -> Location:
        """The line of an attribute where it has one, else the resource's own."""
        view = self.view
        return view.where.get(attribute, view.location) if attribute else view.location

    @property
    def label(self) -> str:
        """What a person calls it: its path; of an ARN what follows the account ("table/carts", "cluster:ledger")."""
        path = self.address.path
        return path.split(":", _BEFORE_NAME)[-1] if path.startswith("arn:") else path


class Move(Struct, frozen=True):
    """What a `moved` block says of a root: a resource, or all in a module, stood at `was` and stands at `now`."""

    root: str
    was: str
    now: str
