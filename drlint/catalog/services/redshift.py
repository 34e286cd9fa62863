"""Amazon Redshift: clusters, the snapshots they copy to another Region and the grants those copies need."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Kind, Relation, Where
from drlint.model.values import Unknown

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_ORIGINS = ("snapshot_identifier", "snapshot_arn")

# No call shows these ARNs: docs.aws.amazon.com/service-authorization/latest/reference/list_amazonredshift.html
_CLUSTER_ARN = "arn:{partition}:redshift:{region}:{account}:cluster:{ClusterIdentifier}"
_GRANT_ARN = "arn:{partition}:redshift:{region}:{account}:snapshotcopygrant:{SnapshotCopyGrantName}"
# While it changes, the cluster has what it had before.
_SWITCH = {
    "enabled": True,
    "Enabled": True,
    "pending_disabling": True,
    "disabled": False,
    "Disabled": False,
    "pending_enabling": False,
}

CLUSTER = Kind(
    name="aws_redshift_cluster",
    title="Redshift cluster",
    cloudformation="AWS::Redshift::Cluster",
    names=("arn", "id", "cluster_identifier", "cluster_namespace_arn"),
    identity=("cluster_identifier",),
    holds_data=True,
    arn=_CLUSTER_ARN,
    listed_by=Call(service="redshift", operation="DescribeClusters", items="Clusters"),
    attributes=(
        Attribute(name="arn", api=_CLUSTER_ARN, default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="cluster_identifier", api="ClusterIdentifier"),
        Attribute(name="cluster_namespace_arn", api="ClusterNamespaceArn", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", api="{Endpoint.Address}:{Endpoint.Port}", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(name="node_type", api="NodeType"),
        Attribute(name="cluster_type", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="number_of_nodes", api="NumberOfNodes", default=1),
        Attribute(name="multi_az", api="MultiAZ", words=_SWITCH, default=False, stronger="true"),
        Attribute(name="availability_zone", api="AvailabilityZone", default=CHOSEN_BY_AWS),
        Attribute(
            name="availability_zone_relocation_enabled",
            api="AvailabilityZoneRelocationStatus",
            words=_SWITCH,
            default=False,
            stronger="true",
        ),
        Attribute(name="cluster_subnet_group_name", api="ClusterSubnetGroupName", default=CHOSEN_BY_AWS),
        Attribute(
            name="vpc_security_group_ids",
            api="VpcSecurityGroups[].VpcSecurityGroupId",
            default=CHOSEN_BY_AWS,
            many=True,
        ),
        Attribute(
            name="cluster_parameter_group_name",
            api="ClusterParameterGroups[0].ParameterGroupName",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(
            name="automated_snapshot_retention_period",
            api="AutomatedSnapshotRetentionPeriod",
            default=1,
            inherits=_ORIGINS,
            stronger="higher",
            unit="days",
            source="0 is refused for RA3 and RG nodes: "
            "https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html (2026-11-23)",
        ),
        Attribute(
            name="manual_snapshot_retention_period",
            api="ManualSnapshotRetentionPeriod",
            default=-1,
            unit="days",
            source="-1 keeps them for ever: "
            "https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html (2026-11-23)",
        ),
        Attribute(name="preferred_maintenance_window", api="PreferredMaintenanceWindow", default=CHOSEN_BY_AWS),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(
            name="encrypted",
            api="Encrypted",
            default=Unknown("not set: AWS encrypts new clusters by default, and left older ones as they were"),
            inherits=_ORIGINS,
            stronger="true",
            source="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html (2026-11-23)",
            holds="truth",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", inherits=_ORIGINS, stronger="present"),
        Block(
            name="snapshot_copy",
            api="ClusterSnapshotCopyStatus",
            stronger="present",
            attributes=(
                Attribute(name="destination_region", api="DestinationRegion"),
                Attribute(name="retention_period", api="RetentionPeriod", default=7, stronger="higher", unit="days"),
                Attribute(name="grant_name", api="SnapshotCopyGrantName"),
            ),
        ),
        Attribute(name="snapshot_identifier", doors=CODE),
        Attribute(name="snapshot_arn", doors=CODE),
        Attribute(name="snapshot_cluster_identifier", doors=CODE),
        Attribute(name="publicly_accessible", api="PubliclyAccessible", default=CHOSEN_BY_AWS, holds="truth"),
        Attribute(name="apply_immediately", default=False, doors=CODE),
    ),
    relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),),
    source=f"{_DOCS}/redshift_cluster (2026-11-23)",
)

SNAPSHOT_COPY = Kind(
    name="aws_redshift_snapshot_copy",
    title="copying of Redshift snapshots",
    names=("id",),
    identity=("cluster_identifier",),
    # A part of the cluster to AWS, which shows there, too, as its snapshot_copy.
    listed_by=Call(service="redshift", operation="DescribeClusters", items="Clusters"),
    where=(Where(path="ClusterSnapshotCopyStatus.DestinationRegion", but=(None,)),),
    attributes=(
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="cluster_identifier", api="ClusterIdentifier"),
        Attribute(name="destination_region", api="ClusterSnapshotCopyStatus.DestinationRegion"),
        Attribute(
            name="retention_period",
            api="ClusterSnapshotCopyStatus.RetentionPeriod",
            default=7,
            stronger="higher",
            unit="days",
            source="https://docs.aws.amazon.com/redshift/latest/APIReference/API_EnableSnapshotCopy.html (2026-11-23)",
        ),
        Attribute(
            name="manual_snapshot_retention_period",
            api="ClusterSnapshotCopyStatus.ManualSnapshotRetentionPeriod",
            default=-1,
            unit="days",
        ),
        Attribute(
            name="snapshot_copy_grant_name", api="ClusterSnapshotCopyStatus.SnapshotCopyGrantName", stronger="present"
        ),
    ),
    relations=(
        Relation(
            name="copies_snapshots_of",
            to=("aws_redshift_cluster",),
            by="cluster_identifier",
            inverse="snapshot_copies",
            elsewhere=True,
        ),
        Relation(
            name="granted_by",
            to=("aws_redshift_snapshot_copy_grant",),
            by="snapshot_copy_grant_name",
            inverse="grants",
            elsewhere=True,
        ),
    ),
    source=f"{_DOCS}/redshift_snapshot_copy (2026-11-23)",
)

# Declared in the Region that receives the snapshots; without a key it grants the default aws/redshift key there.
SNAPSHOT_COPY_GRANT = Kind(
    name="aws_redshift_snapshot_copy_grant",
    title="grant to copy Redshift snapshots",
    names=("snapshot_copy_grant_name", "arn", "id"),
    identity=("snapshot_copy_grant_name",),
    arn=_GRANT_ARN,
    listed_by=Call(service="redshift", operation="DescribeSnapshotCopyGrants", items="SnapshotCopyGrants"),
    attributes=(
        Attribute(name="arn", api=_GRANT_ARN, default=CHOSEN_BY_AWS),
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="snapshot_copy_grant_name", api="SnapshotCopyGrantName"),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(name="kms_key_id", api="KmsKeyId", stronger="present"),
    ),
    relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),),
    source=f"{_DOCS}/redshift_snapshot_copy_grant (2026-11-23)",
)
