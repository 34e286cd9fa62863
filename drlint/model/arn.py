"""What an ARN and a zone's name say of where a thing is."""

from __future__ import annotations

import re

REGION = re.compile(r"^[a-z]{2,3}(-[a-z]+)+-\d+$")
_ZONE = re.compile(r"^([a-z]{2,3}(?:-[a-z]+)+-\d+)[a-z]$")
_PARTS = 6


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
