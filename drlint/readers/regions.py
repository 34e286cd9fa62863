"""Which Region a resource's own values say it stands in, before its provider is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.model.arn import REGION, region_of_arn, region_of_zone


def region_of_values(body: Mapping[str, Any]) -> str | None:
    """What a resource's own values say: provider v6's `region`, its ARN, its zone."""
    own = body.get("region")
    if isinstance(own, str) and REGION.match(own):
        return own
    arn, zone = body.get("arn"), body.get("availability_zone")
    if isinstance(arn, str) and (named := region_of_arn(arn)):
        return named
    return region_of_zone(zone) if isinstance(zone, str) else None
