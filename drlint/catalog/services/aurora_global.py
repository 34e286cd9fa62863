"""Amazon Aurora beyond one cluster: global databases, and snapshots of clusters."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation
from drlint.catalog.services.aurora import NOT_OTHERS

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

GLOBAL_CLUSTER = Kind(
    name="aws_rds_global_cluster",
    title="Aurora global database",
    cloudformation="AWS::RDS::GlobalCluster",
    names=("arn", "id", "global_cluster_identifier"),
    identity=("global_cluster_identifier",),
    is_global=True,
    arn="GlobalClusterArn",
    # Each Region names the global clusters that have a member there.
    listed_by=Call(service="rds", operation="DescribeGlobalClusters", items="GlobalClusters"),
    where=(NOT_OTHERS,),
    attributes=(
        Attribute(name="arn", api="GlobalClusterArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="global_cluster_identifier", api="GlobalClusterIdentifier"),
        Attribute(name="endpoint", api="Endpoint", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=("source_db_cluster_identifier",)),
        Attribute(
            name="engine_version",
            api="EngineVersion",
            default=CHOSEN_BY_AWS,
            inherits=("source_db_cluster_identifier",),
        ),
        # Code says from which cluster it is made; AWS says which of its clusters writes, and that is the one.
        Attribute(name="source_db_cluster_identifier", api="GlobalClusterMembers[IsWriter=true].DBClusterArn"),
        # As AWS lists them: empty in a plan that creates the members; the relation `members` tells what code declares.
        Block(
            name="global_cluster_members",
            api="GlobalClusterMembers",
            many=True,
            attributes=(
                Attribute(name="db_cluster_arn", api="DBClusterArn"),
                Attribute(name="is_writer", api="IsWriter", default=False),
            ),
        ),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=False,
            inherits=("source_db_cluster_identifier",),
            stronger="true",
        ),
        Attribute(name="deletion_protection", api="DeletionProtection", default=False, stronger="true"),
        Attribute(name="force_destroy", default=False, doors=CODE, stronger="false"),
    ),
    relations=(
        Relation(
            name="created_from",
            to=("aws_rds_cluster",),
            by="source_db_cluster_identifier",
            inverse="source_of_global",
            elsewhere=True,
        ),
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateGlobalCluster.html (2026-11-23)",
)

CLUSTER_SNAPSHOT = Kind(
    name="aws_db_cluster_snapshot",
    title="database cluster snapshot",
    names=("db_cluster_snapshot_arn", "id", "db_cluster_snapshot_identifier"),
    identity=("db_cluster_snapshot_identifier",),
    arn="DBClusterSnapshotArn",
    listed_by=Call(
        service="rds",
        operation="DescribeDBClusterSnapshots",
        items="DBClusterSnapshots",
        fixed={"SnapshotType": "manual"},
    ),
    where=(NOT_OTHERS,),
    details=(
        # Of a snapshot's attributes there is one, "restore": the accounts that may restore it, or "all".
        Detail(
            operation="DescribeDBClusterSnapshotAttributes",
            given={"DBClusterSnapshotIdentifier": "DBClusterSnapshotIdentifier"},
        ),
    ),
    attributes=(
        Attribute(name="db_cluster_snapshot_arn", api="DBClusterSnapshotArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="db_cluster_snapshot_identifier", api="DBClusterSnapshotIdentifier"),
        Attribute(name="tags", terraform="tags_all", api="TagList"),
        Attribute(name="db_cluster_identifier", api="DBClusterIdentifier"),
        Attribute(
            name="storage_encrypted",
            api="StorageEncrypted",
            default=CHOSEN_BY_AWS,
            inherits=("db_cluster_identifier",),
            holds="truth",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", default=CHOSEN_BY_AWS, inherits=("db_cluster_identifier",)),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=("db_cluster_identifier",)),
        Attribute(
            name="shared_accounts",
            api="DescribeDBClusterSnapshotAttributes:DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes[0].AttributeValues",
            default=(),
            many=True,
        ),
    ),
    relations=(
        Relation(name="snapshot_of", to=("aws_rds_cluster",), by="db_cluster_identifier", inverse="snapshots"),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_cluster_snapshot "
    "(2026-11-23)",
)
