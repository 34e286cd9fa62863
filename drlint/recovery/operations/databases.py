"""What operations on databases and caches do: Amazon RDS, Aurora, DocumentDB, Neptune, ElastiCache, Redshift …"""

from __future__ import annotations

from msgspec import structs

from drlint.recovery.operations.model import (
    CHECK,
    COPY,
    CREATE,
    DETACH,
    FAILOVER,
    MADE,
    MEMBER,
    OTHER,
    PROMOTE,
    RESTORE,
    SOURCE,
    START,
    STOP,
    SWITCHOVER,
    WHOLE,
    Names,
    Operation,
    Table,
    sourced,
)

# The API of RDS also answers for DocumentDB and Neptune, so that its parameters may name theirs.
_CLUSTERS = ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster")
_INSTANCES = (
    "aws_db_instance",
    "aws_rds_cluster_instance",
    "aws_docdb_cluster_instance",
    "aws_neptune_cluster_instance",
)
_GLOBALS = ("aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster")
_CACHES = ("aws_elasticache_replication_group",)

_CLUSTER = Names("db-cluster-identifier", _CLUSTERS)
_INSTANCE = Names("db-instance-identifier", _INSTANCES)
_GLOBAL = Names("global-cluster-identifier", _GLOBALS, WHOLE)
_TARGET = Names("target-db-cluster-identifier", _CLUSTERS, MEMBER)
_NEW_CLUSTER = Names("db-cluster-identifier", _CLUSTERS, MADE)
_NEW_INSTANCE = Names("db-instance-identifier", _INSTANCES, MADE)

_OF_CLUSTER = ("wait db-cluster-available", "describe-db-clusters")
_OF_INSTANCE = ("wait db-instance-available", "describe-db-instances")
_OF_GLOBAL = ("describe-global-clusters", "wait db-cluster-available", "describe-db-clusters")
_SNAPSHOT = ("wait db-snapshot-available", "wait db-snapshot-completed", "describe-db-snapshots")
_CLUSTER_SNAPSHOT = ("wait db-cluster-snapshot-available", "describe-db-cluster-snapshots")
_AVAILABLE = "its status is available"
_WRITER = "the global cluster names the target as its writer"


def _of_cluster(does: str, *names: Names, seen: str = _AVAILABLE) -> Operation:
    return Operation(does=does, names=names, until=_OF_CLUSTER, seen=seen)


def _of_instance(does: str, *names: Names) -> Operation:
    return Operation(does=does, names=names, until=_OF_INSTANCE, seen=_AVAILABLE)


def _of_global(does: str, *names: Names) -> Operation:
    return Operation(does=does, names=names, until=_OF_GLOBAL, seen=_WRITER)


