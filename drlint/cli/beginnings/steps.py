"""The steps of a failover: for each thing the commands by which it recovers."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from drlint.cli.beginnings.facts import Facts, identity, is_copy, number
from drlint.model.resource import Resource

# What AWS Backup restores by a job of its own.
_BY_BACKUP = frozenset(
    {"aws_ebs_volume", "aws_efs_file_system", "aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster"}
)


class Begun(Struct, frozen=True, kw_only=True):
    """One step of a runbook that is to be written."""

    action: str
    verification: str
    commands: tuple[str, ...] = ()
    wait: str = ""


def data_steps(facts: Facts) -> Iterator[Begun]:
    """Every store of data made usable in the recovery Region, in the way in which it is copied there."""
    done: set[int] = set()
    for group in facts.groups:
        yield from _global(group, facts, done)
    for replica in facts.of_kind("aws_db_instance"):
        if facts.estate is not None and is_copy(replica, facts.estate) and replica.region in facts.recovery:
            done.update(map(id, (replica, *facts.links(replica, "replicates"))))
            yield _promoted(replica)
    for table in facts.of_kind("aws_dynamodb_table"):
        if table["replica"]:
            done.add(id(table))
            yield _table(table, facts)
    for each in facts.members:
        if id(each) not in done and _is_lost(each, facts):
            yield _restored(each, facts)


def _is_lost(resource: Resource, facts: Facts) -> bool:
    """Whether what it holds is gone with the primary Region, so that a backup is needed."""
    holds = facts.estate is not None and facts.estate.catalog[resource.kind].holds_data
    is_part = resource.kind in {"aws_rds_cluster_instance", "aws_backup_vault", "aws_ecr_repository"}
    return holds and not is_part and resource.region == facts.primary


def _global(group: Resource, facts: Facts, done: set[int]) -> Iterator[Begun]:
    clusters = facts.links(group, "members")
    done.update(map(id, (*clusters, group, *facts.links(group, "created_from"))))
    for cluster in clusters:
        region = cluster.region
        if not isinstance(region, str) or region == facts.primary:
            continue
        name = identity(cluster, "cluster_identifier", "id")
        yield Begun(
            action=f"Fail the global database over to {name} in {region}; what was not replicated yet is lost",
            commands=(
                (
                    f"aws rds failover-global-cluster \\\n"
                    f"  --global-cluster-identifier {identity(group, 'global_cluster_identifier', 'id')} \\\n"
                    f'  --target-db-cluster-identifier "{arn_of(cluster, region, "rds", f"cluster:{name}")}" \\\n'
                    f"  --allow-data-loss \\\n  --region {region}"
                ),
                f"aws rds wait db-cluster-available --db-cluster-identifier {name} --region {region}",
            ),
            verification=f"{name} takes a write",
            wait="5 minutes",
        )
        return


def arn_of(resource: Resource, region: str, service: str, rest: str) -> str:
    """A resource's ARN; with $ACCOUNT in it where that is not known."""
    found = resource.view.attributes.get("arn")
    if isinstance(found, str) and found.startswith("arn:"):
        return identity(resource, "arn")
    account = resource.account if isinstance(resource.account, str) else "$ACCOUNT"
    return f"arn:aws:{service}:{region}:{account}:{rest}"


def _promoted(replica: Resource) -> Begun:
    name, region = identity(replica, "identifier", "id"), replica.region
    return Begun(
        action=f"Promote the replica {name} in {region}; it does not become a replica again",
        commands=(
            f"aws rds promote-read-replica --db-instance-identifier {name} --region {region}",
            f"aws rds wait db-instance-available --db-instance-identifier {name} --region {region}",
        ),
        verification=f"{name} takes a write",
        wait="10 minutes",
    )


def _table(table: Resource, facts: Facts) -> Begun:
    name = identity(table, "name")
    return Begun(
        action=f"Table {name} is written in both Regions; nothing is promoted",
        commands=(
            f"aws dynamodb describe-table --table-name {name} --region {facts.target} --query Table.TableStatus",
        ),
        verification="ACTIVE, and the newest item is there",
    )


