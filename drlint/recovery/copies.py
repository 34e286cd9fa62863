"""Which copies of a resource's data exist, where they stand and what makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.estate.world import in_world
from drlint.model.arn import account_of_arn, region_of_arn
from drlint.model.collection import NOTHING, Collection
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, UnknownRead, Value, first_of
from drlint.recovery.protections import protections_of


class Copy(Struct, frozen=True, kw_only=True, eq=False):
    """A second place where data exists. `resource` is None where what holds it is not in view.

    `mechanism` is one of: replica, replicated backups, global database, replica table, bucket replication, file system
    replication, snapshot copy, backup copy, replica key, replica secret.
    """

    of: Resource
    mechanism: str
    region: str | Unknown | None
    account: str | Unknown | None
    target: str
    resource: Resource | None = None
    certain: bool = True


# What makes copies without being tied to what it copies; what is tied says itself where it could not be listed.
_MADE_BY = ("aws_backup_selection", "aws_backup_plan")


def copies_of(resource: Resource, estate: Estate) -> Collection:
    """Every copy in view; where there is none in an open world, why that proves nothing."""
    return estate.remembered(("copies", id(resource)), lambda: _copies(resource, estate))


def _copies(resource: Resource, estate: Estate) -> Collection:
    found: list[Copy] = []
    unseen: Unknown | None = None
    makers = (*_MAKERS.get(resource.kind, ()), _backup_copies)
    for maker in makers:
        try:
            for each in maker(resource, estate):
                if isinstance(each, Unknown):
                    unseen = first_of(unseen, each)
                else:
                    found.append(each)
        except UnknownRead as read:  # a block that is not known as a whole: what it makes cannot be told
            unseen = first_of(unseen, read.unknown)
    copies = Collection(tuple((each, each.certain) for each in found), unseen)
    if unseen is None and not any(_apart(each) for each in found):
        unseen = estate.world.absence(f"no copy of {resource.address.path} in another Region", *_MADE_BY)
        return Collection(copies.items, unseen)
    what = f"copy of {resource.address.path} in another Region"
    return in_world(copies, estate.world, what, kinds=_MADE_BY)


def _apart(copy: Copy) -> bool:
    here = copy.of.region
    return isinstance(copy.region, str) and isinstance(here, str) and copy.region != here


Maker = Callable[[Resource, Estate], "Iterator[Copy | Unknown]"]


def _linked(relation: str, mechanism: str) -> Maker:
    """Copies that are resources tied by a relation, each standing in its own Region."""

    def made(resource: Resource, estate: Estate) -> Iterator[Copy | Unknown]:
        links = _links(estate, resource, relation)
        for other, certain in links.items:
            yield _of_resource(resource, other, mechanism, certain=certain)
        yield from _unseen(links, estate)

    return made


def _unseen(links: Collection, estate: Estate) -> Iterator[Unknown]:
    """Why there may be more; that an open world may hold others is said once, by what asks for the copies."""
    if links.unseen is not None and (links.items or estate.world.closed):
        yield links.unseen


def _of_resource(of: Resource, other: Resource, mechanism: str, *, certain: bool) -> Copy:
    return Copy(
        of=of,
        mechanism=mechanism,
        region=other.region,
        account=other.account,
        target=other.address.path,
        resource=other,
        certain=certain,
    )


def _links(estate: Estate, resource: Resource, relation: str) -> Collection:
    try:
        return estate.links(resource, relation)
    except KeyError:
        return NOTHING


def _global_members(resource: Resource, estate: Estate) -> Iterator[Copy | Unknown]:
    """The other members of the global database or datastore that a resource belongs to or leads."""
    seen = {id(resource)}
    wholes = _every_link(estate, resource, ("member_of", "source_of_global", "leads"))
    yield from _unseen(wholes, estate)
    for whole, sure in wholes.items:
        others = _every_link(estate, whole, ("members", "created_from", "primary"))
        yield from _unseen(others, estate)
        for other, certain in others.items:
            if id(other) not in seen:
                seen.add(id(other))
                yield _of_resource(resource, other, "global database", certain=sure and certain)


def _every_link(estate: Estate, resource: Resource, relations: Iterable[str]) -> Collection:
    found = NOTHING
    for relation in relations:
        found = found.joined(_links(estate, resource, relation))
    return found


def _snapshot_copies(resource: Resource, estate: Estate) -> Iterator[Copy | Unknown]:
    """Snapshot copies of a warehouse that stand as resources of their own."""
    for other, certain in _links(estate, resource, "snapshot_copies").items:
        named = other.view.attributes.get("destination_region")
        region = named if isinstance(named, str | Unknown) else Unknown("the Region it copies to is not known")
        yield Copy(
            of=resource,
            mechanism="snapshot copy",
            region=region,
            account=resource.account,
            target=other.address.path,
            certain=certain,
        )


def _in_block(block: str, region: str, mechanism: str) -> Maker:
    """Copies that a repeated block names by Region (replica tables, secrets)."""

    def made(resource: Resource, _: Estate) -> Iterator[Copy | Unknown]:
        elements = resource.view.attributes.get(block)
        if isinstance(elements, Unknown):
            yield elements
            return
        for each in elements if isinstance(elements, tuple) else (elements,):
            if not isinstance(each, Mapping):
                if isinstance(each, Unknown):
                    yield each
                continue
            named = each.get(region)
            where = (
                named if isinstance(named, str | Unknown) else Unknown(f"the Region of a {block} of it is not known")
            )
            yield Copy(of=resource, mechanism=mechanism, region=where, account=resource.account, target=str(where))

    return made


def _bucket_replicas(resource: Resource, estate: Estate) -> Iterator[Copy | Unknown]:
    """The destinations of enabled replication rules."""
    for block in ("replication", "inline_replication"):
        rules = resource.view.attributes.get(block)
        if isinstance(rules, Unknown):
            yield rules
            continue
        for rule in rules if isinstance(rules, tuple) else ():
            if isinstance(rule, Unknown):
                yield rule
            elif isinstance(rule, Mapping):
                yield from _bucket_replica(resource, rule, estate)


def _bucket_replica(resource: Resource, rule: Mapping[str, Value], estate: Estate) -> Iterator[Copy | Unknown]:
    status = rule.get("status")
    if isinstance(status, Unknown | Reference):
        yield status if isinstance(status, Unknown) else Unknown("the status of a replication rule is not known")
        return
    if status != "Enabled":
        return
    links = estate.resolve(rule.get("destination_bucket"), ("aws_s3_bucket",), near=resource)
    for other, certain in links.items:
        yield _of_resource(resource, other, "bucket replication", certain=certain)
    if not links.items:
        region = first_of(links.unseen, Unknown("the destination of a replication rule is not known"))
        account = rule.get("destination_account")
        yield Copy(
            of=resource,
            mechanism="bucket replication",
            region=region,
            account=account if isinstance(account, str) else None,
            target="a bucket out of view",
        )


def _backup_copies(resource: Resource, estate: Estate) -> Iterator[Copy | Unknown]:
    """Where the backup plans that protect a resource copy its recovery points to."""
    protections = protections_of(resource, estate)
    yield from _unseen(protections, estate)
    for protection, certain in protections.items:
        plan = protection.plan
        if not isinstance(plan, Resource):
            unseen = Unknown(f"the plan of {protection.selection.address.path} is not in view")
            yield unseen if plan is None else plan
            continue
        for action in _inner(plan["rule"], "copy_action"):
            if isinstance(action, Unknown):
                yield action
            else:
                yield backup_copy_to(resource, action.get("destination_vault_arn"), estate, certain=certain)


def _inner(blocks: Any, name: str) -> Iterator[Mapping[str, Any] | Unknown]:
    """The blocks of that name inside repeated blocks, and why some cannot be seen."""
    for each in blocks if isinstance(blocks, tuple) else (blocks,):
        inner = each.get(name) if isinstance(each, Mapping) else each
        for found in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(found, Mapping | Unknown):
                yield found


def backup_copy_to(resource: Resource, vault: Any, estate: Estate, *, certain: bool) -> Copy:
    links = estate.resolve(vault, ("aws_backup_vault", "aws_backup_logically_air_gapped_vault"), near=resource)
    if len(links) == 1:
        other, sure = links.items[0]
        return _of_resource(resource, other, "backup copy", certain=certain and sure)
    region: str | Unknown | None = region_of_arn(vault) if isinstance(vault, str) else None
    return Copy(
        of=resource,
        mechanism="backup copy",
        region=region or first_of(links.unseen, Unknown("the vault it is copied to is not known")),
        account=account_of_arn(vault) if isinstance(vault, str) else None,
        target=vault if isinstance(vault, str) else "a vault out of view",
        certain=certain,
    )


_DATABASE: tuple[Maker, ...] = (_linked("replicas", "replica"), _global_members)
_MAKERS: Mapping[str, tuple[Maker, ...]] = {
    "aws_db_instance": (*_DATABASE, _linked("replicated_backups", "replicated backups")),
    "aws_rds_cluster": _DATABASE,
    "aws_docdb_cluster": (_global_members,),
    "aws_neptune_cluster": _DATABASE,
    "aws_elasticache_replication_group": (_global_members,),
    "aws_redshift_cluster": (_in_block("snapshot_copy", "destination_region", "snapshot copy"), _snapshot_copies),
    "aws_dynamodb_table": (_in_block("replica", "region_name", "replica table"),),
    "aws_s3_bucket": (_bucket_replicas,),
    "aws_efs_file_system": (_in_block("replication", "region", "file system replication"),),
    "aws_secretsmanager_secret": (_in_block("replica", "region", "replica secret"),),
    "aws_kms_key": (_linked("replica_keys", "replica key"),),
}
