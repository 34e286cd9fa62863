"""Amazon Redshift: clusters, the snapshots they copy to another Region and the grants those copies need."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Kind, Relation
from drlint.model.values import Unknown

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")
_ORIGINS = ("snapshot_identifier", "snapshot_arn")

CLUSTER = Kind(
    name="aws_redshift_cluster",
    title="Redshift cluster",
    cloudformation="AWS::Redshift::Cluster",
    names=("arn", "id", "cluster_identifier", "cluster_namespace_arn"),
    identity=("cluster_identifier",),
    holds_data=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="cluster_identifier"),
        Attribute(name="cluster_namespace_arn", default=CHOSEN_BY_AWS),
        Attribute(name="endpoint", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="node_type"),
        Attribute(name="cluster_type", default=CHOSEN_BY_AWS),
        Attribute(name="number_of_nodes", default=1),
        Attribute(name="multi_az", default=False, stronger="true"),
        Attribute(name="availability_zone", default=CHOSEN_BY_AWS),
        Attribute(name="availability_zone_relocation_enabled", default=False, stronger="true"),
        Attribute(name="cluster_subnet_group_name", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_security_group_ids", default=CHOSEN_BY_AWS, many=True),
        Attribute(name="cluster_parameter_group_name", default=CHOSEN_BY_AWS),
        Attribute(
            name="automated_snapshot_retention_period",
            default=1,
            inherits=_ORIGINS,
            stronger="higher",
            unit="days",
            source="0 is refused for RA3 and RG nodes: "
            "https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html (2026-11-23)",
        ),
        Attribute(
            name="manual_snapshot_retention_period",
            default=-1,
            unit="days",
            source="-1 keeps them for ever: "
            "https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html (2026-11-23)",
        ),
        Attribute(name="preferred_maintenance_window", default=CHOSEN_BY_AWS),
        Attribute(name="skip_final_snapshot", default=False, doors=CODE, stronger="false"),
        Attribute(name="final_snapshot_identifier", doors=CODE, stronger="present"),
        Attribute(
            name="encrypted",
            default=Unknown("not set: AWS encrypts new clusters by default, and left older ones as they were"),
            inherits=_ORIGINS,
            stronger="true",
            source="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html (2026-11-23)",
            holds="truth",
        ),
        Attribute(name="kms_key_id", inherits=_ORIGINS, stronger="present"),
        Block(
            name="snapshot_copy",
            stronger="present",
            attributes=(
                Attribute(name="destination_region"),
                Attribute(name="retention_period", default=7, stronger="higher", unit="days"),
                Attribute(name="grant_name"),
            ),
        ),
        Attribute(name="snapshot_identifier", doors=CODE),
        Attribute(name="snapshot_arn", doors=CODE),
        Attribute(name="snapshot_cluster_identifier", doors=CODE),
        Attribute(name="publicly_accessible", default=CHOSEN_BY_AWS, holds="truth"),
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
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="cluster_identifier"),
        Attribute(name="destination_region"),
        Attribute(
            name="retention_period",
            default=7,
            stronger="higher",
            unit="days",
            source="https://docs.aws.amazon.com/redshift/latest/APIReference/API_EnableSnapshotCopy.html (2026-11-23)",
        ),
        Attribute(name="manual_snapshot_retention_period", default=-1, unit="days"),
        Attribute(name="snapshot_copy_grant_name", stronger="present"),
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
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="snapshot_copy_grant_name"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="kms_key_id", stronger="present"),
    ),
    relations=(Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),),
    source=f"{_DOCS}/redshift_snapshot_copy_grant (2026-11-23)",
)
