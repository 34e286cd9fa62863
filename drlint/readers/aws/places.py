"""Where a thing stands that a list of the whole account names."""

from __future__ import annotations

from typing import Any

from drlint.catalog.from_api import Place, led_to
from drlint.catalog.kind import Attribute, Kind
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.failures import Failure, RefusedError

# What Amazon S3 calls the Regions that it had first.
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html (2026-11-26)
_FIRST = {"": "us-east-1", "EU": "eu-west-1"}


def place_of(kind: Kind, answer: Any, asked: str, caller: Caller) -> tuple[Place, Failure | None]:
    """The place of a thing; of an empty Region, with the reason, where nobody tells it."""
    region, failure = asked, None
    if kind.region_by is not None:
        declared = kind.find(kind.region_by)
        path = declared.api if isinstance(declared, Attribute) and declared.api else kind.region_by
        found = led_to(path, answer, {})
        region = found if isinstance(found, str) else ""
        if not region and kind.name == "aws_s3_bucket":
            region, failure = _located(str(answer.get("Name")), asked, caller)
    return Place(account=caller.account, region=region, partition=caller.partition), failure


def _located(bucket: str, asked: str, caller: Caller) -> tuple[str, Failure | None]:
    """The Region of a bucket, where the list of buckets does not say it."""
    try:
        (said,) = caller.pages("s3", asked, "GetBucketLocation", {"Bucket": bucket})
    except RefusedError as error:
        return "", error.failure
    found = said.get("LocationConstraint") or ""
    return _FIRST.get(found, found), None
