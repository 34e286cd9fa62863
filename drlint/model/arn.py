"""What ARNs and the names of zones and endpoints say of where a thing is."""

from __future__ import annotations

import re

REGION = re.compile(r"^[a-z]{2,3}(-[a-z]+)+-\d+$")
_ZONE = re.compile(r"^([a-z]{2,3}(?:-[a-z]+)+-\d+)[a-z]$")
_PARTS = 6
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html (2026-11-25); stricter than REGION,
# because a bucket's name in front of an endpoint may look like anything.
_IN_HOST = re.compile(
    r"^(?:[a-z0-9-]+\.)*(?:s3-)?((?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(?:-gov|-iso[a-z]?|-de)?"
    r"-(?:north|south|east|west|central)(?:east|west)?-\d+)(?:\.[a-z0-9-]+)?"
    r"\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|on\.aws)$"
)


def region_of_arn(text: str) -> str | None:
    """The Region an ARN names; None for a global resource's ARN and for other text."""
    parts = text.split(":", _PARTS - 1)
    return parts[3] if len(parts) == _PARTS and parts[0] == "arn" and REGION.match(parts[3]) else None


def account_of_arn(text: str) -> str | None:
    """The account an ARN names, if it names one."""
    parts = text.split(":", _PARTS - 1)
    return parts[4] if len(parts) == _PARTS and parts[0] == "arn" and parts[4].isdigit() else None


def region_of_zone(text: str) -> str | None:
    """`eu-west-1` of `eu-west-1b`."""
    match = _ZONE.match(text)
    return match[1] if match else None


def host_of(text: str) -> str:
    """The host that a URL, or a host with a path behind it, names, in small letters."""
    rest = text.partition("://")[2] or text
    return rest.partition("/")[0].rpartition("@")[2].partition(":")[0].lower()


def region_of_host(text: str) -> str | None:
    """The Region in the name of one of AWS's endpoints: `eu-west-1` of `https://sts.eu-west-1.amazonaws.com`."""
    match = _IN_HOST.match(host_of(text))
    return match[1] if match else None
