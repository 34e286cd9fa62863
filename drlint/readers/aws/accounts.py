"""Who collects: credentials, the account that they are of, and the Regions that are enabled in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import botocore.exceptions
import botocore.session
from botocore.credentials import AssumeRoleCredentialFetcher, RefreshableCredentials
from msgspec import Struct

from drlint.model.arn import REGION
from drlint.model.errors import DrlintError
from drlint.model.nearness import near
from drlint.readers.aws.calls import Caller, Way, Who
from drlint.readers.aws.clients import ATTEMPTS, Clients
from drlint.readers.aws.failures import Failure, RefusedError, Sort, failure_of
from drlint.readers.aws.pace import Pace
from drlint.readers.aws.plan import home

_SESSION = "drlint"
_OFF = "not-opted-in"


class Regions(Struct, frozen=True):
    """The Regions to read, and what is in the way of some that were asked for."""

    enabled: tuple[str, ...]
    refused: tuple[tuple[str, Failure], ...] = ()


def clients_of(who: Who, *, attempts: int = ATTEMPTS, read_timeout: float = 30) -> Clients:
    """The clients of a run; raises DrlintError for a profile that is none."""
    known = botocore.session.Session().available_profiles
    if who.profile is not None and who.profile not in known:
        raise DrlintError(f"--profile {who.profile}: no such profile in AWS's configuration{near(who.profile, known)}")
    return Clients(who.profile, attempts=attempts, read_timeout=read_timeout)


def caller_of(who: Who, clients: Clients, pace: Pace) -> Caller:
    """The account that answers to the credentials; raises DrlintError where none does."""
    credentials = _credentials(who)
    region = clients.session.get_config_variable("region") or home("aws")
    caller = Caller(
        account="",
        partition="aws",
        credentials=credentials,
        clients=clients,
        pace=pace,
        region=region,
        way=Way(who),
    )
    try:
        (said,) = caller.pages("sts", region, "GetCallerIdentity", {})
    except RefusedError as error:
        raise DrlintError(_cannot_begin(error.failure)) from error
    caller.account, caller.partition = said["Account"], said["Arn"].split(":")[1]
    return caller


def _cannot_begin(failure: Failure) -> str:
    remedy = f"; {failure.remedy}" if failure.remedy else ""
    return f"nothing can be collected: {failure.reason}{remedy}".replace(" again with --resume", " again")


def _credentials(who: Who) -> Any:
    """Those of the profile or the default chain, or of the role that is taken on with them."""
    session = botocore.session.Session(profile=who.profile)
    try:
        own = session.get_credentials()
    except botocore.exceptions.BotoCoreError as error:
        raise DrlintError(_cannot_begin(failure_of(error, "credentials"))) from error
    if own is None:
        raise DrlintError("nothing can be collected: there are no credentials; give --profile, or log in")
    return own if who.role_arn is None else _role(session, own, who)


def fetcher_of(caller: Caller, arn: str, external_id: str | None, policy: str) -> Any:
    """What fetches the credentials of a role with those of a caller, narrowed to a session policy."""
    session = botocore.session.Session()  # the run's own signs for whoever calls
    return _fetcher(session, caller.region, caller.credentials, Who(None, arn, external_id, policy))


def _fetcher(session: Any, region: str, own: Any, who: Who) -> Any:
    said = {"RoleSessionName": _SESSION}
    if who.external_id is not None:
        said["ExternalId"] = who.external_id
    if who.policy:
        said["Policy"] = who.policy

    def client(service: str, **kwargs: Any) -> Any:
        return session.create_client(service, **{"region_name": region, **kwargs})

    return AssumeRoleCredentialFetcher(client, own, who.role_arn, extra_args=said)


def _role(session: Any, own: Any, who: Who) -> Any:
    """The credentials of a role, renewed before they expire; raises DrlintError where it cannot be taken on."""
    fetcher = _fetcher(session, session.get_config_variable("region") or home("aws"), own, who)
    try:
        return RefreshableCredentials.create_from_metadata(
            metadata=fetcher.fetch_credentials(), refresh_using=fetcher.fetch_credentials, method="assume-role"
        )
    except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as error:
        failure = failure_of(error, "sts:AssumeRole")
        hint = "; check the role's trust policy" + ("" if who.external_id else ", and --external-id if it asks for one")
        denied = hint if failure.sort in {Sort.DENIED, Sort.REFUSED} else ""
        raise DrlintError(f"--role-arn {who.role_arn}: cannot be taken on: {failure.reason}{denied}") from error


def regions_of(caller: Caller, asked: Sequence[str]) -> Regions:
    """The Regions to read: those asked for, else all that are enabled; raises DrlintError for one that is none."""
    for region in asked:
        if REGION.fullmatch(region) is None:
            raise DrlintError(f"--regions: {region!r} is no Region of AWS, as eu-west-1")
    known = _known(caller)
    if isinstance(known, Failure):
        if not asked:
            raise DrlintError(f"which Regions are enabled is not known: {known.action}: {known.reason}; give --regions")
        return Regions(tuple(dict.fromkeys(asked)))
    for region in asked:
        if region not in known:
            raise DrlintError(f"--regions: AWS has no Region {region}{near(region, known)}")
    wanted = tuple(dict.fromkeys(asked)) or tuple(region for region, status in known.items() if status != _OFF)
    off = [region for region in wanted if known[region] == _OFF]
    on = tuple(region for region in wanted if region not in off)
    return Regions(on, tuple((each, _not_on(each)) for each in off))


def _known(caller: Caller) -> dict[str, str] | Failure:
    """AWS's Regions with whether they are enabled in the account."""
    try:
        pages = list(caller.pages("ec2", home(caller.partition), "DescribeRegions", {"AllRegions": True}, "Regions"))
    except RefusedError as error:
        return error.failure
    found = {each["RegionName"]: each.get("OptInStatus", "") for page in pages for each in page["Regions"]}
    return dict(sorted(found.items()))


def _not_on(region: str) -> Failure:
    return Failure(
        sort=Sort.NOT_ENABLED,
        action="account:EnableRegion",
        reason=f"{region} is not enabled in this account",
        remedy="enable it, or leave the Region out",
    )