_RELATIONAL: Table = {
    "failover-global-cluster": _of_global(FAILOVER, _GLOBAL, _TARGET),
    "switchover-global-cluster": _of_global(SWITCHOVER, _GLOBAL, _TARGET),
    "remove-from-global-cluster": _of_cluster(DETACH, _GLOBAL, Names("db-cluster-identifier", _CLUSTERS, MEMBER)),
    "create-global-cluster": Operation(
        does=CREATE,
        names=(
            Names("global-cluster-identifier", _GLOBALS, MADE),
            Names("source-db-cluster-identifier", _CLUSTERS, SOURCE),
        ),
    ),
    "delete-global-cluster": Operation(does=OTHER, names=(_GLOBAL,)),
    "modify-global-cluster": Operation(does=OTHER, names=(_GLOBAL,)),
    "failover-db-cluster": _of_cluster("failover in its Region", _CLUSTER),
    "create-db-cluster": _of_cluster(
        CREATE,
        _NEW_CLUSTER,
        Names("global-cluster-identifier", _GLOBALS, WHOLE),
        Names("replication-source-identifier", (*_CLUSTERS, "aws_db_instance"), SOURCE, anywhere=True),
    ),
    "create-db-instance": _of_instance(CREATE, _NEW_INSTANCE, _CLUSTER),
    "modify-db-cluster": Operation(does=OTHER, names=(_CLUSTER,)),
    "modify-db-instance": Operation(does=OTHER, names=(_INSTANCE,)),
    "start-db-cluster": _of_cluster(START, _CLUSTER),
    "stop-db-cluster": Operation(does=STOP, names=(_CLUSTER,)),
    "reboot-db-instance": Operation(does=OTHER, names=(_INSTANCE,)),
    "delete-db-cluster": Operation(does=OTHER, names=(_CLUSTER,)),
    "delete-db-instance": Operation(does=OTHER, names=(_INSTANCE,)),
    "restore-db-cluster-from-snapshot": _of_cluster(RESTORE, _NEW_CLUSTER),
    "restore-db-cluster-to-point-in-time": _of_cluster(
        RESTORE, _NEW_CLUSTER, Names("source-db-cluster-identifier", _CLUSTERS, SOURCE)
    ),
    "copy-db-cluster-snapshot": Operation(
        does=COPY, until=_CLUSTER_SNAPSHOT, seen="the copy is available",
        names=(Names("target-db-cluster-snapshot-identifier", ("aws_db_cluster_snapshot",), MADE),),
    ),
    "create-db-cluster-snapshot": Operation(
        does=COPY, until=_CLUSTER_SNAPSHOT, seen="the snapshot is available",
        names=(_CLUSTER, Names("db-cluster-snapshot-identifier", ("aws_db_cluster_snapshot",), MADE)),
    ),
    "describe-db-clusters": Operation(does=CHECK, names=(_CLUSTER,)),
    "describe-db-instances": Operation(does=CHECK, names=(_INSTANCE,)),
    "describe-global-clusters": Operation(does=CHECK, names=(_GLOBAL,)),
}  # fmt: skip

_RDS: Table = {
    "promote-read-replica-db-cluster": _of_cluster(PROMOTE, _CLUSTER),
    "promote-read-replica": _of_instance(PROMOTE, _INSTANCE),
    "switchover-read-replica": _of_instance(SWITCHOVER, _INSTANCE),
    "create-db-instance-read-replica": _of_instance(
        CREATE, _NEW_INSTANCE, Names("source-db-instance-identifier", _INSTANCES, SOURCE, anywhere=True)
    ),
    "start-db-instance": _of_instance(START, _INSTANCE),
    "stop-db-instance": Operation(does=STOP, names=(_INSTANCE,)),
    "backtrack-db-cluster": Operation(
        does=RESTORE, names=(_CLUSTER,), until=("describe-db-cluster-backtracks", "describe-db-clusters"),
        seen="the backtrack has completed",
    ),
    "restore-db-instance-from-db-snapshot": _of_instance(RESTORE, _NEW_INSTANCE),
    "restore-db-instance-to-point-in-time": _of_instance(
        RESTORE,
        Names("target-db-instance-identifier", _INSTANCES, MADE),
        Names("source-db-instance-identifier", _INSTANCES, SOURCE),
    ),
    "copy-db-snapshot": Operation(
        does=COPY, until=_SNAPSHOT, seen="the copy is available",
        names=(Names("target-db-snapshot-identifier", ("aws_db_snapshot",), MADE),),
    ),
    "create-db-snapshot": Operation(
        does=COPY, until=_SNAPSHOT, seen="the snapshot is available",
        names=(_INSTANCE, Names("db-snapshot-identifier", ("aws_db_snapshot",), MADE)),
    ),
}  # fmt: skip

_GROUP = Names("replication-group-id", _CACHES)
_DATASTORE = Names("global-replication-group-id", ("aws_elasticache_global_replication_group",), WHOLE)
_OF_DATASTORE = ("describe-global-replication-groups", "describe-replication-groups")
_OF_GROUP = ("wait replication-group-available", "describe-replication-groups")

