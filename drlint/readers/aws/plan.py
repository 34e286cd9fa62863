"""What is to be asked, told by the catalog: for each account and Region a unit per service, and its kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drlint.catalog.kind import Call, Kind
from drlint.catalog.registry import Catalog
from drlint.readers.inventory.shape import GLOBAL, Unit

_HOME = "us-east-1"
# Where services that are one for the whole account answer outside AWS's own partition.
# https://docs.aws.amazon.com/general/latest/gr/iam-service.html (2026-11-26)
_HOMES = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}


def listed(catalog: Catalog) -> tuple[Kind, ...]:
    """The kinds that AWS can be asked for."""
    return tuple(kind for kind in catalog.kinds.values() if kind.listed_by is not None)


def call_of(kind: Kind) -> Call:
    """The call that lists a kind; LookupError where AWS cannot be asked for it."""
    if kind.listed_by is None:
        raise LookupError(kind.name)
    return kind.listed_by


def home_of(kind: Kind, partition: str) -> str:
    """The Region whose endpoint answers for the whole account; empty where every Region is asked."""
    home = call_of(kind).region or (_HOME if kind.region_by else "")
    return _HOMES.get(partition, home) if home else ""


def home(partition: str) -> str:
    """The Region to ask about the account itself."""
    return _HOMES.get(partition, _HOME)


def kinds_of(unit: Unit, catalog: Catalog) -> tuple[Kind, ...]:
    """The kinds that a unit reads, those before that others are listed by."""
    own = [
        kind
        for kind in listed(catalog)
        if call_of(kind).service == unit.service and bool(home_of(kind, "aws")) == (unit.region == GLOBAL)
    ]
    return tuple(sorted(own, key=lambda kind: (call_of(kind).each is not None, kind.name)))


def units_of(account: str, regions: Iterable[str], catalog: Catalog) -> Iterator[Unit]:
    """All units of an account, those of a Region together."""
    kinds = listed(catalog)
    whole = {call_of(kind).service for kind in kinds if home_of(kind, "aws")}
    each = {call_of(kind).service for kind in kinds if not home_of(kind, "aws")}
    for service in sorted(whole):
        yield Unit(account, GLOBAL, service)
    for region in regions:
        for service in sorted(each):
            yield Unit(account, region, service)
