"""Which Region an estate writes in, where its own links tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from drlint.catalog.kind import CHOSEN_BY_AWS
from drlint.estate.estate import Estate
from drlint.model.collection import NOTHING, Collection
from drlint.model.resource import Resource
from drlint.model.values import WITHHELD, Unknown, is_known

_GLOBALS = ("aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster")
# AWS refuses all of these for a cluster that joins a global database as a secondary.
_ORIGINS = ("master_username", "manage_master_user_password", "snapshot_identifier", "restore_to_point_in_time")
_REPLICATED = (("aws_db_instance", "replicas"), ("aws_db_instance", "replicated_backups"))


class Primary(Struct, frozen=True):
    """A Region that holds what others copy or follow: what says so, and which resources it is about."""

    region: str
    because: str
    about: tuple[Resource, ...]


def primaries_of(estate: Estate) -> tuple[Primary, ...]:
    """Everything in view that makes a Region the primary one."""
    return estate.remembered(("primaries", 0), lambda: tuple(_said(estate)))


def primary_regions_of(estate: Estate) -> Mapping[str, str]:
    """The primary Regions, each with the first thing that says so; one entry where all agree."""
    found: dict[str, str] = {}
    for each in primaries_of(estate):
        found.setdefault(each.region, each.because)
    return found


def writer_of(whole: Resource, estate: Estate) -> Resource | None:
    """The member of a global database that writes, as AWS says or as its code tells."""
    members = _links(estate, whole, "members")
    said: Any = whole.view.attributes.get("global_cluster_members")
    for each in said if isinstance(said, tuple) else ():
        if isinstance(each, Mapping) and each.get("is_writer") is True:
            arn = each.get("db_cluster_arn")
            return next((member for member in members if is_known(member["arn"]) and member["arn"] == arn), None)
    origin: tuple[Resource, ...] = _links(estate, whole, "created_from").certain
    if origin:
        return origin[0]
    begun = [each for each in members if any(_says(each, name) for name in _ORIGINS)]
    return begun[0] if len(begun) == 1 else None


def _says(cluster: Resource, name: str) -> bool:
    """Whether it certainly sets that, also where the value is withheld or a variable."""
    value = cluster.view.attributes.get(name)
    if value is WITHHELD:
        return True
    if isinstance(value, Unknown):  # what somebody wrote and is not known yet is there all the same
        return name == "master_username" and value is not CHOSEN_BY_AWS
    return is_known(value) and bool(value)


def _said(estate: Estate) -> Iterator[Primary]:
    yield from _of_globals(estate)
    yield from _of_copies(estate)
    for record in estate.of_kind("aws_route53_record"):
        if is_known(record["failover"]) and record["failover"] == "PRIMARY":
            for target in _links(estate, record, "alias_target").joined(_links(estate, record, "points_to")).certain:
                if isinstance(target.region, str):
                    yield Primary(target.region, f"{record.label} sends traffic there first", (record, target))


def _of_globals(estate: Estate) -> Iterator[Primary]:
    for kind in _GLOBALS:
        for whole in estate.of_kind(kind):
            writer = writer_of(whole, estate)
            if writer is not None and isinstance(writer.region, str):
                members = tuple(_links(estate, whole, "members"))
                said = f"{writer.label} writes there for {whole.label}"
                yield Primary(writer.region, said, (whole, writer, *members))
    for whole in estate.of_kind("aws_elasticache_global_replication_group"):
        for leader in _links(estate, whole, "primary").certain:
            if isinstance(leader.region, str):
                members = tuple(_links(estate, whole, "members"))
                yield Primary(leader.region, f"{leader.label} leads {whole.label} there", (whole, leader, *members))


def _of_copies(estate: Estate) -> Iterator[Primary]:
    for kind, relation in _REPLICATED:
        for source in estate.of_kind(kind):
            away = [each for each in _links(estate, source, relation).certain if _apart(each, source)]
            if away and isinstance(source.region, str):
                yield Primary(source.region, f"{away[0].label} copies {source.label} from there", (source, *away))


def _apart(one: Resource, other: Resource) -> bool:
    return isinstance(one.region, str) and isinstance(other.region, str) and one.region != other.region


def _links(estate: Estate, resource: Resource, relation: str) -> Collection:
    try:
        return estate.links(resource, relation)
    except KeyError:
        return NOTHING
