"""Takes on a role in each of many accounts, when its turn comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import botocore.exceptions
from botocore.credentials import DeferredRefreshableCredentials
from msgspec import structs

from drlint.model.errors import DrlintError
from drlint.readers.aws.accounts import Regions, fetcher_of, regions_of
from drlint.readers.aws.calls import Caller, Way
from drlint.readers.aws.failures import Failure, RefusedError, Sort, failure_of
from drlint.readers.aws.organization import Member
from drlint.readers.inventory.shape import GLOBAL

_AT_ONCE = 8
_HOME = "us-east-1"


def callers_of(
    caller: Caller,
    members: Sequence[Member],
    regions: Sequence[str],
    *,
    role: str,
    external_id: str | None,
    policy: str,
) -> Iterator[tuple[Caller, Regions]]:
    """Each account with the Regions to read in it; none where its role cannot be taken on, with the reason."""

    def one(member: Member) -> tuple[Caller, Regions]:
        return _one(caller, member, regions, role=role, external_id=external_id, policy=policy)

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="account") as pool:
        yield from pool.map(one, members)


def _one(
    caller: Caller, member: Member, regions: Sequence[str], *, role: str, external_id: str | None, policy: str
) -> tuple[Caller, Regions]:
    arn = f"arn:{caller.partition}:iam::{member.account}:role/{role}"
    own = member.account == caller.account
    way = caller.way if own else structs.replace(caller.way, role_arn=arn, external_id=external_id, policy=policy)
    there = become(caller, member.account, way)
    if not member.is_active:
        reason = f"the account is {member.state.lower()}"
        return there, _none(Failure(sort=Sort.NOT_ENABLED, action="sts:AssumeRole", reason=reason))
    try:
        (said,) = there.pages("sts", caller.region, "GetCallerIdentity", {})
    except RefusedError as error:
        return there, _none(error.failure)
    if said["Account"] != member.account:
        reason = f"{arn} led into account {said['Account']}"
        return there, _none(Failure(sort=Sort.CREDENTIALS, action="sts:AssumeRole", reason=reason))
    try:
        return there, regions_of(there, regions)
    except DrlintError as error:
        return there, _none(Failure(sort=Sort.REFUSED, action="ec2:DescribeRegions", reason=str(error)))


def become(caller: Caller, account: str, way: Way) -> Caller:
    """The caller of an account; the role is taken on when it is first needed."""
    credentials = caller.credentials
    if way.role_arn:
        credentials = _credentials(caller, way.role_arn, way.external_id, way.policy)
    return structs.replace(caller, account=account, credentials=credentials, region=_HOME, way=way)


def _none(failure: Failure) -> Regions:
    return Regions((), ((GLOBAL, failure),))


def _credentials(caller: Caller, arn: str, external_id: str | None, policy: str) -> Any:
    """Credentials that are fetched when they are first needed, and again before they expire."""
    fetcher = fetcher_of(caller, arn, external_id, policy)

    def refreshed() -> Any:
        try:
            return fetcher.fetch_credentials()
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as error:
            found = failure_of(error, "sts:AssumeRole")
            remedy = f"create the role with drlint permissions, and let this one take it on: {arn}"
            denied = found.sort in {Sort.DENIED, Sort.ORGANIZATION, Sort.REFUSED}
            said = Failure(
                sort=found.sort,
                action="sts:AssumeRole",
                reason=f"{arn}: {found.reason}",
                remedy=remedy if denied else found.remedy,
                code=found.code,
            )
            raise RefusedError(said) from error

    return DeferredRefreshableCredentials(refreshed, "assume-role")
