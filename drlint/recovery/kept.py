"""Where a runbook is kept: places that fail together count as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.arn import region_of_host
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.lost_region import Lost

REPOSITORY = "the repository"
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "dev.azure.com")
_BUCKET_ARN = re.compile(r"arn:aws[a-z-]*:s3:::([^/:]{3,63})")
_BUCKET_HOST = re.compile(r"([a-z0-9.-]{3,63})\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com")
_PATH_HOST = re.compile(r"s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com")
_SHOWN = 60


class Place(Struct, frozen=True):
    """One place; `lost` with the Region, where it goes with it, `doubt` where that cannot be told."""

    name: str
    lost: bool = False
    doubt: Unknown | None = None


def places_of(runbook: Resource, estate: Estate, lost: Lost) -> tuple[Place, ...]:
    """Where a runbook is kept, each failure domain once; it was read in a repository, so that is the first."""
    said: Any = runbook["locations"]
    copies: Any = runbook["copies"]
    local = {each["location"] for each in copies} if isinstance(copies, tuple) else set()
    found = {REPOSITORY: Place(REPOSITORY)}
    if isinstance(said, Unknown):
        return (*found.values(), Place("places that cannot be read", doubt=said))
    for each in said:
        if each not in local:
            place = _place(each, estate, lost)
            found.setdefault(place.name, place)
    return tuple(found.values())


def _place(said: str, estate: Estate, lost: Lost) -> Place:
    bucket, region = _bucket(said)
    if bucket:
        return _of_bucket(bucket, region, estate, lost)
    host, _ = _address(said)
    if host:
        return _of_host(host, estate)
    if re.fullmatch(r"(?:the |this |our )?(?:git )?(?:repo|repository|git)", said.strip().lower()):
        return Place(REPOSITORY)
    return Place(" ".join(said.split())[:_SHOWN])


def _address(said: str) -> tuple[str, str]:
    """The host and the path of a URL; both empty for what is none."""
    try:
        address = urlsplit(said) if "://" in said else None
    except ValueError:  # brackets without an address of IPv6 in them
        address = None
    return ("", "") if address is None else ((address.hostname or "").lower(), address.path)


def _bucket(said: str) -> tuple[str, str | None]:
    """The bucket that a location names, and the Region that an address of it does."""
    arn = _BUCKET_ARN.match(said)
    if arn is not None:
        return arn[1], None
    if said.startswith("s3://"):
        return said[5:].partition("/")[0], None
    if not said.startswith(("https://", "http://")):
        return "", None
    host, path = _address(said)
    named = _BUCKET_HOST.fullmatch(host)
    region = region_of_host(host)
    if named is not None:
        return named[1], region
    return (path.strip("/").partition("/")[0], region) if _PATH_HOST.fullmatch(host) else ("", None)


def _of_bucket(bucket: str, region: str | None, estate: Estate, lost: Lost) -> Place:
    regions = {each.region for each in estate.resolve(bucket, ("aws_s3_bucket",)) if isinstance(each.region, str)}
    where = regions.pop() if len(regions) == 1 else region
    if where is None:
        return Place(f"bucket {bucket}", doubt=Unknown(f"in which Region bucket {bucket} stands is not in view"))
    return Place(f"S3 in {where}", lost=where == lost.region)


def _of_host(host: str, estate: Estate) -> Place:
    if host.removeprefix("www.") in _CODE_HOSTS or host.startswith(("git.", "gitlab.", "github.")):
        return Place(REPOSITORY)
    if any(host in _names(each) for each in estate.of_kind("aws_route53_record")):
        return Place(host, doubt=Unknown(f"{host} is served from this estate, perhaps from the Region that is lost"))
    return Place(host)


def _names(record: Resource) -> Iterator[str]:
    for name in ("fqdn", "name"):
        value = record.view.attributes.get(name)
        if isinstance(value, str):
            yield value.rstrip(".").lower()
