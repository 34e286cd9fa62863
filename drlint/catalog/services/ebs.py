"""Amazon EBS: volumes, snapshots, copies of snapshots and a Region's default encryption."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Kind, Relation
from drlint.model.values import Unknown

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

VOLUME = Kind(
    name="aws_ebs_volume",
    title="volume",
    cloudformation="AWS::EC2::Volume",
    names=("id", "arn"),
    identity=("id",),
    holds_data=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="availability_zone"),
        Attribute(name="outpost_arn"),
        Attribute(name="size", default=CHOSEN_BY_AWS, inherits=("snapshot_id",), unit="GiB"),
        Attribute(name="type", default="gp2"),
        Attribute(name="iops", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="throughput", default=CHOSEN_BY_AWS, unit="MiB/s"),
        Attribute(name="multi_attach_enabled", default=False),
        Attribute(
            name="encrypted",
            default=Unknown("not set, so the account's default encryption of EBS in that Region decides"),
            inherits=("snapshot_id",),
            stronger="true",
            source="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html (2026-11-23)",
            holds="truth",
        ),
        Attribute(name="kms_key_id", inherits=("snapshot_id",), stronger="present"),
        Attribute(name="snapshot_id"),
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
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="volume_id"),
        Attribute(name="encrypted", default=CHOSEN_BY_AWS, inherits=("volume_id",), holds="truth"),
        Attribute(name="kms_key_id", default=CHOSEN_BY_AWS, inherits=("volume_id",)),
        Attribute(name="volume_size", default=CHOSEN_BY_AWS, inherits=("volume_id",), unit="GiB"),
        Attribute(name="storage_tier", default="standard"),
        Attribute(name="outpost_arn"),
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
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="source_snapshot_id"),
        Attribute(name="source_region"),
        Attribute(
            name="encrypted",
            default=False,
            inherits=("source_snapshot_id",),
            stronger="true",
            source="a copy of an encrypted snapshot is encrypted whatever is set: "
            "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html (2026-11-23)",
        ),
        Attribute(name="kms_key_id", stronger="present"),
        Attribute(name="storage_tier", default="standard"),
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
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="enabled", default=True, stronger="true"),
    ),
    source=f"{_DOCS}/ebs_encryption_by_default (2026-11-23)",
)
