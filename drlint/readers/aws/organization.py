"""Which accounts an organization has: all, those of some units, those with some tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from drlint.model.errors import DrlintError
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.failures import RefusedError
from drlint.readers.aws.plan import home

_ACTIVE = "ACTIVE"
_DEEPEST = 10  # units in units; AWS allows five


class Member(Struct, frozen=True):
    """An account; `state` is AWS's word, which is ACTIVE where it can be read."""

    account: str
    name: str = ""
    state: str = _ACTIVE

    @property
    def is_active(self) -> bool:
        return self.state == _ACTIVE


def members_of(caller: Caller, units: Sequence[str], tags: Sequence[tuple[str, str]]) -> list[Member]:
    """The accounts of the organization, suspended ones as well; raises DrlintError where they cannot be listed."""
    try:
        found = list(_in_units(caller, units)) if units else list(_listed(caller, "ListAccounts", {}))
        kept = [each for each in found if _has(caller, each, tags)]
    except RefusedError as error:
        raise DrlintError(
            f"--organization: its accounts cannot be listed: {error.failure.action}: {error.failure.reason}; "
            "collect from the management account or a delegated one, or give --accounts"
        ) from error
    return sorted({each.account: each for each in kept}.values(), key=lambda each: each.account)


def _listed(caller: Caller, operation: str, parameters: dict[str, str]) -> Iterator[Member]:
    region = home(caller.partition)
    for page in caller.pages("organizations", region, operation, parameters, "Accounts"):
        for each in page["Accounts"]:
            # botocore knows State from 2025 on, and Status before
            yield Member(each["Id"], each.get("Name", ""), each.get("State") or each.get("Status") or _ACTIVE)


def _in_units(caller: Caller, units: Sequence[str], depth: int = 0) -> Iterator[Member]:
    """The accounts of units, and of the units in them."""
    region = home(caller.partition)
    for unit in units:
        yield from _listed(caller, "ListAccountsForParent", {"ParentId": unit})
        pages = caller.pages("organizations", region, "ListOrganizationalUnitsForParent", {"ParentId": unit})
        inner = [each["Id"] for page in pages for each in page.get("OrganizationalUnits") or ()]
        if inner and depth < _DEEPEST:
            yield from _in_units(caller, inner, depth + 1)


def _has(caller: Caller, member: Member, tags: Sequence[tuple[str, str]]) -> bool:
    if not tags:
        return True
    pages = caller.pages(
        "organizations", home(caller.partition), "ListTagsForResource", {"ResourceId": member.account}, "Tags"
    )
    found = {(each["Key"], each["Value"]) for page in pages for each in page["Tags"]}
    return found >= set(tags)
