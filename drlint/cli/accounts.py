"""Which accounts `collect` and `audit` read, and who asks in each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from drlint.catalog.registry import Catalog
from drlint.model.errors import DrlintError
from drlint.readers.aws.accounts import Regions, caller_of, clients_of, regions_of
from drlint.readers.aws.calls import Caller, Who
from drlint.readers.aws.members import callers_of
from drlint.readers.aws.organization import Member, members_of
from drlint.readers.aws.pace import Pace
from drlint.readers.aws.permissions import session_policy
from drlint.reports.escape import terminal

_ACCOUNT = re.compile(r"\d{12}")
_LARGEST = 16 * 1024 * 1024


class Asking(Struct, frozen=True, kw_only=True):
    """What is said on the command line of who asks, and where."""

    profile: str | None = None
    role_arn: str | None = None
    external_id: str | None = None
    regions: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    organization: bool = False
    ou: tuple[str, ...] = ()
    account_tag: tuple[str, ...] = ()
    role_name: str = ""

    @property
    def is_many(self) -> bool:
        return bool(self.accounts) or self.organization


def asked_in(asking: Asking, catalog: Catalog) -> list[tuple[Caller, Regions]]:
    """Each account with the Regions to read in it; raises DrlintError where nothing can be begun."""
    _require_sense(asking)
    policy = session_policy(catalog)
    own = Who(
        profile=asking.profile,
        role_arn=asking.role_arn,
        external_id=None if asking.is_many else asking.external_id,
        policy="" if asking.is_many else policy,
    )
    caller = caller_of(own, clients_of(own), Pace())
    regions = [each.strip() for word in asking.regions for each in word.split(",") if each.strip()]
    if not asking.is_many:
        found = regions_of(caller, regions)
        if not found.enabled:
            raise DrlintError(f"--regions: {', '.join(regions)}: not enabled in account {caller.account}")
        return [(caller, found)]
    if regions:
        regions_of(caller, regions)  # which refuses what is no Region
    members = _members(asking, caller)
    several = callers_of(caller, members, regions, role=asking.role_name, external_id=asking.external_id, policy=policy)
    return list(several)


def _require_sense(asking: Asking) -> None:
    if asking.external_id is not None and asking.role_arn is None and not asking.is_many:
        raise DrlintError("--external-id: it is for a role; give --role-arn, --accounts or --organization, too")
    if (asking.ou or asking.account_tag) and not asking.organization:
        raise DrlintError("--ou and --account-tag: they choose among an organization's accounts; give --organization")


def _members(asking: Asking, caller: Caller) -> list[Member]:
    """The accounts that were named and those of the organization, each once."""
    found = [Member(each) for word in asking.accounts for each in _named(word)]
    if asking.organization:
        found += members_of(caller, asking.ou, [_tag(each) for each in asking.account_tag])
    met: dict[str, Member] = {}
    for each in found:
        if each.account in met and not asking.organization:
            click.echo(f"drlint: account {each.account} is given twice; it is read once", err=True)
        met[each.account] = each
    if not met:
        raise DrlintError("no account is left: the organization has none of that unit or with these tags")
    return [met[account] for account in sorted(met)]


def _tag(word: str) -> tuple[str, str]:
    key, separator, value = word.partition("=")
    if not separator or not key:
        raise DrlintError(f"--account-tag {word}: is not written as key=value")
    return key, value


def _named(word: str) -> Iterator[str]:
    """The accounts of one word: ids with commas between them, or a file with one on each line."""
    if all(map(_ACCOUNT.fullmatch, parts := [each.strip() for each in word.split(",")])):
        yield from parts
        return
    if not os.path.isfile(word):  # noqa: PTH113 - which pathlib may raise for
        raise DrlintError(f"--accounts {terminal(word)}: is neither an account id of 12 digits nor a file of them")
    yield from _in_file(Path(word))


def _in_file(path: Path) -> Iterator[str]:
    if path.stat().st_size > _LARGEST:
        raise DrlintError(f"--accounts {path}: is too large for a list of accounts")
    try:
        lines: Sequence[str] = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DrlintError(f"--accounts {path}: is no text") from error
    for number, line in enumerate(lines, 1):
        said = line.partition("#")[0].strip().lstrip("- ").strip("\"'")
        if not said:
            continue
        account = said.split()[0].strip("\"',:")
        if _ACCOUNT.fullmatch(account) is None:
            raise DrlintError(f"{path}:{number}: {terminal(account)!r} is no account id of 12 digits")
        yield account