_ELASTICACHE: Table = {
    "failover-global-replication-group": Operation(
        does=FAILOVER, until=_OF_DATASTORE, seen="the global datastore is available with its new primary",
        names=(_DATASTORE, Names("primary-replication-group-id", _CACHES, MEMBER)),
    ),
    "disassociate-global-replication-group": Operation(
        does=DETACH, until=_OF_DATASTORE, seen="the replication group has left the datastore",
        names=(_DATASTORE, Names("replication-group-id", _CACHES, MEMBER)),
    ),
    "create-replication-group": Operation(
        does=CREATE, until=_OF_GROUP, seen=_AVAILABLE, names=(Names("replication-group-id", _CACHES, MADE),)
    ),
    "modify-replication-group": Operation(does=OTHER, names=(_GROUP,), until=_OF_GROUP, seen=_AVAILABLE),
    "test-failover": Operation(does="failover in its Region", names=(_GROUP,)),
    "describe-replication-groups": Operation(does=CHECK, names=(_GROUP,)),
    "describe-global-replication-groups": Operation(does=CHECK, names=(_DATASTORE,)),
}  # fmt: skip

_WAREHOUSE = Names("cluster-identifier", ("aws_redshift_cluster",))
_OF_WAREHOUSE = ("wait cluster-available", "wait cluster-restored", "describe-clusters")

_REDSHIFT: Table = {
    "restore-from-cluster-snapshot": Operation(
        does=RESTORE, until=_OF_WAREHOUSE, seen=_AVAILABLE,
        names=(Names("cluster-identifier", ("aws_redshift_cluster",), MADE),),
    ),
    "resume-cluster": Operation(does=START, names=(_WAREHOUSE,), until=_OF_WAREHOUSE, seen=_AVAILABLE),
    "failover-primary-compute": Operation(does="failover in its Region", names=(_WAREHOUSE,)),
    "describe-clusters": Operation(does=CHECK, names=(_WAREHOUSE,)),
}  # fmt: skip

_TABLE = Names("table-name", ("aws_dynamodb_table",))
_NEW_TABLE = Names("target-table-name", ("aws_dynamodb_table",), MADE)
_OF_TABLE = ("wait table-exists", "describe-table")
_ACTIVE = "the table is ACTIVE"

_DYNAMODB: Table = {
    "restore-table-from-backup": Operation(does=RESTORE, names=(_NEW_TABLE,), until=_OF_TABLE, seen=_ACTIVE),
    "restore-table-to-point-in-time": Operation(
        does=RESTORE, until=_OF_TABLE, seen=_ACTIVE,
        names=(_NEW_TABLE, Names("source-table-name", ("aws_dynamodb_table",), SOURCE)),
    ),
    "update-table": Operation(does=OTHER, names=(_TABLE,)),
    "put-item": Operation(does=OTHER, names=(_TABLE,)),
    "describe-table": Operation(does=CHECK, names=(_TABLE,)),
    "describe-continuous-backups": Operation(does=CHECK, names=(_TABLE,)),
    "scan": Operation(does=CHECK, names=(_TABLE,)),
    "query": Operation(does=CHECK, names=(_TABLE,)),
    "get-item": Operation(does=CHECK, names=(_TABLE,)),
}  # fmt: skip

_MEMORYDB: Table = {"failover-shard": Operation(does="failover in its Region")}

_DOCS = "https://docs.aws.amazon.com/cli/latest/reference"
_READ = "(botocore 1.44.5, 2026-11-23)"


def _without_waiters(table: Table) -> Table:
    """DocumentDB and Neptune have the operations of Aurora clusters and none of the waiters for them."""
    return {
        name: structs.replace(
            each,
            names=tuple(one for one in each.names if one.parameter != "replication-source-identifier"),
            until=tuple(one for one in each.until if not one.startswith("wait db-cluster-")),
        )
        for name, each in table.items()
    }


_TABLES: dict[str, Table] = {
    "rds": {**_RELATIONAL, **_RDS},
    "docdb": _without_waiters(_RELATIONAL),
    "neptune": _without_waiters(_RELATIONAL),
    "elasticache": _ELASTICACHE,
    "redshift": _REDSHIFT,
    "dynamodb": _DYNAMODB,
    "memorydb": _MEMORYDB,
}
DATABASES: Table = {
    f"{service} {name}": each
    for service, table in _TABLES.items()
    for name, each in sourced(f"{_DOCS}/{service}/ {_READ}", table).items()
}
