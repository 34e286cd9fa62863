"""Amazon EBS: volumes, snapshots, copies of snapshots and a Region's default encryption."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Call, Kind, Relation, Where
from drlint.model.values import Unknown

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

# A snapshot's ARN names no account:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (2026-11-26)
_VOLUME_ARN = "arn:{partition}:ec2:{region}:{account}:volume/{VolumeId}"
_SNAPSHOT_ARN = "arn:{partition}:ec2:{region}::snapshot/{SnapshotId}"

_SNAPSHOTS = Call(service="ec2", operation="DescribeSnapshots", items="Snapshots", fixed={"OwnerIds": ["self"]})
# What AWS writes as the volume of a copy, which comes from none; what it was copied from it tells in no field.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html (2026-11-26)
_NO_VOLUME = "vol-ffffffff"

VOLUME = Kind(
    name="aws_ebs_volume",
    title="volume",
    cloudformation="AWS::EC2::Volume",
    names=("id", "arn"),
    identity=("id",),
    holds_data=True,
    arn=_VOLUME_ARN,
    listed_by=Call(service="ec2", operation="DescribeVolumes", items="Volumes"),
    attributes=(
        Attribute(name="arn", api=_VOLUME_ARN, default=CHOSEN_BY_AWS),
        Attribute(name="id", api="VolumeId", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(name="availability_zone", api="AvailabilityZone"),
        Attribute(name="outpost_arn", api="OutpostArn"),
        Attribute(name="size", api="Size", default=CHOSEN_BY_AWS, inherits=("snapshot_id",), unit="GiB"),
        Attribute(name="type", api="VolumeType", default="gp2"),
        Attribute(name="iops", api="Iops", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="throughput", api="Throughput", default=CHOSEN_BY_AWS, unit="MiB/s"),
        Attribute(name="multi_attach_enabled", api="MultiAttachEnabled", default=False),
        Attribute(
            name="encrypted",
            api="Encrypted",
            default=Unknown("not set, so the account's default encryption of EBS in that Region decides"),
            inherits=("snapshot_id",),
            stronger="true",
            source="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html (2026-11-23)",
            holds="truth",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", inherits=("snapshot_id",), stronger="present"),
        Attribute(name="snapshot_id", api="SnapshotId"),
        Attribute(name="final_snapshot", default=False, doors=CODE, stronger="true"),
    ),
    relations=(
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
        Relation(
            name="restored_from",
            to=("aws_ebs_snapshot", "aws_ebs_snapshot_copy"),
            by="snapshot_id",
            inverse="restored_to",
        ),
    ),
    source=f"{_DOCS}/ebs_volume (2026-11-23)",
)

SNAPSHOT = Kind(
    name="aws_ebs_snapshot",
    title="snapshot",
    names=("id", "arn"),
    identity=("id",),
    arn=_SNAPSHOT_ARN,
    listed_by=_SNAPSHOTS,
    where=(Where(path="VolumeId", but=(_NO_VOLUME,)),),
    attributes=(
        Attribute(name="arn", api=_SNAPSHOT_ARN, default=CHOSEN_BY_AWS),
        Attribute(name="id", api="SnapshotId", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(name="volume_id", api="VolumeId"),
        Attribute(name="encrypted", api="Encrypted", default=CHOSEN_BY_AWS, inherits=("volume_id",), holds="truth"),
        Attribute(name="kms_key_id", api="KmsKeyId", default=CHOSEN_BY_AWS, inherits=("volume_id",)),
        Attribute(name="volume_size", api="VolumeSize", default=CHOSEN_BY_AWS, inherits=("volume_id",), unit="GiB"),
        Attribute(name="storage_tier", api="StorageTier", default="standard"),
        Attribute(name="outpost_arn", api="OutpostArn"),
    ),
    relations=(
        Relation(name="snapshot_of", to=("aws_ebs_volume",), by="volume_id", inverse="snapshots"),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
    ),
    source=f"{_DOCS}/ebs_snapshot (2026-11-23)",
)

SNAPSHOT_COPY = Kind(
    name="aws_ebs_snapshot_copy",
    title="copy of a snapshot",
    names=("id", "arn"),
    identity=("id",),
    arn=_SNAPSHOT_ARN,
    listed_by=_SNAPSHOTS,
    where=(Where(path="VolumeId", says=(_NO_VOLUME,)),),
    attributes=(
        Attribute(name="arn", api=_SNAPSHOT_ARN, default=CHOSEN_BY_AWS),
        Attribute(name="id", api="SnapshotId", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(name="source_snapshot_id", doors=CODE),
        Attribute(name="source_region", doors=CODE),
        Attribute(
            name="encrypted",
            api="Encrypted",
            default=False,
            inherits=("source_snapshot_id",),
            stronger="true",
            source="a copy of an encrypted snapshot is encrypted whatever is set: "
            "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html (2026-11-23)",
        ),
        Attribute(name="kms_key_id", api="KmsKeyId", stronger="present"),
        Attribute(name="storage_tier", api="StorageTier", default="standard"),
    ),
    relations=(
        Relation(
            name="copy_of",
            to=("aws_ebs_snapshot", "aws_ebs_snapshot_copy"),
            by="source_snapshot_id",
            inverse="snapshot_copies",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="kms_key_id", inverse="encrypts"),
    ),
    source=f"{_DOCS}/ebs_snapshot_copy (2026-11-23)",
)

# One per account and Region; destroying it switches the default off.
DEFAULT_ENCRYPTION = Kind(
    name="aws_ebs_encryption_by_default",
    title="default encryption of EBS",
    names=("id",),
    identity=("id",),
    listed_by=Call(service="ec2", operation="GetEbsEncryptionByDefault", items=""),
    attributes=(
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="enabled", api="EbsEncryptionByDefault", default=True, stronger="true"),
    ),
    source=f"{_DOCS}/ebs_encryption_by_default (2026-11-23)",
)