def _restored(store: Resource, facts: Facts) -> Begun:
    region = facts.target
    name = identity(store, "identifier", "cluster_identifier", "name", "bucket", "replication_group_id", "id")
    commands = _restoring(store, name, region)
    said = "" if commands else "; write down how, for drlint does not know it"
    return Begun(
        action=f"Restore {name} ({store.address.path}) in {region} from its last backup{said}",
        commands=commands,
        verification=f"{name} is there, and its newest record is no older than the RPO",
        wait="30 minutes" if commands else "",
    )


def _restoring(store: Resource, name: str, region: str) -> tuple[str, ...]:
    """The commands that restore a store of data; none where it has no one way."""
    if store.kind in _BY_BACKUP:
        return (
            (
                f"aws backup start-restore-job --recovery-point-arn <recovery-point> \\\n  --metadata <metadata>"
                f" --iam-role-arn <role> --region {region}"
            ),
        )
    if store.kind == "aws_db_instance":
        start = f"aws rds restore-db-instance-from-db-snapshot --db-instance-identifier {name}"
        wait = f"aws rds wait db-instance-available --db-instance-identifier {name} --region {region}"
        return f"{start} \\\n  --db-snapshot-identifier <snapshot> --region {region}", wait
    if store.kind == "aws_rds_cluster":
        start = f"aws rds restore-db-cluster-from-snapshot --db-cluster-identifier {name}"
        wait = f"aws rds wait db-cluster-available --db-cluster-identifier {name} --region {region}"
        return f"{start} \\\n  --snapshot-identifier <snapshot> --engine {_engine(store)} --region {region}", wait
    if store.kind == "aws_dynamodb_table":
        start = f"aws dynamodb restore-table-from-backup --target-table-name {name}"
        wait = f"aws dynamodb wait table-exists --table-name {name} --region {region}"
        return f"{start} \\\n  --backup-arn <backup> --region {region}", wait
    return ()


def _engine(cluster: Resource) -> str:
    engine = cluster.view.attributes.get("engine")
    return engine if isinstance(engine, str) and engine.startswith("aurora") else "aurora-postgresql"


def capacity_steps(facts: Facts, region: str, other: str) -> Iterator[Begun]:
    """What serves in a Region made as large as in the other one."""
    for kind in ("aws_autoscaling_group", "aws_ecs_service"):
        there = facts.of_kind(kind, other)
        for each in facts.of_kind(kind, region):
            yield _grown(each, region, _wanted(each, there))


def _wanted(here: Resource, there: list[Resource]) -> int:
    wanted = max((number(each, "desired_capacity", "desired_count", "min_size") for each in there), default=0)
    most = here.view.attributes.get("max_size")
    wanted = wanted or number(here, "desired_capacity", "desired_count", "min_size")
    return min(wanted, int(most)) if isinstance(most, int | float) else wanted


def _grown(target: Resource, region: str, wanted: int) -> Begun:
    name = identity(target, "name", "id")
    if target.kind == "aws_ecs_service":
        cluster = str(target["cluster"] if isinstance(target["cluster"], str) else "<cluster>").rpartition("/")[2]
        commands: tuple[str, ...] = (
            f"aws ecs update-service --cluster {cluster} --service {name} --desired-count {wanted} --region {region}",
            f"aws ecs wait services-stable --cluster {cluster} --services {name} --region {region}",
        )
    else:
        commands = (
            (
                f"aws autoscaling update-auto-scaling-group --auto-scaling-group-name {name} \\\n"
                f"  --min-size {wanted} --desired-capacity {wanted} --region {region}"
            ),
        )
    what = "tasks run" if target.kind == "aws_ecs_service" else "servers are InService"
    return Begun(
        action=f"Make {name} in {region} as large as what it stands in for: {wanted}",
        commands=commands,
        verification=f"{wanted} {what}, and the targets are healthy",
        wait="10 minutes",
    )
