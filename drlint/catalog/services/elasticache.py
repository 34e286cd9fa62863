"""Amazon ElastiCache: replication groups, global datastores and single clusters."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Call, Detail, Kind, Relation

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_GLOBAL = ("global_replication_group_id",)

# While it changes, the group has what it had before.
_FAILOVER = {"enabled": True, "disabling": True, "disabled": False, "enabling": False}
_SWITCH = {"enabled": True, "disabled": False}
# Terraform writes versions from 6 on without the last number.
_VERSION = r"((?:[6-9]|\d\d)\.\d+)\."

REPLICATION_GROUP = Kind(
    name="aws_elasticache_replication_group",
    title="replication group",
    cloudformation="AWS::ElastiCache::ReplicationGroup",
    names=("id", "arn", "replication_group_id"),
    identity=("replication_group_id",),
    holds_data=True,
    arn="ARN",
    listed_by=Call(service="elasticache", operation="DescribeReplicationGroups", items="ReplicationGroups"),
    details=(
        # What its nodes have in common, each of them says of itself.
        Detail(operation="DescribeCacheClusters", given={"CacheClusterId": "MemberClusters[0]"}),
        Detail(operation="ListTagsForResource", given={"ResourceName": "ARN"}),
    ),
    attributes=(
        Attribute(name="arn", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="replication_group_id", api="ReplicationGroupId"),
        Attribute(name="primary_endpoint_address", api="NodeGroups[0].PrimaryEndpoint.Address", default=CHOSEN_BY_AWS),
        Attribute(name="configuration_endpoint_address", api="ConfigurationEndpoint.Address", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="ListTagsForResource:TagList"),
        Attribute(
            name="engine", api="DescribeCacheClusters:CacheClusters[0].Engine", default="redis", inherits=_GLOBAL
        ),
        Attribute(
            name="engine_version",
            api="DescribeCacheClusters:CacheClusters[0].EngineVersion",
            cut=_VERSION,
            default=CHOSEN_BY_AWS,
            inherits=_GLOBAL,
        ),
        Attribute(name="node_type", api="CacheNodeType", default=CHOSEN_BY_AWS, inherits=_GLOBAL),
        Attribute(
            name="automatic_failover_enabled", api="AutomaticFailover", words=_FAILOVER, default=False, stronger="true"
        ),
        Attribute(name="multi_az_enabled", api="MultiAZ", words=_SWITCH, default=False, stronger="true"),
        Attribute(
            name="num_cache_clusters",
            api="MemberClusters[#]",
            default=1,
            stronger="higher",
            source="not used where there are several shards: "
            "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html "
            "(2026-11-23)",
        ),
        Attribute(
            name="num_node_groups",
            api="NodeGroups[#]",
            default=CHOSEN_BY_AWS,
            inherits=_GLOBAL,
            stronger="higher",
            holds="number",
        ),
        Attribute(
            name="replicas_per_node_group", api="NodeGroups[0].NodeGroupMembers[#-1]", stronger="higher", holds="number"
        ),
        Attribute(name="cluster_mode", api="ClusterMode", default=CHOSEN_BY_AWS),
        Attribute(
            name="preferred_cache_cluster_azs",
            api="NodeGroups[0].NodeGroupMembers[].PreferredAvailabilityZone",
            default=(),
            stronger="more",
            many=True,
        ),
        Attribute(
            name="subnet_group_name",
            api="DescribeCacheClusters:CacheClusters[0].CacheSubnetGroupName",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(
            name="security_group_ids",
            api="DescribeCacheClusters:CacheClusters[0].SecurityGroups[].SecurityGroupId",
            default=CHOSEN_BY_AWS,
            many=True,
        ),
        Attribute(
            name="parameter_group_name",
            api="DescribeCacheClusters:CacheClusters[0].CacheParameterGroup.CacheParameterGroupName",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="data_tiering_enabled", api="DataTiering", words=_SWITCH, default=False),
        Attribute(
            name="snapshot_retention_limit", api="SnapshotRetentionLimit", default=0, stronger="higher", unit="days"
        ),
        Attribute(name="snapshot_window", api="SnapshotWindow", default=CHOSEN_BY_AWS),
        Attribute(
            name="maintenance_window",
            api="DescribeCacheClusters:CacheClusters[0].PreferredMaintenanceWindow",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(name="snapshot_name", doors=CODE),
        Attribute(name="snapshot_arns", default=(), doors=CODE, many=True),
        Attribute(
            name="at_rest_encryption_enabled",
            api="AtRestEncryptionEnabled",
            inherits=_GLOBAL,
            stronger="true",
            words={"true": True, "false": False},
            source="None means on for Valkey and off for Redis OSS. Terraform keeps it as text: "
            "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html "
            "(2026-11-23)",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", inherits=("snapshot_name",), stronger="present"),
        Attribute(
            name="transit_encryption_enabled",
            api="TransitEncryptionEnabled",
            default=CHOSEN_BY_AWS,
            inherits=_GLOBAL,
            holds="truth",
        ),
        Attribute(
            name="global_replication_group_id",
            api="GlobalReplicationGroupInfo.GlobalReplicationGroupId",
            stronger="present",
        ),
        Attribute(
            name="notification_topic_arn",
            api="DescribeCacheClusters:CacheClusters[0].NotificationConfiguration.TopicArn",
            stronger="present",
        ),
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
    arn="ARN",
    # Each Region names the global datastores that have a member there.
    listed_by=Call(
        service="elasticache",
        operation="DescribeGlobalReplicationGroups",
        items="GlobalReplicationGroups",
        fixed={"ShowMemberInfo": True},
    ),
    attributes=(
        Attribute(name="arn", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="global_replication_group_id", api="GlobalReplicationGroupId", default=CHOSEN_BY_AWS),
        Attribute(name="global_replication_group_id_suffix", doors=CODE),
        Attribute(name="primary_replication_group_id", api="Members[Role=PRIMARY].ReplicationGroupId"),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=("primary_replication_group_id",)),
        Attribute(
            name="engine_version",
            api="EngineVersion",
            cut=_VERSION,
            default=CHOSEN_BY_AWS,
            inherits=("primary_replication_group_id",),
        ),
        Attribute(
            name="cache_node_type",
            api="CacheNodeType",
            default=CHOSEN_BY_AWS,
            inherits=("primary_replication_group_id",),
        ),
        Attribute(
            name="num_node_groups",
            api="GlobalNodeGroups[#]",
            default=CHOSEN_BY_AWS,
            inherits=("primary_replication_group_id",),
            holds="number",
        ),
        Attribute(
            name="automatic_failover_enabled",
            api="Members[Role=PRIMARY].AutomaticFailover",
            words=_FAILOVER,
            default=CHOSEN_BY_AWS,
            inherits=("primary_replication_group_id",),
            stronger="true",
            holds="truth",
        ),
        Attribute(
            name="at_rest_encryption_enabled",
            api="AtRestEncryptionEnabled",
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
    arn="ARN",
    listed_by=Call(
        service="elasticache",
        operation="DescribeCacheClusters",
        items="CacheClusters",
        fixed={"ShowCacheNodeInfo": True},
    ),
    details=(Detail(operation="ListTagsForResource", given={"ResourceName": "ARN"}),),
    attributes=(
        Attribute(name="arn", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="cluster_id", api="CacheClusterId"),
        Attribute(name="tags", terraform="tags_all", api="ListTagsForResource:TagList"),
        Attribute(name="engine", api="Engine", default=CHOSEN_BY_AWS, inherits=("replication_group_id",)),
        Attribute(
            name="engine_version",
            api="EngineVersion",
            cut=_VERSION,
            default=CHOSEN_BY_AWS,
            inherits=("replication_group_id",),
        ),
        Attribute(name="node_type", api="CacheNodeType", default=CHOSEN_BY_AWS, inherits=("replication_group_id",)),
        Attribute(name="num_cache_nodes", api="NumCacheNodes", default=1, stronger="higher"),
        Attribute(name="az_mode", doors=CODE, default="single-az"),
        Attribute(name="availability_zone", api="PreferredAvailabilityZone", default=CHOSEN_BY_AWS),
        Attribute(
            name="preferred_availability_zones",
            api="CacheNodes[].CustomerAvailabilityZone",
            default=(),
            stronger="more",
            many=True,
        ),
        Attribute(name="replication_group_id", api="ReplicationGroupId", stronger="present"),
        Attribute(name="subnet_group_name", api="CacheSubnetGroupName", default=CHOSEN_BY_AWS),
        Attribute(name="security_group_ids", api="SecurityGroups[].SecurityGroupId", default=CHOSEN_BY_AWS, many=True),
        Attribute(
            name="parameter_group_name", api="CacheParameterGroup.CacheParameterGroupName", default=CHOSEN_BY_AWS
        ),
        Attribute(
            name="snapshot_retention_limit", api="SnapshotRetentionLimit", default=0, stronger="higher", unit="days"
        ),
        Attribute(name="snapshot_window", api="SnapshotWindow", default=CHOSEN_BY_AWS),
        Attribute(name="maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(name="snapshot_name", doors=CODE),
        Attribute(name="snapshot_arns", default=(), doors=CODE, many=True),
        Attribute(name="notification_topic_arn", api="NotificationConfiguration.TopicArn", stronger="present"),
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
