"""Whether a name of a host is one that the estate's DNS answers for."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown

_RECORD, _ZONE, _SITE = "aws_route53_record", "aws_route53_zone", "aws_cloudfront_distribution"


class Zoned(Struct, frozen=True):
    """What the estate says of a host: `answers`, and the hosted zone in view that would hold it, None for none."""

    answers: bool | Unknown
    zone: Resource | None = None


class _Names(Struct, frozen=True):
    """The names that are known, those that stand for many by what follows the `*.`, and what is not known."""

    whole: dict[str, Resource]
    wild: dict[str, Resource]
    delegated: dict[str, Resource]
    zones: dict[str, Resource]
    doubt: Unknown | None


def zoned(host: str, estate: Estate) -> Zoned:
    """What DNS in view says of a host (small letters, no last dot)."""
    names = estate.remembered(("names of hosts", 0), lambda: _names(estate))
    above = _above(host)
    zone = next((names.zones[each] for each in (host, *above) if each in names.zones), None)
    record = names.whole.get(host) or next((names.wild[each] for each in above if each in names.wild), None)
    if record is not None:
        return Zoned(True if record.unsure is None else record.unsure, zone)
    if zone is None:
        return Zoned(Unknown(f"no hosted zone in view holds {host}"))
    delegated = next((each for each in (host, *above) if each in names.delegated), None)
    if delegated is not None:
        return Zoned(Unknown(f"{delegated} is answered for by other name servers"), zone)
    if names.doubt is not None:
        return Zoned(names.doubt, zone)
    absence = estate.world.absence(f"no record for {host}", _RECORD, _SITE)
    return Zoned(False if absence is None else absence, zone)


def _above(host: str) -> list[str]:
    """What a name is part of: `b.c` and `c` of `a.b.c`."""
    parts = host.split(".")
    return [".".join(parts[at:]) for at in range(1, len(parts))]


def _names(estate: Estate) -> _Names:
    zones = {name: each for each in estate.of_kind(_ZONE) if (name := _plain(each["name"]))}
    made = _Names({}, {}, {}, zones, None)
    doubt: Unknown | None = None
    for record in estate.of_kind(_RECORD):
        name = _whole(record, estate)
        if name is None:
            doubt = Unknown(f"the name of {record.label} is not known")
        elif record["type"] == "NS" and name not in zones:
            made.delegated[name] = record
        else:
            _note(made, name, record)
    for site in estate.of_kind(_SITE):
        aliases: Any = site["aliases"]
        for alias in aliases if isinstance(aliases, tuple) else ():
            name = _plain(alias)
            if name is not None:
                _note(made, name, site)
    return _Names(made.whole, made.wild, made.delegated, zones, doubt)


def _note(names: _Names, name: str, resource: Resource) -> None:
    first, _, rest = name.partition(".")
    if first in {"*", "\\052"}:
        names.wild.setdefault(rest, resource)
    else:
        names.whole.setdefault(name, resource)


def _plain(name: Any) -> str | None:
    return name.rstrip(".").lower() if isinstance(name, str) else None


def _whole(record: Resource, estate: Estate) -> str | None:
    """The whole name: Terraform takes it with or without the zone's, and with or without the last dot."""
    name = _plain(record["name"])
    if name is None:
        return None
    linked = estate.links(record, "in_zone").certain
    zone = _plain(linked[0]["name"]) if linked else None
    if not zone or name == zone or name.endswith(f".{zone}"):
        return name
    return f"{name}.{zone}" if name else zone
