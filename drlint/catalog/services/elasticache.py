"""Amazon ElastiCache: replication groups, global datastores and single clusters."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_GLOBAL = ("global_replication_group_id",)

REPLICATION_GROUP = Kind(
    name="aws_elasticache_replication_group",
    title="replication group",
    cloudformation="AWS::ElastiCache::ReplicationGroup",
    names=("id", "arn", "replication_group_id"),
    identity=("replication_group_id",),
    holds_data=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="replication_group_id"),
        Attribute(name="primary_endpoint_address", default=CHOSEN_BY_AWS),
        Attribute(name="configuration_endpoint_address", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="engine", default="redis", inherits=_GLOBAL),
        Attribute(name="engine_version", default=CHOSEN_BY_AWS, inherits=_GLOBAL),
        Attribute(name="node_type", default=CHOSEN_BY_AWS, inherits=_GLOBAL),
        Attribute(name="automatic_failover_enabled", default=False, stronger="true"),
        Attribute(name="multi_az_enabled", default=False, stronger="true"),
        Attribute(
            name="num_cache_clusters",
            default=1,
            stronger="higher",
            source="not used where there are several shards: "
            "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html "
            "(2026-11-23)",
        ),
        Attribute(name="num_node_groups", default=CHOSEN_BY_AWS, inherits=_GLOBAL, stronger="higher", holds="number"),
        Attribute(name="replicas_per_node_group", stronger="higher", holds="number"),
        Attribute(name="cluster_mode", default=CHOSEN_BY_AWS),
        Attribute(name="preferred_cache_cluster_azs", default=(), stronger="more", many=True),
        Attribute(name="subnet_group_name", default=CHOSEN_BY_AWS),
        Attribute(name="security_group_ids", default=CHOSEN_BY_AWS, many=True),
        Attribute(name="parameter_group_name", default=CHOSEN_BY_AWS),
        Attribute(name="data_tiering_enabled", default=False),
        Attribute(name="snapshot_retention_limit", default=0, stronger="higher", unit="days"),
        Attribute(name="snapshot_window", default=CHOSEN_BY_AWS),
        Attribute(name="maintenance_window", default=CHOSEN_BY_AWS),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(name="snapshot_name", doors=CODE),
        Attribute(name="snapshot_arns", default=(), doors=CODE, many=True),
        Attribute(
            name="at_rest_encryption_enabled",
            inherits=_GLOBAL,
            stronger="true",
            words={"true": True, "false": False},
            source="None means on for Valkey and off for Redis OSS. Terraform keeps it as text: "
            "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html "
            "(2026-11-23)",
        ),
        Attribute(name="kms_key_id", inherits=("snapshot_name",), stronger="present"),
        Attribute(name="transit_encryption_enabled", default=CHOSEN_BY_AWS, inherits=_GLOBAL, holds="truth"),
        Attribute(name="global_replication_group_id", stronger="present"),
        Attribute(name="notification_topic_arn", stronger="present"),
        Attribute(name="apply_immediately", default=False, doors=CODE),
    ),
    relations=(
        Relation(
            name="member_of",
            to=("aws_elasticache_global_replication_group",),
            by="global_replication_group_id",
            inverse="members",
            elsewhere=True,
            names=("global_replication_group_id", "id", "arn"),
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(name="notifies", to=("aws_sns_topic",), by="notification_topic_arn", inverse="caches"),
    ),
    source=f"{_DOCS}/elasticache_replication_group (2026-11-23)",
)

GLOBAL_REPLICATION_GROUP = Kind(
    name="aws_elasticache_global_replication_group",
    title="global datastore",
    cloudformation="AWS::ElastiCache::GlobalReplicationGroup",
    names=("global_replication_group_id", "id", "arn"),
    identity=("global_replication_group_id",),
    is_global=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="global_replication_group_id", default=CHOSEN_BY_AWS),
        Attribute(name="global_replication_group_id_suffix"),
        Attribute(name="primary_replication_group_id"),
        Attribute(name="engine", default=CHOSEN_BY_AWS, inherits=("primary_replication_group_id",)),
        Attribute(name="engine_version", default=CHOSEN_BY_AWS, inherits=("primary_replication_group_id",)),
        Attribute(name="cache_node_type", default=CHOSEN_BY_AWS, inherits=("primary_replication_group_id",)),
        Attribute(
            name="num_node_groups", default=CHOSEN_BY_AWS, inherits=("primary_replication_group_id",), holds="number"
        ),
        Attribute(
            name="automatic_failover_enabled",
            default=CHOSEN_BY_AWS,
            inherits=("primary_replication_group_id",),
            stronger="true",
            holds="truth",
        ),
        Attribute(
            name="at_rest_encryption_enabled",
            default=CHOSEN_BY_AWS,
            inherits=("primary_replication_group_id",),
            holds="truth",
        ),
    ),
    relations=(
        Relation(
            name="primary",
            to=("aws_elasticache_replication_group",),
            by="primary_replication_group_id",
            inverse="leads",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/elasticache_global_replication_group (2026-11-23)",
)

CLUSTER = Kind(
    name="aws_elasticache_cluster",
    title="cache cluster",
    cloudformation="AWS::ElastiCache::CacheCluster",
    names=("id", "arn", "cluster_id"),
    identity=("cluster_id",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="cluster_id"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="engine", default=CHOSEN_BY_AWS, inherits=("replication_group_id",)),
        Attribute(name="engine_version", default=CHOSEN_BY_AWS, inherits=("replication_group_id",)),
        Attribute(name="node_type", default=CHOSEN_BY_AWS, inherits=("replication_group_id",)),
        Attribute(name="num_cache_nodes", default=1, stronger="higher"),
        Attribute(name="az_mode", default="single-az"),
        Attribute(name="availability_zone", default=CHOSEN_BY_AWS),
        Attribute(name="preferred_availability_zones", default=(), stronger="more", many=True),
        Attribute(name="replication_group_id", stronger="present"),
        Attribute(name="subnet_group_name", default=CHOSEN_BY_AWS),
        Attribute(name="security_group_ids", default=CHOSEN_BY_AWS, many=True),
        Attribute(name="parameter_group_name", default=CHOSEN_BY_AWS),
        Attribute(name="snapshot_retention_limit", default=0, stronger="higher", unit="days"),
        Attribute(name="snapshot_window", default=CHOSEN_BY_AWS),
        Attribute(name="maintenance_window", default=CHOSEN_BY_AWS),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(name="snapshot_name", doors=CODE),
        Attribute(name="snapshot_arns", default=(), doors=CODE, many=True),
        Attribute(name="notification_topic_arn", stronger="present"),
        Attribute(name="apply_immediately", default=False, doors=CODE),
    ),
    relations=(
        Relation(
            name="cluster_of",
            to=("aws_elasticache_replication_group",),
            by="replication_group_id",
            inverse="clusters",
        ),
    ),
    source=f"{_DOCS}/elasticache_cluster (2026-11-23)",
)
